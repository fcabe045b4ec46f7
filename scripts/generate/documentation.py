"""What a method's docstring says beyond the types: what is returned, and an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.generate.calls import Call
    from scripts.generate.spec import Spec


class Documentation:
    def __init__(self, spec: Spec, call: Call) -> None:
        self._spec = spec
        self._call = call

    @property
    def summary(self) -> str:
        text = str(self._call.raw.get("summary") or "").strip() or f"{self._call.method} {self._call.path}"
        return text if text.endswith(".") else f"{text}."

    @property
    def returned(self) -> str:
        responses = self._call.raw.get("responses", {})
        status = self._call.result.status
        return str(responses.get(status, {}).get("description") or "").strip()

    def example(self, tag: str, method: str) -> str:
        """Return a call with the arguments of the spec's first examples; empty if a required one has none."""
        sent = {(each.location, each.wire): each for each in [*self._call.parameters, *self._call.fields]}
        given = {(each["in"], each["name"]): each["example"] for each in self._parameters if "example" in each}
        if any(each.required and place not in given for place, each in sent.items() if each.location not in _OF_BODY):
            return ""
        body = self._example_body()
        if body is None and self._call.is_body_required:
            return ""
        given |= {("form" if self._call.is_form else "body", name): value for name, value in (body or {}).items()}
        written = [f"{sent[place].argument}={value!r}" for place, value in given.items() if place in sent]
        return f"heymarket.{tag}.{method}({', '.join(written)})"

    @property
    def _parameters(self) -> list[dict[str, Any]]:
        return self._call.operation.parameters

    def _example_body(self) -> dict[str, Any] | None:
        content = self._call.raw.get("requestBody", {}).get("content", {})
        examples = (each for media in content.values() for each in media.get("examples", {}).values())
        values = (self._spec.resolve(example).get("value") for example in examples)
        return next((value for value in values if isinstance(value, dict)), None)


_OF_BODY = {"body", "form"}
