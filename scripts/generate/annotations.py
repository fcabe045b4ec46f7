"""Shapes as the text of Python types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.generate.shapes import ANYTHING, NOTHING, Either, Fixed, Items, Map, Named, Nullable, Ruled, Simple

if TYPE_CHECKING:
    from collections.abc import Container

    from scripts.generate.shapes import Field, Model, Shape

_GIVEN = {"Timestamp": "datetime.datetime | str", "Upload": "Upload | bytes"}
_KINDS = {"str": "text", "Timestamp": "text", "int": "int", "float": "float", "bool": "bool"}


def received(shape: Shape) -> str:
    """Return the type of a received value."""
    match shape:
        case Simple(name) | Named(name):
            text = name
        case Fixed(value):
            text = f"Literal[{value!r}]"
        case Items(item):
            text = f"list[{received(item)}]"
        case Map(value):
            text = f"dict[str, {received(value)}]"
        case Nullable(inner):
            text = f"{received(inner)} | None"
        case Either():
            text = _choice(shape)
        case Ruled(inner, rules):
            limits = [f"_rules.Limits({', '.join(rules.limits)})"] if rules.limits else []
            checks = [f"_rules.{check}" for check in rules.checks]
            text = f"{'_rules.Checked' if checks else 'Annotated'}[{', '.join([received(inner), *limits, *checks])}]"
    return text


def _choice(shape: Either) -> str:
    union = " | ".join(dict.fromkeys(map(received, shape.members)))
    if shape.field:
        values = ", ".join(f"{value!r}: {received(shape.members[index])}" for value, index in shape.values)
        return f"_rules.Checked[{union}, _rules.ByField({shape.field!r}, {{{values}}})]"
    kinds = [_kind(member) for member in shape.members]
    # msgspec chooses by the kind of JSON, so there must be no more than one type of each.
    plain = "" not in kinds and len(set(kinds)) == len(kinds)
    return union if plain else f"_rules.Checked[{union}, _rules.ByFit()]"


def _kind(shape: Shape) -> str:
    """Return the kind of JSON of a member of a union; empty if msgspec cannot take it beside another."""
    match shape:
        case Simple(name):
            return _KINDS.get(name, "")
        case Items():
            return "array"
        case Map() | Named():
            return "object"
        case Ruled(inner, rules):
            return "" if rules.checks else _kind(inner)
        case _:
            return ""


def declared(field: Field) -> str:
    """Return a model's field: its name, its type, and its name in JSON where that differs."""
    kind, required = received(field.shape), field.required and not field.write_only
    if field.read_only:
        kind = f"Annotated[{kind}, _rules.ReadOnly()]"
    if field.write_only:
        kind = f"Annotated[{kind}, _rules.WriteOnly(required={field.required})]"
    if not required and (field.read_only or field.write_only or not _takes_none(field.shape)):
        kind = f"{kind} | None"
    if field.python_name != field.name:
        default = "" if required else "default=None, "
        return f'{field.python_name}: {kind} = _field({default}metadata={{"json": {_quoted(field.name)}}})'
    return f"{field.python_name}: {kind}" if required else f"{field.python_name}: {kind} = None"


def others(model: Model, name: str) -> str:
    """Return the field of a model that holds what the spec does not name."""
    kind = f"_rules.Checked[dict[str, {received(model.others or ANYTHING)}], _rules.Others()]"
    return f'{name}: {kind} = _field(factory=dict, metadata={{"json": "*"}})'


def given(shape: Shape, dicts: Container[str]) -> str:
    """Return the type of a value that a caller may give; `dicts` names the classes that have a type of plain dict."""
    match shape:
        case Simple(name):
            text = _GIVEN.get(name, name)
        case Fixed():
            text = received(shape)
        case Named(name):
            text = f"{name} | {name}Param" if name in dicts else f"{name} | Mapping[str, Any]"
        case Items(item):
            text = f"Sequence[{given(item, dicts)}]"
        case Map(value):
            text = f"Mapping[str, {given(value, dicts)}]"
        case Either(members):
            text = " | ".join(dict.fromkeys(given(member, dicts) for member in members))
        case Ruled(inner):
            text = given(inner, dicts)
        case Nullable(inner):
            text = f"{given(inner, dicts)} | None"
    return text


def argument(field: Field, dicts: Container[str]) -> str:
    """Return the type of an argument, and its default if it may be left out."""
    return given(field.shape, dicts) if field.required else f"{_or_none(field.shape, dicts)} = None"


def entry(field: Field, dicts: Container[str]) -> str:
    """Return the type of a field in a plain dict."""
    return f"Required[{given(field.shape, dicts)}]" if field.required else _or_none(field.shape, dicts)


def _or_none(shape: Shape, dicts: Container[str]) -> str:
    kind = given(shape, dicts)
    return kind if _takes_none(shape) and shape != ANYTHING else f"{kind} | None"


def _takes_none(shape: Shape) -> bool:
    return isinstance(shape, Nullable) or shape in {ANYTHING, NOTHING}


def _quoted(name: str) -> str:
    text = repr(name)
    return f'"{name}"' if text == f"'{name}'" and '"' not in name else text
