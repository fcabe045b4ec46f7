"""Pages of several operations, in the styles in which people save them."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.drift.page import parse
from scripts.drift.page_drift import compare
from scripts.drift.page_lines import read

from .commands import drift

if TYPE_CHECKING:
    from scripts.generate.spec import Spec

PAGES = Path(__file__).parent / "pages"
FOUND = {
    "get-conversation.md": ("getConversation", []),
    "get-team.md": (
        "getTeam",
        [
            ("contradiction", "", "the page"),
            ("newly required", "response", "id"),
            ("retyped", "response", "list_size"),
            ("added", "response", "plan"),
        ],
    ),
    "list-inboxes.html": ("listInboxes", [("note", "response", "widget_settings")]),
    "mark-read.txt": ("markConversationRead", [("note", "body", "inbox_id"), ("note", "body", "user_id")]),
    "unknown-operation.txt": ("", [("unknown operation", "", "POST /v1/reminder")]),
}


def edited(name: str, folder: Path, *changes: tuple[str, str]) -> Path:
    text = (PAGES / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FOUND)
def test_a_page(name: str, spec: Spec) -> None:
    operation, findings = compare(spec, parse(read(PAGES / name)))
    assert (operation, [(each.kind, each.section, each.name) for each in findings]) == FOUND[name]


def test_every_page_has_an_expectation() -> None:
    assert {path.name for path in PAGES.iterdir()} == FOUND.keys()


def test_the_parts_of_a_page() -> None:
    page = parse(read(PAGES / "unknown-operation.txt"))
    shown = {
        section: {name: (each.type, each.required) for name, each in fields.items()}
        for section, fields in page.fields.items()
    }
    assert shown == {
        "header": {"X-Trace": ("string<uuid>", False)},
        "query": {"dry_run": ("boolean", False)},
        "body": {
            "inbox_id": ("integer", True),
            "kind": ("enum<string>", True),
            "content": ("object", True),
            "content.text": ("string", True),
        },
        "response": {"id": ("integer<int64>", False), "execute": ("string<date-time> | null", False)},
    }
    assert page.fields["body"]["kind"].values == ["text", "picture"]
    assert (page.whole, page.contradictions) == ("object", [])


def test_a_page_saved_as_a_single_file_or_with_other_line_ends(spec: Spec, tmp_path: Path) -> None:
    page = EmailMessage()
    page.set_content((PAGES / "get-team.md").read_text(encoding="utf-8"))
    page.add_alternative((PAGES / "list-inboxes.html").read_text(encoding="utf-8"), "html", cte="quoted-printable")
    archive, dos = tmp_path / "inboxes.mhtml", tmp_path / "mark-read.txt"
    archive.write_bytes(bytes(page))
    dos.write_text((PAGES / "mark-read.txt").read_text(encoding="utf-8"), encoding="utf-16", newline="\r\n")
    for path, name in ((archive, "list-inboxes.html"), (dos, "mark-read.txt")):
        operation, findings = compare(spec, parse(read(path)))
        assert (operation, [(each.kind, each.section, each.name) for each in findings]) == FOUND[name]


def test_an_operation_that_moved_is_known_by_its_address(spec: Spec, tmp_path: Path) -> None:
    path = edited(
        "list-inboxes.html", tmp_path, ("<div>v1</div>", "<div>v2</div>"), (".com/v1/inboxes", ".com/v2/inboxes")
    )
    operation, findings = compare(spec, parse(read(path)))
    assert operation == "listInboxes"
    assert [(each.kind, each.spec, each.page) for each in findings if each.is_drift] == [
        ("changed path", "GET /v1/inboxes", "GET /v2/inboxes"),
    ]


def test_without_an_address_the_nearest_is_a_question_not_a_guess(spec: Spec, tmp_path: Path) -> None:
    path = edited("mark-read.txt", tmp_path, ("v1", "v2"))
    operation, (finding,) = compare(spec, parse(read(path)))
    assert (operation, finding.kind) == ("", "unknown operation")
    assert "add --operation markConversationRead" in finding.spec
    operation, findings = compare(spec, parse(read(path)), "markConversationRead")
    assert [each.kind for each in findings if each.is_drift] == ["changed path"]


@pytest.mark.parametrize(
    ("name", "change", "found"),
    [
        (
            "mark-read.txt",
            ("The response is of type string.", "The response is of type integer."),
            ("retyped", "the whole"),
        ),
        ("mark-read.txt", ("\nAuthorization\nstring", "\nX-Api-Key\nstring"), ("retyped", "X-Api-Key")),
        ("mark-read.txt", (".com/v1/conversations/read", ".com/v1/x"), ("contradiction", "the page")),
        ("get-conversation.md", ("**id** `integer`", "**id** `string`"), ("retyped", "id")),
        ("get-conversation.md", ("| `created` | string |", "| `created` | string<date> |"), ("retyped", "created")),
        ("list-inboxes.html", ("<div>integer[]</div>", "<div>string[]</div>"), ("retyped", "members")),
        ("list-inboxes.html", ("<div><div><span>team</span></div><div>integer</div></div>", ""), ("removed", "team")),
    ],
)
def test_other_changes(name: str, change: tuple[str, str], found: tuple[str, str], spec: Spec, tmp_path: Path) -> None:
    _, findings = compare(spec, parse(read(edited(name, tmp_path, change))))
    assert found in [(each.kind, each.name) for each in findings]


def test_the_command_prints_a_table_and_ends_with_json() -> None:
    done = drift("page", "--json", PAGES / "get-team.md", PAGES / "get-conversation.md")
    assert (done.returncode, done.stderr) == (1, "")
    assert "retyped         response  list_size  integer      string" in done.stdout
    assert "no drift" in done.stdout
    report = json.loads(done.stdout.splitlines()[-1])
    assert (report["drift"], report["understood"], len(report["pages"])) == (True, True, 2)
    assert report["pages"][0]["findings"][2] == {
        "kind": "retyped",
        "section": "response",
        "name": "list_size",
        "spec": "integer",
        "page": "string",
    }


def test_no_drift_is_0_and_one_page_that_cannot_be_read_is_2(tmp_path: Path) -> None:
    assert drift("page", PAGES / "mark-read.txt").returncode == 0
    done = drift("page", "--json", PAGES / "mark-read.txt", tmp_path / "missing.html", PAGES / "get-team.md")
    assert done.returncode == 2
    assert done.stderr == f"drift: {tmp_path / 'missing.html'}: cannot be read: No such file or directory\n"
    assert json.loads(done.stdout.splitlines()[-1])["understood"] is False
