"""Copies are equal, and know what was received."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import tracemalloc
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from heymarket.api.conversations import _LIST
from heymarket_runtime.decode import decode
from heymarket_runtime.model import Received, link_items, link_result

from .every import MODELS, full, json_of

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = json.dumps([{"id": number, "last_msg": "x" * 1000} for number in range(200)]).encode()
OPTIONS: dict[str, Any] = {"request_id": None, "strict": True, "on_drift": print}

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


@pytest.mark.parametrize("way", ["deepcopy", "pickle 5"])
def test_a_kept_copy_does_not_keep_the_page(way: str) -> None:
    """An item holds the body that its `raw` is made from; whoever keeps a few of many pages keeps copies."""

    def kept(wanted: Callable[[Any], Any]) -> int:
        """Return how many bytes one item of each of 20 pages holds."""
        tracemalloc.start()
        try:
            held = [wanted(decode(_LIST, bytes(bytearray(PAGE)), **OPTIONS)[0]) for _ in range(20)]
            gc.collect()
            size = tracemalloc.get_traced_memory()[0]
            assert [each.raw["id"] for each in held] == [0] * len(held)
            return size
        finally:
            tracemalloc.stop()

    assert kept(WAYS[way]) < len(PAGE) < kept(lambda item: item)


@pytest.mark.parametrize("model", MODELS)
def test_the_garbage_collector_has_no_work_with_models(model: type[Any]) -> None:
    value = full(model)
    link_result(value, Received(b"{}"))
    assert not gc.is_tracked(value)


def test_what_nobody_holds_is_freed_at_once() -> None:
    class Watched(Received):
        __slots__ = ("__weakref__",)

    page = decode(_LIST, PAGE, **OPTIONS)
    received = Watched(PAGE)
    link_items(page, received)
    alive = weakref.ref(received)
    last = page[-1]
    del received, page
    assert last.raw["id"] == 199
    del last
    assert alive() is None
