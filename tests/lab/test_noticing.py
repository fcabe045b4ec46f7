"""The lab notices what can be wrong with a client, and finds nothing wrong with one that is right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.specs import run, tally
from lab.specs.calls import Caller
from lab.specs.document import Document
from lab.specs.operations import walk
from lab.specs.row import Row

from .sides import DOCUMENT, WRONG, Right

DONE = {"imports": True, "constructs": True, "operations": 1, "generated": 1, "called": 1}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "things.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return tmp_path / "things.json"


def faults(path: Path, side: Right) -> list[str]:
    requests = Document(path, "request")
    found = tally.called(Caller(side, requests, Document(path, "response"), ""), walk(requests))
    assert found["untried"] == {}
    assert found["called"] == (0 if found["faults"] else 1)
    return found["faults"].get("POST /things/{id}", [])


def test_a_right_client(path: Path) -> None:
    assert faults(path, Right()) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_client(path: Path, name: str) -> None:
    side, told = WRONG[name]
    assert any(told in line for line in faults(path, side())), faults(path, side())


@pytest.mark.parametrize(
    "wrong",
    [
        {"ours": {"crashed": "Traceback"}},
        {"ours": {**DONE, "crashed": "Traceback"}},
        {"ours": {**DONE, "imports": False}},
        {"ours": {**DONE, "constructs": False}},
        {"ours": {**DONE, "missing": ["GET /"]}},
        {"ours": {**DONE, "faults": {"GET /": ["lost"]}}},
        {"ours": DONE, "mypy": ["error"]},
        {"ours": DONE, "pyright": ["error"]},
        {"ours": {**DONE, "refused": ["`not`"], "faults": {"GET /": ["lost"]}}},
    ],
)
def test_a_row_that_is_not_clean(wrong: dict[str, object]) -> None:
    row = Row(**{"path": Path("a.yaml"), "stock": {}, **wrong})  # type: ignore[arg-type]
    assert (row.is_clean, row.figures()["clean"]) == (False, False)
    assert row.faults()


def test_a_row_that_is_clean() -> None:
    assert Row(Path("a.yaml"), DONE, {}).is_whole
    refused = Row(Path("a.yaml"), {"refused": ["a.yaml:1:1: `not`"]}, {})
    assert (refused.is_clean, refused.is_refused, refused.is_whole) == (True, True, False)
    part = Row(Path("a.yaml"), {**DONE, "operations": 2, "refused": ["`not`"], "missing": ["GET /"]}, {})
    assert (part.is_clean, part.is_whole) == (True, False)


def test_documents_are_found(path: Path) -> None:
    (path.parent / "parts").mkdir()
    (path.parent / "parts" / "part.yaml").write_text("Thing: {type: object}\n", encoding="utf-8")
    (path.parent / "parts" / "old.yml").write_text("# a comment\nswagger: '2.0'\n", encoding="utf-8")
    (path.parent / "notes.md").write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert [each.name for each in run.documents([path.parent])] == ["old.yml", "things.json"]
    assert run.documents([path]) == [path]
