"""From the arguments of a method to options, and from what was given back to arguments."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator, Mapping
from typing import Any, cast

from attrs import frozen

from heymarket_cli.docstrings import fields_of
from heymarket_cli.operations import Method, name_of
from heymarket_cli.values import Kind, UsageError, kind_of
from heymarket_runtime.model import Model
from heymarket_runtime.walking import names

BODY = "body"
"""The argument that holds a body which is no object; only `--json` gives it."""


@frozen
class Option:
    """One value of a call, or of an object inside of one of its arguments."""

    argument: str
    inside: tuple[str, ...]
    """Names of fields, as sent, from the argument to the value."""
    flag: str
    kind: Kind
    help: str
    is_required: bool
    is_positional: bool = False

    @property
    def identifier(self) -> str:
        """Name of the Python parameter that stands for it."""
        return "__".join((self.argument, *self.inside)).replace("-", "_")


@frozen
class Options:
    """All that a method takes."""

    method: Method
    each: tuple[Option, ...]
    takes_json: bool

    @classmethod
    def of(cls, method: Method) -> Options:
        hints = typing.get_type_hints(method.function, include_extras=True)
        described = method.doc.arguments
        in_path = {each.name for each in method.operation.parameters if each.location == "path"}
        found: list[Option] = []
        for name, parameter in method.arguments.items():
            if name == BODY:
                continue
            is_positional = parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and bool(in_path)
            is_required = parameter.default is inspect.Parameter.empty
            found += _options(name, (), hints[name], described.get(name, ""), is_required, is_positional)
        return cls(method, tuple(found), takes_json=method.operation.body is not None)

    def arguments(self, given: Mapping[str, Any], body: Any = None) -> dict[str, Any]:
        """Return the method's arguments. Options win over the body that `--json` gave."""
        arguments = {} if body is None else self._of_body(body)
        for option in self.each:
            if (value := given.get(option.identifier)) is not None:
                _put(arguments, (option.argument, *option.inside), value)
        missing = [self._named(name) for name in self.method.required if name not in arguments]
        if missing:
            raise UsageError(f"missing {', '.join(missing)}")
        return arguments

    def _named(self, argument: str) -> str:
        """Return how help names an argument."""
        if argument == BODY:
            return "--json"
        flags = [each.flag for each in self.each if each.argument == argument and not each.is_positional]
        return " or ".join(flags) or argument.upper()

    def _of_body(self, body: Any) -> dict[str, Any]:
        model = self.method.operation.body
        if BODY in self.method.arguments:
            return {BODY: body}
        if not isinstance(body, dict):
            raise UsageError(f"--json: expected an object, got {type(body).__name__}")
        known = names(model)
        if unknown := [name for name in body if name not in known]:
            raise UsageError(f"--json: no such field: {', '.join(unknown)}; there are {', '.join(known)}")
        return {known[name]: value for name, value in body.items()}


def flag_of(*names_: str) -> str:
    return f"--{name_of('.'.join(names_))}"


def _options(  # noqa: PLR0913, PLR0917 (one call for each argument and field)
    argument: str,
    inside: tuple[str, ...],
    annotation: Any,
    help_: str,
    is_required: bool,  # noqa: FBT001
    is_positional: bool = False,  # noqa: FBT001, FBT002
) -> Iterator[Option]:
    kind = kind_of(annotation)
    if isinstance(kind, Kind):
        yield Option(argument, inside, flag_of(argument, *inside), kind, help_, is_required, is_positional)
        return
    yield from _fields(argument, inside, kind, (kind,))


def _fields(
    argument: str, inside: tuple[str, ...], model: type[Model], above: tuple[type[Model], ...]
) -> Iterator[Option]:
    """Yield an option for each field of a model, and of the models in it; one that contains itself is given as JSON."""
    hints, described = typing.get_type_hints(model, include_extras=True), fields_of(cast("Any", model))
    for name, attribute in names(model).items():
        kind, path = kind_of(hints[attribute]), (*inside, name)
        if isinstance(kind, Kind) or kind in above:
            leaf = kind if isinstance(kind, Kind) else Kind("JSON")
            yield Option(
                argument, path, flag_of(argument, *path), leaf, described.get(attribute, ""), is_required=False
            )
        else:
            yield from _fields(argument, path, kind, (*above, kind))


def _put(target: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value inside of nested objects, and leave those of the caller as they are."""
    first, *rest = path
    if not rest:
        target[first] = value
        return
    inner = target.get(first)
    target[first] = dict(inner) if isinstance(inner, dict) else {}
    _put(target[first], tuple(rest), value)
