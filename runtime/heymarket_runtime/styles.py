"""How parameters write arrays and objects: the styles of OpenAPI 3.1.1.

Few operations need more than a single text, or a text for each item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from .errors import InvalidRequestError

if TYPE_CHECKING:
    from .operation import Parameter

# RFC 6570 lets reserved characters pass. These would end a value, or mean something else in it.
_RESERVED = ":/?@!$'()*,;="
_TRIPLE = re.compile(r"(%[0-9A-Fa-f]{2})")
_DIVIDERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}
# RFC 6265, 4.1.1, without the sign of what is encoded.
_COOKIE = "!#$&'()*+-./:<=>?@[]^_`{|}~"

Escape = Callable[[str], str]


class Encoded(str):
    """A text that is percent-encoded already."""

    __slots__ = ()


class Pairs(list[tuple[str, str]]):
    """What one parameter adds to a query under names of its own."""


def text_of(value: Any) -> str:
    """Return a single value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    return str(value)


def written(parameter: Parameter, value: Any) -> Any:
    """Return a checked value as it is sent at its location. Raises `InvalidRequestError`."""
    if parameter.location == "path":
        return in_path(parameter, value)
    return in_header(parameter, value) if parameter.location == "header" else in_query(parameter, value)


def texts(value: Any) -> Any:
    """Return a value as its text, or the texts of its items."""
    if isinstance(value, list):
        return [text_of(item) for item in value if item is not None]
    return text_of(value)


def pairs(query: Mapping[str, Any]) -> Iterator[str]:
    """Return the parts of a query, percent-encoded."""
    for name, value in query.items():
        if isinstance(value, Pairs):
            yield from (f"{quote(key, safe='')}={_encoded(item)}" for key, item in value)
            continue
        key = quote(name, safe="")
        for item in value if isinstance(value, list) else [value]:
            yield f"{key}={_encoded(item)}"


def in_query(parameter: Parameter, value: Any) -> Any:
    """Return a text, a list of texts, or `Pairs`."""
    if parameter.is_json:
        return msgspec.json.encode(value).decode()
    is_plain = not parameter.style and parameter.explode is None and not parameter.allow_reserved
    if is_plain and not isinstance(value, dict):
        return texts(value)
    style = parameter.style or "form"
    explode = style == "form" if parameter.explode is None else parameter.explode
    escape = _pass_reserved if parameter.allow_reserved else _escape
    if isinstance(value, dict):
        if style == "deepObject":
            return Pairs((key, Encoded(escape(text))) for key, text in deep(parameter.name, value))
        if explode:
            return Pairs((key, Encoded(escape(text))) for key, item in _present(value) for text in _listed(item))
    if explode or not isinstance(value, dict | list):
        return [Encoded(escape(text)) for text in _listed(value)]
    if style == "form":  # what stands between items stays encoded inside of them
        parts = [part.replace(",", "%2C") for part in _parts(value, escape)]
    else:
        parts = _parts(value, lambda text: escape(_undivided(parameter.name, text, _DIVIDERS.get(style, ""))))
    return Encoded(_DELIMITERS.get(style, ",").join(parts)) if parts else []


def in_path(parameter: Parameter, value: Any) -> str:
    """Return a parameter as it stands in the path. Raises `InvalidRequestError`."""
    if parameter.is_json:
        return _escape(msgspec.json.encode(value).decode())
    made = _PATHS[parameter.style or "simple"](parameter.name, value, bool(parameter.explode))
    if not made or value == "":
        raise InvalidRequestError(parameter.name, f"{text_of(value)!r} cannot be part of a path")
    return made


def in_header(parameter: Parameter, value: Any) -> str:
    """Return a parameter as the value of a header. Raises `InvalidRequestError`."""
    if parameter.is_json:
        return json.dumps(value, separators=(",", ":"))
    if not isinstance(value, dict | list):
        return text_of(value)
    return ",".join(_parts(value, lambda text: _undivided(parameter.name, text, ","), explode=parameter.explode))


def in_cookie(parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """Return the pairs of a cookie header: what a cookie cannot hold is percent-encoded."""
    if parameter.is_json:
        yield _in_cookie(parameter.name), _in_cookie(json.dumps(value, separators=(",", ":")))
    elif parameter.explode is False and isinstance(value, dict | list):
        yield _in_cookie(parameter.name), ",".join(_parts(value, _in_cookie))
    else:
        held = _present(value) if isinstance(value, dict) else [(parameter.name, value)]
        for key, item in held:
            for text in _listed(item):
                yield _in_cookie(key), _in_cookie(text)


def deep(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Return what is inside of a value, each under its name in brackets."""
    if isinstance(value, dict):
        for key, item in _present(value):
            yield from deep(f"{name}[{key}]", item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from deep(f"{name}[{index}]", item)
    elif value is not None:
        yield name, text_of(value)


def _encoded(item: Any) -> str:
    return item if isinstance(item, Encoded) else quote(str(item), safe="")  # listings count pages


def _escape(text: str) -> str:
    return quote(text, safe="")


def _pass_reserved(text: str) -> str:
    parts = _TRIPLE.split(text)
    return "".join(part if index % 2 else quote(part, safe=_RESERVED) for index, part in enumerate(parts))


def _in_cookie(text: str) -> str:
    return quote(text, safe=_COOKIE)


def _undivided(name: str, text: str, divider: str) -> str:
    if divider and divider in text:
        raise InvalidRequestError(name, f"{divider!r} stands between items, so none can hold it")
    return text


def _present(value: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, item) for key, item in value.items() if item is not None]


def _listed(value: Any) -> list[str]:
    return [text_of(item) for item in (value if isinstance(value, list) else [value]) if item is not None]


def _parts(value: Any, escape: Escape, *, explode: bool | None = False) -> list[str]:
    """Return the items of an array, or the names and values of an object: in pairs if each stands by itself."""
    if not isinstance(value, dict):
        return [escape(text) for text in _listed(value)]
    held = [(escape(key), escape(text_of(item))) for key, item in _present(value)]
    return [f"{key}={item}" for key, item in held] if explode else [part for pair in held for part in pair]


def _simple(_name: str, value: Any, explode: bool) -> str:  # noqa: FBT001
    return ",".join(_parts(value, _escape, explode=explode))


def _label(_name: str, value: Any, explode: bool) -> str:  # noqa: FBT001
    parts = _parts(value, _escape, explode=explode)
    return "." + ("." if explode else ",").join(parts) if parts else ""


def _matrix(name: str, value: Any, explode: bool) -> str:  # noqa: FBT001
    parts, key = _parts(value, _escape, explode=explode), _escape(name)
    if not explode or not isinstance(value, dict | list):
        return f";{key}={','.join(parts)}" if parts else ""
    return "".join(f";{part}" if isinstance(value, dict) else f";{key}={part}" for part in parts)


_PATHS: dict[str, Callable[[str, Any, bool], str]] = {"simple": _simple, "label": _label, "matrix": _matrix}
