"""What the templates ask about webhooks: events that a field tells apart, and a token that shows who sent them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from scripts.generate.names import attribute
from scripts.generate.pointers import steps
from scripts.generate.problem import Problem
from scripts.generate.shapes import Named, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.generate.models import Choice, Field, Models
    from scripts.generate.pointers import Pointer
    from scripts.generate.spec import Spec

TOKEN, IDENTITY = "x-webhook-token", "x-event-identity"


@attrs.frozen
class Event:
    model: Named
    types: tuple[str, ...]
    """The values that stand for it; the first is its own, the others are taken for it."""
    identity: tuple[Pointer, ...]
    """Where the values are that, with its type, tell it from another."""


@attrs.frozen
class Webhook:
    by: str
    token: str
    events: list[Event]


def webhook(spec: Spec, models: Models) -> Webhook | None:
    """Return the events that carry a token, if the spec has any; types of other webhooks are models like others."""
    return next((found for _, found in _webhooks(spec, models) if found), None)


def problems(spec: Spec, models: Models) -> Iterator[Problem]:
    for pointer, found in _webhooks(spec, models):
        if found is None:
            text = (
                f"`{TOKEN}` is for a field of a choice by a discriminator with a mapping; its events have `{IDENTITY}`"
            )
            yield Problem(TOKEN, (*pointer, TOKEN), text)


def narrow(found: Webhook, models: Models) -> None:
    """Let type checkers tell events apart by their type, and keep the token, which is a secret, out of them."""
    for event in found.events:
        model = models.models[event.model.schema]
        fields = [_narrowed(each, found, event) for each in model.fields if each.wire != found.token]
        models.models[event.model.schema] = attrs.evolve(model, fields=fields)


def _narrowed(field: Field, found: Webhook, event: Event) -> Field:
    return attrs.evolve(field, shape=Scalar(f'Literal["{event.types[0]}"]')) if field.wire == found.by else field


def _webhooks(spec: Spec, models: Models) -> Iterator[tuple[Pointer, Webhook | None]]:
    for name, item in spec.data.get("webhooks", {}).items():
        operation = spec.resolve(item).get("post", {})
        if TOKEN in operation:
            _, schema = spec.body(operation.get("requestBody", {}))
            choice = models.choices.get(str(schema.get("$ref", "")).rpartition("/")[2])
            yield ("webhooks", name, "post"), _read(spec, choice, operation[TOKEN]) if choice else None


def _read(spec: Spec, choice: Choice, token: Any) -> Webhook | None:
    schemas = spec.data["components"]["schemas"]
    mapping = schemas[choice.schema].get("discriminator", {}).get("mapping", {})
    events: list[Event] = []
    if attribute(choice.by) != choice.by:
        return None
    for member in choice.members:
        if not isinstance(member, Named):
            return None
        schema = schemas.get(member.schema, {})
        types = tuple(value for value, to in mapping.items() if str(to).endswith(f"/{member.schema}"))
        if not types or not isinstance(schema.get(IDENTITY), list) or not _is_field(token, schema):
            return None
        events.append(Event(member, types, tuple(steps(str(pointer)) for pointer in schema[IDENTITY])))
    return Webhook(choice.by, token[1:], events)


def _is_field(token: Any, schema: dict[str, Any]) -> bool:
    return isinstance(token, str) and token.startswith("/") and token[1:] in schema.get("properties", {})
