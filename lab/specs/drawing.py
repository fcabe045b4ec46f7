"""Values for schemas, made cheaply, and always the same ones: a seed stands for each."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING, Any

import attrs

from lab.specs import merging, scalars

if TYPE_CHECKING:
    from lab.specs.document import Document

_DEEP = 5
_DEEPEST = 24
_TRIES = 24


class NothingFitsError(Exception):
    """No value was found that a schema allows."""


@attrs.frozen
class Wish:
    """What kind of value is wanted."""

    full: bool
    """Everything that may be there is; else as little as is allowed."""
    null: bool = False
    """Null where it is allowed."""
    plain: bool = False
    """Text for places that carry no other: of letters and digits."""
    binary: bool = False
    """Bytes for what is a file."""
    flat: bool = False
    """Nothing inside of arrays and objects that has parts itself, as OpenAPI does not say how to write those."""
    extra: bool = True
    """Fields that a schema allows without naming them."""


def draw(document: Document, schema: Any, wish: Wish, seed: int = 1) -> Any:
    """Return a value that a schema allows. Raises `NothingFitsError`."""
    faults: list[str] = []
    for loosely in (False, True):
        for attempt in range(_TRIES):
            full = wish.full and attempt < _TRIES // 2
            drawer = _Drawer(document, attrs.evolve(wish, full=full), random.Random(seed * 1_000 + attempt), attempt)  # noqa: S311
            try:
                value = drawer.value(schema, 0)
            except (NothingFitsError, RecursionError) as error:
                faults = [str(error)]
                continue
            try:
                faults = document.faults(schema, as_text(value), loosely=loosely)
            except ValueError as error:  # the schema itself is none
                raise NothingFitsError(f"no schema: {str(error).splitlines()[0]}") from None
            if not faults:
                return value
    for example in _examples(document.resolve(schema)):
        if not document.faults(schema, example):
            return example
    raise NothingFitsError(f"no value found: {'; '.join(faults[:2])}")


def as_text(value: Any) -> Any:
    """Return a value with text for the bytes of files."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {name: as_text(item) for name, item in value.items()}
    return "bytes" if isinstance(value, bytes) else value


def _examples(schema: Any) -> list[Any]:
    if not isinstance(schema, dict):
        return []
    several = schema.get("examples")
    return [*([schema["example"]] if "example" in schema else []), *(several if isinstance(several, list) else [])]


def _told(schema: dict[str, Any], branch: Any, taken: dict[str, Any]) -> dict[str, Any]:
    """Return what a discriminator says of the alternative taken, unless that says it itself."""
    told = schema.get("discriminator")
    reference = branch.get("$ref", "") if isinstance(branch, dict) else ""
    if not isinstance(told, dict) or not reference:
        return {}
    by, mapping = told["propertyName"], told.get("mapping", {})
    names = [value for value, target in mapping.items() if reference.endswith(str(target))]
    if not names and "const" in taken.get("properties", {}).get(by, {}):
        return {}
    return {"required": [by], "properties": {by: {"const": (names or [reference.rpartition("/")[2]])[0]}}}


