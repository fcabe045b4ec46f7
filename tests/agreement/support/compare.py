"""Whether two JSON values mean the same, and whether a captured request says what it should, as the spec allows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from . import calls, schemas, spec, values

if TYPE_CHECKING:
    import httpx

    from .calls import Said
    from .spec import Operation, Parameter

_MICROSECOND = 10**6  # of the picoseconds of `values.instant`
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RAW_PATH = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*")


def differences(  # noqa: PLR0911 - one a kind of value
    expected: Any, found: Any, schema: Any, path: str = "$", *, exact_text: bool = False
) -> list[str]:
    """Say where two values differ; `exact_text` compares timestamps letter by letter."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return [] if expected is found else [f"{path}: {expected!r} became {found!r}"]
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return [] if expected == found else [f"{path}: {expected!r} became {found!r}"]
    if isinstance(expected, dict) and isinstance(found, dict):
        fields = (schema or {}).get("properties", {})
        _, others = next(iter(schemas.entry(schema or {})), ("", None))
        said = {name: value for name, value in expected.items() if value is not None}
        seen = {name: value for name, value in found.items() if value is not None}
        lost = [f"{path}: {name!r} is lost" for name in said.keys() - seen.keys()]
        new = [f"{path}: {name!r} came from nowhere" for name in seen.keys() - said.keys()]
        return (
            lost
            + new
            + [
                line
                for name in said.keys() & seen.keys()
                for line in differences(
                    said[name], seen[name], fields.get(name, others), f"{path}.{name}", exact_text=exact_text
                )
            ]
        )
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{path}: {len(expected)} items became {len(found)}"]
        return [
            line
            for index, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, (schema or {}).get("items"), f"{path}[{index}]", exact_text=exact_text)
        ]
    if (
        not exact_text
        and isinstance(expected, str)
        and isinstance(found, str)
        and (schema or {}).get("format") == "date-time"
    ):
        return _instants_differ(expected, found, path)
    return [] if type(expected) is type(found) and expected == found else [f"{path}: {expected!r} became {found!r}"]


def _instants_differ(expected: str, found: str, path: str) -> list[str]:
    if expected == found:
        return []
    one, other = values.instant(expected), values.instant(found)
    if one is None or other is None:
        return [f"{path}: {expected!r} became {found!r}"]
    allowed = 0 if one[1] else _MICROSECOND
    return [] if abs(one[0] - other[0]) <= allowed else [f"{path}: the instant {expected} became {found}"]


def frame(request: httpx.Request, operation: Operation, said: Said) -> tuple[Any, ...]:
    """Return all that goes over the server, but for a key that the client made."""
    headers = sorted(request.headers.multi_items())
    if (field := operation.made_key(said.body)) is None:
        return request.method, str(request.url), headers, request.content
    body = {name: value for name, value in json.loads(request.content).items() if name != field}
    return request.method, str(request.url), headers, json.dumps(body)


def request_faults(request: httpx.Request, operation: Operation, *, widths: bool = True) -> list[str]:
    """Say what in a request the spec does not allow, in the closed view."""
    found = _frame_faults(request, operation)
    path, query = _target(request)
    in_path = _path_values(path, operation)
    if in_path is None:
        return [*found, f"the path is {path}, the spec has {operation.path}"]
    found += _parameter_faults("path", in_path.items(), operation.parameters_in("path"), widths=widths)
    found += _parameter_faults("query", query, operation.parameters_in("query"), widths=widths)
    headers = {name.lower(): each for name, each in operation.parameters_in("header").items()}
    given = [(name, value) for name, value in request.headers.items() if name in headers]
    found += _parameter_faults("header", given, headers, widths=widths)
    if request.content:
        if operation.body is None:
            found.append("a body is sent, the spec has none")
        else:
            found += schemas.faults(schemas.closed(operation.body, widths=widths), json.loads(request.content))
    elif operation.body_required:
        found.append("the body is missing")
    return found


