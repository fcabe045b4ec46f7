"""The spec in one form: every object with fields, and every choice between objects or arrays, is a named component.

Names are made of where something stands, so that they stay the same when the spec is put in another order.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.combine import CombineError, Known, combined, distributed
from scripts.generate.names import class_name, is_wire_name
from scripts.generate.problem import Problem
from scripts.generate.structure import (
    ALTERNATIVES,
    SCHEMAS,
    WORDS,
    alternatives,
    component,
    is_choice,
    is_field_sets,
    is_file,
    is_object,
)

if TYPE_CHECKING:
    from scripts.generate.pointers import Pointer
    from scripts.generate.spec import Operation, Spec


@attrs.frozen
class Normal:
    schemas: dict[str, Any]
    declared: frozenset[str]
    """The schemas that have their names from the spec."""
    operations: list[Operation]
    """With parameters, bodies and responses where they are used, instead of references to them."""
    problems: list[Problem]


def normal(spec: Spec) -> Normal:
    """Return the normal form, and what is in its way."""
    return _Normalizer(spec).run()


class _Normalizer:
    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        declared = spec.data.get("components", {}).get("schemas", {})
        self.schemas: dict[str, Any] = copy.deepcopy(declared)
        self._known: Known = {}
        self._kinds: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self._taken = {class_name(name) for name in declared}

    def run(self) -> Normal:
        for name in [*self.schemas]:
            self.schemas[name] = self._top(self.schemas[name], name, ("components", "schemas", name))
        operations = [self._operation(operation) for operation in self._spec.operations()]
        for schema in self.schemas.values():
            self._tell_apart(schema)
        declared = frozenset(self._spec.data.get("components", {}).get("schemas", {}))
        return Normal(self.schemas, declared, operations, self.problems)

    def _operation(self, operation: Operation) -> Operation:
        data = copy.deepcopy(operation.data)
        hint = class_name(operation.id)
        parameters = copy.deepcopy(operation.parameters)
        for index, parameter in enumerate(parameters):
            where = operation.places[index]
            for holder in (parameter, *parameter.get("content", {}).values()):
                if "schema" in holder:
                    holder["schema"] = self.lift(holder["schema"], f"{hint}{class_name(parameter['name'])}", where)
        if "requestBody" in data:
            data["requestBody"] = self._content(
                data["requestBody"], f"{hint}Request", (*operation.pointer, "requestBody")
            )
        for status, response in data.get("responses", {}).items():
            suffix = "Response" if status.startswith("2") else f"{class_name(status)}Response"
            many = sum(each.startswith("2") for each in data["responses"]) > 1
            name = f"{hint}{status}Response" if many else f"{hint}{suffix}"
            data["responses"][status] = self._content(response, name, (*operation.pointer, "responses", status))
        return attrs.evolve(operation, data=data, parameters=parameters)

    def _content(self, holder: Any, hint: str, pointer: Pointer) -> Any:
        resolved = copy.deepcopy(self._spec.resolve(holder))
        for value in resolved.get("content", {}).values():
            if "schema" in value:
                value["schema"] = self.lift(value["schema"], hint, pointer)
        return resolved

    def _tell_apart(self, schema: dict[str, Any]) -> None:
        """Give the members of a choice the field that tells them apart, where they leave it unsaid."""
        told = schema.get("discriminator") or {}
        for branch in alternatives(schema) if told else ():
            member = self.schemas.get(component(branch), {})
            if is_object(member) and is_wire_name(told["propertyName"]):
                member["properties"].setdefault(told["propertyName"], {"type": "string"})

    def _resolve(self, value: Any) -> Any:
        name = component(value)
        if name in self.schemas:
            return self._resolve(self.schemas[name])
        return self._spec.resolve(value)

    def _top(self, schema: Any, hint: str, pointer: Pointer) -> Any:
        """Return a component's own schema, with what it holds lifted out."""
        if not isinstance(schema, dict):
            return {}
        schema = self._combined(schema, pointer)
        made = class_name(hint)
        if is_object(schema):  # what has to be there is a field, whatever it is
            missing = [name for name in schema.get("required", []) if name not in schema["properties"]]
            schema["properties"] |= {name: {} for name in missing if is_wire_name(name)}
        for name, value in schema.get("properties", {}).items():
            schema["properties"][name] = self.lift(value, f"{made}{class_name(name)}", (*pointer, "properties", name))
        if "items" in schema:
            schema["items"] = self.lift(schema["items"], f"{made}Item", (*pointer, "items"))
        if isinstance(schema.get("additionalProperties"), dict):
            place = (*pointer, "additionalProperties")
            schema["additionalProperties"] = self.lift(schema["additionalProperties"], f"{made}Value", place)
        for key in ALTERNATIVES:
            if key in schema and not is_field_sets(schema[key]):
                schema[key] = [
                    self.lift(branch, f"{made}{_title(branch, index)}", (*pointer, key, index))
                    for index, branch in enumerate(schema[key])
                ]
        return schema

    def lift(self, schema: Any, hint: str, pointer: Pointer) -> Any:
        """Return a schema in place of one that is used somewhere: itself, or a reference to a component made of it."""
        if not isinstance(schema, dict) or is_file(schema):
            return schema if isinstance(schema, dict) else {}
        if "$ref" in schema:
            return schema
        schema = self._combined(schema, pointer)
        if "$ref" in schema:
            return schema
        named = is_object(schema) or is_choice(schema, self._resolve, self._kinds)
        name = self._free(hint) if named else hint
        if named:
            self.schemas[name] = {}  # so that nothing inside takes the name
        made = self._top(schema, name, pointer)
        if not named:
            return made
        self.schemas[name] = made
        beside = {key: made[key] for key in WORDS if key in made}
        return {"$ref": f"{SCHEMAS}{name}", **beside}

    def _combined(self, schema: dict[str, Any], pointer: Pointer) -> dict[str, Any]:
        try:
            if "allOf" in schema:
                schema = combined(schema, self._resolve, self._known)
            if schema.keys() & set(ALTERNATIVES):
                schema = distributed(schema, self._resolve)
        except CombineError as error:
            self.problems.append(Problem("allOf", pointer, str(error)))
            return {}
        return schema

    def _free(self, hint: str) -> str:
        name, number = hint, 2
        while name in self._taken or name in self.schemas:
            name, number = f"{hint}{number}", number + 1
        self._taken.add(name)
        return name


def _title(branch: Any, index: int) -> str:
    title = branch.get("title") if isinstance(branch, dict) else None
    made = class_name(str(title)) if title else ""
    return made if re.fullmatch(r"\w+", made) else f"Option{index + 1}"
