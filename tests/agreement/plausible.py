"""Valid requests about things that exist: a random id is answered with 403 or 404 for ever."""

from __future__ import annotations

import zlib
from typing import Any

from . import contract


def _collect(value: Any, name: str, found: dict[str, list[Any]]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _collect(item, key, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, name, found)
    elif isinstance(value, int) and not isinstance(value, bool) and value not in found.setdefault(name, []):
        found[name].append(value)


def _known() -> dict[str, dict[str, list[Any]]]:
    """Return, by operation, the integers that the examples of its requests use for a name."""
    known: dict[str, dict[str, list[Any]]] = {}
    for operation in contract.OPERATIONS:
        found = known.setdefault(operation.label, {})
        for example in operation.examples:
            _collect(example, "", found)
        for parameter in operation.parameters:
            _collect(parameter.example, parameter.name, found)
    return known


KNOWN = _known()


def about_what_exists(case: Any) -> Any:
    """Return a valid random case with known ids in two of three; others as they are."""
    if case.meta is None or case.meta.phase.name.value != "fuzzing" or case.meta.generation.mode.is_negative:
        return case
    number = zlib.crc32(repr((case.path_parameters, case.body)).encode())
    if number % 3:
        known = KNOWN[case.operation.label]
        case.path_parameters = {
            name: _replaced(value, name, known, number) for name, value in (case.path_parameters or {}).items()
        }
        if isinstance(case.body, dict):
            case.body = _replaced(case.body, "", known, number)
    return case


def _replaced(value: Any, name: str, known: dict[str, list[Any]], number: int) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(item, key, known, number) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, name, known, number) for item in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return known[name][number % len(known[name])] if is_number and known.get(name) else value
