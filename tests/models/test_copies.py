"""Copies are equal, and know what was received."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from heymarket_runtime.model import Received, link_items

from .every import MODELS, full, json_of

WAYS: dict[str, Any] = {"copy": copy.copy, "deepcopy": copy.deepcopy}
WAYS |= {
    **{
        f"pickle {n}": lambda value, n=n: pickle.loads(pickle.dumps(value, n))
        for n in range(pickle.HIGHEST_PROTOCOL + 1)
    },
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", MODELS)
def test_copies(model: type[Any], way: str) -> None:
    value = full(model)
    again = WAYS[way](value)
    assert again == value
    assert again is not value
    assert type(again) is model
    with pytest.raises(LookupError, match="has no raw form"):
        _ = again.raw

    received = Received(b"")
    received.value = [json_of(model) | {"new": [1]}]
    link_items([value], received)
    assert WAYS[way](value).raw == WAYS[way](WAYS[way](value)).raw == received.value[0]


def test_a_deep_copy_shares_nothing() -> None:
    model = MODELS[0]
    value = full(model)
    received = Received(b"")
    received.value = [json_of(model)]
    link_items([value], received)
    copy.deepcopy(value).raw["new"] = 1
    assert value.raw == json_of(model)
