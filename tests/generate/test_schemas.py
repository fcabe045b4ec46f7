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


BOX: dict[str, Any] = {
    "name": "x",
    "free": {"a": 1, "b": [1, None], "c": None},
    "times": {"at": "2026-04-12T15:30:00Z"},
    "lists": {"x": ["a", None], "y": []},
    "inner": [{"name": "y", "cheap": {"amount": 1}, "inner": [{"name": "z", "dear": {"amount": 2.5}}]}],
    "byName": {"f": {"g": {"h": 1}}},
    "price": {"amount": 3, "unknown": True},
}


def test_fields_without_names() -> None:
    api = Api("open", BOX)
    named = {name: value for name, value in BOX.items() if name != "price"}
    box = api.client.boxes.set_box(**named, additional_properties={"price": api.models.Price(amount=3)})
    assert (api.sent, api.told) == ({**named, "price": {"amount": 3}}, [])
    assert (box.to_dict(), box.raw, box.additional_properties["price"].amount) == (BOX, BOX, 3)
    innermost = box.inner[0].inner[0]
    assert (innermost.raw, innermost.additional_properties["dear"].amount) == (
        {"name": "z", "dear": {"amount": 2.5}},
        2.5,
    )
    assert box.free.additional_properties == {"b": [1, None], "c": None}
    assert box.byName["f"].to_dict() == {"g": {"h": 1}}
    assert box.times.additional_properties["at"].year == 2026
    copied = pickle.loads(pickle.dumps(innermost))
    assert copy.deepcopy(innermost).additional_properties == copied.additional_properties != {}
    assert api.models.Free(a=1).additional_properties == {}
    assert api.models.Free(a=1).to_dict() == {"a": 1}


def test_fields_without_names_are_sent_on() -> None:
    api = Api("open", [BOX])
    (box,) = api.client.boxes.list_boxes()
    assert (box.additional_properties["price"].amount, box.inner[0].to_dict()) == (3, BOX["inner"][0])
    api = Api("open", BOX)
    api.client.boxes.set_box(name="w", free=box.free, inner=box.inner)
    assert api.sent == {"name": "w", "free": BOX["free"], "inner": BOX["inner"]}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"price": {}}, "price.amount: is required"),
        ({"price": {"amount": "1"}}, "price.amount: expected float, got str"),
        ({"price": {"amount": 1, "x": 1}}, "price.x: no such field"),
        ({"name": "y"}, "additional_properties: `name` is an argument of its own"),
        ([], "additional_properties: expected a mapping, got list"),
        ({1: {"amount": 1}}, "body: expected text for the name of a field, got int"),
    ],
)
def test_fields_without_names_are_checked(given: Any, message: str) -> None:
    api = Api("open", BOX)
    refused(api, lambda: api.client.boxes.set_box(name="x", additional_properties=given), message)


@pytest.mark.parametrize(
    ("given", "message", "path"),
    [
        ({"times": {"at": "noon"}}, "times.at: ", "$.times[*]"),
        ({"lists": {"x": ["abcd"]}}, "lists.x[0]: expected str of length <= 3", "$.lists[*][*]"),
        ({"lists": {"x": ["a", "b", "c"]}}, "lists.x: expected array of length <= 2", "$.lists[*]"),
        ({"inner": [{"name": "y", "p": {"amount": ""}}]}, "inner[0].p.amount: expected float", "$.inner[*][*].amount"),
    ],
)
def test_fields_without_names_inside(given: dict[str, Any], message: str, path: str) -> None:
    api = Api("open", {"name": "x", **given})
    refused(api, lambda: api.client.boxes.set_box(name="x", **given), message)
    box = api.client.boxes.set_box(name="x")
    assert ([each[0] for each in api.told], box.to_dict()) == ([path], {"name": "x", **given})


def test_fields_of_a_form_without_names() -> None:
    api = Api("open", "", 204)
    api.client.boxes.send_form(a=1, additional_properties={"b c": [1, 2], "d": None})
    assert api.requests[-1].content == b"a=1&b%20c=1&b%20c=2"


PETS: dict[str, Any] = {
    "pet": {"kind": "cat", "lives": 9},
    "pets": [{"kind": "dog", "tricks": ["sit"]}, {"kind": "cat"}],
    "byName": {"Tom": {"kind": "cat", "toys": [{"name": "mouse"}]}},
    "implied": {"kind": "Dog", "tricks": []},
    "nested": {"kind": "van", "wheels": 4},
    "byEnum": {"kind": "boat", "size": 1},
    "inline": {"kind": "whatever", "y": 1},
}


def test_choices_by_what_they_name() -> None:
    api = Api("choices", PETS)
    owner = api.client.pets.set_pet(**PETS)
    assert (api.sent, api.told, owner.to_dict()) == (PETS, [], PETS)
    found = (owner.pet, *owner.pets, owner.byName["Tom"], owner.implied, owner.nested, owner.byEnum)
    assert [type(each).__name__ for each in found] == ["Cat", "Dog", "Cat", "Cat", "Dog", "Car", "Boat"]
    assert owner.inline.y == 1
    api.client.pets.set_pet(nested=api.models.Cat(kind="cat"))
    assert api.sent == {"nested": {"kind": "cat"}}


