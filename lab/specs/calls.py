"""One operation called: the request has to arrive as it was meant, and its answer to be understood."""

from __future__ import annotations

import json
import re
import traceback
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import attrs
import httpx

from lab.specs import bodies, meaning, merging, wire
from lab.specs.drawing import NothingFitsError, Wish, draw
from lab.specs.operations import chosen, is_json, placed
from lab.specs.scalars import FILE

if TYPE_CHECKING:
    from lab.specs.document import Document
    from lab.specs.operations import Operation, Parameter

_DELIMITED = {"spaceDelimited", "pipeDelimited", "label"}
_LEAST_SUCCESS = 200
NOT_SCRIPTED = object()


@attrs.define
class Exchange:
    """What is meant, answered, and what arrived."""

    said: wire.Said = attrs.field(factory=dict)
    body: Any = None
    media_type: str = ""
    status: int = _LEAST_SUCCESS
    answers: dict[str, Any] = attrs.field(factory=dict)
    """Media objects of the answer."""
    answer: Any = None
    answer_type: str = ""
    faults: list[str] = attrs.field(factory=list)
    requests: int = 0
    unanswerable: NothingFitsError | None = None
    scripted: Any = NOT_SCRIPTED
    """An answer to give in place of one that the document allows."""


class Side(Protocol):
    """A generated client, of whichever generator."""

    def connect(self, transport: httpx.BaseTransport) -> None: ...

    def has(self, operation: Operation) -> bool: ...

    def media_type(self, operation: Operation) -> str: ...

    def takes_whole(self, operation: Operation) -> bool: ...

    def call(self, operation: Operation, said: wire.Said, body: Any) -> Any: ...

    @property
    def drifts(self) -> list[str]: ...

    @property
    def refusal(self) -> type[Exception]: ...


