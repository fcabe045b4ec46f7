"""Faults on demand: which requests fail, and how.

```python
sandbox.faults.script("reset", "503", None, Fault("429", retry_after=2))  # one for each of the next requests
sandbox.faults.every(7, "truncate")
sandbox.faults.chance(0.1, "delay", seconds=0.5, seed=1)
sandbox.faults.always("skew", seconds=-600, operation="listConversations", attempt=1)
```

Rules are asked in the order in which they were made. The first rule that picks a request decides about it; the rules
after it do not see this request. `KINDS` has every kind of fault and what it does.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections import Counter, deque
from math import isfinite
from operator import index
from random import Random
from typing import TYPE_CHECKING, Any

import attrs

from heymarket_sandbox import content_faults, socket_faults
from heymarket_sandbox.clock import check_seconds
from heymarket_sandbox.fault_options import FaultOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

KINDS: Mapping[str, str] = {
    kind: str(inject.__doc__)
    for kind, inject in {
        **socket_faults.UNHANDLED,
        **socket_faults.BROKEN,
        **socket_faults.SLOW,
        **content_faults.CONTENT,
        "a status": content_faults.status,
    }.items()
}
"""Every kind of fault, and what it does."""
_REMEMBERED_ATTEMPTS = 1_000


@attrs.frozen(kw_only=True)
class IncomingRequest:
    """A request as the rules see it."""

    operation: str | None
    attempt: int


@attrs.frozen
class Fault(FaultOptions):
    """A fault of one of `KINDS`, or a status, with its options."""

    def __attrs_post_init__(self) -> None:
        known = (
            int(self.kind) in content_faults.STATUSES if self.kind.isdecimal() else self.kind in {*KINDS} - {"a status"}
        )
        if not known:
            raise ValueError(f"there is no fault {self.kind!r}; there are {', '.join(KINDS)}")
        if self.seconds is not None:
            check_seconds("seconds", self.seconds)
            if self.seconds < 0 and self.kind != "skew":
                raise ValueError(f"seconds of {self.kind} must be at least 0, not {self.seconds}")
        for name in ("retry_after", "to"):
            if not re.fullmatch(r"([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)?", str(getattr(self, name))):
                raise ValueError(f"{name} must be printable ASCII, as it is sent in a header")


class Rule:
    """Injects what `choose` gives into requests that fit `operation` and `attempt`, at most `times` times."""

    def __init__(
        self,
        choose: Callable[[], Fault | None],
        *,
        operation: str | None = None,
        attempt: int | None = None,
        times: int | None = None,
    ) -> None:
        for name, value in (("attempt", attempt), ("times", times)):
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
                raise ValueError(f"{name} must be a whole number, 1 or more, not {value!r}")
        self._choose = choose
        self._operation = operation
        self._attempt = attempt
        self._left = times

    def pick(self, request: IncomingRequest) -> Fault | None:
        if self._operation not in {None, request.operation} or self._attempt not in {None, request.attempt}:
            return None
        if self._left == 0:
            return None
        fault = self._choose()
        if fault is not None and self._left is not None:
            self._left -= 1
        return fault


class Faults:
    """The rules of one sandbox. They may be changed while it runs."""

    def __init__(self, operations: Collection[str]) -> None:
        self._operations = operations
        self._rules: list[Rule] = []
        self._attempts: dict[bytes, int] = {}
        self.injected: Counter[str] = Counter()
        """How often each kind was injected."""

    def script(self, *faults: str | Fault | None, operation: str | None = None, attempt: int | None = None) -> None:
        """Inject these faults into the next requests, in this order; None injects none. `attempt=1` skips retries."""
        queue = deque(None if each is None else _fault(each, {}) for each in faults)
        self._append(lambda: queue.popleft() if queue else None, operation=operation, attempt=attempt)

    def every(self, n: int, fault: str | Fault, *, burst: int = 1, **options: Any) -> None:
        """Inject a fault into each n-th request, with `burst` also into those after it; `always` has the options."""
        if not 1 <= index(burst) <= index(n):
            raise ValueError(f"burst must be between 1 and {n}, not {burst}")
        count = iter(range(1, 2**63))
        self._add(
            fault, options, lambda chosen: chosen if (number := next(count)) >= n and number % n < burst else None
        )

    def chance(self, probability: float, fault: str | Fault, *, seed: int = 0, **options: Any) -> None:
        """Inject a fault with a probability; the same seed picks the same requests."""
        if not 0 <= probability <= 1:
            raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
        numbers = Random(seed)  # noqa: S311 - nothing secret
        self._add(fault, options, lambda chosen: chosen if numbers.random() < probability else None)

    def always(self, fault: str | Fault, **options: Any) -> None:
        """Inject a fault into each request.

        Options: `operation` (an operationId), `attempt` (1 for a new request, 2 for the first retry after a fault, and
        so on) and `times` limit the rule; others are those of `Fault`, such as `seconds`.
        """
        self._add(fault, options, lambda chosen: chosen)

    def clear(self) -> None:
        self._rules.clear()
        self._attempts.clear()

    def choose(self, operation: str | None, identity: bytes) -> Fault | None:
        """Pick the fault of a request; a request with the identity of an earlier one that had a fault is its retry."""
        if not self._rules:
            return None
        key = hashlib.sha256(identity).digest()
        incoming = IncomingRequest(operation=operation, attempt=self._attempts.pop(key, 0) + 1)
        fault = next((fault for rule in list(self._rules) if (fault := rule.pick(incoming)) is not None), None)
        if fault is not None:
            self._attempts[key] = incoming.attempt
            self.injected[fault.kind] += 1
            if len(self._attempts) > _REMEMBERED_ATTEMPTS:
                del self._attempts[next(iter(self._attempts))]
        return fault

    def _add(self, fault: str | Fault, options: dict[str, Any], choose: Callable[[Fault], Fault | None]) -> None:
        limits = {name: options.pop(name) for name in ("operation", "attempt", "times") if name in options}
        chosen = _fault(fault, options)
        self._append(lambda: choose(chosen), **limits)

    def _append(self, choose: Callable[[], Fault | None], **limits: Any) -> None:
        operation = limits.get("operation")
        if operation is not None and operation not in self._operations:
            raise ValueError(f"there is no operation {operation!r}; there are {', '.join(sorted(self._operations))}")
        self._rules.append(Rule(choose, **limits))


def add_from_text(faults: Faults, text: str) -> None:
    """Add the rule that a command line gives, such as `delay,every=7,seconds=2` or `429,chance=0.1,retry_after=3`."""
    kind, *rest = text.split(",")
    options: dict[str, Any] = {}
    for part in rest:
        name, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"{part!r} in the fault {text!r} is not name=value")
        options[name] = _value(value)
    try:
        if "every" in options:
            faults.every(options.pop("every"), kind, **options)
        elif "chance" in options:
            faults.chance(options.pop("chance"), kind, **options)
        else:
            faults.always(kind, **options)
    except TypeError as error:
        raise ValueError(f"the fault {text!r} is not understood: {error}") from None


def _value(text: str) -> int | float | str:
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            number = kind(text)
            return number if isfinite(number) else text
    return text


def _fault(fault: str | Fault, options: dict[str, Any]) -> Fault:
    if isinstance(fault, Fault):
        if options:
            raise TypeError(f"give {', '.join(options)} to the Fault itself")
        return fault
    return Fault(fault, **options)
