"""Which mutants a run tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from lab.mutation import choice
from lab.mutation.tree import ROOT

if TYPE_CHECKING:
    import pytest

TOKENS = "auth_ext/heymarket_auth/_jwt.py"


def test_those_of_a_change_are_of_what_it_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = yaml.safe_load((ROOT / choice.SPEC).read_text("utf-8"))
    spec["components"]["schemas"]["Inbox"]["description"] = "Other words."
    del spec["paths"]["/v1/team"]
    git = {"diff": f"{TOKENS}\n{choice.SPEC}\n", "show": yaml.safe_dump(spec)}
    monkeypatch.setattr(choice, "_git", lambda verb, *_: git[verb])
    found = choice.since("then")
    assert {each.file for each in found.values()} == {TOKENS, ""}
    of_the_spec = {name.split(": ")[0] for name, each in found.items() if not each.file}
    assert all(name.startswith(("Inbox", "GET /v1/team ", "GET /v1/team", "GET /v1/inboxes")) for name in of_the_spec)
    assert any(name.startswith("Inbox.") for name in found)
    assert any(name.startswith("GET /v1/inboxes ") for name in found)
    assert {"GET /v1/team has another path (spec)", "GET /v1/team has another path (client)"} <= set(found)


def test_one_operation_is_tried_more_closely_when_it_alone_was_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = yaml.safe_load((ROOT / choice.SPEC).read_text("utf-8"))
    del spec["paths"]["/v1/team"]
    git = {"diff": choice.SPEC, "show": yaml.safe_dump(spec)}
    monkeypatch.setattr(choice, "_git", lambda verb, *_: git[verb])
    assert len(choice.since("then")) > len([name for name in choice.all_mutants() if name.startswith("GET /v1/team ")])
