"""Does each rule of openapi/.spectral.yaml and openapi/redocly.yaml fire, where it should and nowhere else?

Run by `nox -s spec`, which installs the linters from npm; pytest does not collect this file by itself.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from scripts.lint_spec import __main__ as linters

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[Any], object]

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ["LINTERS"])
OPENAPI = ROOT / "openapi"
SPECTRAL = YAML(typ="safe").load((OPENAPI / ".spectral.yaml").read_text(encoding="utf-8"))["rules"]
REDOCLY = YAML(typ="safe").load((OPENAPI / "redocly.yaml").read_text(encoding="utf-8"))["rules"]
SPEC = (OPENAPI / "heymarket.yaml").read_text(encoding="utf-8")
PATHS = ("/v1/conversations", "/v1/conversations/{id}", "/v1/message/send", "/v1/team")
OFF = {"contact-properties", "license-url", "openapi-tags-alphabetical"}


def operation(spec: Any) -> Any:
    return spec["paths"]["/v1/conversations"]["post"]


def key(spec: Any) -> Any:
    return spec["paths"]["/v1/message/send"]["post"]["x-idempotency-key"]


def single(spec: Any) -> Any:
    return spec["paths"]["/v1/conversations/{id}"]["get"]


def webhook(spec: Any) -> Any:
    return spec["webhooks"]["event"]["post"]


def response(spec: Any) -> Any:
    return operation(spec)["responses"]["200"]


def schema(spec: Any, name: str = "Conversation") -> Any:
    return spec["components"]["schemas"][name]


def put(find: Callable[[Any], Any], **values: object) -> Edit:
    return lambda spec: find(spec).update({name.replace("__", "-"): value for name, value in values.items()})


def drop(find: Callable[[Any], Any], name: str) -> Edit:
    return lambda spec: find(spec).pop(name)


SPOILS: dict[str, dict[str, Edit]] = {
    "heymarket-operation-id": {
        "missing": drop(operation, "operationId"),
        "one word": put(operation, operationId="conversations"),
        "snake case": put(operation, operationId="list_conversations"),
        "upper case": put(operation, operationId="ListConversations"),
        "of a webhook": put(webhook, operationId="event"),
    },
    "heymarket-method-name": {
        "missing": drop(operation, "x-speakeasy-name-override"),
        "camel case": put(operation, **{"x-speakeasy-name-override": "listAll"}),
    },
    "heymarket-one-tag": {
        "missing": drop(operation, "tags"),
        "none": put(operation, tags=[]),
        "two": put(operation, tags=["conversations", "team"]),
    },
    "heymarket-words": {
        "no summary": drop(operation, "summary"),
        "a full stop": put(operation, summary="List conversations."),
        "no description": drop(operation, "description"),
        "of a webhook": drop(webhook, "description"),
    },
    "heymarket-examples": {
        "request": drop(lambda spec: operation(spec)["requestBody"]["content"]["application/json"], "examples"),
        "response": drop(lambda spec: response(spec)["content"]["application/json"], "examples"),
        "webhook": drop(lambda spec: webhook(spec)["requestBody"]["content"]["application/json"], "examples"),
        "error": drop(
            lambda spec: spec["components"]["responses"]["Denied"]["content"]["application/json"], "examples"
        ),
    },
    "heymarket-parameter-example": {"missing": drop(lambda spec: single(spec)["parameters"][0], "example")},
    "heymarket-statuses": {
        status: drop(lambda spec: operation(spec)["responses"], status)
        for status in ("200", "400", "401", "403", "429", "500")
    },
    "heymarket-not-found": {"missing": drop(lambda spec: single(spec)["responses"], "404")},
    "heymarket-shared-errors": {
        "inline": lambda spec: operation(spec)["responses"].update(
            {"403": dict(spec["components"]["responses"]["Denied"])},
        ),
    },
    "heymarket-request-id": {
        "response": drop(lambda spec: response(spec)["headers"], "X-Request-Id"),
        "error": drop(lambda spec: spec["components"]["responses"]["Denied"], "headers"),
    },
    "heymarket-provenance": {
        "operation": drop(operation, "x-provenance"),
        "pages": drop(lambda spec: operation(spec)["x-provenance"], "pages"),
        "webhook": drop(webhook, "x-provenance"),
        "security": drop(lambda spec: spec["components"]["securitySchemes"]["ApiSecret"], "x-provenance"),
    },
    "heymarket-provenance-form": {
        "status": put(lambda spec: operation(spec)["x-provenance"], status="guessed"),
        "no status": drop(lambda spec: schema(spec)["properties"]["assigned"]["x-provenance"], "status"),
        "text": put(lambda spec: schema(spec, "Team"), **{"x-provenance": "published"}),
        "another site": put(lambda spec: operation(spec)["x-provenance"], pages=["https://example.com/a"]),
        "another name": put(lambda spec: operation(spec)["x-provenance"], notes="x"),
    },
    "heymarket-semantics": {"word": put(operation, **{"x-http-semantics": "harmless"})},
    "heymarket-idempotency-key": {
        "no field": drop(key, "field"),
        "no words": drop(key, "says"),
        "no page": drop(key, "pages"),
    },
    "heymarket-webhook-token": {
        "missing": drop(webhook, "x-webhook-token"),
        "no pointer": put(webhook, **{"x-webhook-token": "token"}),
    },
    "heymarket-event": {
        "no identity": drop(lambda spec: schema(spec, "ChatClosedEvent"), "x-event-identity"),
        "an empty identity": put(lambda spec: schema(spec, "ChatClosedEvent"), **{"x-event-identity": []}),
        "an identity that is no pointer": put(
            lambda spec: schema(spec, "ChatClosedEvent"), **{"x-event-identity": ["event_data.id"]}
        ),
        "no pages": drop(lambda spec: schema(spec, "ChatClosedEvent")["x-provenance"], "pages"),
    },
    "heymarket-named-objects": {
        "body": lambda spec: operation(spec)["requestBody"]["content"]["application/json"].update(
            schema=dict(schema(spec, "ConversationQuery")),
        ),
        "items": lambda spec: response(spec)["content"]["application/json"]["schema"].update(
            items=dict(schema(spec)),
        ),
        "error": lambda spec: spec["components"]["responses"]["Denied"]["content"]["application/json"].update(
            schema={"type": "object"},
        ),
        "field": lambda spec: schema(spec)["properties"].update(
            more={"type": "object", "description": "More."},
        ),
        "field items": lambda spec: schema(spec)["properties"]["members"].update(
            items={"properties": {"a": {"type": "string"}}},
        ),
    },
    "heymarket-component": {
        name: drop(lambda spec: schema(spec, "Team"), name) for name in ("title", "description", "examples")
    },
    "heymarket-field": {"missing": drop(lambda spec: schema(spec)["properties"]["id"], "description")},
    "heymarket-int64": {
        "missing": drop(lambda spec: schema(spec)["properties"]["id"], "format"),
        "32 bits": put(lambda spec: schema(spec)["properties"]["id"], format="int32"),
        "items": drop(lambda spec: schema(spec)["properties"]["unread_users"]["items"], "format"),
        "parameter": drop(lambda spec: single(spec)["parameters"][0]["schema"], "format"),
    },
    "heymarket-open": {
        "values": put(lambda spec: schema(spec)["properties"]["status"], enum=["open", "closed"]),
    },
    "heymarket-maps": {
        "no other fields": put(schema, additionalProperties=False),
        "a map of nothing": put(
            lambda spec: schema(spec, "Contact")["properties"]["custom"], additionalProperties=False
        ),
    },
    "heymarket-one-file": {
        "another file": lambda spec: schema(spec)["properties"]["members"].update(
            items={"$ref": "other.yaml#/Member"},
        ),
    },
}
REDOCLY_SPOILS: dict[str, Edit] = {
    "no-invalid-parameter-examples": put(lambda spec: single(spec)["parameters"][0], example="x"),
    "no-invalid-schema-examples": put(schema, examples=[{"id": "x"}]),
    "no-required-schema-properties-undefined": put(schema, required=["nowhere"]),
    "no-schema-type-mismatch": put(lambda spec: schema(spec)["properties"]["id"], items={"type": "string"}),
    "parameter-description": drop(lambda spec: single(spec)["parameters"][0], "description"),
}
CASES = [(rule, case) for rule, cases in SPOILS.items() for case in cases]


def spoiled(path: Path, edit: Edit) -> str:
    """Write the spec with an edit, and without what no edit touches: two linters read dozens of copies."""
    spec = YAML(typ="safe").load(SPEC)
    spec["paths"] = {name: spec["paths"][name] for name in PATHS}
    edit(spec)
    # JSON has no anchors, which YAML would write for what stands there twice.
    path.write_text(json.dumps(spec), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def spectral(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Lint all spoiled descriptions in one go; return what fired in each."""
    folder = tmp_path_factory.mktemp("spectral")
    (folder / "other.yaml").write_text("Member: {type: string}\n", encoding="utf-8")
    names = {f"{rule}, {case}": folder / f"{index}.json" for index, (rule, case) in enumerate(CASES)}
    files = [spoiled(path, SPOILS[rule][case]) for (rule, case), path in zip(CASES, names.values(), strict=True)]
    done = linters.lint(FOLDER, "spectral", "lint", "--quiet", "--format=json", *files, stdout=subprocess.PIPE)
    problems = json.loads(done.stdout)
    return {
        name: {each["code"] for each in problems if Path(each["source"]).name == path.name}
        for name, path in names.items()
    }


