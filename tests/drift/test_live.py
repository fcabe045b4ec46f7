"""The real API is asked politely; the sandbox stands in for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from heymarket_sandbox import Sandbox, Settings

from .commands import ROOT, drift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scripts.generate.spec import Spec

LISTING = "/v1/conversations"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(rate_limit=None, conversations=20)) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_SECRET_ID", "API_SECRET_KEY", "API_KEY", "BASE_URL"):
        monkeypatch.delenv(f"HEYMARKET_{name}", raising=False)


def test_without_credentials_it_says_what_to_set() -> None:
    done = drift("live")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "set HEYMARKET_API_SECRET_ID and HEYMARKET_API_SECRET_KEY, or HEYMARKET_API_KEY" in done.stderr


def test_every_read_of_the_spec_and_no_drift(sandbox: Sandbox, spec: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sandbox.environ.items():
        monkeypatch.setenv(name, value)
    done = drift("live", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["findings"] == []
    safe = [each for each in spec.operations() if each.semantics == "safe"]
    asking = {each.id for each in safe if any(_must_be_asked(spec.resolve(one)) for one in each.parameters)}
    listed = {each.data["tags"][0] for each in safe if "{" not in each.path}
    asking |= {each.id for each in safe if each.data["tags"][0] not in listed}
    read = {each.id for each in safe} - asking
    assert report["operations"].keys() == read, "each is read that needs nothing, or only what a listing gives"
    assert {each.operation for each in sandbox.requests} == read
    assert {line.split(":")[1].strip() for line in done.stdout.splitlines() if "Skipped" in line} == asking
    assert sandbox.secret_key not in done.stdout


def _must_be_asked(parameter: Any) -> bool:
    return parameter["in"] != "path" and bool(parameter.get("required"))


def _add_read(paths: Any) -> None:
    notes = {"get": {**paths["/v1/team"]["get"], "operationId": "listNotes", "tags": ["notes"]}}
    paths["/v1/notes"] = notes


def _need_a_parameter(paths: Any) -> None:
    paths["/v1/team"]["get"]["parameters"] = [
        {"name": "colour", "in": "query", "required": True, "schema": {"type": "string"}}
    ]


def _need_a_field(paths: Any) -> None:
    body = {"type": "object", "required": ["colour"], "properties": {"colour": {"type": "string"}}}
    paths[f"{LISTING}/count"]["post"]["requestBody"]["content"]["application/json"]["schema"] = body


def _list_nothing(paths: Any) -> None:
    paths[LISTING]["post"]["x-http-semantics"] = "unsafe"


@pytest.mark.parametrize(
    ("change", "skipped"),
    [
        (_add_read, "listNotes: the installed client has no notes.get"),
        (_need_a_parameter, "getTeam: needs the query parameter colour"),
        (_need_a_field, "countConversations: needs colour in its body"),
        (_list_nothing, "getConversation: no earlier response has its id"),
    ],
)
def test_a_read_that_cannot_be_made_is_named_with_its_reason(
    change: Callable[[Any], None], skipped: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in sandbox.environ.items():
        monkeypatch.setenv(name, value)
    changed = YAML(typ="safe").load((ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8"))
    change(changed["paths"])
    path = tmp_path / "changed.yaml"
    path.write_text(json.dumps(changed, default=str), encoding="utf-8")
    done = drift("live", "--spec", path)
    assert f"Skipped: {skipped}." in done.stdout.splitlines()
    assert skipped.partition(":")[0] not in {each.operation for each in sandbox.requests}


def test_a_refusal_is_told_and_the_key_is_not(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**sandbox.environ, "HEYMARKET_API_SECRET_KEY": "WrongKey00000000000000000000s3cr3"}.items():
        monkeypatch.setenv(name, value)
    done = drift("live")
    assert done.returncode == 2
    assert "getTeam: AuthenticationError" in done.stderr
    assert "s3cr3" not in done.stdout + done.stderr
