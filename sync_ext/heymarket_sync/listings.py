"""The listings of the API, found by what the spec declares of their operations."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args, get_origin

from attrs import frozen

import heymarket.api
from heymarket import Heymarket
from heymarket_runtime.listings import ByTimestamp
from heymarket_runtime.model import Model
from heymarket_runtime.operation import Operation

from .columns import members, plain

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen
class Listing:
    """An operation that lists everything when it is given nothing."""

    name: str
    """The name of its table."""
    operation: Operation
    item: type[Model]

    @property
    def is_incremental(self) -> bool:
        """Whether it can be asked for what changed since a moment."""
        return isinstance(self.operation.paging, ByTimestamp)

    @property
    def identity(self) -> str | None:
        """The field that tells items apart, as the spec declares it or as every model here calls it."""
        paging = self.operation.paging
        if isinstance(paging, ByTimestamp):
            return paging.identity
        return "id" if "id" in members(self.item) else None

    @property
    def moment(self) -> str | None:
        """The field that says when an item changed."""
        paging = self.operation.paging
        return paging.field if isinstance(paging, ByTimestamp) else None

    def call(self, client: Heymarket, *, cursor: str | None = None) -> Any:
        """Return its first page, or all items if it has no pages; with a cursor, the page to go on with."""
        paging = self.operation.paging
        given = {paging.sent_as.name: cursor} if isinstance(paging, ByTimestamp) and cursor else {}
        return attrgetter(self.operation.name)(client)(**given)


def listings() -> dict[str, Listing]:
    """Return the listings by name: those that are paged, and those that give all items at once."""
    found = (_listing(operation) for operation in _operations())
    return {each.name: each for each in sorted(filter(None, found), key=lambda each: each.name)}


def listing(name: str) -> Listing:
    """Return one by name. Raises `ValueError` if it is not there."""
    known = listings()
    if name not in known:
        raise ValueError(f"there is no listing {name!r}; there are {', '.join(known)}")
    return known[name]


def _operations() -> Iterator[Operation]:
    for module in pkgutil.iter_modules(heymarket.api.__path__, f"{heymarket.api.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Operation):
                yield value


def _listing(operation: Operation) -> Listing | None:
    item = _item(operation)
    if item is None or operation.semantics != "safe" or _needs_arguments(operation):
        return None
    tag, _, method = operation.name.partition(".")
    return Listing(tag if method == "list" else f"{tag}_{method}", operation, item)


def _item(operation: Operation) -> type[Model] | None:
    result = operation.result
    for step in operation.paging.items if operation.paging else ():
        result = plain(members(result)[step])
    if get_origin(result) is not list:
        return None
    item = get_args(result)[0]
    return item if isinstance(item, type) and issubclass(item, Model) else None


def _needs_arguments(operation: Operation) -> bool:
    tag, _, method = operation.name.partition(".")
    function = getattr(getattr(Heymarket, tag), method)
    given = list(inspect.signature(function).parameters.values())[1:]
    return bool(operation.any_of) or any(each.default is each.empty for each in given)
