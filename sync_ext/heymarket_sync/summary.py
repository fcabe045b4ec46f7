"""What a sync did, for programs and for people."""

from __future__ import annotations

from attrs import define, field


@define
class Counts:
    """What became of a listing's items."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    """In tables that are replaced whole."""


@define
class Summary:
    """What a sync did."""

    tables: dict[str, Counts] = field(factory=dict[str, Counts])
    requests: int = 0
    """Sent by a client that the sync made; 0 if it was given one."""
    seconds: float = 0.0
    paused: float = 0.0
    """Seconds that requests waited for the rate limit, taken together."""


def table(summary: Summary) -> str:
    """Return a summary as text."""
    rows: list[tuple[str, ...]] = [("", "new", "changed", "unchanged", "gone")]
    rows += [
        (name, *(f"{count:,}" for count in (each.new, each.changed, each.unchanged, each.gone)))
        for name, each in summary.tables.items()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]
    ended = f"{summary.requests:,} requests in {summary.seconds:.1f} s, {summary.paused:.1f} s of pauses"
    return "\n".join([*lines, ended])
