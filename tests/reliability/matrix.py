"""Every kind of fault at every position of a listing: the full result, or an error that says where it stopped.

`python tests/reliability/matrix.py` writes the table of docs/reliability.md.
"""

from __future__ import annotations

import asyncio
import itertools
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import httpx

import heymarket
from heymarket_auth import connect, connect_async
from heymarket_runtime import pacing, retry
from heymarket_sandbox import Fault, Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

CONVERSATIONS = 47
PAGE = 10
# The requests of a clean listing are five pages that overlap, and two that find the end.
POSITIONS = {"first": 0, "middle": 2, "end": 5}
FULL = "full result"
DRIFT = "full result, one warning"
BROKEN = heymarket.ConnectionFailedError
LATE = heymarket.RequestTimeoutError

Outcome = str | type[heymarket.HeymarketError]


@dataclass(frozen=True)
class Kind:
    """A fault, and what comes of it where it happens once and where it stays."""

    fault: Fault
    once: Outcome
    stays: Outcome
    timeout: float | None = None

    @property
    def name(self) -> str:
        return self.fault.kind + (f" {self.fault.retry_after}" if self.fault.retry_after else "")


KINDS = [
    Kind(Fault("refuse", seconds=0.02), FULL, BROKEN),
    Kind(Fault("reset"), FULL, BROKEN),
    Kind(Fault("close"), FULL, BROKEN),
    Kind(Fault("garbage"), FULL, BROKEN),
    Kind(Fault("lost"), FULL, BROKEN),
    Kind(Fault("reset-body"), FULL, BROKEN),
    Kind(Fault("truncate"), FULL, BROKEN),
    Kind(Fault("truncate-chunked"), FULL, BROKEN),
    Kind(Fault("long-length"), FULL, BROKEN),
    Kind(Fault("bad-gzip"), FULL, BROKEN),
    Kind(Fault("delay", seconds=0.25), FULL, LATE, timeout=0.1),
    Kind(Fault("drip", seconds=0.2), FULL, FULL),
    # A clock that is off for one exchange only: the correction it asks for is wrong for the next.
    Kind(Fault("skew", seconds=600), heymarket.AuthenticationError, FULL),
    Kind(Fault("skew", seconds=-600), heymarket.AuthenticationError, FULL),
    Kind(Fault("429"), FULL, heymarket.RateLimitError),
    Kind(Fault("429", retry_after=1), FULL, heymarket.RateLimitError),
    Kind(Fault("429", retry_after="date", seconds=1), FULL, heymarket.RateLimitError),
    Kind(Fault("429", retry_after=999_999_999), FULL, heymarket.RateLimitError),
    Kind(Fault("429", retry_after="soon"), FULL, heymarket.RateLimitError),
    *(Kind(Fault(status), FULL, heymarket.ServerError) for status in ("500", "502", "503", "504")),
    Kind(Fault("503", retry_after=1), FULL, heymarket.ServerError),
    Kind(Fault("520"), heymarket.ServerError, heymarket.ServerError),
    Kind(Fault("400"), heymarket.BadDataError, heymarket.BadDataError),
    Kind(Fault("401"), FULL, heymarket.AuthenticationError),
    Kind(Fault("403"), heymarket.PermissionDeniedError, heymarket.PermissionDeniedError),
    Kind(Fault("404"), heymarket.NotFoundError, heymarket.NotFoundError),
    Kind(Fault("redirect"), heymarket.ApiError, heymarket.ApiError),
    *(
        Kind(Fault(body), heymarket.DecodeError, heymarket.DecodeError)
        for body in ("html", "empty", "null", "string", "object", "truncated-json", "short-length")
    ),
    Kind(Fault("wrong-type", field="assigned", value={"id": 1}), DRIFT, DRIFT),
    Kind(Fault("wrong-type", field="updated", value="yesterday"), DRIFT, DRIFT),
    Kind(Fault("stale-cursor"), heymarket.PagingError, heymarket.PagingError),
    Kind(Fault("repeat"), heymarket.PagingError, heymarket.PagingError),
]


@dataclass(frozen=True)
class Cell:
    kind: Kind
    position: str
    stays: bool
    asynchronous: bool

    def __str__(self) -> str:
        how = "stays" if self.stays else "once"
        return f"{self.kind.name}-{self.position}-{how}-{'async' if self.asynchronous else 'sync'}"


CELLS = [Cell(*cell) for cell in itertools.product(KINDS, POSITIONS, (False, True), (False, True))]


@dataclass
class Listing:
    """What a caller saw: items, and how it ended."""

    ids: list[Any]
    error: heymarket.HeymarketError | None
    drifts: list[heymarket.Drift]


