"""Does the reference page hold the whole spec, and does it work without any other host?"""

from __future__ import annotations

import copy
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scripts import docs_api
from scripts.generate.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = Path(__file__).parents[2] / "openapi" / "heymarket.yaml"


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, and the text of each script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data

    @property
    def spec(self) -> Any:
        return json.loads(self.scripts[0])


@pytest.fixture(scope="module")
def spec() -> Spec:
    return Spec.load(SPEC)


@pytest.fixture(scope="module")
def text(spec: Spec) -> str:
    return docs_api.page(spec)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def pairs(before: Any, after: Any) -> Iterator[tuple[Any, Any]]:
    """Find every value of the spec beside the same value of the page."""
    yield before, after
    if isinstance(before, dict):
        for name in before:
            if name in after:
                yield from pairs(before[name], after[name])
    elif isinstance(before, list):
        for one, other in zip(before, after, strict=True):
            yield from pairs(one, other)


def test_nothing_is_asked_of_another_host(page: Page) -> None:
    assert {tag for tag, _ in page.elements} == {
        *("html", "head", "meta", "title", "link", "body", "noscript", "div", "script"),
    }
    for _, attributes in page.elements:
        for name in ("src", "href", "srcset", "data", "action", "poster", "style"):
            assert (attributes.get(name) or "data:").startswith("data:")


def test_the_browser_refuses_what_the_renderer_might_ask(page: Page) -> None:
    found = [at["content"] for _, at in page.elements if at.get("http-equiv") == "Content-Security-Policy"]
    assert found
    rules = dict(rule.strip().split(" ", 1) for rule in str(found[0]).split(";"))
    assert rules.pop("default-src") == "'none'"
    assert not rules.keys() & {"connect-src", "frame-src", "form-action"}
    assert {source for sources in rules.values() for source in sources.split()} == {"'unsafe-inline'", "data:"}


def test_light_dark_and_phone_are_prepared(page: Page) -> None:
    named = {at.get("name"): at.get("content") for tag, at in page.elements if tag == "meta"}
    assert named["color-scheme"] == "light dark"
    assert named["viewport"] == "width=device-width, initial-scale=1"
    assert not {"darkMode", "forceDarkModeState"} & docs_api.OPTIONS.keys()  # the reader's choice


def test_the_page_has_the_spec_the_renderer_and_a_start(page: Page) -> None:
    spec, renderer, start = page.scripts
    assert len(renderer) > 1_000_000
    assert "createApiReference" in renderer
    assert "Scalar.createApiReference" in start
    assert json.loads(spec)["openapi"] == "3.1.0"


def test_nothing_of_the_spec_is_lost(spec: Spec, page: Page) -> None:
    after = page.spec
    assert "HMAC with SHA-256" in after["info"]["description"]
    for before, shown in pairs(spec.data, after):
        if isinstance(before, dict):
            assert before.keys() - shown.keys() <= {"anyOf", "oneOf"}
            assert shown.keys() - before.keys() <= {"description"}
            if isinstance(before.get("description"), str):
                assert before["description"].rstrip() in shown["description"]
        elif not isinstance(before, (str, list)):
            assert shown == before


def test_provenance_is_told(spec: Spec, page: Page) -> None:
    told = 0
    for before, shown in pairs(spec.data, page.spec):
        if isinstance(before, dict) and "x-provenance" in before:
            told += 1
            origin = before["x-provenance"]
            assert f"**Provenance**: {origin['status']}" in shown["description"]
            for part in [*origin.get("pages", []), origin.get("note", "")]:
                assert part in shown["description"]
    assert told == SPEC.read_text(encoding="utf-8").count("x-provenance:")


def test_paging_and_retries_are_told(page: Page) -> None:
    told = page.spec["paths"]["/v1/conversations"]["post"]["description"]
    assert "**Safe**" in told
    assert "`date` takes `$[-1].updated`" in told
    assert "**Idempotent**" in page.spec["paths"]["/v1/conversations/close"]["post"]["description"]


def test_what_identifies_an_event_is_told(page: Page) -> None:
    assert "**Token**: `/token`" in page.spec["webhooks"]["event"]["post"]["description"]
    told = page.spec["components"]["schemas"]["ChatClosedEvent"]["description"]
    assert "**Identified by** its type and `/event_data/id`, `/event_data/updated`" in told


def test_fields_of_which_one_is_required_are_told(page: Page) -> None:
    schema = page.spec["components"]["schemas"]["ConversationStateRequest"]
    assert "anyOf" not in schema
    assert schema["required"] == ["inbox_id", "user_id"]
    assert "at least one of `chat_id`, `target`, `targets`" in schema["description"]


def test_text_in_an_example_is_shown_as_json(page: Page) -> None:
    response = page.spec["paths"]["/v1/conversations/count"]["post"]["responses"]["200"]
    assert response["content"]["application/json"]["examples"]["number"]["value"] == '"1042"'


def test_text_of_the_spec_cannot_break_out(spec: Spec) -> None:
    wicked = '</script><script src="https://example.com/x.js"></script><!--<script>'
    data = copy.deepcopy(spec.data)
    data["info"]["summary"] = data["info"]["title"] = wicked
    page = Page(docs_api.page(Spec(spec.path, data)))
    assert page.spec["info"]["summary"] == wicked
    test_nothing_is_asked_of_another_host(page)


def test_the_command_writes_the_page(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "folder" / "page.html"
    assert docs_api.main(["--output", str(output)]) == 0
    assert output.read_text(encoding="utf-8") == text
    assert str(output) in capsys.readouterr().out


def test_the_command_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert docs_api.main(["--spec", str(broken), "--output", str(tmp_path / "page.html")]) == 1
    assert "docs-api: " in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()