def request_changes(request: httpx.Request, operation: Operation, said: Said, *, exact_text: bool) -> list[str]:
    """Say how a request differs from what was asked for."""
    path, query = _target(request)
    sent_path = _path_values(path, operation)
    found = [] if sent_path is not None else [f"the path is {path}, not {operation.path}"]
    for name, value in said.path.items():
        found += _text_change(name, value, (sent_path or {}).get(name))
    wanted = {name: value if isinstance(value, list) else [value] for name, value in said.query.items()}
    texts: dict[str, list[str]] = {}
    for name, text in query:
        texts.setdefault(name, []).append(text)
    if {name: len(items) for name, items in texts.items()} != {
        name: len(items) for name, items in wanted.items() if items
    }:
        found.append(f"the query has {query}, not {wanted}")
    else:
        pairs = [(name, *pair) for name in texts for pair in zip(wanted[name], texts[name], strict=True)]
        found += [line for name, item, text in pairs for line in _text_change(name, item, text)]
    for name, value in said.header.items():
        found += _text_change(name, value, request.headers.get(name))
    body = json.loads(request.content) if request.content else None
    if (field := operation.made_key(said.body)) is not None:
        made = body.pop(field, "")
        found += [] if _UUID.fullmatch(made) else [f"{made!r} in {field} is no key"]
    # An optional body without fields is none to the client.
    asked = None if said.body == {} and not operation.body_required else said.body
    return found + differences(asked, body, operation.body, exact_text=exact_text)


def _frame_faults(request: httpx.Request, operation: Operation) -> list[str]:
    found = []
    if request.method != operation.method.upper():
        found.append(f"the method is {request.method}, not {operation.method.upper()}")
    if not str(request.url).startswith(f"{spec.SERVER}/"):
        found.append(f"the server is {request.url}, not {spec.SERVER}")
    if request.headers.get_list("authorization") != [calls.TOKEN]:
        found.append("the credentials are not sent as they are")
    if request.headers.get("accept") != spec.JSON:
        found.append(f"the client accepts {request.headers.get('accept')}")
    if request.content and request.headers.get_list("content-type") != [spec.JSON]:
        found.append(f"the content type is {request.headers.get_list('content-type')}")
    if not _RAW_PATH.fullmatch(request.url.raw_path.decode().partition("?")[0]):
        found.append(f"the path is not percent-encoded: {request.url.raw_path!r}")
    return found


def _target(request: httpx.Request) -> tuple[str, list[tuple[str, str]]]:
    prefix = spec.SERVER.partition("://")[2].partition("/")[2]
    path, _, query = request.url.raw_path.decode().partition("?")
    return path.removeprefix(f"/{prefix}" if prefix else ""), parse_qsl(query, keep_blank_values=True)


def _path_values(path: str, operation: Operation) -> dict[str, str] | None:
    """Return the parameters that a raw path says; None if it is another path."""
    wanted, found = operation.path.split("/"), path.split("/")
    if len(wanted) != len(found):
        return None
    found_values = {}
    for template, text in zip(wanted, found, strict=True):
        if match := re.fullmatch(r"\{(.*)\}", template):
            found_values[match[1]] = unquote(text, errors="strict")
        elif template != text:
            return None
    return found_values


def _text_change(name: str, value: Any, text: str | None) -> list[str]:
    if text is None:
        return [f"{name} is lost"]
    read: Any = text
    if isinstance(value, bool):
        read = {"true": True, "false": False}.get(text)
    elif isinstance(value, int | float):
        read = type(value)(text)
    return [] if read == value else [f"{name}: {value!r} became {text!r}"]


def _parameter_faults(location: str, given: Any, declared: dict[str, Parameter], *, widths: bool) -> list[str]:
    given_texts: dict[str, list[str]] = {}
    for name, text in given:
        given_texts.setdefault(name, []).append(text)
    found = [f"the {location} parameter {name} is not in the spec" for name in given_texts.keys() - declared.keys()]
    for name, parameter in declared.items():
        if name in given_texts:
            texts = given_texts[name]
            read = calls.read(texts if schemas.types(parameter.schema) == ["array"] else texts[0], parameter.schema)
            allowed = schemas.closed(parameter.schema, widths=widths)
            found += [f"{location} {name}: {line}" for line in schemas.faults(allowed, read)]
        elif parameter.required:
            found.append(f"the {location} parameter {name} is missing")
    return found
