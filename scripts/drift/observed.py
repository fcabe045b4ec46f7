"""What traffic shows, place by place, against what the spec says. Values are counted and masked, never kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from scripts.drift.traffic import Exchange, Told
from scripts.generate.spec import HTTP_METHODS, JSON, Operation, Pointer, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEY = re.compile(r"[A-Za-z_$][\w\-]{0,40}")
_WORD = re.compile(r"([a-z]{1,20}([_-][a-z]{1,20})*|v\d)?")
_NUMBERS = re.compile(r"\d{5}")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_WIDTHS = {"int32": 31, "int64": 63}
_LONGEST_MASK = 32
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_NO_ANSWER = {0, 304}  # cancelled, or answered from a cache


@dataclass
class Place:
    """One JSON path of an operation's answers or requests."""

    path: str
    expected: str
    pointer: Pointer
    """Where the spec has it, or would have it."""
    required: bool = False
    unknown: bool = False
    chances: int = 0
    """How many objects could have had it."""
    seen: int = 0
    null: int = 0
    other: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    example: str = ""

    @property
    def missing(self) -> int:
        return self.chances - self.seen

    @property
    def problems(self) -> list[str]:
        texts = []
        if self.unknown:
            texts.append(f"unknown field, {_counted(self.found)}")
        elif self.other:
            texts.append(f"{_counted(self.other)} instead of {self.expected}")
        if self.required and (self.missing or self.null) and not self.unknown:
            texts.append(f"required, but missing {self.missing} and null {self.null} times")
        return texts


Known = tuple[str, Any, Pointer, Place]
"""A field of the spec: its name, its schema, where that is, and what was seen."""


@dataclass
class Observed:
    """What was seen of one operation."""

    id: str
    pointer: Pointer
    exchanges: int = 0
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    """By side (`answer`, `request`) and JSON path."""
    statuses: Counter[str] = field(default_factory=Counter)
    """Statuses that the spec does not have."""
    not_json: int = 0
    fields: dict[tuple[str, str], list[Known]] = field(default_factory=dict)


