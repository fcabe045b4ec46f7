"""RFC 3339 text to exact nanoseconds and back, for every text that the format allows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

SECOND = 10**9
_DAYS_IN_400_YEARS = 146_097
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INT64 = 2**63 - 1
_PATTERN = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))",
    re.ASCII,
)


def nanoseconds(text: str, *, round_up: bool = False) -> int:
    """Return the nanoseconds since 1970, clamped to 64 bits.

    Digits beyond the ninth are rounded down, or up with `round_up`. Stored timestamps are whole nanoseconds, so
    "before" is exact with the value rounded up and "after" with the value rounded down. A leap second counts as
    the second that follows it.
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(f"not an RFC 3339 timestamp: {text!r}")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction, sign = match[7] or "", match[8]
    # datetime has no year 0; the calendar is the same 400 years later.
    days = date(year or 400, month, day).toordinal() - (0 if year else _DAYS_IN_400_YEARS) - _EPOCH_DAY
    offset = (int(match[9]) * 60 + int(match[10])) * (-1 if sign == "-" else 1) if sign else 0
    seconds = days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second
    nanos = int(fraction[:9].ljust(9, "0")) + (1 if round_up and fraction[9:].strip("0") else 0)
    return max(-_INT64, min(_INT64, seconds * SECOND + nanos))


def render(instant: int, *, offset_minutes: int | None = None) -> str:
    """Write an instant as Go does: no trailing zeros, `Z` unless an offset is given."""
    seconds, fraction = divmod(instant, SECOND)
    shown = _EPOCH + timedelta(seconds=seconds, minutes=offset_minutes or 0)
    text = f"{shown.replace(tzinfo=None).isoformat()}.{fraction:09d}".rstrip("0").rstrip(".")
    if offset_minutes is None:
        return text + "Z"
    hours, minutes = divmod(abs(offset_minutes), 60)
    return f"{text}{'-' if offset_minutes < 0 else '+'}{hours:02d}:{minutes:02d}"
