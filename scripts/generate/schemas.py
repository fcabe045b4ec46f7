"""Reads the schemas of a spec as shapes."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scripts.generate.combine import combined, is_words
from scripts.generate.lower import FORM, is_field_sets
from scripts.generate.names import attribute, class_name
from scripts.generate.problem import Problem
from scripts.generate.rules import WORDS, Rules, rules
from scripts.generate.shapes import (
    ANYTHING,
    NOTHING,
    Field,
    Fixed,
    Items,
    Map,
    Model,
    Named,
    Shape,
    Simple,
    either,
    ruled,
)
from scripts.generate.spec import references
from scripts.generate.unions import Unions
from scripts.generate.values import described, is_literal, types_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.spec import Pointer, Spec

_NAMED = ("components", "schemas")
_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_OBJECT = {"properties", "required", "additionalProperties", "unevaluatedProperties", "minProperties", "maxProperties"}
_ARRAY = {"items", "minItems", "maxItems", "uniqueItems"}
# Formats and encodings are hints: only `date-time` is a type of its own.
_KNOWN = {"$ref", "type", "format", "enum", "const", "default", "readOnly", "writeOnly", "anyOf", "oneOf", "allOf"}
_KNOWN |= {"discriminator", "contentEncoding", "contentMediaType", *_OBJECT, *_ARRAY, *WORDS}


class Schemas:
    """The named objects of a spec as models, and any schema as a shape."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._named = spec.data.get("components", {}).get("schemas", {})
        self._open: list[Pointer] = []
        self._known: dict[Pointer, Shape] = {}
        self._unions = Unions(self)
        self.problems: dict[Problem, None] = {}

    @cached_property
    def models(self) -> dict[str, Model]:
        """The models by the names of their classes."""
        found: dict[str, Model] = {}
        for name in self._named:
            pointer = (*_NAMED, name)
            schema = self.whole(self._named[name], pointer) if isinstance(self._named[name], dict) else {}
            if f"#/components/schemas/{name}" not in self.forms and "$ref" not in schema and has_fields(schema):
                found[class_name(name)] = self._model(name, schema, pointer)
        return found

    def problems_of(self, schema: Any, pointer: Pointer) -> Iterator[Problem]:
        """Find what cannot be honoured in a schema and in what it refers to."""
        before = len(self.problems)
        self.shape(schema, pointer)
        yield from list(self.problems)[before:]

    def problems_of_models(self) -> Iterator[Problem]:
        """Find what cannot be honoured in the fields of the named objects."""
        before = len(self.problems)
        _ = self.models
        yield from list(self.problems)[before:]

    def problems_of_fields(self, schema: dict[str, Any], pointer: Pointer) -> Iterator[Problem]:
        """Find what cannot be honoured in the fields of a form."""
        before = len(self.problems)
        self.fields(schema, pointer, form=True)
        yield from list(self.problems)[before:]

    def shape(self, schema: Any, pointer: Pointer) -> Shape:
        """Return what values a schema describes."""
        if schema is True:
            return ANYTHING
        if not isinstance(schema, dict):
            self.refuse("boolean schema", pointer, "`false` allows nothing")
            return ANYTHING
        schema = self.whole(schema, pointer)
        if "$ref" in schema:
            return self._referred(schema["$ref"], pointer)
        for key in schema:
            if key not in _KNOWN and not is_words(key):
                self.refuse(str(key), (*pointer, key), f"`{key}` is not supported by the generator")
        if "const" in schema:
            return self._constant(schema["const"])
        for word in ("anyOf", "oneOf"):
            if word in schema and not is_field_sets(schema[word]):
                return self._unions.shape(schema, word, pointer)
        types = self._types(schema, pointer)
        return either(self._of_type(name, schema, pointer) for name in types) if types else ANYTHING

    def fields(self, schema: dict[str, Any], pointer: Pointer, *, form: bool = False) -> tuple[Field, ...]:
        """Return the fields of an object, those that are required first; in a form, some may be files."""
        required = schema.get("required", ())
        named = schema.get("properties", {})
        taken = Counter(map(attribute, named))
        found: list[Field] = []
        for name, value in [*named.items(), *((name, True) for name in required if name not in named)]:
            where = (*pointer, "properties", name)
            if not attribute(name):
                problem = f"`{name}` cannot be made the name of a Python attribute"
                self.refuse("name of a field", where, problem)
            elif taken[attribute(name)] > 1:
                self.refuse("name of a field", where, f"`{name}` and another field have the same name in Python")
            resolved = self.resolved(value)
            found.append(
                Field(
                    name,
                    attribute(name),
                    self._form_field(value, where) if form else self.shape(value, where),
                    name in required,
                    self.description(value),
                    read_only=bool(resolved.get("readOnly")),
                    write_only=bool(resolved.get("writeOnly")),
                )
            )
        return tuple(sorted(found, key=lambda field: not field.required))

    def description(self, schema: Any) -> str:
        """Return the description of a schema, or that of the one it refers to."""
        if not isinstance(schema, dict):
            return ""
        return described(schema) or described(self.whole(schema, ())) or described(self.resolved(schema))

    def whole(self, schema: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        """Return a schema without `allOf`."""
        if "allOf" not in schema and "$ref" not in schema:
            return schema

        def refuse(word: str, text: str) -> None:
            if pointer:  # it has been told where the schema stands
                self.refuse(word, (*pointer, word), text)

        return combined(self._spec, schema, refuse)

    def resolve(self, schema: Any) -> Any:
        return self._spec.resolve(schema)

    def resolved(self, schema: Any) -> dict[str, Any]:
        """Return what a schema says, wherever it stands, without `allOf`; nothing if it is a boolean."""
        seen: set[int] = set()
        while isinstance(schema, dict) and isinstance(target := self._spec.resolve(schema), dict):
            whole = self.whole(target, ())
            if "$ref" not in whole:
                return whole
            schema = whole
            if id(target) in seen:
                break
            seen.add(id(target))
        return {}

    def refuse(self, kind: str, pointer: Pointer, text: str) -> None:
        self.problems[Problem(kind, pointer, text)] = None

    def _types(self, schema: dict[str, Any], pointer: Pointer) -> list[str]:
        """Return the types that are said, or meant."""
        if "type" in schema:
            return [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])
        if "enum" in schema:
            return types_of(schema["enum"])
        if schema.keys() & _OBJECT:
            return ["object"]
        if schema.keys() & _ARRAY:
            return ["array"]
        if schema.get("format") == "date-time":
            return ["string"]
        for key in schema.keys() & WORDS:
            self.refuse("constraint without a type", (*pointer, key), f"`{key}` needs a type beside it")
        return []

    def _of_type(self, name: str, schema: dict[str, Any], pointer: Pointer) -> Shape:
        if name == "null":
            return NOTHING
        if name == "array":
            items = self.shape(schema.get("items", True), (*pointer, "items"))
            return ruled(Items(items), self._rules(schema, "list", pointer))
        if name == "object":
            return self._object(schema, pointer)
        kind = _TYPES[name]
        found = self._rules(schema, kind, pointer)
        if kind == "str" and schema.get("format") == "date-time" and not found:
            return Simple("Timestamp")
        return ruled(Simple(kind), found)

    def _object(self, schema: dict[str, Any], pointer: Pointer) -> Shape:
        if has_fields(schema):
            named = pointer[:-1] == _NAMED
            if not named:
                self.refuse("inline object", pointer, "an object with properties must be a named component")
                return Map(ANYTHING)
            found = self._rules(schema, "model", pointer)
            if is_field_sets(schema.get("anyOf")):
                sets = tuple(tuple(branch["required"]) for branch in schema["anyOf"])
                found = Rules(checks=(*found.checks, f"OneSet({sets!r})"))
            return ruled(Named(class_name(str(pointer[-1]))), found)
        others = _others(schema)
        if others is False:
            return ruled(Map(ANYTHING), Rules(("max_length=0",)))
        value = ANYTHING if others is None else self.shape(others, (*pointer, "additionalProperties"))
        return ruled(Map(value), self._rules(schema, "dict", pointer))

    def _rules(self, schema: dict[str, Any], kind: str, pointer: Pointer) -> Rules:
        return rules(schema, kind, lambda word, text: self.refuse(word, (*pointer, word), text))

    def _constant(self, value: Any) -> Shape:
        if value is None:
            return NOTHING
        if is_literal(value):
            return Fixed(value)
        names = types_of([value])
        inner = Simple(_TYPES[names[0]]) if names else ANYTHING
        return ruled(inner, Rules(checks=(f"Exactly({value!r})",)))

    def _form_field(self, schema: dict[str, Any], pointer: Pointer) -> Shape:
        resolved = self.resolved(schema)
        if is_file(resolved):
            return Simple("Upload")
        if resolved.get("type") == "array" and is_file(self.resolved(resolved.get("items", {}))):
            return Items(Simple("Upload"))
        return self.shape(schema, pointer)

    def _referred(self, reference: str, pointer: Pointer) -> Shape:
        target: Pointer = tuple(step.replace("~1", "/").replace("~0", "~") for step in reference[2:].split("/"))
        schema = self._spec.resolve({"$ref": reference})
        if target in self._open:
            self.refuse("recursion", pointer, f"`{reference}` leads back to itself without an object in between")
            return ANYTHING
        if target not in self._known:
            self._open.append(target)
            self._known[target] = self.shape(schema, target)
            self._open.pop()
        return self._known[target]

    def _model(self, name: str, schema: dict[str, Any], pointer: Pointer) -> Model:
        others = _others(schema)
        known = others in (None, False)
        return Model(
            class_name(name),
            described(schema) or described(self._named[name]),
            self.fields(schema, pointer),
            None if known else self.shape(others, (*pointer, "additionalProperties")),
            is_closed=others is False,
        )

    @cached_property
    def forms(self) -> set[str]:
        """The references to schemas that are forms and nothing else."""
        uses: dict[bool, set[str]] = {True: set(), False: set()}
        for pointer, reference in references(self._spec.data):
            uses[pointer[-3:-1] == (FORM, "schema")].add(reference)
        return uses[True] - uses[False]


def has_fields(schema: dict[str, Any]) -> bool:
    """Say whether a schema names fields, so that it becomes a class."""
    types = schema.get("type", "object")
    return ("object" in types) and bool(schema.get("properties")) and not _is_choice(schema)


def _is_choice(schema: dict[str, Any]) -> bool:
    return any(word in schema and not is_field_sets(schema[word]) for word in ("anyOf", "oneOf"))


def _others(schema: dict[str, Any]) -> Any:
    """Return the schema of fields that are not named: None if nothing is said of them."""
    closed = schema.get("unevaluatedProperties") is False
    return schema.get("additionalProperties", False if closed else None)


def is_file(schema: dict[str, Any]) -> bool:
    """Say whether a schema stands for bytes, in the words of OpenAPI 3.0 or 3.1."""
    return schema.get("format") == "binary" or "contentMediaType" in schema
