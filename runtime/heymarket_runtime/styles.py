"""How parameters write arrays and objects: the styles of OpenAPI 3.1.

Few operations need this; a single text, or a text for each item, is what `arguments` does by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from .errors import InvalidRequestError

if TYPE_CHECKING:
    from .operation import Parameter

_RESERVED = ":/?@!$'()*,;"
_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}


class Encoded(str):
    """A text that is percent-encoded already."""

    __slots__ = ()


def text_of(value: Any) -> str:
    """Return a single value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    return str(value)


def written(parameter: Parameter, value: Any) -> dict[str, Any]:
    """Return a checked value as it is sent, by name. Raises `InvalidRequestError`."""
    if parameter.location == "path":
        return {parameter.name: in_path(parameter, value)}
    if parameter.location == "header":
        return {parameter.name: in_header(parameter, value)}
    return in_query(parameter, value)


def add(query: dict[str, Any], written: dict[str, Any]) -> None:
    """Add what a parameter writes; two objects may have a field of the same name."""
    for name, value in written.items():
        if name in query:
            before = query[name] if isinstance(query[name], list) else [query[name]]
            query[name] = [*before, *(value if isinstance(value, list) else [value])]
        else:
            query[name] = value


def texts(value: Any) -> Any:
    """Return a value as its text, or the texts of its items."""
    if isinstance(value, list):
        return [text_of(item) for item in value if item is not None]
    return text_of(value)


def pairs(query: Mapping[str, Any]) -> Iterator[str]:
    """Return the parts of a query, percent-encoded."""
    for name, value in query.items():
        key = quote(name, safe="")
        for item in value if isinstance(value, list) else [value]:
            yield f"{key}={item if isinstance(item, Encoded) else quote(str(item), safe='')}"


def _is_plain(parameter: Parameter) -> bool:
    return not (parameter.style or parameter.is_json or parameter.allow_reserved) and parameter.explode is None


def in_query(parameter: Parameter, value: Any) -> dict[str, Any]:
    """Return what a parameter adds to the query: texts, lists of texts, or what is encoded already."""
    name, escape = parameter.name, _escape(parameter)
    if _is_plain(parameter) and not isinstance(value, dict):
        return {name: texts(value)}
    if parameter.is_json:
        return {name: msgspec.json.encode(value).decode()}
    if isinstance(value, dict | list):
        return _several_in_query(parameter, value, escape)
    return {name: Encoded(escape(text_of(value)))}


def _several_in_query(parameter: Parameter, value: Any, escape: Callable[[str], str]) -> dict[str, Any]:
    name, style = parameter.name, parameter.style or "form"
    delimiter = _DELIMITERS.get(style, ",")
    explode = parameter.explode if parameter.explode is not None else style == "form"
    if isinstance(value, dict):
        if style == "deepObject":
            return {key: Encoded(escape(text)) for key, text in deep(name, value)}
        if explode:
            return {key: _texts(item, escape) for key, item in _present(value)}
        parts = [part for key, item in _present(value) for part in (escape(key), escape(text_of(item)))]
        return {name: Encoded(delimiter.join(parts))}
    items = [Encoded(escape(text_of(item))) for item in value if item is not None]
    if explode or not items:
        return {name: items}
    return {name: Encoded(delimiter.join(items))}


def in_path(parameter: Parameter, value: Any) -> str:
    """Return a parameter as it stands in the path. Raises `InvalidRequestError`."""
    style, explode = parameter.style or "simple", bool(parameter.explode)
    escape = _escape(parameter)
    if parameter.is_json:
        written = escape(msgspec.json.encode(value).decode())
    else:
        written = "".join(_PATHS[style](parameter.name, value, explode, escape))
    if written in {"", ".", ".."}:
        raise InvalidRequestError(parameter.name, f"{text_of(value)!r} cannot be part of a path")
    return written


def in_header(parameter: Parameter, value: Any) -> str:
    if parameter.is_json:
        return msgspec.json.encode(value).decode()
    return ",".join(_simple_parts(value, bool(parameter.explode), str))


def in_cookie(parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """Return the pairs of a cookie header."""
    name = quote(parameter.name, safe="!#$&'*+^`|")
    if parameter.is_json:
        yield name, quote(msgspec.json.encode(value).decode(), safe="")
    elif not isinstance(value, dict | list):
        yield name, text_of(value)
    elif parameter.explode is not False:
        for key, item in _present(value) if isinstance(value, dict) else ((parameter.name, item) for item in value):
            yield quote(key, safe="!#$&'*+^`|"), quote(text_of(item), safe="")
    else:
        yield name, ",".join(_simple_parts(value, False, lambda text: quote(text, safe="")))  # noqa: FBT003


def _escape(parameter: Parameter) -> Callable[[str], str]:
    safe = _RESERVED if parameter.allow_reserved else ""
    return lambda text: quote(text, safe=safe)


def _present(value: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, item) for key, item in value.items() if item is not None]


def _texts(value: Any, escape: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [Encoded(escape(text_of(item))) for item in value if item is not None]
    return Encoded(escape(text_of(value)))


def deep(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in _present(value):
            yield from deep(f"{name}[{key}]", item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from deep(f"{name}[{index}]", item)
    else:
        yield name, text_of(value)


def _simple_parts(value: Any, explode: bool, escape: Callable[[str], str]) -> list[str]:  # noqa: FBT001
    if isinstance(value, dict):
        pairs = [(escape(key), escape(text_of(item))) for key, item in _present(value)]
        return [f"{key}={item}" for key, item in pairs] if explode else [part for pair in pairs for part in pair]
    if isinstance(value, list):
        return [escape(text_of(item)) for item in value if item is not None]
    return [escape(text_of(value))]


def _simple(_name: str, value: Any, explode: bool, escape: Callable[[str], str]) -> Iterator[str]:  # noqa: FBT001
    yield ",".join(_simple_parts(value, explode, escape))


def _label(_name: str, value: Any, explode: bool, escape: Callable[[str], str]) -> Iterator[str]:  # noqa: FBT001
    yield "." + ("." if explode else ",").join(_simple_parts(value, explode, escape))


def _matrix(name: str, value: Any, explode: bool, escape: Callable[[str], str]) -> Iterator[str]:  # noqa: FBT001
    parts = _simple_parts(value, explode, escape)
    if not explode or not isinstance(value, dict | list):
        yield f";{escape(name)}={','.join(parts)}"
    else:
        for part in parts:
            yield f";{part}" if isinstance(value, dict) else f";{escape(name)}={part}"


_PATHS: dict[str, Callable[[str, Any, bool, Callable[[str], str]], Iterator[str]]] = {
    "simple": _simple,
    "label": _label,
    "matrix": _matrix,
}
