"""A model is an attrs class to attrs, and to whoever knows attrs classes."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import attrs
import cattrs.preconf.json
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heymarket.models import Conversation, ConversationMember, Team, TeamMember

from .every import MODELS, bare, full, json_of, models_of

if TYPE_CHECKING:
    from collections.abc import Callable

every_model = pytest.mark.parametrize("model", MODELS)
CONVERTER = cattrs.preconf.json.make_converter()


def test_there_are_as_many_as_one_knows() -> None:
    assert len(MODELS) >= 14


@every_model
def test_it_has_attrs_fields(model: type[Any]) -> None:
    assert attrs.has(model)
    fields = attrs.fields(model)
    assert [field.name for field in fields] == list(model.__struct_fields__)
    assert attrs.fields_dict(model) == {field.name: field for field in fields}
    assert attrs.fields(model) is fields
    for field, info in zip(fields, msgspec.structs.fields(model), strict=True):
        assert field.default is (attrs.NOTHING if info.required else None)
        assert (field.type, field.alias, field.kw_only, field.init) == (info.type, info.name, True, True)


@every_model
def test_asdict_goes_into_models_filters_and_serializes(model: type[Any]) -> None:
    value = full(model)

    def text(_: Any, __: Any, item: Any) -> Any:
        return msgspec.to_builtins(item) if isinstance(item, datetime.datetime) else item

    assert attrs.asdict(value, value_serializer=text) == json_of(model)
    assert list(attrs.asdict(value)) == list(model.__struct_fields__)
    present = attrs.asdict(bare(model), filter=lambda _, item: item is not None, value_serializer=text)
    assert present == bare(model).to_dict()


@every_model
def test_astuple(model: type[Any]) -> None:
    value = full(model)
    assert attrs.astuple(value, recurse=False) == tuple(getattr(value, name) for name in model.__struct_fields__)


def test_astuple_goes_into_models() -> None:
    team = Team(id=7, members=[TeamMember(id=1, name="Grace")])
    assert attrs.astuple(team) == (7, None, None, [(1, "Grace", None, None)])


@every_model
def test_evolve_changes_a_copy(model: type[Any]) -> None:
    value = full(model)
    assert attrs.evolve(value) == value
    for name in model.__struct_fields__:
        changed = attrs.evolve(value, **{name: None})
        assert type(changed) is model
        assert getattr(changed, name) is None
        assert changed != value
    assert value == full(model)
    with pytest.raises(TypeError, match="no_such_field"):
        attrs.evolve(value, no_such_field=1)


@every_model
def test_validate_and_resolve_types(model: type[Any]) -> None:
    attrs.validate(full(model))
    before = [field.type for field in attrs.fields(model)]
    assert attrs.resolve_types(model) is model
    assert [field.type for field in attrs.fields(model)] == before
    assert not any(isinstance(kind, str) for kind in before)


@every_model
def test_cattrs_reads_and_writes_json(model: type[Any]) -> None:
    value = CONVERTER.structure(json_of(model), model)
    assert value == full(model)
    assert type(value) is model
    plain = CONVERTER.unstructure(value)
    assert json.loads(json.dumps(plain)) == plain
    assert CONVERTER.structure(plain, model) == value
    assert CONVERTER.loads(CONVERTER.dumps(value), model) == value
    assert CONVERTER.structure(bare(model).to_dict(), model) == bare(model)


def _made(model: type[Any]) -> st.SearchStrategy[Any]:
    """Make models; Hypothesis is told what it knows no values of: `Any`, and what chance seldom makes."""
    told: dict[str, Any] = {}
    for each in msgspec.structs.fields(model):
        if "typing.Any]" in str(each.type):
            told[each.name] = st.dictionaries(st.text(), st.integers(-100, 100))
        elif _is_rare(each.type):
            told[each.name] = st.just(getattr(full(model), each.name))
        if each.name in told and not each.required:
            told[each.name] |= st.none()
    fields = {each.name: told.get(each.name, ...) for each in msgspec.structs.fields(model)}
    made = st.builds(model, **fields) if told else st.from_type(model)
    most = {each.name: _most(each.type) for each in msgspec.structs.fields(model)}
    # Nor does it know the limits of msgspec.
    return made.filter(
        lambda value: all(len(getattr(value, name) or ()) <= length for name, length in most.items() if length)
    )


def _is_rare(kind: Any, depth: int = 0) -> bool:
    """Say whether chance seldom makes such a value: text that has a pattern, a list with a least length."""
    inner = [field.type for field in msgspec.structs.fields(kind)] if kind in MODELS else get_args(kind)
    return any(limit in str(kind) for limit in ("pattern=", "min_length=")) or (
        depth < 9 and any(_is_rare(each, depth + 1) for each in inner)
    )


def _most(kind: Any) -> int | None:
    """Return how many items a list may hold at most, if there is a limit."""
    inside = [kind, *get_args(kind)]
    limits = [each for part in inside if get_origin(part) is Annotated for each in get_args(part)[1:]]
    return next((each.max_length for each in limits if isinstance(each, msgspec.Meta) and each.max_length), None)


@every_model
def test_hypothesis_makes_them(model: type[Any]) -> None:
    @given(value=_made(model))
    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    def check(value: Any) -> None:
        assert type(value) is model
        assert msgspec.convert(value.to_dict(), model) == value

    check()


def test_timestamps_that_hypothesis_makes_are_aware() -> None:
    made: list[datetime.datetime] = []

    @given(value=st.from_type(Conversation))
    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    def check(value: Conversation) -> None:
        made.extend(moment for moment in (value.created, value.updated) if moment)

    check()
    assert made
    assert all(moment.utcoffset() is not None for moment in made)


def test_a_match_statement_reads_fields() -> None:
    match Conversation(id=1, status="open", members=[ConversationMember(id=2, name="Grace")]):
        case Conversation(id=1, name=None, members=[ConversationMember(name=str(name))]):
            assert name == "Grace"
        case other:
            pytest.fail(repr(other))


@pytest.mark.parametrize("stem", ["keywords", "nested", "recursive"])
def test_models_of_other_specs(other_models: Callable[[str], Any], stem: str) -> None:
    models = models_of(other_models(stem))
    assert len(models) >= 2
    for model in models:
        value = full(model)
        assert [field.name for field in attrs.fields(model)] == list(model.__struct_fields__)
        assert attrs.evolve(value) == value
        assert len(attrs.astuple(value)) == len(attrs.asdict(value)) == len(attrs.fields(model))
        assert CONVERTER.structure(json_of(model), model) == value
        plain = CONVERTER.unstructure(value)
        assert plain.keys() == value.to_dict().keys()
        assert CONVERTER.structure(plain, model) == value


def test_a_field_that_python_cannot_name_tells_its_name_in_json(other_models: Callable[[str], Any]) -> None:
    fields = attrs.fields_dict(other_models("keywords").Mail)
    assert fields["from_"].metadata == {"json": "from"}
    assert fields["first_name"].metadata == {"json": "first-name"}
    assert fields["type"].metadata == {}


def test_a_subclass_has_its_own_fields() -> None:
    class Marked(Team):
        mark: str = "none"

    assert [field.name for field in attrs.fields(Marked)] == [*Team.__struct_fields__, "mark"]
    assert attrs.evolve(Marked(id=1), mark="seen") == Marked(id=1, mark="seen")
    assert [field.name for field in attrs.fields(Team)] == list(Team.__struct_fields__)
