"""Layer 4: whatever the annotations of the models let one build is a response that the spec allows."""

from __future__ import annotations

from typing import Any

import pytest

import heymarket.models
from heymarket_runtime.model import Model

from .support import annotations, calls, cases, compare, schemas, spec

MODELS = [
    name
    for name in heymarket.models.__all__
    if issubclass(getattr(heymarket.models, name), Model) and name not in spec.OF_OTHER_OPERATIONS
]


def test_there_are_models() -> None:
    assert MODELS


@pytest.mark.parametrize("name", MODELS)
def test_a_model_serialises_to_its_schema(name: str) -> None:
    schema = spec.kept(name)
    allowed = schemas.closed(schemas.without_field_sets(schema), widths=False)

    forms = []

    @cases.given(annotations.models(getattr(heymarket.models, name)))
    def check(value: Any) -> None:
        form = value.to_dict()
        forms.append(form)
        assert not schemas.faults(allowed, form)
        assert not compare.differences(annotations.as_json(value), form, schema)

    check()
    assert any(forms), "nothing but empty objects was built"


@pytest.mark.parametrize("label", spec.BY_LABEL)
def test_a_result_serialises_to_the_success_response(label: str) -> None:
    operation = spec.BY_LABEL[label]
    allowed = schemas.closed(operation.result, widths=False)

    @cases.given(annotations.values(calls.declaration(operation).result))
    def check(value: Any) -> None:
        assert not schemas.faults(allowed, calls.plain(value))

    check()
