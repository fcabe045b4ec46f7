"""Whether a captured request says what it should, and whether the spec allows it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from . import calling, contract, meaning, views

if TYPE_CHECKING:
    import httpx

    from .calling import Said
    from .contract import Operation, Parameter

_RAW_PATH = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*")


def frame(request: httpx.Request) -> tuple[Any, ...]:
    """Return all that goes over the wire."""
    return request.method, str(request.url), sorted(request.headers.multi_items()), request.content


def faults(request: httpx.Request, operation: Operation, *, widths: bool = True) -> list[str]:
    """Say what in a request the spec does not allow, in the closed view."""
    found = _frame_faults(request, operation)
    path, query = _target(request)
    values = _path_values(path, operation)
    if values is None:
        return [*found, f"the path is {path}, the spec has {operation.path}"]
    found += _parameter_faults("path", values.items(), operation.parameters_in("path"), widths=widths)
    found += _parameter_faults("query", query, operation.parameters_in("query"), widths=widths)
    headers = {name.lower(): each for name, each in operation.parameters_in("header").items()}
    given = [(name, value) for name, value in request.headers.items() if name in headers]
    found += _parameter_faults("header", given, headers, widths=widths)
    if request.content:
        if operation.body is None:
            found.append("a body is sent, the spec has none")
        else:
            found += views.faults(views.closed(operation.body, widths=widths), json.loads(request.content))
    elif operation.body_required:
        found.append("the body is missing")
    return found


def changes(request: httpx.Request, operation: Operation, said: Said, *, exact_text: bool) -> list[str]:
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
    return found + meaning.differences(said.body, body, operation.body, exact_text=exact_text)


def _frame_faults(request: httpx.Request, operation: Operation) -> list[str]:
    found = []
    if request.method != operation.method.upper():
        found.append(f"the method is {request.method}, not {operation.method.upper()}")
    if not str(request.url).startswith(f"{contract.SERVER}/"):
        found.append(f"the server is {request.url}, not {contract.SERVER}")
    if request.headers.get_list("authorization") != [calling.TOKEN]:
        found.append("the credentials are not sent as they are")
    if request.headers.get("accept") != contract.JSON:
        found.append(f"the client accepts {request.headers.get('accept')}")
    if request.content and request.headers.get_list("content-type") != [contract.JSON]:
        found.append(f"the content type is {request.headers.get_list('content-type')}")
    if not _RAW_PATH.fullmatch(request.url.raw_path.decode().partition("?")[0]):
        found.append(f"the path is not percent-encoded: {request.url.raw_path!r}")
    return found


def _target(request: httpx.Request) -> tuple[str, list[tuple[str, str]]]:
    prefix = contract.SERVER.partition("://")[2].partition("/")[2]
    path, _, query = request.url.raw_path.decode().partition("?")
    return path.removeprefix(f"/{prefix}" if prefix else ""), parse_qsl(query, keep_blank_values=True)


def _path_values(path: str, operation: Operation) -> dict[str, str] | None:
    """Return the parameters that a raw path says; None if it is another path."""
    wanted, found = operation.path.split("/"), path.split("/")
    if len(wanted) != len(found):
        return None
    values = {}
    for template, text in zip(wanted, found, strict=True):
        if match := re.fullmatch(r"\{(.*)\}", template):
            values[match[1]] = unquote(text, errors="strict")
        elif template != text:
            return None
    return values


def _text_change(name: str, value: Any, text: str | None) -> list[str]:
    if text is None:
        return [f"{name} is lost"]
    read: Any = text
    if isinstance(value, bool):
        read = {"true": True, "false": False}.get(text)
    elif isinstance(value, int | float):
        read = type(value)(text)
    return [] if read == value else [f"{name}: {value!r} became {text!r}"]


def _parameter_faults(place: str, given: Any, declared: dict[str, Parameter], *, widths: bool) -> list[str]:
    values: dict[str, list[str]] = {}
    for name, text in given:
        values.setdefault(name, []).append(text)
    found = [f"the {place} parameter {name} is not in the spec" for name in values.keys() - declared.keys()]
    for name, parameter in declared.items():
        if name in values:
            texts = values[name]
            read = calling.read(texts if views.types(parameter.schema) == ["array"] else texts[0], parameter.schema)
            allowed = views.closed(parameter.schema, widths=widths)
            found += [f"{place} {name}: {line}" for line in views.faults(allowed, read)]
        elif parameter.required:
            found.append(f"the {place} parameter {name} is missing")
    return found
