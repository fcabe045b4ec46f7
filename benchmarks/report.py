"""The results of a run, for the terminal, for `results.md`, and for programs."""

from __future__ import annotations

import contextlib
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGES = (
    *("heymarket", "httpx", "httpcore", "h11", "msgspec", "PyJWT", "httpx-aiohttp", "aiohttp", "orjson", "pydantic"),
    *("openapi-python-client", "openapi-generator-cli", "openapi-python-generator", "clientele"),
)


@attrs.frozen
class Run:
    """How thoroughly to measure."""

    quick: bool
    absent: dict[str, str]

    @property
    def rounds(self) -> int:
        return 25 if self.quick else 101

    @property
    def block(self) -> float:
        """Seconds for each contender in each round: so few that other programs disturb only some of them."""
        return 0.008


@attrs.frozen
class Table:
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        lines = [self.head, ["---", *["--:"] * (len(self.head) - 1)], *self.rows]
        return f"### {self.title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"

    def text(self) -> str:
        widths = [max(len(line[column]) for line in [self.head, *self.rows]) for column in range(len(self.head))]
        lines = [
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])])
            for line in (self.head, *self.rows)
        ]
        return "\n".join([self.title, *[f"  {line}" for line in lines], ""])


@attrs.define
class Result:
    """The result of one question: tables for people, figures for programs, and the contenders that are absent."""

    question: str
    tables: list[Table] = attrs.field(factory=list)
    figures: dict[str, float] = attrs.field(factory=dict)
    notes: list[str] = attrs.field(factory=list)
    absent: dict[str, str] = attrs.field(factory=dict)

    @contextlib.contextmanager
    def trying(self, contender: str, absent: dict[str, str]) -> Iterator[None]:
        """Let a contender take part; note the reason if it fails."""
        try:
            yield
        except Exception as error:
            if contender.startswith("heymarket"):
                raise
            reason = absent.get(contender) or f"{type(error).__name__}: {error}".splitlines()[0][:200]
            self.absent[contender] = reason

    def check(self, contender: str, right: bool) -> None:  # noqa: FBT001
        """Refuse a contender that is fast because it reads something else."""
        if not right:
            raise ValueError(f"{contender} did not read what was sent")


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.3f}"


def times(ratio: float) -> str:
    return f"{ratio:.2f}"


def machine() -> list[str]:
    """Return what the figures depend on, without the name of the machine."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    versions = [f"{name} {found}" for name in PACKAGES if (found := _version(name))]
    return [f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, {python}", ", ".join(versions)]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
