"""What arrived of the parameters, read as OpenAPI 3.1.1 says that each style is written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_plus

from lab.specs.meaning import differences, is_text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.specs.operations import Operation, Parameter

_DELIMITERS = {"form": ",", "simple": ",", "spaceDelimited": "%20", "pipeDelimited": "|"}

Said = dict[tuple[str, str], Any]
"""Values of parameters, by location and name."""


def path_faults(operation: Operation, raw: str, said: Said) -> list[str]:
    """Compare a path, percent-encoded as it arrived, with what was meant."""
    declared = {each.name: each for each in operation.parameters if each.location == "path"}
    names: list[str] = []

    def part(found: re.Match[str]) -> str:
        names.append(found[1])
        return f"(?P<p{len(names) - 1}>[^/?#]*)"

    pieces = re.split(r"(\{[^{}]*\})", operation.path)
    pattern = "".join(
        re.sub(r"\{([^{}]*)\}", part, each) if each.startswith("{") else _literal(each) for each in pieces
    )
    match = re.fullmatch(pattern, raw)
    if match is None:
        return [f"the path is {raw}, not {operation.path}"]
    found = []
    for index, name in enumerate(names):
        text, value = match[f"p{index}"], said["path", name]
        parameter = declared.get(name)
        if parameter is None:
            found += [] if is_text_of(value, unquote(text)) else [f"path {name}: {value!r} became {text!r}"]
            continue
        found += _in_path(parameter, text, value)
    return found


def _literal(text: str) -> str:
    """Return a pattern for text of a template, whose characters may come percent-encoded."""
    return "".join(
        re.escape(each)
        if each.isascii() and (each.isalnum() or each in "/-._~")
        else f"(?:{re.escape(each)}|(?i:{''.join(f'%{byte:02X}' for byte in each.encode())}))"
        for each in text
    )


def _in_path(parameter: Parameter, text: str, value: Any) -> list[str]:
    where = f"path {parameter.name}"
    if parameter.is_json:
        return _json(where, unquote(text), value)
    delimiter = ","
    if parameter.style == "label":
        if not text.startswith("."):
            return [f"{where}: {text!r} does not start as a label"]
        text, delimiter = text[1:], "." if parameter.explode else ","
    if parameter.style == "matrix":
        if not text.startswith(";"):
            return [f"{where}: {text!r} does not start as a matrix"]
        pairs = [_unquoted(each) for each in text[1:].split(";")]
        if isinstance(value, dict | list) and parameter.explode:
            return _pairs(where, pairs, [*_exploded(parameter.name, value)])
        text = text[1:].removeprefix(f"{parameter.name}=")
    return _joined(where, text, value, delimiter, explode=parameter.explode)


def _joined(where: str, text: str, value: Any, delimiter: str, *, explode: bool) -> list[str]:
    """Compare a value with text whose parts stand between delimiters."""
    if isinstance(value, list):
        parts = [unquote(each) for each in _split(text, delimiter)] if text or value else []
        pairs = [("", each) for each in parts]
        return _pairs(where, pairs, [("", each) for each in value])
    if isinstance(value, dict):
        parts = _split(text, delimiter) if text else []
        if explode:
            pairs = [_unquoted(each) for each in parts]
        else:
            pairs = [(unquote(one), unquote(two)) for one, two in zip(parts[::2], parts[1::2], strict=False)]
        return _pairs(where, pairs, [*value.items()])
    return [] if is_text_of(value, unquote(text)) else [f"{where}: {value!r} became {text!r}"]


def _unquoted(pair: str) -> tuple[str, str]:
    name, _, text = pair.partition("=")
    return unquote(name), unquote(text)


def _split(text: str, delimiter: str) -> list[str]:
    return re.split({"|": r"\||%7C", "%20": r"%20|\+"}.get(delimiter, re.escape(delimiter)), text)


def _exploded(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    else:
        for each in value if isinstance(value, list) else [value]:
            yield name, each


def _pairs(where: str, found: list[tuple[str, str]], wanted: list[tuple[str, Any]]) -> list[str]:
    wanted = [pair for pair in wanted if pair[1] is not None]
    if len(found) != len(wanted):
        return [f"{where}: {wanted!r:.120} became {found!r:.120}"]
    return [
        f"{where}: {name} {value!r:.60} became {key} {text!r:.60}"
        for (key, text), (name, value) in zip(found, wanted, strict=True)
        if key != name or not is_text_of(value, text)
    ]


def query_faults(operation: Operation, raw: str, said: Said) -> list[str]:
    """Compare a query, as it arrived, with what was meant."""
    pairs = [each.partition("=")[::2] for each in raw.split("&") if each]
    left = [(unquote_plus(name), text) for name, text in pairs]
    found: list[str] = []
    for parameter in operation.parameters:
        if parameter.location == "query":
            value = said.get(("query", parameter.name))
            found += _in_query(parameter, left, value)
    return [*found, *(f"query {name}: came from nowhere" for name, _ in left)]


def _in_query(parameter: Parameter, left: list[tuple[str, str]], value: Any) -> list[str]:
    """Compare a parameter with its pairs, and take those away."""
    where, name = f"query {parameter.name}", parameter.name
    if isinstance(value, list):
        value = [each for each in value if each is not None]
    if parameter.style == "deepObject" and isinstance(value, dict):
        found = _take(left, lambda key: key.startswith(f"{name}["))
        return _pairs(where, [(key, unquote_plus(text)) for key, text in found], [*deep(name, value)])
    if isinstance(value, dict) and parameter.explode and not parameter.is_json:
        found = _take_each(left, value)
        return _pairs(where, [(key, unquote_plus(text)) for key, text in found], [*value.items()])
    found = _take(left, name.__eq__)
    if not found or value is None or value in ([], {}):
        is_nothing = value in (None, [], {}) and all(text in {"", "[]", "{}"} for _, text in found)
        return [] if is_nothing else [f"{where}: {value!r:.60} became {found!r:.60}"]
    if parameter.is_json:
        return _json(where, unquote_plus(found[0][1]), value)
    if isinstance(value, list) and parameter.explode and parameter.style != "deepObject":
        return _pairs(where, [(key, unquote_plus(text)) for key, text in found], [(name, each) for each in value])
    text = found[0][1] if parameter.style == "spaceDelimited" else found[0][1].replace("+", "%20")
    return _joined(where, text, value, _DELIMITERS.get(parameter.style, ","), explode=False)


def deep(name: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Return what `deepObject` writes; how it writes what is in its fields is not said, though this is usual."""
    for key, item in value.items():
        if isinstance(item, dict):
            yield from deep(f"{name}[{key}]", item)
        elif isinstance(item, list):
            yield from ((f"{name}[{key}][{index}]", each) for index, each in enumerate(item))
        else:
            yield f"{name}[{key}]", item


