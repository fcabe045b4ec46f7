"""Values that a document forbids: no request may carry one, and an answer that does must not pass in silence.

`x-wrong` of an operation holds them: `body`, `answer`, and `parameters` by name. `x-open` is an answer that is to be
taken as it is, although the document does not foresee it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lab.specs import meaning

if TYPE_CHECKING:
    from lab.specs.calls import Caller
    from lab.specs.operations import Operation


def faults(caller: Caller, operation: Operation) -> list[str]:
    """Say which of the values that an operation forbids are let through."""
    wrong: dict[str, Any] = operation.raw.get("x-wrong", {})
    found: list[str] = []
    for body in wrong.get("body", []):
        caller.mean(operation, *operation.successes[:1], full=False).body = body
        found += _sent(caller, operation, body)
    for parameter in operation.parameters:
        for value in wrong.get("parameters", {}).get(parameter.name, []):
            now = caller.mean(operation, *operation.successes[:1], full=False)
            now.said[parameter.location, parameter.name] = value
            found += _sent(caller, operation, value)
    for answer in wrong.get("answer", []):
        now = caller.mean(operation, operation.successes[0], full=False)
        now.scripted = answer
        if not _is_noticed(caller, operation):
            found.append(f"the answer {answer!r:.60} is not allowed, and is taken without a word")
    if "x-open" in operation.raw:
        caller.mean(operation, operation.successes[0], full=False).scripted = operation.raw["x-open"]
        found += _kept(caller, operation, operation.raw["x-open"])
    return found


def _kept(caller: Caller, operation: Operation, answer: Any) -> list[str]:
    try:
        found = meaning.differences(answer, caller.carry_out(operation))
    except Exception as error:  # noqa: BLE001
        return [f"the answer {answer!r:.60} ends in {type(error).__name__}"]
    return [*found, *caller.side.drifts]


def _is_noticed(caller: Caller, operation: Operation) -> bool:
    try:
        caller.carry_out(operation)
    except Exception:  # noqa: BLE001 - whatever it is, it is not silence
        return True
    return bool(caller.side.drifts)


def _sent(caller: Caller, operation: Operation, value: Any) -> list[str]:
    try:
        caller.carry_out(operation)
    except (caller.side.refusal, TypeError) as error:  # Python itself misses an argument that must be given
        if not caller.current.requests:
            return []
        return [f"{value!r:.60} is not allowed, and is sent; then {type(error).__name__}"]
    except Exception as error:  # noqa: BLE001
        return [f"{value!r:.60} ends in {type(error).__name__}"]
    return [f"{value!r:.60} is not allowed, and is sent"]