class _Drawer:
    def __init__(self, document: Document, wish: Wish, dice: random.Random, attempt: int) -> None:
        self._document, self._wish, self._dice, self._attempt = document, wish, dice, attempt

    def value(self, schema: Any, depth: int) -> Any:  # noqa: PLR0911 - one a kind of value
        if depth > _DEEPEST:
            raise NothingFitsError("it has no end")
        schema = self._single(schema, depth)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            values = [each for each in schema["enum"] if each is not None or self._wish.null] or schema["enum"]
            fitting = [each for each in values if merging.is_of(each, schema.get("type"))] or values
            return fitting[0] if not self._attempt else self._dice.choice(fitting)
        kinds = merging.types(schema)
        if "null" in kinds:
            if self._wish.null and not self._attempt:
                return None
            kinds = [each for each in kinds if each != "null"] or kinds
        kind = kinds[self._attempt % len(kinds)] if kinds else "anything"
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, depth)
            case "anything":
                return "anything" if self._wish.flat or self._wish.plain else {"any": ["thing"]}
            case _:
                try:
                    return scalars.draw(kind, schema, self._wish, self._dice, self._attempt)
                except ValueError:  # the least is more than the most
                    raise NothingFitsError from None

    def _single(self, schema: Any, depth: int, inside: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return a schema without references, parts and alternatives."""
        if isinstance(schema, dict) and "$ref" in schema:
            if schema["$ref"] in inside:  # it is a part of itself, and says nothing more
                return {}
            inside = (*inside, str(schema["$ref"]))
            schema = self._document.resolve(schema)
        if schema is False:
            raise NothingFitsError("nothing is allowed here")
        if not isinstance(schema, dict):
            return {}
        if depth > _DEEPEST:
            raise NothingFitsError("it has no end")
        for key in ("allOf", "oneOf", "anyOf"):
            branches = schema.get(key)
            if isinstance(branches, list) and branches:
                rest = {name: item for name, item in schema.items() if name != key}
                picked = None if key == "allOf" else self._pick(branches, depth)
                for each in branches if picked is None else [branches[picked]]:
                    rest = merging.merged(rest, self._single(each, depth + 1, inside))
                schema = rest if picked is None else merging.merged(rest, _told(schema, branches[picked], rest))
        return {**schema}

    def _pick(self, branches: list[Any], depth: int) -> int:
        """Return the alternative to take: the first that is not null, others in later attempts."""
        if self._attempt:
            return self._dice.randrange(len(branches))
        for index, branch in enumerate(branches):
            is_null = merging.types(self._document.resolve(branch) or {}) == ["null"]
            if is_null == (self._wish.null or depth > _DEEP):
                return index
        return 0

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        fields = schema.get("properties", {})
        needed = schema.get("required", [])
        found: dict[str, Any] = {}
        for name, field in fields.items():
            if self._document.is_hidden(field) or (name not in needed and not self._is_taken(depth)):
                continue
            if self._wish.flat and depth and merging.types(self._single(field, depth + 1)) in (["object"], ["array"]):
                continue
            try:
                found[name] = self.value(field, depth + 1)
            except NothingFitsError:
                if name in needed:
                    raise
        for name in needed:
            if name not in found and name not in fields:
                found[name] = self.value(schema.get("additionalProperties", True), depth + 1)
        self._fill(schema, found, depth)
        return found

    def _is_taken(self, depth: int) -> bool:
        return self._wish.full and depth <= _DEEP and (self._attempt < 2 or self._dice.random() < 0.8)  # noqa: PLR2004

    def _fill(self, schema: dict[str, Any], found: dict[str, Any], depth: int) -> None:
        """Add fields that have no name in the schema, as many as it asks for."""
        more = schema.get("additionalProperties", not schema.get("properties"))
        for pattern, inner in schema.get("patternProperties", {}).items():
            if self._is_taken(depth):
                found[scalars.matching(pattern)] = self.value(inner, depth + 1)
        wanted = schema.get("minProperties", 0) - len(found)
        if more is not False and self._wish.extra and self._is_taken(depth):
            wanted = max(wanted, min(2, schema.get("maxProperties", 2) - len(found)))
        if more is False and wanted > 0:
            raise NothingFitsError("more fields are asked for than there are")
        keys = schema.get("propertyNames", {})
        for number in range(wanted):
            name = (
                self.value({"type": "string", **keys}, depth + 1) if keys else f"extra {string.ascii_letters[number]}"
            )
            found[name] = self.value({"type": "string"} if more is True else more, depth + 1)

    def _array(self, schema: dict[str, Any], depth: int) -> list[Any]:
        first = schema.get("prefixItems", [])
        least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
        count = max(least, min(max(2, len(first)), most)) if self._is_taken(depth) else least
        items = schema.get("items", True)
        found: list[Any] = []
        for index in range(count):
            if index >= len(first) and items is False:
                break
            inner = first[index] if index < len(first) else items
            item = self.value(inner, depth + 1)
            for _ in range(40):
                if not (schema.get("uniqueItems") and item in found):
                    break
                item = attempted(self, inner, depth)
            if not (schema.get("uniqueItems") and item in found):
                found.append(item)
        return found


def attempted(drawer: _Drawer, schema: Any, depth: int) -> Any:
    """Return another value of a schema."""
    held, drawer._attempt = drawer._attempt, drawer._attempt + 1 + drawer._dice.randrange(50)  # noqa: SLF001
    try:
        return drawer.value(schema, depth + 1)
    finally:
        drawer._attempt = held  # noqa: SLF001
