"""Chooses the type of a value among several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .facts import facts
from .kinds import found, members, name, suits
from .protocols import ModelMeta

if TYPE_CHECKING:
    from .taking import Steps, Taker


def by_field(taker: Taker, value: dict[str, Any], field: str, types: dict[str, Any], steps: Steps) -> Any:
    """Return an object as the type that one of its fields says."""
    said = value.get(field)
    if isinstance(said, str) and said in types:
        return taker.take(value, types[said], steps)
    expected = " or ".join(f"`{each}`" for each in types)
    told = "nothing" if field not in value else "another string" if isinstance(said, str) else found(said)
    taker.tell(expected, said, (*steps, field), told)
    return value


def by_fit(taker: Taker, value: Any, expected: Any, steps: Steps) -> Any:
    """Return a value as the type that it fits best: with the fewest mistakes, then with the most fields known."""
    fitting = [each for each in members(expected) if suits(value, each)]
    if not fitting:
        taker.tell(name(expected), value, steps)
        return value
    if len(fitting) == 1:
        return taker.take(value, fitting[0], steps)
    trials = [(taker.attempt(value, each, steps), each) for each in fitting]
    best, _ = min(trials, key=lambda pair: (len(pair[0].told), _unknown(value, pair[1])))
    best.tell_again(taker, steps)
    return best.result


def _unknown(value: Any, expected: Any) -> int:
    """Return how many fields of an object a type does not know."""
    if not isinstance(value, dict) or not isinstance(expected, ModelMeta):
        return 0
    known = {field.encode_name for field in facts(expected).fields}
    return sum(name not in known for name in value)
