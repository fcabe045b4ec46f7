"""Other people's specs: each feature alone, generated, type-checked, and used over a fake transport."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

import generate

SPECS = sorted((Path(__file__).parent / "specs").glob("*.yaml"))
FRAME: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Others", "version": "1.0.0"},
    "servers": [{"url": "https://api.example.com"}],
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a package for each spec; `enums.heymarket` is that of `enums.yaml`."""
    root = tmp_path_factory.mktemp("packages")
    for path in SPECS:
        part = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        spec = {**FRAME, "paths": part["paths"], "components": {"schemas": part.get("schemas", {})}}
        (root / path.stem).mkdir()
        (root / path.stem / "__init__.py").touch()
        with (root / path.name).open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(spec, file)
        generate.generate(root / path.name, root / path.stem)
    return root


def test_there_is_a_dozen() -> None:
    assert len(SPECS) >= 12


@pytest.mark.timeout(300)
def test_type_clean(packages: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={packages / '.mypy'}"]
    done = subprocess.run(
        [*command, *(path.stem for path in SPECS)],
        cwd=packages,
        env={**os.environ, "MYPYPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


class Api:
    """The client of one package, and what it sent."""

    def __init__(self, package: str, answer: Any, status: int = 200) -> None:
        module = importlib.import_module(f"{package}.heymarket")
        self.requests: list[httpx.Request] = []
        self.drifts: list[Any] = []

        def serve(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return httpx.Response(status, text=answer if isinstance(answer, str) else json.dumps(answer))

        transport = httpx.MockTransport(serve)
        self.client: Any = module.Heymarket(auth=httpx.Auth(), transport=transport, on_drift=self.drifts.append)
        self.models = importlib.import_module(f"{package}.heymarket.models")

    @property
    def sent(self) -> Any:
        return json.loads(self.requests[-1].content)


@pytest.fixture
def importable(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(packages))


pytestmark = pytest.mark.usefixtures("importable")


def test_path_parameters() -> None:
    api = Api("path_parameters", '"ok"')
    assert api.client.books.get_book(7, "a b/c") == "ok"
    assert api.requests[0].url.raw_path == b"/v1/shelves/7/books/a%20b%2Fc"


def test_arrays_in_queries_and_a_keyword() -> None:
    api = Api("query_arrays", ["a"])
    assert api.client.books.find_books(ids=[1, 2], from_="2026-01-01T00:00:00Z", sold_out=False) == ["a"]
    query = api.requests[0].url.params.multi_items()
    assert query == [("ids", "1"), ("ids", "2"), ("from", "2026-01-01T00:00:00Z"), ("sold-out", "false")]


def test_headers() -> None:
    api = Api("headers", [])
    api.client.books.list_books(x_shelf="north", x_limit=3)
    assert (api.requests[0].headers["x-shelf"], api.requests[0].headers["x-limit"]) == ("north", "3")


def test_enums_are_open() -> None:
    api = Api("enums", {"state": "burnt", "stars": 9, "kind": "scroll"})
    book = api.client.books.add_book(state="used", stars=2, mode="slow")
    assert (book.state, book.stars, book.kind, api.drifts) == ("burnt", 9, "scroll", [])
    assert api.sent == {"state": "used", "stars": 2}
    module = sys.modules["enums.heymarket.models.book"]
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    assert "How it is. Known values: `new`, `used`; there may be more." in source


def test_all_of_is_one_object() -> None:
    api = Api("all_of", {"id": 1, "title": "Notes", "about": {"name": "Engines", "rank": 1.5}})
    book = api.client.books.get_book(1)
    assert (book.id, book.title, book.about.name, book.about.rank, api.drifts) == (1, "Notes", "Engines", 1.5, [])
    assert api.models.Book.__struct_fields__ == ("id", "title", "made", "about")


def test_nullable() -> None:
    api = Api("nullable", {"id": 1, "title": None, "shelf": None, "writer": None, "editor": {"name": "Ada"}})
    book = api.client.books.get_book(1)
    assert (book.title, book.shelf, book.writer, book.editor.name, api.drifts) == (None, None, None, "Ada", [])
    api = Api("nullable", {"shelf": 1})
    assert api.client.books.get_book(1).shelf == 1
    assert [drift.path for drift in api.drifts] == ["$.id"]


def test_nested() -> None:
    order = {"lines": [{"book": {"title": "Notes"}, "count": 2}], "grid": [[1, 2], [3]]}
    api = Api("nested", order)
    line = api.models.Line(book=api.models.Book(title="Notes"), count=2)
    made = api.client.orders.make_order(lines=[line], grid=[[1, 2], [3]])
    assert (api.sent, made.to_dict(), made.lines[0].book.title) == (order, order, "Notes")


def test_recursive_across_modules() -> None:
    inner = {"name": "b", "files": [{"name": "f", "inside": {"name": "b"}, "link": {"to": {"name": "g"}}}]}
    api = Api("recursive", {"name": "a", "folders": [inner]})
    folder = api.client.folders.get_folder(1)
    assert folder.folders[0].files[0].link.to.name == "g"
    assert folder.folders[0].files[0].inside == api.models.Folder(name="b")
    assert api.drifts == []


def test_several_tags() -> None:
    api = Api("several_tags", ["a"])
    assert (
        api.client.books.list_books() == api.client.shelves.list_books() == api.client.shelves.list_shelves() == ["a"]
    )


def test_keywords_and_other_names() -> None:
    mail = {
        "from": "a", "class": {"None": "n", "str": "s"}, "import": 1, "int": 2, "list": ["x"],
        "first-name": "f", "2fa": True, "raw": "r", "type": "t",
    }  # fmt: skip
    api = Api("keywords", mail)
    sent = api.client.mails.send_mail(
        from_="a", class_={"None": "n", "str": "s"}, import_=1, int_=2, list_=["x"],
        first_name="f", field_2fa=True, raw_="r", type="t",
    )  # fmt: skip
    assert (api.sent, sent.to_dict(), sent.raw, api.drifts) == (mail, mail, mail, [])
    assert (sent.from_, sent.class_.None_, sent.class_.str_, sent.int_, sent.field_2fa) == ("a", "n", "s", 2, True)
    with pytest.raises(sys.modules["keywords.heymarket"].InvalidRequestError, match="class: is required"):
        api.client.mails.send_mail(from_="a", class_=None)


def test_no_content() -> None:
    assert Api("no_content", "", status=204).client.books.remove_book(1) is None


def test_plain_text() -> None:
    api = Api("plain_text", "Total: 7 \u20ac\n")
    assert api.client.report.read_report() == "Total: 7 \u20ac\n"
    assert api.requests[0].headers.get_list("accept") == ["text/plain"]


def test_text_formats_are_text() -> None:
    api = Api("text_formats", {"mail": "a@example.com", "born": "1815-12-10", "site": "https://example.com"})
    assert api.client.people.get_person("6d8d0429-3f15-4293-8d0b-38bf1dd5ca06").born == "1815-12-10"
    assert api.drifts == []
