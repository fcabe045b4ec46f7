"""Are the events of a webhook a union that type checkers narrow, and is what is no such webhook refused?"""

from __future__ import annotations

import copy
import importlib
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from scripts.generate import package
from scripts.generate.spec import SpecError

from .others import FRAME, mypy

if TYPE_CHECKING:
    from pathlib import Path


def event(kind: str, **fields: Any) -> dict[str, Any]:
    told = {"kind": {"type": "string", "const": kind}, "secret": {"type": "string"}, **fields}
    return {"type": "object", "required": ["kind", "secret"], "properties": told, "x-event-identity": ["/what/number"]}


NUMBERED = {"type": "object", "properties": {"number": {"type": "integer"}}}
SCHEMAS: dict[str, Any] = {
    "Happening": {
        "oneOf": [{"$ref": "#/components/schemas/Begun"}, {"$ref": "#/components/schemas/Ended"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {
                "begun": "#/components/schemas/Begun",
                "started": "#/components/schemas/Begun",
                "ended": "#/components/schemas/Ended",
            },
        },
    },
    "Begun": event("begun", what=NUMBERED),
    "Ended": event("ended", what=NUMBERED, why={"type": "string"}),
}
BODY = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Happening"}}}}
RESPONSES = {"200": {"description": "taken"}}
PROGRAM = """
from {name}.heymarket import webhooks


def why(event: webhooks.Event) -> str | None:
    if event.kind == "ended":
        return event.why
    if event.kind == "begun":
        return str(event.what)
    return event.received_kind
"""


def generated(root: Path, name: str, schemas: dict[str, Any], **webhook: Any) -> Path:
    post = {"requestBody": BODY, "responses": RESPONSES, "x-webhook-token": "/secret", **webhook}
    posted = {key: value for key, value in post.items() if value is not None}
    spec = {**FRAME, "webhooks": {"happening": {"post": posted}}, "components": {"schemas": schemas}}
    (root / name).mkdir()
    (root / name / "__init__.py").touch()
    with (root / f"{name}.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(json.loads(json.dumps(spec)), file)
    package.generate(root / f"{name}.yaml", root / name)
    return root / name / "heymarket"


@pytest.mark.timeout(300)
def test_events_of_another_spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generated(tmp_path, "happenings", SCHEMAS)
    (tmp_path / "program.py").write_text(PROGRAM.format(name="happenings"), encoding="utf-8")
    assert mypy(tmp_path, ["program.py"]) == ""
    monkeypatch.syspath_prepend(tmp_path)
    webhooks: Any = importlib.import_module("happenings.heymarket.webhooks")
    why = importlib.import_module("program").why
    ended = webhooks.parse({"kind": "ended", "secret": "s", "why": "enough", "what": {"number": 3}}, token="s")
    begun = webhooks.parse({"kind": "started", "secret": "s"}, token="s")
    other = webhooks.parse({"kind": "paused", "secret": "s"}, token="s")
    assert (why(ended), why(begun), why(other)) == ("enough", "None", "paused")
    assert (type(begun).__name__, begun.kind, begun.raw) == ("Begun", "begun", {"kind": "started"})
    assert webhooks.identity(ended) == "ended:[3]"
    with pytest.raises(webhooks.WebhookTokenError):
        webhooks.parse({"kind": "ended", "secret": "t"}, token="s")
    for name in [name for name in sys.modules if name.startswith("happenings") or name == "program"]:
        monkeypatch.delitem(sys.modules, name)


def test_webhooks_without_a_token_are_models_like_others(tmp_path: Path) -> None:
    written = generated(tmp_path, "open", SCHEMAS, **{"x-webhook-token": None})
    assert not (written / "webhooks.py").exists()
    assert "secret: str" in (written / "models" / "begun.py").read_text(encoding="utf-8")


def spoiled(**changes: Any) -> dict[str, Any]:
    schemas = copy.deepcopy(SCHEMAS)
    for name, change in changes.items():
        schemas[name].update(change)
    return schemas


UNFIT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a token that is no field": (SCHEMAS, {"x-webhook-token": "/nowhere"}),
    "a token inside of a field": (SCHEMAS, {"x-webhook-token": "/what/number"}),
    "a token that is no pointer": (SCHEMAS, {"x-webhook-token": "secret"}),
    "a token that is no text": (SCHEMAS, {"x-webhook-token": 7}),
    "no body": (SCHEMAS, {"requestBody": None}),
    "no choice": (
        SCHEMAS,
        {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Begun"}}}}},
    ),
    "no mapping": (spoiled(Happening={"discriminator": {"propertyName": "kind"}}), {}),
    "no identity": (spoiled(Ended={"x-event-identity": None}), {}),
    "a member that is no object": (
        spoiled(Happening={"oneOf": [*SCHEMAS["Happening"]["oneOf"], {"type": "array", "items": {}}]}),
        {},
    ),
}


@pytest.mark.parametrize(("schemas", "webhook"), UNFIT.values(), ids=UNFIT)
def test_an_unfit_webhook_is_refused_with_its_line(
    schemas: dict[str, Any], webhook: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(SpecError) as refusal:
        generated(tmp_path, "unfit", schemas, **webhook)
    message = str(refusal.value)
    assert "`x-webhook-token` is for a field of a choice" in message
    line = int(message.partition("unfit.yaml:")[2].partition(":")[0])
    assert "x-webhook-token" in (tmp_path / "unfit.yaml").read_text(encoding="utf-8").splitlines()[line - 1]
