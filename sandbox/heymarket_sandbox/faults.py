"""Faults on demand: which request is spoilt, and how.

```python
sandbox.faults.script("reset", "503", None, Fault("429", retry_after=2))  # one for each of the next requests
sandbox.faults.every(7, "truncate")
sandbox.faults.chance(0.1, "delay", seconds=0.5, seed=1)
sandbox.faults.always("skew", seconds=-600, operation="listConversations", attempt=1)
```

Rules are asked in the order in which they were made, and the first that wants a request has it: the rules after
it do not see this request. `KINDS` has every kind of fault with a word about it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from dataclasses import dataclass
from operator import index
from random import Random
from typing import TYPE_CHECKING, Any

from heymarket_sandbox import spoil, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

KINDS: Mapping[str, str] = {
    kind: str(each.__doc__)
    for kind, each in {**wire.UNHANDLED, **wire.BROKEN, **wire.SLOW, **spoil.CONTENT, "a status": spoil.status}.items()
}
"""Every kind of fault, and what it does."""
_REMEMBERED_ATTEMPTS = 1_000


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A request as the rules see it."""

    operation: str | None
    attempt: int


@dataclass(frozen=True)
class Fault:
    kind: str
    """One of `KINDS`, or a status such as `503`."""
    seconds: float | None = None
    """How long to wait or refuse, or how far the clock is off."""
    retry_after: int | str | None = None
    """For a status: seconds; `date` for an HTTP date `seconds` from now; any other text as it is."""
    field: str = "id"
    """For `wrong-type`: which field of the first item, with dots to go deeper: `members.0.id`."""
    value: Any = "not what the contract says"
    """For `wrong-type`: what to put there."""
    to: str = "http://elsewhere.invalid"
    """For `redirect`: the other origin."""

    def __post_init__(self) -> None:
        known = int(self.kind) in spoil.STATUSES if self.kind.isdecimal() else self.kind in {*KINDS} - {"a status"}
        if not known:
            raise ValueError(f"there is no fault {self.kind!r}; there are {', '.join(KINDS)}")

    def seconds_or(self, default: float) -> float:
        return default if self.seconds is None else self.seconds


class Rule:
    """Spoils the requests that fit `operation` and `attempt`, as `choose` says, and `times` of them at most."""

    def __init__(
        self,
        choose: Callable[[], Fault | None],
        *,
        operation: str | None = None,
        attempt: int | None = None,
        times: int | None = None,
    ) -> None:
        self._choose = choose
        self._operation = operation
        self._attempt = attempt
        self._left = times

    def pick(self, request: Coming) -> Fault | None:
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
        """Spoil the next requests in this order; None lets one through. `attempt=1` skips repetitions."""
        queue = deque(None if each is None else _fault(each, {}) for each in faults)
        self._append(lambda: queue.popleft() if queue else None, operation=operation, attempt=attempt)

    def every(self, n: int, fault: str | Fault, *, burst: int = 1, **options: Any) -> None:
        """Spoil each n-th request, and with `burst` the ones right after it; see `always` for the options."""
        if not 1 <= burst <= n:
            raise ValueError(f"burst must be between 1 and {n}, not {burst}")
        count = iter(range(1, 2**63))
        self._add(
            fault, options, lambda chosen: chosen if (number := next(count)) >= n and number % n < burst else None
        )

    def chance(self, probability: float, fault: str | Fault, *, seed: int = 0, **options: Any) -> None:
        """Spoil requests with a probability; the same seed spoils the same ones."""
        if not 0 <= probability <= 1:
            raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
        numbers = Random(seed)  # noqa: S311 - nothing secret
        self._add(fault, options, lambda chosen: chosen if numbers.random() < probability else None)

    def always(self, fault: str | Fault, **options: Any) -> None:
        """Spoil each request.

        Options: `operation` (an operationId), `attempt` (1 for a request that was not just spoilt, 2 for its first
        repetition, and so on) and `times` limit the rule; others are those of `Fault`, such as `seconds`.
        """
        self._add(fault, options, lambda chosen: chosen)

    def clear(self) -> None:
        self._rules.clear()
        self._attempts.clear()

    def choose(self, operation: str | None, identity: bytes) -> Fault | None:
        """Decide about a request; one with the same identity as the last that was spoilt is a repetition."""
        if not self._rules:
            return None
        key = hashlib.sha256(identity).digest()
        coming = Coming(operation=operation, attempt=self._attempts.pop(key, 0) + 1)
        fault = next((fault for rule in list(self._rules) if (fault := rule.pick(coming)) is not None), None)
        if fault is not None:
            self._attempts[key] = coming.attempt
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
            faults.every(index(options.pop("every")), kind, **options)
        elif "chance" in options:
            faults.chance(options.pop("chance"), kind, **options)
        else:
            faults.always(kind, **options)
    except TypeError as error:
        raise ValueError(f"the fault {text!r} is not understood: {error}") from None


def _value(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _fault(fault: str | Fault, options: dict[str, Any]) -> Fault:
    if isinstance(fault, Fault):
        if options:
            raise TypeError(f"give {', '.join(options)} to the Fault itself")
        return fault
    return Fault(fault, **options)
