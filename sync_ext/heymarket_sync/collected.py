"""Items that were received so far, in a file that a killed run leaves for the next one."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from heymarket_runtime.model import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_NOTE = "note.json"


class Collected:
    """Lines of JSON, and a note of how many of them count and where the listing goes on.

    The note is replaced after each page: what stands behind the lines that it counts was never complete.
    """

    def __init__(self, folder: Path, about: str) -> None:
        self._note = folder / _NOTE
        self._about = about
        self._file: BinaryIO = (folder / "items.jsonl").open("a+b")
        known: dict[str, Any] = {}
        with suppress(FileNotFoundError, ValueError):
            known = json.loads(self._note.read_text(encoding="utf-8"))
        if known.get("about") != about:  # of another listing, or another team
            known = {}
        self.count: int = known.get("count", 0)
        self.cursor: str | None = known.get("cursor")
        self.since: str | None = known.get("since")
        """A moment before which nothing has changed since the listing began."""
        self.is_walked: bool = known.get("is_walked", False)
        self._size: int = known.get("size", 0)
        self._file.truncate(self._size)

    @classmethod
    @contextmanager
    def open(cls, folder: Path, about: str) -> Iterator[Collected]:
        collected = cls(folder, about)
        with collected._file:
            yield collected

    def clear(self) -> None:
        self.count = self._size = 0
        self._file.truncate(0)

    def add(self, items: Sequence[dict[str, Any]], *, cursor: str | None) -> None:
        """Keep a page, and where to go on after it."""
        self._size += self._file.write(b"".join(json_line(item) for item in items))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.count += len(items)
        self.cursor = cursor
        self._remember()

    def lacking(self, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return those of some items that are not there exactly as they are."""
        found = {json_line(item): item for item in items}
        for line in self._lines():
            found.pop(line, None)
        return list(found.values())

    def remove(self) -> None:
        """Forget it all: the export is complete."""
        self._note.unlink()

    def _remember(self) -> None:
        names = ("count", "cursor", "since", "is_walked")
        note = {name: getattr(self, name) for name in names} | {"about": self._about, "size": self._size}
        temporary = self._note.with_suffix(".new")
        temporary.write_text(json.dumps(note), encoding="utf-8")
        temporary.replace(self._note)

    def __iter__(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Yield each line and what it says."""
        return ((line, parse_json(line)) for line in self._lines())

    def _lines(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield from self._file


def is_kept(folder: Path) -> bool:
    """Say whether a folder holds what another run can go on from."""
    return (folder / _NOTE).exists()


def json_line(value: Any) -> bytes:
    """Return one line of JSON; in ASCII if there is what UTF-8 cannot say."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"
