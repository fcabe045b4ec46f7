"""What traffic shows at each JSON path, against what the spec says. Values are counted and masked, never kept."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs
import msgspec

from scripts.drift.traffic import Exchange, RecordedDrift
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
_NO_RESPONSE = {0, 304}  # cancelled, or served from a cache


@attrs.define
class PathCounts:
    """What was seen at one JSON path of an operation's requests or responses."""

    path: str
    expected: str
    pointer: Pointer
    """Where it is in the spec, or would be."""
    required: bool = False
    unknown: bool = False
    chances: int = 0
    """How many objects could have had it."""
    seen: int = 0
    null: int = 0
    other: Counter[str] = attrs.field(factory=Counter[str])
    found: Counter[str] = attrs.field(factory=Counter[str])
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


Known = tuple[str, Any, Pointer, PathCounts]
"""A field of the spec: its name, its schema, the schema's pointer, and what was seen."""


@attrs.define
class ObservedOperation:
    """What was seen of one operation."""

    id: str
    pointer: Pointer
    exchanges: int = 0
    paths: dict[tuple[str, str], PathCounts] = attrs.field(factory=dict)
    """By side (`response`, `request`) and JSON path."""
    statuses: Counter[str] = attrs.field(factory=Counter[str])
    """Statuses that the spec does not have."""
    not_json: int = 0
    fields: dict[tuple[str, str], list[Known]] = attrs.field(factory=dict)


class Observer:
    def __init__(self, spec: Spec, environ: Mapping[str, str]) -> None:
        self._spec = spec
        self._routes = list(self._find_routes())
        servers = [server["url"] for server in spec.data.get("servers", [])]
        # The sandbox is on loopback.
        self._hosts = {urlsplit(url).hostname for url in (*servers, environ.get("HEYMARKET_BASE_URL", ""))} | _LOOPBACK
        self.operations: dict[str, ObservedOperation] = {}
        self.unknown: Counter[str] = Counter()
        """Calls to the vendor for which the spec has no operation."""
        self.left_out: Counter[str] = Counter()
        """How many exchanges were not compared, by reason."""

    def _find_routes(self) -> Iterator[tuple[Operation, re.Pattern[str]]]:
        for each in self._spec.operations():
            pattern = "/".join("[^/]+" if step.startswith("{") else re.escape(step) for step in each.path.split("/"))
            yield each, re.compile(pattern)

    def take(self, each: Exchange | RecordedDrift) -> None:
        """Count an exchange, or a drift that the SDK recorded."""
        if isinstance(each, RecordedDrift):
            self._count_drift(each)
        elif reason := self._unrelated(each):
            self.left_out[reason] += 1
        else:
            self._count_exchange(each)

    def _unrelated(self, exchange: Exchange) -> str:
        if exchange.host not in self._hosts:
            return "to other servers"
        if exchange.method == "OPTIONS":
            return "that browsers send ahead"
        return "without a response of their own" if exchange.status in _NO_RESPONSE else ""

    def _count_exchange(self, exchange: Exchange) -> None:
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
            self._body(observed, "response", exchange.received, responses[key], pointer)

    def _count_drift(self, drift: RecordedDrift) -> None:
        """Count a drift that the SDK recorded."""
        for operation, _ in self._routes:
            name = operation.data.get("x-speakeasy-name-override", operation.id)
            if f"{operation.data['tags'][0]}.{name}" == drift.operation:
                observed = self._observed(operation)
                schema, where = self._schema(operation.response, (*operation.pointer, "responses", operation.success))
                for step in re.findall(r"\[\*\]|[^.\[\]$]+", drift.path):
                    schema, where = self._step(schema, where, step)
                counts = observed.paths.setdefault(
                    ("response", drift.path), PathCounts(drift.path, drift.expected, where)
                )
                found = _safe_type(drift.found)
                counts.chances += 1
                counts.seen += found != "nothing"
                counts.required |= found == "nothing"
                if found != "nothing":
                    counts.other[found] += 1
                    counts.found[found] += 1
                return
        self.unknown[re.sub(r"[^\w. /]", "*", drift.operation)[:80]] += 1

    def _observed(self, operation: Operation) -> ObservedOperation:
        return self.operations.setdefault(operation.id, ObservedOperation(operation.id, operation.pointer))

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

    def _body(self, observed: ObservedOperation, side: str, body: bytes, holder: Any, pointer: Pointer) -> None:
        schema, where = self._schema(holder, pointer)
        if not schema:
            return
        try:
            value = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            observed.not_json += 1
            return
        self._value(observed, side, value, schema, where, "$", self._counts(observed, side, "$", schema, where))

    def _counts(self, observed: ObservedOperation, side: str, path: str, schema: Any, pointer: Pointer) -> PathCounts:
        key = (side, path)
        if key not in observed.paths:
            observed.paths[key] = PathCounts(path, _expected(schema), pointer)
        return observed.paths[key]

    def _value(  # noqa: PLR0913, PLR0917
        self,
        observed: ObservedOperation,
        side: str,
        value: Any,
        schema: Any,
        pointer: Pointer,
        path: str,
        counts: PathCounts,
    ) -> None:
        counts.seen += 1
        counts.chances += path == "$" or path.endswith("]")
        if value is None:
            counts.null += 1
            return
        found = _type(value)
        counts.found[found] += 1
        counts.example = counts.example or _masked(value)
        if problem := _mismatch(value, found, schema):
            counts.other[problem] += 1
        elif found == "array" and "items" in schema:
            inner, where = self._follow(schema["items"], (*pointer, "items"))
            item_counts = self._counts(observed, side, f"{path}[*]", inner, where)
            for item in value:
                self._value(observed, side, item, inner, where, f"{path}[*]", item_counts)
        elif found == "object" and "properties" in schema:
            self._object(observed, side, value, schema, pointer, path)

    def _object(  # noqa: PLR0913, PLR0917
        self,
        observed: ObservedOperation,
        side: str,
        value: dict[str, Any],
        schema: Any,
        pointer: Pointer,
        path: str,
    ) -> None:
        known = observed.fields.get((side, path)) or self._known(observed, side, schema, pointer, path)
        for name, inner, where, counts in known:
            counts.chances += 1
            if name in value:
                self._value(observed, side, value[name], inner, where, counts.path, counts)
        for name in value.keys() - schema["properties"].keys():
            shown = name if _KEY.fullmatch(name) and not _NUMBERS.search(name) else "*"
            counts = self._counts(observed, side, f"{path}.{shown}", {}, (*pointer, "properties", shown))
            counts.unknown = True
            counts.chances += 1
            self._value(observed, side, value[name], {}, counts.pointer, counts.path, counts)

    def _known(self, observed: ObservedOperation, side: str, schema: Any, pointer: Pointer, path: str) -> list[Known]:
        known = observed.fields.setdefault((side, path), [])
        for name in schema["properties"]:
            inner, where = self._step(schema, pointer, name)
            counts = self._counts(observed, side, f"{path}.{name}", inner, where)
            counts.required = name in schema.get("required", ())
            known.append((name, inner, where, counts))
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
    """Return the type of a value that the schema does not allow, or nothing; in JSON Schema 1.0 is an integer."""
    declared = schema.get("type")
    allowed = {declared} if isinstance(declared, str) else set(declared or ())
    if allowed and found not in allowed and not (found == "integer" and "number" in allowed):
        return found
    form = schema.get("format")
    if form == "date-time" and isinstance(value, str) and not _is_timestamp(value):
        return "string that is not a timestamp"
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
    """Return the shape of a value, without its content."""
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
