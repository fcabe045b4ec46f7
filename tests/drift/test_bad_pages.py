"""What cannot be understood is said, with the part and the line; nothing is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.drift.page import parse
from scripts.drift.page_drift import compare
from scripts.drift.page_lines import PageError, read

from .commands import ROOT, drift

if TYPE_CHECKING:
    from scripts.generate.spec import Spec

PAGES = Path(__file__).parent / "pages"
TEXT = (PAGES / "mark-read.txt").read_text(encoding="utf-8")


def refusal(content: str | bytes, spec: Spec, folder: Path, name: str = "page.txt") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(PageError) as error:
        compare(spec, parse(read(path)))
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "UTF-8"),
        (b"PK\x03\x04\x00\x00\x00", "binary"),
        ("Nothing to see here.", "no method with a path"),
        ("<html><body><p>Sign in</p></body></html>", "no method with a path"),
        ("{}", "no method with a path"),
        (TEXT.replace("api.heymarket.com", "api.example.com"), "api.example.com, not api.heymarket.com"),
        (TEXT.partition("Response")[0], "no section `Response`"),
        (TEXT.partition("Body")[0], "no section `Response`"),
        (TEXT.partition('  "user_id"')[0], "the curl sample does not end"),
        (TEXT.replace('"user_id": 123,', '"user_id": 123'), "is not JSON"),
        (TEXT.replace("user_id\ninteger\n\nResponse", "user_id\n\nResponse"), "`user_id` in section body"),
        (TEXT.replace("user_id\ninteger", "user_id\ndecimal"), "`user_id` in section body"),
        (TEXT.replace("target\nstring", "string"), "the type `string` in section body belongs to no name"),
        (TEXT.replace("target\nstring", "user_id\nstring"), "`user_id` stands twice"),
        (TEXT.replace("targets\nstring[]", "group.targets\nstring[]"), "has no parent `group`"),
        (TEXT + "\nGET\n/v1/team\n", "more than one operation"),
        (TEXT + "\nBody\nother\nstring\n", "section body stands more than once"),
    ],
)
def test_one_line_that_names_the_part(content: str | bytes, named: str, spec: Spec, tmp_path: Path) -> None:
    assert named in refusal(content, spec, tmp_path)


def test_a_block_that_does_not_end(spec: Spec, tmp_path: Path) -> None:
    text = (PAGES / "get-conversation.md").read_text(encoding="utf-8")
    assert "line 7: a block of code does not end" in refusal(text[:250], spec, tmp_path, "page.md")


def test_a_list_that_is_folded_whole(spec: Spec, tmp_path: Path) -> None:
    text = (PAGES / "list-inboxes.html").read_text(encoding="utf-8")
    head, _, _ = text.partition("<div><div><span>allowed_domains")
    assert "lists no field" in refusal(head, spec, tmp_path, "page.html")


def test_a_page_cut_off_anywhere_is_never_taken_for_unchanged(spec: Spec, tmp_path: Path) -> None:
    for name in ("get-conversation.md", "list-inboxes.html"):
        lines = (PAGES / name).read_text(encoding="utf-8").splitlines()
        last = max(index for index, line in enumerate(lines) if "support" in line or "widget_settings<" in line)
        path = tmp_path / name
        for length in range(1, last):
            path.write_text("\n".join(lines[:length]), encoding="utf-8")
            try:
                _, findings = compare(spec, parse(read(path)))
            except PageError:
                continue
            assert any(each.is_drift for each in findings), f"{name} cut after line {length}"


def test_a_file_too_large_to_be_a_page(spec: Spec, tmp_path: Path) -> None:
    assert "more than 20 MB" in refusal(b"a" * 20_000_001, spec, tmp_path)


def test_an_archive_without_a_page(spec: Spec, tmp_path: Path) -> None:
    assert "the archive holds no HTML" in refusal("Subject: x\n\nGET /v1/team", spec, tmp_path, "page.mhtml")


def test_a_folder(tmp_path: Path) -> None:
    done = drift("page", tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_spec_with_a_syntax_error_is_named_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    text = (ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("servers:\n", "servers: {\n", 1), encoding="utf-8")
    done = drift("page", "--spec", path, PAGES / "mark-read.txt")
    assert done.returncode == 2
    assert done.stderr.startswith(f"drift: {path}:")
    assert len(done.stderr.splitlines()) == 1


def test_an_operation_that_the_spec_lacks(tmp_path: Path) -> None:
    done = drift("page", "--operation", "listThings", PAGES / "mark-read.txt")
    assert done.returncode == 2
    assert "the spec has no operation `listThings`; there are listConversations" in done.stderr
