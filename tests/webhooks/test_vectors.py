"""Are the vectors for other languages right, and does this package agree with them?"""

from __future__ import annotations

import contextlib
import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from heymarket import webhooks

from .events import EXAMPLES, ROOT, SPEC

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = json.loads((ROOT / "openapi/webhook-vectors.json").read_text("utf-8"))
VECTORS = DOCUMENT["vectors"]
SCHEMA = jsonschema_rs.Draft202012Validator(
    json.loads((ROOT / "openapi/webhook-vectors.schema.json").read_text("utf-8"))
)
SCHEMAS = SPEC["components"]["schemas"]
MAPPING = {value: to.rpartition("/")[2] for value, to in SCHEMAS["WebhookEvent"]["discriminator"]["mapping"].items()}
vectors = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])


def posted(vector: dict[str, Any]) -> bytes:
    return bytes.fromhex(vector["body_hex"]) if "body_hex" in vector else vector["body"].encode()


@vectors
def test_this_package_says_the_same(vector: dict[str, Any]) -> None:
    try:
        event: Any = webhooks.parse(posted(vector), token=vector["tokens"])
    except webhooks.WebhookTokenError:
        assert vector["verdict"] == "token"
    except webhooks.WebhookBodyError:
        assert vector["verdict"] == "body"
    else:
        assert vector["verdict"] == "accepted"
        assert getattr(event, "received_type", event.type) == vector["type"]


@vectors
def test_the_verdict_follows_from_the_rules(vector: dict[str, Any]) -> None:
    """As openapi/README.md states them, without this package."""
    verdict, found = "body", None
    with contextlib.suppress(ValueError, ZeroDivisionError):
        found = json.loads(posted(vector).decode(), parse_constant=lambda _: 1 / 0)
    if isinstance(found, dict):
        is_known = isinstance(found.get("token"), str) and found["token"] in vector["tokens"]
        verdict = "token" if not is_known else "accepted" if isinstance(found.get("type"), str) else "body"
    assert vector["verdict"] == verdict
    if verdict == "accepted" and found["type"] in MAPPING:
        name = MAPPING[found["type"]]
        assert vector["type"] == next(value for value, to in MAPPING.items() if to == name)
        assert vector["identity"] == [at(found, pointer) for pointer in SCHEMAS[name]["x-event-identity"]]
    else:
        assert "identity" not in vector
        assert vector.get("type") == (found["type"] if verdict == "accepted" else None)


def at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        value = value[step]
    return value


def test_vectors_with_one_identity_are_one_event() -> None:
    found: dict[str, set[str]] = {}
    for vector in VECTORS:
        if "identity" in vector:
            key = json.dumps([vector["type"], vector["identity"]])
            found.setdefault(key, set()).add(webhooks.identity(webhooks.parse_unverified(posted(vector))))
    assert all(len(keys) == 1 for keys in found.values())
    assert len({key for keys in found.values() for key in keys}) == len(found)


def test_vectors_cover_every_type_and_every_verdict() -> None:
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)
    assert {vector.get("type") for vector in VECTORS} > set(EXAMPLES)
    assert {vector["verdict"] for vector in VECTORS} == {"accepted", "token", "body"}


def test_the_file_has_its_form() -> None:
    SCHEMA.validate(DOCUMENT)


SPOILS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no name": lambda vector: vector.pop("name"),
    "no tokens": lambda vector: vector.update(tokens=[]),
    "an empty token": lambda vector: vector.update(tokens=[""]),
    "no body": lambda vector: vector.pop("body"),
    "two bodies": lambda vector: vector.update(body_hex="00"),
    "another verdict": lambda vector: vector.update(verdict="maybe"),
    "no type": lambda vector: vector.pop("type"),
    "a type of what is refused": lambda vector: vector.update(verdict="token"),
    "an empty identity": lambda vector: vector.update(identity=[]),
    "another field": lambda vector: vector.update(note="x"),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_the_form_is_checked(spoil: Callable[[dict[str, Any]], object]) -> None:
    document = deepcopy(DOCUMENT)
    spoil(document["vectors"][0])
    assert not SCHEMA.is_valid(document)
