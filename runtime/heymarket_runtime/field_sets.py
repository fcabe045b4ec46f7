"""Which fields of a body belong together, and which exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import InvalidRequestError

if TYPE_CHECKING:
    from .operation import Operation


def check(operation: Operation, body: dict[str, Any]) -> None:
    """Raise `InvalidRequestError` for a body with too few of its fields, or too many."""
    if operation.any_of and not _whole(operation.any_of, body):
        raise InvalidRequestError(operation.any_of[0][0], f"give {_written(operation.any_of)}")
    if operation.one_of:
        given = _whole(operation.one_of, body)
        if len(given) != 1:
            argument = given[1][0] if given else operation.one_of[0][0]
            raise InvalidRequestError(argument, f"give exactly one of {_written(operation.one_of)}")
    for name, needed in operation.dependent:
        for each in needed:
            if name in body and each not in body:
                raise InvalidRequestError(each, f"is required where `{name}` is given")


def _whole(sets: tuple[tuple[str, ...], ...], body: dict[str, Any]) -> list[tuple[str, ...]]:
    return [names for names in sets if all(name in body for name in names)]


def _written(sets: tuple[tuple[str, ...], ...]) -> str:
    return " or ".join(" and ".join(f"`{name}`" for name in names) for names in sets)
