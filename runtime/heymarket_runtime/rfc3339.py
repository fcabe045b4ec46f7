"""RFC 3339 timestamps as exact numbers; `datetime` stops at microseconds and the wire does not."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_PATTERN = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[Tt ](?P<clock>(?:[01]\d|2[0-3]):\d\d:\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?P<offset>[Zz]|[+-]\d\d:?[0-5]\d)",
    re.ASCII,
)
# Also when this is first imported while a test has put a class of its own in its place, as freezegun does.
DateTime: type[datetime.datetime] = next(each for each in reversed(datetime.datetime.__mro__) if "hour" in vars(each))
"""The interpreter's own `datetime`, which alone is what msgspec makes and takes."""

_EPOCH = DateTime(1970, 1, 1, tzinfo=datetime.UTC)
_NANO_DIGITS = 9


class Instant(NamedTuple):
    """A moment, exact to the precision that its text carries."""

    ticks: int
    """Ticks since 1970."""
    digits: int
    """A tick is 10 to the power of minus this many seconds."""
    offset: str
    """How the text wrote its offset from UTC, with the colon that some servers forget."""

    @property
    def nanoseconds(self) -> int:
        return int(self.ticks * 10**_NANO_DIGITS // 10**self.digits)

    @property
    def moment(self) -> datetime.datetime:
        """The instant as `datetime` knows it; `OverflowError` beyond its years."""
        return _EPOCH + datetime.timedelta(microseconds=self.nanoseconds // 1000)

    def in_seconds(self) -> Instant:
        """Return the second that the instant lies in."""
        return Instant(self.ticks // 10**self.digits, 0, self.offset)

    def moved(self, ticks: int) -> Instant:
        return self._replace(ticks=self.ticks + ticks)

    def __str__(self) -> str:
        seconds, fraction = divmod(self.ticks, 10**self.digits)
        # The sum first: at the ends of `datetime`'s years the moment in UTC may lie beyond them.
        local = _EPOCH.replace(tzinfo=None) + (datetime.timedelta(seconds=seconds) + _zone(self.offset).utcoffset(None))
        text = local.isoformat()
        return f"{text}.{fraction:0{self.digits}}{self.offset}" if self.digits else f"{text}{self.offset}"


def check(text: str) -> None:
    """Raise `ValueError` for what `parse` would take from a server, and no server has to take from us."""
    if parse(text).offset not in text:
        raise ValueError("not an RFC 3339 timestamp such as 2026-04-12T15:30:00+02:00: its offset needs a colon")


def parse(text: str) -> Instant:
    """Parse RFC 3339; `ValueError` if the text is something else or beyond `datetime`'s years."""
    found = _PATTERN.fullmatch(text)
    if not found:
        raise ValueError("not an RFC 3339 timestamp such as 2026-04-12T15:30:00Z")
    fraction, offset = found["fraction"] or "", found["offset"]
    if len(offset) == len("+0000"):
        offset = f"{offset[:3]}:{offset[3:]}"
    moment = DateTime.fromisoformat(f"{found['date']}T{found['clock']}").replace(tzinfo=_zone(offset))
    seconds = (moment - _EPOCH) // datetime.timedelta(seconds=1)
    return Instant(seconds * 10 ** len(fraction) + int(fraction or 0), len(fraction), offset)


def _zone(offset: str) -> datetime.timezone:
    if offset in "Zz":
        return datetime.UTC
    sign = -1 if offset[0] == "-" else 1
    return datetime.timezone(sign * datetime.timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])))
