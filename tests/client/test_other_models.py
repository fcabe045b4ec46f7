"""A model of another class, package or generator is refused by both names, before anything is sent."""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import msgspec
import pydantic
import pytest

import heymarket_runtime
from heymarket import InvalidRequestError
from heymarket.models.conversation_filters import ConversationFilters
from heymarket.models.conversation_member import ConversationMember
from heymarket.models.conversation_query import ConversationQuery
from heymarket_runtime.arguments import prepare
from heymarket_runtime.model import Model
from heymarket_runtime.operation import Operation

from .driving import Script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .driving import Driver

WANTED = "heymarket.models.conversation_filters.ConversationFilters"


class OfTheSameRuntime(Model, kw_only=True):
    closed: bool | None = None


@attrs.define
class OfOpenapiPythonClient:
    closed: bool | None = None
    additional_properties: dict[str, Any] = attrs.field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {"closed": self.closed}


class OfPydantic(pydantic.BaseModel):
    closed: bool | None = None


class OfMsgspec(msgspec.Struct):
    closed: bool | None = None


@dataclasses.dataclass
class OfDataclasses:
    closed: bool | None = None


@pytest.fixture(scope="module")
def other_runtime() -> Iterator[Any]:
    """The runtime a second time, as another package that carries its own."""
    folder = Path(heymarket_runtime.__file__).parent
    spec = importlib.util.spec_from_file_location(
        "other_runtime", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec
    package = sys.modules["other_runtime"] = importlib.util.module_from_spec(spec)
    yield importlib.import_module("other_runtime.model")
    for name in [name for name in sys.modules if name.split(".")[0] == package.__name__]:
        del sys.modules[name]


FOREIGN = [OfTheSameRuntime, OfOpenapiPythonClient, OfPydantic, OfMsgspec, OfDataclasses]


def refused(drive: Driver, value: object) -> None:
    script = Script([[]])
    with pytest.raises(InvalidRequestError) as caught:
        drive.first(drive.client(script), filters=value)
    got = f"{type(value).__module__}.{type(value).__qualname__}"
    assert caught.value.argument == "filters"
    assert str(caught.value) == f"filters: expected {WANTED}, or a dict, got {got}"
    assert script.requests == []


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("fields", [{}, {"closed": True}], ids=str)
def test_a_model_of_another_package_is_refused(drive: Driver, kind: type[Any], fields: dict[str, Any]) -> None:
    refused(drive, kind(**fields))


def test_a_model_of_another_runtime_is_refused(drive: Driver, other_runtime: Any) -> None:
    class ConversationFilters(other_runtime.Model, kw_only=True):  # type: ignore[misc, name-defined]
        closed: bool | None = None

    refused(drive, ConversationFilters(closed=True))


@pytest.mark.parametrize("value", [ConversationQuery(), ConversationMember(id=1), ConversationQuery(id=1)], ids=str)
def test_a_model_of_another_class_is_refused(drive: Driver, value: Model) -> None:
    refused(drive, value)


def test_a_class_derived_from_the_right_one_is_taken(drive: Driver) -> None:
    class Mine(ConversationFilters, kw_only=True):
        pass

    script = Script([[]])
    drive.first(drive.client(script), filters=Mine(closed=True))
    assert script.bodies == [{"filters": {"closed": True}}]


class Outer(Model, kw_only=True):
    listed: list[ConversationMember] | None = None
    mapped: dict[str, ConversationMember] | None = None
    either: ConversationMember | list[ConversationFilters] | None = None
    any: Any = None


def operation(body: Any) -> Operation:
    return Operation(name="x", method="POST", path="/x", result=None, body=body)


MEMBER = "heymarket.models.conversation_member.ConversationMember"


@pytest.mark.parametrize(
    ("body", "named", "wanted"),
    [
        ({"listed": [{}, OfMsgspec()]}, "listed[1]", MEMBER),
        ({"listed": (each for each in [OfMsgspec()])}, "listed[0]", MEMBER),
        ({"listed": [ConversationFilters()]}, "listed[0]", MEMBER),
        ({"mapped": {"a": OfMsgspec()}}, "mapped.a", MEMBER),
        ({"mapped": {"a": ConversationFilters()}}, "mapped.a", MEMBER),
        ({"either": ConversationFilters()}, "either", MEMBER),
        ({"either": [ConversationMember(id=1)]}, "either[0]", WANTED),
        ({"any": {"a": [OfMsgspec()]}}, "any.a[0]", "a model built on heymarket_runtime"),
        (Outer(listed=[OfMsgspec()]), "listed[0]", MEMBER),  # type: ignore[list-item]
        (OfMsgspec(), "body", f"{__name__}.Outer"),
        (ConversationFilters(), "body", f"{__name__}.Outer"),
    ],
)
def test_it_is_named_wherever_it_is(body: Any, named: str, wanted: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        prepare(operation(Outer), body=body)
    assert caught.value.argument == named
    assert str(caught.value).startswith(f"{named}: expected {wanted}, or a dict, got ")


def test_one_of_several_classes() -> None:
    either = ConversationFilters | ConversationMember
    with pytest.raises(InvalidRequestError, match=rf"^\[0\]: expected {WANTED} or {MEMBER}, or a dict, got "):
        prepare(operation(list[either]), body=[OfMsgspec()])


def test_right_models_are_taken_wherever_they_are() -> None:
    body = Outer(
        listed=[ConversationMember(id=1)],
        mapped={"a": ConversationMember(id=2)},
        either=ConversationMember(id=3),
        any=[ConversationFilters(closed=True)],
    )
    assert prepare(operation(Outer), body=body).body == {
        "listed": [{"id": 1}],
        "mapped": {"a": {"id": 2}},
        "either": {"id": 3},
        "any": [{"closed": True}],
    }


@pytest.mark.parametrize("kind", FOREIGN[1:])
def test_a_free_form_takes_none_of_another_package_either(drive: Driver, kind: type[Any]) -> None:
    script = Script([{}])
    client = drive.client(script)
    with pytest.raises(InvalidRequestError, match=r"^a: expected a model built on heymarket_runtime, or a dict, got "):
        drive.request(client, "POST", "/v1/things", json={"a": kind()})
    assert script.requests == []
    drive.request(client, "POST", "/v1/things", json={"a": ConversationFilters(closed=True)})
    assert script.bodies == [{"a": {"closed": True}}]
