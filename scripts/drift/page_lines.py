"""The text of a saved page, line by line, whether it was saved as HTML, as Markdown or as plain text."""

from __future__ import annotations

import email
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_DASHES = " :-\u2013\u2014"


class PageError(Exception):
    """A page cannot be understood; the message says which part."""


@attrs.frozen
class Line:
    number: int
    text: str
    code: bool = False
    """A whole block of code."""


MOST_BYTES = 20_000_000
_SKIPPED = {"script", "style", "svg", "template", "noscript", "head", "select"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "area", "base", "col", "embed", "track"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "u", "wbr"}
_PROSE = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "label"}
PARAMETER = re.compile(r"\{[\w\-]+\}")
"""A parameter in a path."""
_NAME = r"[A-Za-z_][\w.\-\[\]]*"
_MARKED_NAME = re.compile(rf"(?:[-*+]\s+)?(?:`({_NAME})`|\*\*`?({_NAME})`?\*\*)\s*[:(\u2013\u2014-]*\s*(.*)")


def read(path: Path) -> list[Line]:
    """Read a saved page. Raises `PageError`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PageError(f"the file has more than {MOST_BYTES // 1_000_000} MB: not a page of text")
        content = path.read_bytes()
    except OSError as error:
        raise PageError(f"cannot be read: {error.strerror}") from None
    if not content.strip():
        raise PageError("the file is empty")
    web_archive = path.suffix.lower() in {".mht", ".mhtml"}
    if web_archive:
        content = _archived(content)
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise PageError("the file is not UTF-8 text: save the page as HTML, Markdown or text") from None
    if "\0" in text:
        raise PageError("the file is binary: save the page as HTML, Markdown or text")
    text = text.replace("\u200b", "").replace("\xa0", " ")
    begins_as_html = re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE)
    if web_archive or path.suffix.lower() in {".html", ".htm"} or begins_as_html:
        return _html(text)
    if path.suffix.lower() in {".md", ".mdx", ".markdown"} or re.search(r"^(```|#{1,6} )", text, re.MULTILINE):
        return list(_markdown(text))
    return list(_plain(text))


def _archived(content: bytes) -> bytes:
    """Return the HTML from an archive, as browsers save a page in a single file."""
    for part in email.message_from_bytes(content).walk():
        page = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(page, bytes):
            return page
    raise PageError("the archive holds no HTML: save the page as HTML, Markdown or text")


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._open: list[tuple[str, bool]] = []
        self._text = ""
        self._number = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") == "canonical" and given.get("href"):
            self.lines.append(Line(self.getpos()[0], str(given["href"])))
        if tag in _VOID:
            if tag == "br":
                self._text += "\n" if self._inside({"pre"}) else ""
                self._break()
            return
        hidden = "hidden" in given or given.get("aria-hidden") == "true"
        if not self._joins(tag):
            self._break()
        self._open.append((tag, hidden or tag in _SKIPPED))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {name for name, _ in self._open}:
            return
        while self._open:
            name, _ = self._open[-1]
            if name == "pre":
                self._end_code()
            elif not self._joins(name, inside=self._open[:-1]):
                self._break()
            self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if any(skipped for _, skipped in self._open):
            return
        if not self._text.strip():
            before = data[: len(data) - len(data.lstrip())]
            self._number = self.getpos()[0] + before.count("\n")
        self._text += data

    def close(self) -> None:
        super().close()
        self._break()

    def _joins(self, tag: str, inside: list[tuple[str, bool]] | None = None) -> bool:
        """Say whether the text goes on in the same line, as in a sentence with marked-up words, or in a code block."""
        return self._inside({"pre"}, inside) or (tag in _INLINE and self._inside(_PROSE, inside))

    def _inside(self, tags: set[str], opened: list[tuple[str, bool]] | None = None) -> bool:
        return any(name in tags for name, _ in (self._open if opened is None else opened))

    def _break(self) -> None:
        if self._inside({"pre"}):
            return
        text, self._text = " ".join(self._text.split()), ""
        if text:
            self.lines.append(Line(self._number, text))

    def _end_code(self) -> None:
        text, self._text = self._text.strip("\n"), ""
        if text.strip():
            self.lines.append(Line(self._number, text, code=True))


def _html(text: str) -> list[Line]:
    parser = _Lines()
    parser.feed(text)
    parser.close()
    return parser.lines


def _markdown(text: str) -> Iterator[Line]:
    fence, block, begun = "", list[str](), 0
    columns: list[str] = []
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip()
        if fence or stripped.startswith(("```", "~~~")):
            if not fence:
                fence, block, begun = stripped[:3], [], number + 1
            elif stripped == fence:
                yield Line(begun, "\n".join(block), code=True)
                fence = ""
            else:
                block.append(raw)
        elif stripped.startswith("|"):
            cells = [_unmarked(cell) for cell in stripped.strip("|").split("|")]
            if {"name", "type"} <= {cell.lower() for cell in cells}:
                columns = [cell.lower() for cell in cells]
            elif columns and not set("".join(cells)) <= set(":- "):
                yield from _row(number, dict(zip(columns, cells, strict=False)))
        else:
            columns = []
            yield from _marked(number, stripped)
    if fence:
        raise PageError(f"line {begun - 1}: a block of code does not end; the page is cut off")


def _row(number: int, cells: dict[str, str]) -> Iterator[Line]:
    yield Line(number, cells["name"])
    yield Line(number, cells["type"])
    if cells.get("required", "").lower() in {"yes", "true", "required", "✓", "✅"}:
        yield Line(number, "required")
    if cells.get("description"):
        yield Line(number, cells["description"])


def _marked(number: int, text: str) -> Iterator[Line]:
    """Split `**name** type required: words`, which is one line in Markdown."""
    match = _MARKED_NAME.fullmatch(text)
    rest = _unmarked(match[3]) if match else ""
    if match and rest:
        head, _, words = rest.partition(":") if ")" not in rest else rest.partition(")")
        parts = [part for part in re.split(r"[\s,(]+", head) if part]
        if parts and is_type(parts[0]) and all(part in MARKS for part in parts[1:]):
            for part in (match[1] or match[2], *parts):
                yield Line(number, part)
            if words.strip(_DASHES):
                yield Line(number, words.strip(_DASHES))
            return
    if plain := _unmarked(re.sub(r"^(#{1,6}|[-*+]|>)\s+", "", text)):
        yield Line(number, plain)


def _unmarked(text: str) -> str:
    text = re.sub(r"\[([^\]]+)\]\(([^)]*)\)", r"\1", text.strip())
    text = re.sub(r"(?<!\\)(\*\*|__|`|(?<!\w)\*|\*(?!\w))", "", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).strip()


def _plain(text: str) -> Iterator[Line]:
    """Find the code blocks, which plain text does not mark: a curl command, and JSON."""
    lines = text.splitlines()
    index = 0
    while index < len(lines):
        stripped = lines[index].strip()
        length = _curl_length(lines, index) if stripped.startswith("curl ") else _json_length(lines, index)
        if length:
            yield Line(index + 1, "\n".join(lines[index : index + length]), code=True)
        elif stripped:
            yield Line(index + 1, stripped)
        index += length or 1


def _curl_length(lines: list[str], start: int) -> int:
    text = ""
    for length, line in enumerate(lines[start:], 1):
        text += line + "\n"
        if text.count("'") % 2 == 0 and not line.rstrip().endswith("\\"):
            return length
    raise PageError(f"line {start + 1}: the curl sample does not end; the page is cut off")


def _json_length(lines: list[str], start: int) -> int:
    if not lines[start].strip().startswith(("{", "[")) or PARAMETER.fullmatch(lines[start].strip()):
        return 0
    depth = 0
    for length, line in enumerate(lines[start:], 1):
        outside = re.sub(r'"(?:\\.|[^"\\])*"', "", line)
        depth += sum(outside.count(sign) for sign in "{[") - sum(outside.count(sign) for sign in "}]")
        if depth <= 0:
            return length
    raise PageError(f"line {start + 1}: the JSON sample does not end; the page is cut off")


MARKS = {"required", "optional", "deprecated", "nullable", "read-only", "write-only"}
_TYPE = re.compile(
    r"(?:string|integer|number|boolean|object|array|null|any|file|enum)(?:<[\w\-:. ]+(?:\[\])*>)?(?:\[\])*",
)


def is_type(text: str) -> bool:
    """Say whether a line is a type as reference pages print them: `integer`, `string<date-time>`, `object[] | null`."""
    return all(_TYPE.fullmatch(part.strip()) for part in re.split(r"\s*\|\s*|\s+or\s+", text)) if text else False
