"""Layer 4: whatever the annotations of the models let one build is an answer that the spec allows."""

from __future__ import annotations

from typing import Any

import pytest

import heymarket.models

from . import annotations, calling, contract, generation, meaning, views

MODELS = list(heymarket.models.__all__)


def test_there_are_models() -> None:
    assert MODELS


@pytest.mark.parametrize("name", MODELS)
def test_a_model_serialises_to_its_schema(name: str) -> None:
    schema = contract.inline(contract.SPEC["components"]["schemas"][name])
    allowed = views.closed(views.without_field_sets(schema), widths=False)

    forms = []

    @generation.given(annotations.models(getattr(heymarket.models, name)))
    def check(value: Any) -> None:
        form = value.to_dict()
        forms.append(form)
        assert not views.faults(allowed, form)
        assert not meaning.differences(annotations.as_json(value), form, schema)

    check()
    assert any(forms), "nothing but empty objects was built"


@pytest.mark.parametrize("label", contract.BY_LABEL)
def test_a_result_serialises_to_the_success_response(label: str) -> None:
    operation = contract.BY_LABEL[label]
    allowed = views.closed(operation.result, widths=False)

    @generation.given(annotations.values(calling.declaration(operation).result))
    def check(value: Any) -> None:
        assert not views.faults(allowed, calling.plain(value))

    check()
