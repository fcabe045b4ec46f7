"""Asking before many things change, and showing a request instead of sending it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from heymarket_cli.operations import Method
from heymarket_cli.options import BODY
from heymarket_cli.values import UsageError
from heymarket_runtime.http import httpx
from heymarket_runtime.model import Model
from heymarket_runtime.walking import names


def confirm(method: Method, arguments: Mapping[str, Any], *, yes: bool) -> None:
    """Ask before a write that concerns several objects, or all members of a list. Raises `UsageError` for a no."""
    if concerned := concerns(method, arguments):
        ask(f"{method.words} concerns {concerned}", yes=yes)


def ask(what: str, *, yes: bool) -> None:
    """Go on only with a yes: from the command line, or from whoever sits at the terminal."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{what}; give --yes to go ahead without being asked")
    sys.stderr.write(f"{what}. Go ahead? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise UsageError("not confirmed; nothing was sent")


def concerns(method: Method, arguments: Mapping[str, Any]) -> str | None:
    """Say what a write concerns if that is more than one object.

    What it is about stands in a body that is a list, in a list that it cannot do without, or in one of the arguments
    of which the spec wants one (`target` or `targets`).
    """
    if method.operation.semantics == "safe":
        return None
    given = {name for name in _about(method) if arguments.get(name) is not None}
    if lists := sorted(name for name in given if {"list", "lists"} & set(name.split("_"))):
        return f"everyone on {' and '.join(f'{name} {arguments[name]}' for name in lists)}"
    most = max((_most(arguments[name]) for name in given), default=0)
    return f"{most} objects" if most > 1 else None


def _most(value: Any) -> int:
    """Return how many objects a value names: an item of a list may itself be an object that lists ids."""
    if isinstance(value, dict):
        return max((len(each) for each in value.values() if _is_of_ids(each)), default=1)
    return max(len(value), *map(_most, value)) if isinstance(value, list) and value else 1


def _is_of_ids(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(each, dict | list) for each in value)


def _about(method: Method) -> set[str]:
    body = method.operation.body
    known = names(body) if isinstance(body, type) and issubclass(body, Model) else {}
    alternatives = {known.get(name, name) for each in _alternatives(method) for name in each}
    return {BODY, *alternatives, *method.required}


def _alternatives(method: Method) -> tuple[tuple[str, ...], ...]:
    return (*method.operation.any_of, *method.operation.one_of)


class NotSent(Exception):  # noqa: N818 (it is how a dry run succeeds)
    """Ends a call whose request was shown and not sent."""


class Showing(httpx.BaseTransport):
    """Writes the request that it is given, without any credentials, and sends nothing."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        content = request.read()
        lines = [f"{request.method} {request.url}"]
        if content:
            lines += [f"Content-Type: {request.headers['Content-Type']}", "", _readable(content)]
        self._out.write("\n".join(lines) + "\n")
        raise NotSent


def _readable(content: bytes) -> str:
    try:
        return json.dumps(json.loads(content), indent=2, ensure_ascii=False)
    except ValueError:
        return content.decode("utf-8", "replace")
