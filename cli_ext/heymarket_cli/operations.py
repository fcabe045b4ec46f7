"""The SDK's resources and methods, as it says them itself."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from heymarket import Heymarket
from heymarket_cli.docstrings import Docstring
from heymarket_runtime.driver import Resource
from heymarket_runtime.operation import Operation

if TYPE_CHECKING:
    from heymarket_runtime.operation import Input

Client = type[Any]


@frozen
class Group:
    """A resource attribute of the client. Its class is imported when somebody asks for its methods."""

    name: str
    client: Client
    help: str

    def methods(self) -> list[Method]:
        cls = getattr(self.client, self.name)
        known = {each.name: each for each in vars(sys.modules[cls.__module__]).values() if isinstance(each, Operation)}
        return [
            Method(self.name, name, function, known[f"{self.name}.{name}"])
            for name, function in vars(cls).items()
            if inspect.isfunction(function) and not name.startswith("_")
        ]


@frozen
class Method:
    """One method of a resource, which is one operation of the spec."""

    resource: str
    name: str
    function: Callable[..., Any]
    operation: Operation

    @property
    def words(self) -> str:
        """Return it as it is typed."""
        return f"{name_of(self.resource)} {name_of(self.name)}"

    @property
    def doc(self) -> Docstring:
        return Docstring.of(self.function)

    @property
    def is_listing(self) -> bool:
        return self.operation.paging is not None

    @property
    def cursor(self) -> str | None:
        """Name of the argument that resumes a listing."""
        return self.argument_of(getattr(self.operation.paging, "sent_as", getattr(self.operation.paging, "page", None)))

    def argument_of(self, field: Input | None) -> str | None:
        """Return the name of the argument that is sent as a field of the request."""
        return None if field is None else next(name for name in self.arguments if bare(name) == bare(field.name))

    @property
    def arguments(self) -> dict[str, inspect.Parameter]:
        parameters = list(inspect.signature(self.function).parameters.items())
        return dict(parameters[1:])

    @property
    def required(self) -> list[str]:
        """Names of the arguments that it cannot do without."""
        return [name for name, each in self.arguments.items() if each.default is inspect.Parameter.empty]

    def call(self, client: Any, arguments: dict[str, Any]) -> Any:
        return getattr(getattr(client, self.resource), self.name)(**arguments)


def name_of(name: str) -> str:
    """Return a name of Python's as it is typed."""
    return name.replace("_", "-")


def bare(name: str) -> str:
    """Return a name without what the generator changes to make it one of Python's."""
    return name.replace("-", "").replace("_", "").lower()


def groups(client: Client = Heymarket) -> Iterator[Group]:
    """Yield the client's resources in the order of the spec."""
    for name, each in vars(client).items():
        if isinstance(each, cached_property) and not name.startswith("_") and _is_resource(client, name):
            yield Group(name, client, inspect.getdoc(each.func) or "")


def _is_resource(client: Client, name: str) -> bool:
    """Say whether an attribute is a resource without importing it: the generator writes the type as text."""
    written = vars(client)[name].func.__annotations__.get("return", "")
    return written.endswith(Resource.__name__) if isinstance(written, str) else issubclass(written, Resource)