class Observer:
    def __init__(self, spec: Spec, environ: Mapping[str, str]) -> None:
        self._spec = spec
        self._routes = list(self._find_routes())
        servers = [server["url"] for server in spec.data.get("servers", [])]
        # The sandbox is on loopback.
        self._hosts = {urlsplit(url).hostname for url in (*servers, environ.get("HEYMARKET_BASE_URL", ""))} | _LOOPBACK
        self.operations: dict[str, Observed] = {}
        self.unknown: Counter[str] = Counter()
        """Calls to the vendor that are no operation of the spec."""
        self.left_out: Counter[str] = Counter()
        """How many exchanges say nothing, by reason."""

    def _find_routes(self) -> Iterator[tuple[Operation, re.Pattern[str]]]:
        for each in self._spec.operations():
            pattern = "/".join("[^/]+" if step.startswith("{") else re.escape(step) for step in each.path.split("/"))
            yield each, re.compile(pattern)

    def take(self, each: Exchange | Told) -> None:
        """Count what was recorded."""
        if isinstance(each, Told):
            self._hear(each)
        elif reason := self._unrelated(each):
            self.left_out[reason] += 1
        else:
            self._see(each)

    def _unrelated(self, exchange: Exchange) -> str:
        if exchange.host not in self._hosts:
            return "to other servers"
        if exchange.method == "OPTIONS":
            return "that browsers send ahead"
        return "without an answer of their own" if exchange.status in _NO_ANSWER else ""

    def _see(self, exchange: Exchange) -> None:
        matching = [
            operation
            for operation, pattern in self._routes
            if operation.method.upper() == exchange.method and pattern.fullmatch(exchange.path)
        ]
        if not matching:
            masked = "/".join(step if _WORD.fullmatch(step) else "*" for step in exchange.path.split("/"))
            method = exchange.method if exchange.method.lower() in HTTP_METHODS else "*"
            self.unknown[f"{method} {masked}"] += 1
            return
        operation = min(matching, key=lambda each: each.path.count("{"))
        observed = self._observed(operation)
        observed.exchanges += 1
        if operation.request and exchange.sent:
            self._body(observed, "request", exchange.sent, operation.request, (*operation.pointer, "requestBody"))
        responses = operation.data["responses"]
        key = next(
            (key for key in (str(exchange.status), f"{exchange.status // 100}XX", "default") if key in responses), None
        )
        if key is None:
            observed.statuses[str(exchange.status)] += 1
        elif 200 <= exchange.status < 300 and exchange.received is not None:  # noqa: PLR2004
            # The vendor publishes no shape for errors, so only successes are compared.
            pointer = (*operation.pointer, "responses", key)
            self._body(observed, "answer", exchange.received, responses[key], pointer)

    def _hear(self, told: Told) -> None:
        """Count what the SDK noticed."""
        for operation, _ in self._routes:
            name = operation.data.get("x-speakeasy-name-override", operation.id)
            if f"{operation.data['tags'][0]}.{name}" == told.operation:
                observed = self._observed(operation)
                schema, where = self._schema(operation.answer, (*operation.pointer, "responses", operation.success))
                for step in re.findall(r"\[\*\]|[^.\[\]$]+", told.path):
                    schema, where = self._step(schema, where, step)
                place = observed.places.setdefault(("answer", told.path), Place(told.path, told.expected, where))
                found = _safe_type(told.found)
                place.chances += 1
                place.seen += found != "nothing"
                place.required |= found == "nothing"
                if found != "nothing":
                    place.other[found] += 1
                    place.found[found] += 1
                return
        self.unknown[re.sub(r"[^\w. /]", "*", told.operation)[:80]] += 1

    def _observed(self, operation: Operation) -> Observed:
        return self.operations.setdefault(operation.id, Observed(operation.id, operation.pointer))

    def _schema(self, holder: Any, pointer: Pointer) -> tuple[Any, Pointer]:
        """Return the schema of a JSON body; empty if there is none."""
        media_type, schema = self._spec.body(holder)
        _, pointer = self._follow(holder, pointer)
        return self._follow(schema if media_type == JSON else {}, (*pointer, "content", media_type, "schema"))

    def _step(self, schema: Any, pointer: Pointer, step: str) -> tuple[Any, Pointer]:
        if step == "[*]":
            return self._follow(schema.get("items", {}), (*pointer, "items"))
        return self._follow(schema.get("properties", {}).get(step, {}), (*pointer, "properties", step))

    def _follow(self, schema: Any, pointer: Pointer) -> tuple[Any, Pointer]:
        while "$ref" in schema:
            pointer = tuple(schema["$ref"].removeprefix("#/").split("/"))
            schema = self._at(pointer)
        return schema, pointer

    def _at(self, pointer: Pointer) -> Any:
        value = self._spec.data
        for step in pointer:
            value = value[step]  # type: ignore[index]
        return value

    def _body(self, observed: Observed, side: str, body: bytes, holder: Any, pointer: Pointer) -> None:
        schema, where = self._schema(holder, pointer)
        if not schema:
            return
        try:
            value = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            observed.not_json += 1
            return
        self._value(observed, side, value, schema, where, "$", self._place(observed, side, "$", schema, where))

    def _place(self, observed: Observed, side: str, path: str, schema: Any, pointer: Pointer) -> Place:
        key = (side, path)
        if key not in observed.places:
            observed.places[key] = Place(path, _expected(schema), pointer)
        return observed.places[key]

    def _value(  # noqa: PLR0913, PLR0917
        self,
        observed: Observed,
        side: str,
        value: Any,
        schema: Any,
        pointer: Pointer,
        path: str,
        place: Place,
    ) -> None:
        place.seen += 1
        place.chances += path == "$" or path.endswith("]")
        if value is None:
            place.null += 1
            return
        found = _type(value)
        place.found[found] += 1
        place.example = place.example or _masked(value)
        if problem := _mismatch(value, found, schema):
            place.other[problem] += 1
        elif found == "array" and "items" in schema:
            inner, where = self._follow(schema["items"], (*pointer, "items"))
            item_place = self._place(observed, side, f"{path}[*]", inner, where)
            for item in value:
                self._value(observed, side, item, inner, where, f"{path}[*]", item_place)
        elif found == "object" and "properties" in schema:
            self._object(observed, side, value, schema, pointer, path)

    def _object(  # noqa: PLR0913, PLR0917
        self,
        observed: Observed,
        side: str,
        value: dict[str, Any],
        schema: Any,
        pointer: Pointer,
        path: str,
    ) -> None:
        known = observed.fields.get((side, path)) or self._known(observed, side, schema, pointer, path)
        for name, inner, where, place in known:
            place.chances += 1
            if name in value:
                self._value(observed, side, value[name], inner, where, place.path, place)
        for name in value.keys() - schema["properties"].keys():
            shown = name if _KEY.fullmatch(name) and not _NUMBERS.search(name) else "*"
            place = self._place(observed, side, f"{path}.{shown}", {}, (*pointer, "properties", shown))
            place.unknown = True
            place.chances += 1
            self._value(observed, side, value[name], {}, place.pointer, place.path, place)

    def _known(self, observed: Observed, side: str, schema: Any, pointer: Pointer, path: str) -> list[Known]:
        known = observed.fields.setdefault((side, path), [])
        for name in schema["properties"]:
            inner, where = self._step(schema, pointer, name)
            place = self._place(observed, side, f"{path}.{name}", inner, where)
            place.required = name in schema.get("required", ())
            known.append((name, inner, where, place))
        return known


def _expected(schema: Any) -> str:
    declared = schema.get("type", "any")
    kind = declared if isinstance(declared, str) else "|".join(declared)
    return f"{kind}<{schema['format']}>" if "format" in schema else kind


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, float) and value.is_integer():
        return "integer"
    return {int: "integer", float: "number", str: "string", list: "array", dict: "object"}[type(value)]


def _safe_type(text: str) -> str:
    return text if text in {"boolean", "integer", "number", "string", "array", "object", "null", "nothing"} else "other"


def _mismatch(value: Any, found: str, schema: Any) -> str:
    """Return what a value is if the schema does not allow it; JSON Schema counts 1.0 among the integers."""
    declared = schema.get("type")
    allowed = {declared} if isinstance(declared, str) else set(declared or ())
    if allowed and found not in allowed and not (found == "integer" and "number" in allowed):
        return found
    form = schema.get("format")
    if form == "date-time" and isinstance(value, str) and not _is_timestamp(value):
        return "string that is no timestamp"
    if form in _WIDTHS and isinstance(value, int) and not -(2 ** _WIDTHS[form]) <= value < 2 ** _WIDTHS[form]:
        return f"integer beyond {form}"
    return ""


def _is_timestamp(text: str) -> bool:
    if not _TIMESTAMP.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text[:19].replace("t", "T"))
    except ValueError:
        return text[17:19] == "60"  # a leap second
    return True


def _masked(value: Any) -> str:
    """Show the shape of a value and nothing of its content."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return re.sub(r"\d", "9", str(value))
    if isinstance(value, str):
        mask = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value))
        return f'"{mask[:_LONGEST_MASK]}{"..." if len(mask) > _LONGEST_MASK else ""}"'
    return f"{_type(value)} of {len(value)}"


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{count} x {name}" for name, count in sorted(found.items())) or "always null"