@pytest.mark.parametrize(("rule", "case"), CASES, ids=lambda value: value)
def test_a_rule_of_our_style_fires_alone(rule: str, case: str, spectral: dict[str, set[str]]) -> None:
    assert spectral[f"{rule}, {case}"] & SPECTRAL.keys() == {rule}


def test_each_rule_has_a_case_or_is_off() -> None:
    assert {name for name, rule in SPECTRAL.items() if rule == "off"} == OFF
    assert SPECTRAL.keys() - OFF == SPOILS.keys()
    assert REDOCLY.keys() == REDOCLY_SPOILS.keys()


@pytest.mark.parametrize("rule", REDOCLY_SPOILS)
def test_redocly_fires(rule: str, tmp_path: Path) -> None:
    file = spoiled(tmp_path / "spoiled.json", REDOCLY_SPOILS[rule])
    done = linters.lint(
        *(FOLDER, "redocly", "lint", "--config=redocly.yaml", "--format=json", file),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.returncode == 1
    assert rule in {each["ruleId"] for each in json.loads(done.stdout)["problems"]}


def test_a_copy_in_json_is_clean(tmp_path: Path) -> None:
    file = tmp_path / "copy.json"
    file.write_text(json.dumps(YAML(typ="safe").load(SPEC)), encoding="utf-8")
    assert linters.lint(FOLDER, "spectral", "lint", "--fail-severity=hint", str(file)).returncode == 0
    assert linters.lint(FOLDER, "redocly", "lint", "--config=redocly.yaml", str(file)).returncode == 0


def test_without_a_registry_the_linters_are_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    assert linters.main([str(tmp_path)]) == 0
    assert "not here: Redocly and Spectral (npm: ECONNREFUSED)" in capsys.readouterr().out


def test_a_version_that_is_not_there_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned = json.loads(linters.PACKAGES.read_text(encoding="utf-8"))
    (tmp_path / "wanted").mkdir()
    wanted = tmp_path / "wanted" / "package.json"
    wanted.write_text(json.dumps({"dependencies": dict.fromkeys(pinned["dependencies"], "0.0.0-none")}), "utf-8")
    monkeypatch.setattr(linters, "PACKAGES", wanted)
    assert linters.main([str(tmp_path)]) == 1
    assert "npm install failed: ETARGET" in capsys.readouterr().err