@contextmanager
def short_pauses() -> Iterator[None]:
    """Wait for hundredths of the usual time between attempts; nothing else changes."""
    with (
        mock.patch.multiple(retry, _FIRST_PAUSE=0.01, _LONGEST_PAUSE=0.05, _FIRST_RATE_PAUSE=0.01),
        mock.patch.multiple(retry, LONGEST_RATE_PAUSE=0.02),
        mock.patch.object(pacing, "LONGEST_NAP", 0.02),
    ):
        yield


def run(cell: Cell) -> tuple[Listing, Listing | None, list[int]]:
    """Return the listing under the fault, its resumption without if it ended early, and what there is."""
    with Sandbox(Settings(conversations=CONVERSATIONS, page_size=PAGE, rate_limit=None)) as sandbox, short_pauses():
        expected = [conversation["id"] for conversation in sandbox.conversations]
        fault = cell.kind.fault
        skip = [None] * POSITIONS[cell.position]
        sandbox.faults.script(*skip, *([fault] * 60 if cell.stays else [fault]))
        listing = collect(cell, sandbox)
        resumed = None
        if listing.error is not None:
            sandbox.faults.clear()
            resumed = collect(cell, sandbox, listing.error.cursor)
        return listing, resumed, expected


def collect(cell: Cell, sandbox: Sandbox, cursor: str | None = None) -> Listing:
    listing = Listing([], None, [])
    options: dict[str, Any] = {"rate_limit": None, "max_retries": 6, "on_drift": listing.drifts.append}
    if cell.kind.timeout:
        options["timeout"] = cell.kind.timeout
    try:
        if cell.asynchronous:
            asyncio.run(_collect_async(sandbox, cursor, listing, options))
        else:
            options["transport"] = httpx.HTTPTransport(verify=False)  # loading certificates takes longer than the rest
            with connect(environ=sandbox.environ, **options) as client:
                for conversation in client.conversations.list(date=cursor):
                    listing.ids.append(identity(conversation))
    except heymarket.HeymarketError as error:
        listing.error = error
    return listing


async def _collect_async(sandbox: Sandbox, cursor: str | None, listing: Listing, options: dict[str, Any]) -> None:
    options["transport"] = httpx.AsyncHTTPTransport(verify=False)
    async with connect_async(environ=sandbox.environ, **options) as client:
        async for conversation in client.conversations.list(date=cursor):
            listing.ids.append(identity(conversation))


def identity(conversation: Any) -> int:
    return int(conversation.id)


def outcome(cell: Cell) -> str:
    """Run a cell and say what came of it, in a few words."""
    listing, resumed, expected = run(cell)
    if listing.error is None:
        complete = "full result" if listing.ids == expected else "WRONG RESULT"
        return f"{complete}, warned" if listing.drifts else complete
    assert resumed is not None
    union = set(listing.ids) | set(resumed.ids)
    ends_well = resumed.error is None and union == set(expected) and len(set(listing.ids)) == len(listing.ids)
    return f"`{type(listing.error).__name__}`{'' if ends_well else ', NOT RESUMED'}"


def document() -> str:
    rows = []
    for kind in KINDS:
        columns: dict[bool, str] = {}
        for stays in (False, True):
            said = {
                position: {outcome(Cell(kind, position, stays, asynchronous)) for asynchronous in (False, True)}
                for position in POSITIONS
            }
            merged: dict[str, list[str]] = {}
            for position, texts in said.items():
                merged.setdefault(" / ".join(sorted(texts)), []).append(position)
            columns[stays] = "; ".join(
                text if len(merged) == 1 else f"{', '.join(positions)}: {text}" for text, positions in merged.items()
            )
        detail = f" (Retry-After: {kind.fault.retry_after})" if kind.fault.retry_after else ""
        seconds = f" {kind.fault.seconds:+g} s" if kind.fault.kind == "skew" else ""
        field = f" in `{kind.fault.field}`" if kind.fault.kind == "wrong-type" else ""
        rows.append(f"| {kind.fault.kind}{seconds}{field}{detail} | {columns[False]} | {columns[True]} |")
    return "\n".join(["| fault | happens once | stays |", "|---|---|---|", *rows])


MARK = "<!-- table: python tests/reliability/matrix.py -->\n"


def main() -> None:
    page = Path(__file__).parents[2] / "docs" / "reliability.md"
    before = page.read_text(encoding="utf-8").partition(MARK)[0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page.write_text(f"{before}{MARK}\n{document()}\n", encoding="utf-8")
    print(f"{len(CELLS)} cells written to {page.name}")


if __name__ == "__main__":
    main()