KINDS = '"cat" or "dog" or "Cat" or "Dog"'
TWICE = "items of which no two are equal"
# What is given, where it is wrong, and how that is told of a request and of a response.
NO_PET: list[tuple[dict[str, Any], str, tuple[str, str, str]]] = [
    ({"pet": {"kind": "cow"}}, f"pet.kind: expected {KINDS}", ("$.pet.kind", KINDS, "another string")),
    ({"pets": [{"kind": ""}]}, f"pets[0].kind: expected {KINDS}", ("$.pets[*].kind", KINDS, "another string")),
    ({"byName": {"x": {"kind": "cow"}}}, "byName.x.kind: ", ("$.byName[*].kind", KINDS, "another string")),
    ({"implied": {"kind": "cat"}}, "implied.kind: ", ("$.implied.kind", '"Cat" or "Dog"', "another string")),
    ({"nested": {"kind": "bus"}}, "nested.kind: ", ("$.nested.kind", f'{KINDS} or "car" or "van"', "another string")),
    (
        {"byEnum": {"kind": "bus"}},
        'byEnum.kind: expected "truck" or "lorry" or "boat"',
        ("$.byEnum.kind", '"truck" or "lorry" or "boat"', "another string"),
    ),
    ({"pet": {"kind": "cat", "lives": "x"}}, "pet.lives: expected int, got str", ("$.pet.lives", "integer", "string")),
    (
        {"pet": {"kind": "cat", "lives": 10}},
        "pet.lives: expected int",
        ("$.pet.lives", "integer <= 9", "another number"),
    ),
    ({"old": {"kind": "cat", "lives": []}}, "old.lives: expected int, got array", ("$.old.lives", "integer", "array")),
    (
        {"pets": [{"kind": "cat", "toys": [{"name": "a"}, {}]}]},
        "pets[0].toys[1].name: is required",
        ("$.pets[*].toys[*].name", "string", "nothing"),
    ),
    (
        {"byName": {"x": {"kind": "dog", "tricks": ["a", "a"]}}},
        f"byName.x.tricks: expected {TWICE}",
        ("$.byName[*].tricks", TWICE, "another array"),
    ),
    ({"pet": {"lives": "x"}}, "pet.lives: expected int, got str", ("$.pet.kind", "string", "nothing")),
    ({"pet": [1]}, "pet: ", ("$.pet", "Pet", "array")),
    ({"pet": {"kind": 1}}, "pet.kind: expected str, got int", ("$.pet.kind", "string", "number")),
]


@pytest.mark.parametrize(("given", "message", "told"), NO_PET)
@pytest.mark.filterwarnings("ignore:`old")
def test_what_is_wrong_inside_of_a_choice(given: dict[str, Any], message: str, told: tuple[str, str, str]) -> None:
    api = Api("choices", given)
    refused(api, lambda: api.client.pets.set_pet(**given), message)
    owner = api.client.pets.set_pet()
    assert (api.told[0], owner.to_dict()) == (told, given)


def test_an_unknown_name_leaves_the_value_as_received() -> None:
    api = Api("choices", {"pet": {"kind": "cow", "lives": 1}, "pets": [{"kind": "cat"}]})
    owner = api.client.pets.set_pet()
    assert (owner.pet, type(owner.pets[0]).__name__) == ({"kind": "cow", "lives": 1}, "Cat")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"form": "square", "size": 1}, "Square"),
        ({"form": "circle", "size": 1}, "Circle"),
        ([{"form": "square"}, {"form": "square", "size": 1}], "Square"),
    ],
)
def test_choices_by_constants(given: Any, name: str) -> None:
    api = Api("choices", given)
    shape = api.client.pets.set_shape(given)
    assert (api.sent, api.told) == (given, [])
    assert {type(each).__name__ for each in (shape if isinstance(shape, list) else [shape])} == {name}


@pytest.mark.parametrize(
    ("given", "message", "told"),
    [
        ({"form": "square", "size": "x"}, "size: expected int, got str", ("$.size", "integer", "string")),
        (
            {"form": "square", "size": "x", "center": {"x": 1, "y": 1}},
            "size: expected int, got str",
            ("$.size", "integer", "string"),
        ),
        (
            {"form": "circle", "center": {"x": 1}},
            "center.y: is required",
            ("$.center.y", "number", "nothing"),
        ),
        (
            [{"form": "square"}, {"form": "square", "corner": {"x": 1, "y": ""}}],
            "[1].corner.y: expected float, got str",
            ("$[*].corner.y", "number", "string"),
        ),
    ],
)
def test_what_is_wrong_where_nothing_is_named(given: Any, message: str, told: tuple[str, str, str]) -> None:
    api = Api("choices", given)
    refused(api, lambda: api.client.pets.set_shape(given), message)
    api.client.pets.set_shape({"form": "square"})
    assert api.told == [told]
