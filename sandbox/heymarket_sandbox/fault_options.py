"""The options of a fault, for the modules that carry faults out; `faults` imports those to know every kind."""

from __future__ import annotations

from typing import Any

import attrs


@attrs.frozen
class FaultOptions:
    kind: str
    """One of `KINDS`, or a status such as `503`."""
    seconds: float | None = None
    """How long to wait or refuse, or how far the clock is off."""
    retry_after: int | str | None = None
    """For a status: seconds; `date` for an HTTP date `seconds` from now; any other text as it is."""
    field: str = attrs.field(default="id", converter=str)
    """For `wrong-type`: which field of the first item, with dots to go deeper: `members.0.id`."""
    value: Any = "not what the spec says"
    """For `wrong-type`: the value to set."""
    to: str = attrs.field(default="http://elsewhere.invalid", converter=str)
    """For `redirect`: the other origin."""

    def seconds_or(self, default: float) -> float:
        return default if self.seconds is None else self.seconds
