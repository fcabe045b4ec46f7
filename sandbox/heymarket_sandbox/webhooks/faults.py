"""What can go wrong with deliveries, on demand: events that come twice, late, broken or from somebody else."""

from __future__ import annotations

import threading
from typing import Any, Literal, get_args

import attrs

Kind = Literal["double", "late", "lost", "cut", "text", "token", "slow"]
KINDS: dict[str, str] = {
    "double": "delivered, and then once more",
    "late": "held back until others were delivered, or for `seconds`",
    "lost": "delivered, but the answer does not arrive, so it is delivered again",
    "cut": "the connection ends in the middle of the body; delivered again",
    "text": "first something that is no JSON, then the event",
    "token": "first the same with another token, as somebody else would send it, then the event",
    "slow": "the body takes `seconds` to arrive",
}
_SECONDS = 0.2


@attrs.define
class DeliveryFault:
    """Hits each `every`-th event, of some `types` only if they are given, and no more than `times` in all."""

    kind: Kind
    every: int = attrs.field(default=1, kw_only=True)
    times: int | None = attrs.field(default=None, kw_only=True)
    types: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=tuple)
    seconds: float = attrs.field(default=_SECONDS, kw_only=True)
    _seen: int = attrs.field(default=0, init=False)
    _hits: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"there is no fault {self.kind!r} of deliveries; there are {', '.join(KINDS)}")
        for name, least in (("every", 1), ("times", 0), ("seconds", 0)):
            value = getattr(self, name)
            if value is not None and not value >= least:
                raise ValueError(f"{name} must be at least {least}, not {value}")

    def hits(self, kind: str) -> bool:
        if self.types and kind not in self.types:
            return False
        self._seen += 1
        if self._seen % self.every or (self.times is not None and self._hits >= self.times):
            return False
        self._hits += 1
        return True


class DeliveryFaults:
    def __init__(self) -> None:
        self._faults: list[DeliveryFault] = []
        self._lock = threading.Lock()

    def add(self, kind: Kind, **options: Any) -> None:
        """Let deliveries go wrong in a way of `KINDS`; options: `every`, `times`, `types`, `seconds`."""
        with self._lock:
            self._faults.append(DeliveryFault(kind, **options))

    def add_from_text(self, text: str) -> None:
        """Add a fault that a command line gives, such as `double,every=3` or `slow,seconds=2`."""
        kind, *rest = text.split(",")
        options: dict[str, Any] = {}
        for part in rest:
            name, equals, value = part.partition("=")
            if not equals or name not in {"every", "times", "seconds"}:
                raise ValueError(f"{part!r} in the fault {text!r} is not every=, times= or seconds= with a number")
            options[name] = float(value) if name == "seconds" else int(value)
        self.add(kind, **options)  # type: ignore[arg-type] # what is no kind is refused

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def choose(self, kind: str) -> DeliveryFault | None:
        """Return the first fault that hits an event of this type."""
        with self._lock:
            return next((each for each in self._faults if each.hits(kind)), None)