class Caller:
    """Calls operations through one client, against a server made from the document."""

    def __init__(self, side: Side, requests: Document, responses: Document, untold: str) -> None:
        self.side, self._requests, self._responses, self._untold = side, requests, responses, untold
        self.current = Exchange()
        self._operation: Operation | None = None
        side.connect(httpx.MockTransport(self._serve))

    def faults(self, operation: Operation) -> list[str]:
        """Call an operation with all that it takes and with the least, and say what went wrong."""
        found: list[str] = []
        for full, status in ((True, operation.successes[:1]), (False, operation.successes[-1:])):
            self.mean(operation, *status, full=full)
            found += [f"{'all' if full else 'least'}: {each}" for each in self._call(operation)]
        return [*dict.fromkeys(found)]

    def mean(self, operation: Operation, status: str = "", *, full: bool) -> Exchange:
        """Draw what is to be said and answered next."""
        number = int(status) if status.isdigit() else _LEAST_SUCCESS
        self.current, self._operation = Exchange(status=number, answers=operation.answers.get(status, {})), operation
        self._draw(operation, full=full)
        return self.current

    def carry_out(self, operation: Operation) -> Any:
        """Say what is meant, and return the result. Raises whatever the client does."""
        return self.side.call(operation, self.current.said, self.current.body)

    def _draw(self, operation: Operation, *, full: bool) -> None:
        now = self.current
        for each in operation.parameters:
            if (each.required or full) and (value := self._parameter(each, full=full)) is not None:
                now.said[each.location, each.name] = value
        for name in re.findall(r"\{([^{}]*)\}", operation.path):
            now.said.setdefault(("path", name), "a b/c")
        if operation.contents and (operation.is_body_required or full):
            now.media_type = self.side.media_type(operation)
            schema = operation.contents[now.media_type].get("schema", {})
            now.body = self._body(schema, now.media_type, full=full, whole=self.side.takes_whole(operation))

    def _parameter(self, parameter: Parameter, *, full: bool) -> Any:
        # What looks percent-encoded stays as it is where reserved characters do (RFC 6570, 3.2.3).
        plainly = (
            parameter.location in {"header", "cookie"} or parameter.style in _DELIMITED or parameter.allow_reserved
        )
        wish = Wish(full=full, plain=plainly, flat=not parameter.is_json)
        value = draw(self._requests, parameter.schema, wish)
        if value in ([], {}) and parameter.required:
            value = draw(self._requests, parameter.schema, attrs.evolve(wish, full=True))
        if parameter.location == "path" and value in ("", ".", ".."):
            raise NothingFitsError("a path takes no such text")
        return value

    def _body(self, schema: Any, media_type: str, *, full: bool, whole: bool) -> Any:
        if not is_json(media_type) and not media_type.startswith((bodies.MULTIPART, bodies.URLENCODED)):
            return "Zeile\n\u00fc" if media_type.startswith("text/") else FILE
        resolved = self._requests.resolve(schema)
        if isinstance(resolved, dict) and resolved.get("format") == "binary":
            return FILE
        form = not is_json(media_type)
        wish = Wish(full=full, binary=media_type.startswith(bodies.MULTIPART), extra=False)
        if merging.types(resolved) != ["object"] or not resolved.get("properties"):
            wish = attrs.evolve(wish, extra=whole)
        value = draw(self._requests, schema, wish)
        return {name: item for name, item in value.items() if item is not None} if form and value else value

    def _call(self, operation: Operation) -> list[str]:
        now = self.current
        try:
            result = self.carry_out(operation)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            if now.unanswerable is not None:
                raise now.unanswerable from None
            return now.faults or [told(error)]
        if now.requests != 1:
            now.faults.append(f"{now.requests} requests arrived")
        misread = [f"answer {each}" for each in meaning.differences(now.answer, result)]
        return now.faults or [*misread, *(f"drift: {each}" for each in self.side.drifts)]

    def _serve(self, request: httpx.Request) -> httpx.Response:
        now, operation = self.current, self._operation
        assert operation is not None  # noqa: S101
        now.requests += 1
        try:
            now.faults += self._arrived(request, operation)
            return self._answered(request)
        except NothingFitsError as error:
            now.unanswerable = error
            raise
        except Exception as error:
            now.faults.append(told(error))
            raise

    def _arrived(self, request: httpx.Request, operation: Operation) -> list[str]:
        now = self.current
        server = self._untold or placed(operation.server)
        path, _, query = request.url.raw_path.decode().partition("?")
        prefix = urlsplit(server).path
        found = [] if request.method == operation.method else [f"the method is {request.method}"]
        if not str(request.url).startswith(str(httpx.URL(server))):
            found.append(f"the server is {request.url}, not {server}")
        signed = "authorization" in request.headers
        if signed == (operation.raw.get("security") == []):
            found.append("it is signed, unlike the document says" if signed else "it is not signed")
        found += wire.path_faults(operation, path.removeprefix(prefix), now.said)
        found += wire.query_faults(operation, query, now.said)
        found += wire.header_faults(operation, request.headers, now.said)
        found += wire.cookie_faults(operation, request.headers.get("cookie", ""), now.said)
        if now.body is None and not operation.contents:
            return [*found, *(["a body came from nowhere"] if request.content else [])]
        return [*found, *bodies.faults(self._requests, operation, request, now.body, now.media_type)]

    def _answered(self, request: httpx.Request) -> httpx.Response:
        now = self.current
        if not now.answers:
            return httpx.Response(now.status)
        now.answer_type = chosen(now.answers, request.headers.get("accept", "*/*"))
        schema = now.answers[now.answer_type].get("schema", {})
        media_type = now.answer_type if "*" not in now.answer_type else "application/json"
        resolved = self._responses.resolve(schema)
        is_file = isinstance(resolved, dict) and resolved.get("format") == "binary"
        if now.scripted is not NOT_SCRIPTED:
            content = json.dumps(now.scripted).encode()
        elif is_json(now.answer_type) and not is_file:
            now.answer = draw(self._responses, schema, Wish(full=bool(now.said or now.body), null=not now.body))
            content = json.dumps(now.answer).encode()
        elif now.answer_type.startswith("text/") and not is_file:
            now.answer = "Zeile\n\u00fc"
            content = now.answer.encode()
        else:
            now.answer = content = FILE
        return httpx.Response(now.status, content=content, headers={"Content-Type": media_type})


def told(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {str(error)[:300]} ({where.filename.rpartition('/')[2]}:{where.lineno})"
