"""What schemas say, kept in both directions: refused by name before sending, told by JSON path when received."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .others import Api, generate_all, mypy

if TYPE_CHECKING:
    from collections.abc import Callable

SPECS = sorted((Path(__file__).parent / "schemas").glob("*.yaml"))


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate_all(SPECS, tmp_path_factory.mktemp("schemas"))


@pytest.fixture(autouse=True)
def importable(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(packages))


@pytest.mark.timeout(300)
def test_type_clean(packages: Path) -> None:
    assert mypy(packages, [path.stem for path in SPECS]) == ""
    command = [sys.executable, "-m", "pyright", *(path.stem for path in SPECS)]
    done = subprocess.run(command, cwd=packages, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def refused(api: Api, call: Callable[[], object], message: str) -> None:
    before = len(api.requests)
    with pytest.raises(api.refused) as refusal:
        call()
    assert message in str(refusal.value)
    assert len(api.requests) == before


LABELS: dict[str, Any] = {
    "names": {"a b": "x", "": "y"},
    "counts": {"a": 1, "b": None},
    "prices": {"x": {"amount": 1.5}},
    "nested": {"a": {"b": [1, 2]}},
    "anything": {"a": [None, {"b": None}]},
    "empty": {},
    "whatever": [1, {"c": None}],
    "allowed": False,
}


def test_maps() -> None:
    api = Api("maps", LABELS)
    labels = api.client.labels.set_labels(**LABELS)
    assert (api.sent, api.told, labels.to_dict(), labels.raw) == (LABELS, [], LABELS, LABELS)
    assert (labels.prices["x"].amount, labels.counts["b"], labels.nested["a"]["b"]) == (1.5, None, [1, 2])
    assert pickle.loads(pickle.dumps(labels)) == copy.deepcopy(labels) == labels
    api.client.labels.set_labels(names={}, prices={"x": api.models.Price(amount=2)})
    assert api.sent == {"names": {}, "prices": {"x": {"amount": 2}}}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"names": {"a": 1}}, "names.a: expected str, got int"),
        ({"counts": {}}, "counts: expected object of length >= 1"),
        ({"counts": {"a": "1"}}, "counts.a: expected int, got str"),
        ({"prices": {"x": {}}}, "prices.x.amount: is required"),
        ({"prices": {"x": {"amount": 1, "other": 2}}}, "prices.x.other: no such field"),
        ({"nested": {"a": {"b": ["1"]}}}, "nested.a.b[0]: expected int, got str"),
        ({"empty": {"a": 1}}, "empty: expected object of length <= 0"),
    ],
)
def test_maps_are_checked(given: dict[str, Any], message: str) -> None:
    api = Api("maps", {})
    refused(api, lambda: api.client.labels.set_labels(**{"names": {}, **given}), message)


def test_maps_drift() -> None:
    received = {"names": {"a": 1}, "counts": {}, "prices": {"x": {"amount": "1"}}, "nested": {"a": {"b": [1.5]}}}
    api = Api("maps", received)
    labels = api.client.labels.set_labels(names={})
    assert api.told == [
        ("$.names[*]", "string", "number"),
        ("$.counts", "object of length >= 1", "object of 0"),
        ("$.nested[*][*][*]", "integer", "number"),
        ("$.prices[*].amount", "number", "string"),
    ]
    assert api.drifts[0].location == "$.names.a"
    assert labels.to_dict() == received


def test_a_map_as_a_whole() -> None:
    api = Api("maps", {"a": {"amount": 1}})
    prices = api.client.labels.set_prices({"a": 1, "b": 2.5})
    assert (api.sent, prices["a"].amount) == ({"a": 1, "b": 2.5}, 1)
    refused(api, lambda: api.client.labels.set_prices({"a": -1}), "a: expected float >= 0")
    refused(api, lambda: api.client.labels.set_prices({"a": 1, "b": 1, "c": 1}), "body: expected object of length <= 2")
    api = Api("maps", {"a": [{"b": None}]})
    assert api.client.labels.set_free({"x": None}) == {"a": [{"b": None}]}
    assert api.sent == {"x": None}


THING: dict[str, Any] = {
    "name": "\U0001f600\U0001f600",
    "slug": "abb",
    "count": 9,
    "dozen": 24,
    "share": 1,
    "price": 0.07,
    "wide": 2**64 - 1,
    "tags": ["a", "b"],
    "codes": [1],
    "part": {"a": 1},
    "kind": "kind",
}


def test_values_within_constraints() -> None:
    api = Api("constraints", THING)
    thing = api.client.things.make_thing(**THING, size=10, code="A12")
    assert (api.sent, api.told, thing.to_dict(), thing.wide) == (THING, [], THING, 2**64 - 1)
    assert pickle.loads(pickle.dumps(thing)) == thing


# What is given, what is allowed (in the words of Python and of JSON), and what is found.
OUTSIDE: list[tuple[dict[str, Any], str, str]] = [
    ({"name": "x"}, "str of length >= 2", "another string"),
    ({"name": "xxxxxx"}, "str of length <= 5", "another string"),
    ({"slug": "b\n"}, "str matching regex 'b+\\\\Z'", "another string"),
    ({"count": 0}, "int >= 1", "another number"),
    ({"count": 10}, "int <= 9", "another number"),
    ({"dozen": 13}, "int that's a multiple of 12", "another number"),
    ({"share": 0}, "float > 0.0", "another number"),
    ({"price": 0.075}, "a multiple of 0.01", "another number"),
    ({"wide": 2**64}, "a number <= 18446744073709551615", "another number"),
    ({"tags": ["a", "a"]}, "items of which no two are equal", "another array"),
    ({"tags": ["a", "b", "c"]}, "array of length <= 2", "array of 3"),
    ({"tags": ["abcd"]}, "str of length <= 3", "another string"),
    ({"codes": []}, "array of length >= 1", "array of 0"),
    ({"codes": [1, 0]}, "int >= 1", "another number"),
    ({"part": {}}, "at least 1 field", "0"),
    ({"kind": "kinds"}, "str of length <= 4", "another string"),
    ({"nothing": "xx"}, "str of length <= 1", "another string"),
]
INSIDE = {"tags[0]": "$.tags[*]", "codes[1]": "$.codes[*]"}


@pytest.mark.parametrize(("given", "allowed", "found"), OUTSIDE)
def test_values_outside_constraints(given: dict[str, Any], allowed: str, found: str) -> None:
    api = Api("constraints", given)
    ((name, value),) = given.items()
    with pytest.raises(api.refused, match=rf"^{name}(\[\d\])?: expected ") as refusal:
        api.client.things.make_thing(**given)
    assert str(refusal.value).endswith(f": expected {allowed}") or f": expected {allowed}, got" in str(refusal.value)
    assert not api.requests
    thing = api.client.things.make_thing()
    path = INSIDE.get(str(refusal.value).partition(":")[0], f"$.{name}")
    in_json = allowed.replace("str ", "string ").replace("int ", "integer ").replace("float ", "number ")
    assert (api.told, thing.to_dict()[name]) == ([(path, in_json, found)], value)
    with pytest.raises(api.errors.DecodeError, match="expected"):
        Api("constraints", given, strict=True).client.things.make_thing()


def test_parameters_and_bodies_have_constraints() -> None:
    api = Api("constraints", [{"a": 1}, {"a": 1}])
    refused(api, lambda: api.client.things.make_thing(size=11), "size: expected int <= 10")
    refused(api, lambda: api.client.things.make_thing(code="A1\u0661"), "code: expected str matching regex")
    refused(api, lambda: api.client.things.set_parts([]), "body: expected array of length >= 1")
    refused(api, lambda: api.client.things.set_parts([{"a": 1}, {}]), "[1]: expected at least 1 field")
    parts = api.client.things.set_parts([api.models.Part(a=1)])
    assert (api.told, [part.a for part in parts]) == (
        [("$", "items of which no two are equal", "another array")],
        [1, 1],
    )
    assert parts[1].raw == {"a": 1}


def test_constants_and_defaults() -> None:
    settings = {
        "version": "2",
        "level": 3,
        "on": True,
        "rate": 1.5,
        "mode": "slower",
        "digits": 7,
    }
    api = Api("constants", settings)
    found = api.client.settings.set_settings(**settings)
    assert (api.sent, api.told, found.to_dict()) == (settings, [], settings)
    api.client.settings.set_settings(version="2")
    assert (api.sent, api.requests[-1].url.query) == ({"version": "2"}, b"")
    for mode in (3, True, 1.5):
        api.client.settings.set_settings(version="2", mode=mode)
        assert (api.sent["mode"], type(api.sent["mode"])) == (mode, type(mode))


@pytest.mark.parametrize(
    ("given", "message", "told"),
    [
        ({"version": "3"}, 'version: expected "2"', ("$.version", '"2"', "another string")),
        ({"level": 4}, "level: expected 3", ("$.level", "3", "another number")),
        ({"on": False}, "on: expected true", ("$.on", "true", "another boolean")),
        ({"rate": 2.5}, "rate: expected 1.5", ("$.rate", "1.5", "another number")),
        ({"mode": ["x"]}, "mode: expected ", ("$.mode", "string or integer or boolean or number", "array")),
    ],
)
def test_other_values_than_constants(given: dict[str, Any], message: str, told: tuple[str, str, str]) -> None:
    api = Api("constants", {"version": "2", **given})
    refused(api, lambda: api.client.settings.set_settings(**{"version": "2", **given}), message)
    assert api.client.settings.set_settings(version="2").to_dict() == {"version": "2", **given}
    assert api.told == [told]
