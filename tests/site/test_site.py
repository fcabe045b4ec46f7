"""The site: whole, without a dead link, without a request to another host, with every public name."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from scripts.docs import __main__ as docs
from scripts.docs.reference import MODELS, MODULES
from scripts.generate.spec import Spec
from scripts.repository import ROOT, SPEC

if TYPE_CHECKING:
    from pathlib import Path

LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("form", "action")}
# Written by Sphinx itself: lists that no page needs to name.
LISTS = {"genindex.html", "py-modindex.html", "search.html"}


class Page(HTMLParser):
    """What a page is linked by, links to, and loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.loaded += [given[name] for name in given if (tag, name) in LOADED]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "scripts.docs", "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page but the one of the HTTP API, which has tests of its own."""
    paths = [path for path in site.rglob("*.html") if path.name != "heymarket-api.html"]
    return {path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8")) for path in paths}


def followed(page: str, link: str) -> tuple[str, str]:
    """Return the page that a link of a page leads to, and the anchor."""
    target, anchor = urldefrag(link)
    parts = [*page.split("/")[:-1], *unquote(target).split("/")] if target else page.split("/")
    path: list[str] = []
    for part in parts:
        path = path[:-1] if part == ".." else path if part in {".", ""} else [*path, part]
    return "/".join(path), unquote(anchor)


def is_outside(link: str) -> bool:
    return bool(urlsplit(link).scheme)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").touch()
    assert docs.main(["--output", str(tmp_path)]) == 1
    assert (tmp_path / "mine.txt").is_file()
    assert "something else" in capsys.readouterr().err


def test_every_link_leads_somewhere(site: Path, pages: dict[str, Page]) -> None:
    dead = []
    for name, page in pages.items():
        for link in (link for link in page.links if not is_outside(link)):
            target, anchor = followed(name, link)
            there = target in pages and (not anchor or anchor in pages[target].anchors)
            if not there and not (target not in pages and (site / target).is_file()):
                dead.append(f"{name}: {link}")
    assert not dead


def test_no_page_is_an_orphan(pages: dict[str, Page]) -> None:
    linked = {followed(name, link)[0] for name, page in pages.items() for link in page.links if not is_outside(link)}
    assert pages.keys() - linked - LISTS == set()


def test_nothing_comes_from_another_host(site: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert not [each for each in page.loaded if is_outside(each) and not each.startswith("data:")], name
    for path in site.rglob("*.css"):
        urls = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", path.read_text(encoding="utf-8"))
        assert not [url for found in urls for url in found if urlsplit(url).netloc], path.name


def test_every_public_name_is_in_the_reference(pages: dict[str, Page]) -> None:
    for module in MODULES:
        anchors = pages[f"reference/{module}.html"].anchors | pages[f"reference/{MODELS}.html"].anchors
        missing = [
            name
            for name in importlib.import_module(module).__all__
            if not {f"{module}.{name}", f"{MODELS}.{name}"} & anchors
        ]
        assert not missing, module


def test_every_operation_has_its_request_and_an_example(site: Path) -> None:
    for path in sorted((ROOT / "generated" / "heymarket" / "api").glob("[a-z]*.py")):
        text = (site / "reference" / "resources" / f"{path.stem}.html").read_text(encoding="utf-8")
        names = re.findall(r'^    name="(\w+\.\w+)",$', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert names
        assert text.count("Example") >= len(names)
        examples = path.read_text(encoding="utf-8").count(" Example:\n") // 2  # of the client, and of the async one
        assert text.count('<div class="highlight-python') == examples
        assert all(f'<h2>{name}<a class="headerlink"' in text for name in names)


WANTED = {
    "how to send": "docs/tasks.html#send-a-message",
    "how to page": "docs/reliability.html#what-a-listing-guarantees",
    "how errors look": "README.html#errors",
    "how to test without an account": "README.html#the-sandbox-for-your-own-tests",
    "another language": "docs/polyglot.html",
    "what happens when the API changes": "docs/regenerating.html",
}


@pytest.mark.parametrize("question", WANTED)
def test_two_clicks_from_the_start_lead_to_the_answer(pages: dict[str, Page], question: str) -> None:
    def after(places: set[tuple[str, str]]) -> set[tuple[str, str]]:
        return {
            followed(name, link)
            for name in {name for name, _ in places if name in pages}
            for link in pages[name].links
            if not is_outside(link)
        }

    first = after({("index.html", "")})
    page, _, anchor = WANTED[question].partition("#")
    assert (page, anchor) in first | after(first)


def test_every_command_has_its_help(site: Path) -> None:
    text = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    for words in ("messages send", "contacts-v2 add-channel", "conversations list"):
        assert f"Usage: heymarket {words}" in text
    assert "\x1b" not in text


def test_every_event_of_the_spec_has_a_row_that_leads_to_its_class(site: Path, pages: dict[str, Page]) -> None:
    mapping = Spec.load(ROOT / SPEC).data["components"]["schemas"]["WebhookEvent"]["discriminator"]["mapping"]
    assert mapping
    links = pages["reference/events.html"].links
    rows = re.findall(r"<tr.*?</tr>", (site / "reference" / "events.html").read_text(encoding="utf-8"), re.DOTALL)
    for name, target in mapping.items():
        assert any(f">{name}<" in row and target.rpartition("/")[2] in row for row in rows), name
        assert any(link.endswith(f".{target.rpartition('/')[2]}") for link in links), target