def _take(left: list[tuple[str, str]], is_wanted: Any) -> list[tuple[str, str]]:
    taken = [pair for pair in left if is_wanted(pair[0])]
    left[:] = [pair for pair in left if not is_wanted(pair[0])]
    return taken


def _take_each(left: list[tuple[str, str]], names: dict[str, Any]) -> list[tuple[str, str]]:
    """Take the first pair of each name: two objects may have a field of the same name."""
    taken = [pair for name in names for pair in [next((each for each in left if each[0] == name), None)] if pair]
    for pair in taken:
        left.remove(pair)
    return taken


def _json(where: str, text: str, value: Any) -> list[str]:
    try:
        return [f"{where}: {each}" for each in differences(value, json.loads(text))]
    except ValueError:
        return [f"{where}: {text!r:.60} is no JSON"]


def header_faults(operation: Operation, headers: Any, said: Said) -> list[str]:
    """Compare headers with what was meant."""
    found: list[str] = []
    for parameter in operation.parameters:
        if parameter.location != "header":
            continue
        value, where = said.get(("header", parameter.name)), f"header {parameter.name}"
        text = headers.get(parameter.name)
        if value is None:
            found += [] if text is None or parameter.name.lower() in _USUAL else [f"{where}: it came from nowhere"]
        elif text is None:
            found += [] if value in ([], {}) else [f"{where}: {value!r:.60} is lost"]
        elif parameter.is_json:
            found += _json(where, text, value)
        elif isinstance(value, list | dict):
            raw = ",".join(each.strip().replace("%", "%25") for each in text.split(","))
            found += _joined(where, raw, value, ",", explode=parameter.explode)
        else:
            found += [] if is_text_of(value, text) else [f"{where}: {value!r:.60} became {text!r:.60}"]
    return found


_USUAL = {"user-agent", "accept-encoding", "connection", "host", "cookie"}
"""What clients send by themselves."""


def cookie_faults(operation: Operation, header: str, said: Said) -> list[str]:
    """Compare cookies with what was meant."""
    pairs = [each.strip().partition("=")[::2] for each in header.split(";") if each.strip()]
    left = [(unquote(name), text) for name, text in pairs]
    found: list[str] = []
    for parameter in operation.parameters:
        value, where = said.get(("cookie", parameter.name)), f"cookie {parameter.name}"
        if parameter.location != "cookie" or value is None:
            continue
        if isinstance(value, dict | list) and parameter.explode and not parameter.is_json:
            wanted = [*_exploded(parameter.name, value)]
            mine = _take(left, {name for name, _ in wanted}.__contains__)
            found += _pairs(where, [(name, unquote(text)) for name, text in mine], wanted)
            continue
        texts = [text for _, text in _take(left, parameter.name.__eq__)]
        if not texts:
            found.append(f"{where}: {value!r:.60} is lost")
        elif parameter.is_json:
            found += _json(where, unquote(texts[0]), value)
        else:
            found += _joined(where, texts[0], value, ",", explode=False)
    return [*found, *(f"cookie {name}: came from nowhere" for name, _ in left)]
