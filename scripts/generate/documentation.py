"""What a method's docstring says beyond the types: what each argument means, what is returned, and an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import PythonIdentifier

from scripts.generate.names import attribute

if TYPE_CHECKING:
    from scripts.generate.spec import Operation, Spec


class Documentation:
    def __init__(self, spec: Spec, operation: Operation) -> None:
        self._spec = spec
        self._operation = operation

    @property
    def returned(self) -> str:
        response = self._spec.resolve(self._operation.data["responses"].get(self._operation.success, {}))
        return str(response.get("description", "")).strip()

    def example(self, tag: str, method: str) -> str:
        """Return a call with the arguments of the spec's first examples; empty if a required one has none."""
        given = {each["name"]: each["example"] for each in self._operation.parameters if "example" in each}
        if any(each.get("required") and each["name"] not in given for each in self._operation.parameters):
            return ""
        body = self._example_body()
        if body is None and self._operation.request.get("required"):
            return ""
        written = [f"{PythonIdentifier(name, 'field_')}={value!r}" for name, value in given.items()]
        written += [f"{attribute(name)}={value!r}" for name, value in (body or {}).items()]
        return f"heymarket.{tag}.{method}({', '.join(written)})"

    def _example_body(self) -> dict[str, Any] | None:
        examples = (each for media in self._spec.content(self._operation.request).values() for each in _examples(media))
        values = (self._spec.resolve(example).get("value") for example in examples)
        return next((value for value in values if isinstance(value, dict)), None)


def _examples(media: dict[str, Any]) -> list[Any]:
    return [*media.get("examples", {}).values()]
