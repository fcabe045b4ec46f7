"""A reference page as data: operation, fields with types and required marks, samples.

Reads the structure that all such pages share: a method with a path, a curl command, a sample response, and sections in
which each field is a name and a type on lines of their own. What it cannot understand is an error.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs

from scripts.drift.page_lines import MARKS, PARAMETER, Line, PageError, is_type

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "DEL"}
SECTIONS = {
    "authorizations": "credentials",
    "authorization": "credentials",
    "headers": "header",
    "header parameters": "header",
    "path parameters": "path",
    "query parameters": "query",
    "cookies": "cookie",
    "body": "body",
    "request body": "body",
    "body parameters": "body",
    "response": "response",
    "responses": "response",
    "response body": "response",
}
_FOOTER = re.compile(
    r"(was this page helpful|suggest edits|raise issue|powered by|on this page|previous page|next page|©|all rights)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z_][\w\-]*(?:\[\])*(?:\.[A-Za-z_][\w\-]*(?:\[\])*)*")
_SUSPECT = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*|[a-z]+(?:[A-Z][a-z0-9]+)+")
_SEGMENT = re.compile(rf"[\w.\-~]+|{PARAMETER.pattern}|:[\w\-]+")
_STATUS = re.compile(r"([2-5]\d\d)(?:\s*[-\u2013\u00b7]?\s*([\w.+-]+/[\w.+-]+))?(?:\s.*)?")
_MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+")
_WHOLE = re.compile(r"(?:the response is )?of type [`\"]?([^`\".]+)[`\"]?\.?", re.IGNORECASE)
_CHILDREN = re.compile(r"(show|hide) (\d+ )?child (attributes|properties)|child attributes", re.IGNORECASE)
_VALUES = re.compile(r"(available options|allowed values|enum values|possible values|enum):?\s*(.*)", re.IGNORECASE)
_EXAMPLE = re.compile(r"(examples?|default):?", re.IGNORECASE)

_JSON = ("{", "[", '"')
_KINDS = {dict: "object", str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


@attrs.define
class Field:
    name: str
    """Path inside its section: `members[].id`."""
    type: str
    line: int
    required: bool = False
    values: list[str] = attrs.field(factory=list)


@attrs.define
class Page:
    method: str
    path: str
    url: str = ""
    host: str = ""
    fields: dict[str, dict[str, Field]] = attrs.field(factory=dict)
    """Fields by name, by section: `body`, `response`, `query`, `path`, `header`, `credentials`."""
    folded: set[tuple[str, str]] = attrs.field(factory=set)
    """Section and name of fields whose children the page does not show."""
    whole: str = ""
    """Type of the whole response, such as `object[]` or `string`."""
    sample: Any = None
    request_sample: Any = None
    contradictions: list[str] = attrs.field(factory=list)


def parse(lines: list[Line]) -> Page:
    """Understand a page. Raises `PageError` that says which part is missing or ambiguous."""
    method, path = _operation(lines)
    page = Page(method, path)
    page.url = next((line.text for line in lines if re.fullmatch(r"https?://\S+/\S*", line.text)), "")
    _samples(page, lines)
    sections = dict(_sections(lines))
    if "response" not in sections:
        after = "an unfinished page" if "body" in sections else "none of its sections can be read"
        raise PageError(f"no section `Response` after {method} {path}: {after}, or it is cut off")
    for name, content in sections.items():
        _Section(page, name, content).read()
    _whole_response(page, sections["response"])
    _compare_samples(page)
    return page


def _operation(lines: list[Line]) -> tuple[str, str]:
    found: set[tuple[str, str]] = set()
    for index, line in enumerate(lines):
        match = re.fullmatch(r"([A-Z]+)\s+(?:https?://[^/\s]+)?(/\S*)", line.text)
        if match and match[1] in METHODS:
            found.add((match[1], match[2]))
        elif line.text.upper() in METHODS and not line.code and (path := _split_path(lines, index + 1)):
            found.add((line.text.upper(), path))
    operations = {("DELETE" if method == "DEL" else method, path) for method, path in found}
    if not operations:
        raise PageError("no method with a path, such as `POST /v1/things`: is this the page of an operation?")
    if len(operations) > 1:
        names = ", ".join(sorted(f"{method} {path}" for method, path in operations))
        raise PageError(f"more than one operation: {names}; give a page for each")
    ((method, path),) = operations
    path = re.sub(r":([A-Za-z_]\w*)", r"{\1}", path.rstrip("/") or "/")
    return method, path


def _split_path(lines: list[Line], start: int) -> str:
    """Join a path that is split over lines: `/`, `v1`, `/`, `things`."""
    if start >= len(lines) or not lines[start].text.startswith("/"):
        return ""
    if lines[start].text != "/":
        return lines[start].text if re.fullmatch(r"/\S*", lines[start].text) else ""
    path = ""
    for line in lines[start:]:
        slash_expected = not path or not path.endswith("/")
        if slash_expected and line.text != "/":
            break
        if not slash_expected and not _SEGMENT.fullmatch(line.text):
            break
        path += line.text
    return path


def _samples(page: Page, lines: list[Line]) -> None:
    status = ""
    for line in lines:
        if not line.code:
            status = line.text if re.fullmatch(r"[1-5]\d\d", line.text) else status
            if status.startswith("2") and page.sample is None and re.fullmatch(r'"[^"]*"', line.text):
                page.sample = json.loads(line.text)
        elif line.text.lstrip().startswith("curl"):
            _curl(page, line)
        elif page.sample is None and not status.startswith(("4", "5")) and line.text.lstrip().startswith(_JSON):
            page.sample = _json(line, "the sample response")


def _curl(page: Page, line: Line) -> None:
    url = re.search(r"https?://[^\s'\"\\]+", line.text)
    if not url:
        raise PageError(f"line {line.number}: the curl sample has no URL")
    parts = urlsplit(url[0])
    page.host = parts.netloc
    method = re.search(r"(?:--request|-X)\s+([A-Z]+)", line.text)
    data = re.search(r"(?:--data(?:-raw)?|-d)\s+(?:@-\s+<<\w+\s+)?'(.*?)'\s*(?:\\|$)", line.text, re.DOTALL)
    page.request_sample = _json(Line(line.number, data[1]), "the body of the curl sample") if data else None
    called = method[1] if method else "POST" if data else "GET"
    template = re.sub(r"\\\{[^}]*\\\}|\{[^}]*\}", r"[^/]+", page.path)
    if called != page.method or not re.fullmatch(template, parts.path.rstrip("/") or "/"):
        page.contradictions.append(
            f"line {line.number}: the curl sample calls {called} {parts.path}, not {page.method} {page.path}",
        )


def _json(line: Line, what: str) -> Any:
    try:
        return json.loads(line.text)
    except ValueError as error:
        raise PageError(f"line {line.number}: {what} is not JSON ({error})") from None


def _sections(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Split into the sections of fields. Menus have the same headings, but no field below them."""
    starts = [index for index in range(len(lines)) if _heading(lines, index)]
    found: dict[str, list[list[Line]]] = {}
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        content = lines[start + 1 : end]
        footer = next((index for index, line in enumerate(content) if _FOOTER.search(line.text)), len(content))
        found.setdefault(_heading(lines, start), []).append(content[:footer])
    for name, contents in found.items():
        filled = [each for each in contents if any(is_type(line.text) or _WHOLE.search(line.text) for line in each)]
        if len({tuple(line.text for line in each) for each in filled}) > 1:
            numbers = ", ".join(str(each[0].number) for each in filled)
            raise PageError(f"section {name} stands more than once, with different fields (lines {numbers})")
        yield name, (filled or contents)[-1]


def _heading(lines: list[Line], index: int) -> str:
    """Return the section that a line begins; empty if it begins none, or is a field of that name."""
    name = "" if lines[index].code else SECTIONS.get(lines[index].text.lower().rstrip(":"), "")
    return "" if name and index + 1 < len(lines) and is_type(lines[index + 1].text) else name


class _Section:
    """Reads the fields of one section."""

    def __init__(self, page: Page, name: str, lines: list[Line]) -> None:
        self._page = page
        self._name = name
        self._lines = [line for line in lines if not line.code]
        self._at = 0
        self._fields: dict[str, Field] = page.fields.setdefault(name, {})
        self._last: Field | None = None
        self._described = False
        self._children: set[str] = set()
        self._parent = ""
        self._success = True

    def read(self) -> None:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if self._name == "response" and (status := _STATUS.fullmatch(line.text)):
                self._success = status[1].startswith("2")
            elif not self._success:
                continue
            elif not self._take_field(line):
                self._take_detail(line)

    def _next(self, further: int = 0) -> str:
        at = self._at + further
        return self._lines[at].text if at < len(self._lines) else ""

    def _take_field(self, line: Line) -> bool:
        name = line.text
        if name.endswith(".") and _NAME.fullmatch(name[:-1]) and _NAME.fullmatch(self._next()):
            name += self._next()  # the page prints the parent's name on a line of its own
            if not is_type(self._next(1)):
                return False
            self._at += 1
        if not _NAME.fullmatch(name) or not is_type(self._next()) or name in MARKS:
            return False
        kind = self._lines[self._at].text
        self._at += 1
        self._add(Field(self._full_name(name), kind, line.number))
        return True

    def _full_name(self, name: str) -> str:
        """Return the name with its parents: pages print these before the name, or on an earlier line."""
        if "." in name:
            self._parent = ""
            parent, _, leaf = name.rpartition(".")
            known = {each.replace("[]", ""): each for each in self._fields}
            owner = known.get(parent.replace("[]", ""))
            if owner is None:
                raise PageError(f"`{name}` in section {self._name} has no parent `{parent}` above it")
            self._page.folded.discard((self._name, owner))
            return f"{owner}{'[]' * _depth(self._fields[owner].type)}.{leaf}"
        if self._parent and name in self._children:
            self._children.discard(name)
            self._page.folded.discard((self._name, self._parent))
            return f"{self._parent}{'[]' * _depth(self._fields[self._parent].type)}.{name}"
        self._parent = ""
        return name

    def _add(self, found: Field) -> None:
        if found.name in self._fields:
            raise PageError(f"line {found.line}: `{found.name}` stands twice in section {self._name}")
        self._fields[found.name] = self._last = found
        self._described = False

    def _take_detail(self, line: Line) -> None:
        text = line.text
        if text.lower() in MARKS:
            if self._last:
                self._last.required |= text.lower() == "required"
        elif values := _VALUES.fullmatch(text):
            self._take_values(values[2])
        elif _EXAMPLE.fullmatch(text):
            self._at += 1
        elif _CHILDREN.fullmatch(text):
            self._fold(line)
        elif is_type(text) and self._last is None and self._name in {"response", "body"}:
            self._page.whole = text if self._name == "response" else self._page.whole
        elif is_type(text):
            raise PageError(f"line {line.number}: the type `{text}` in section {self._name} belongs to no name")
        elif _SUSPECT.fullmatch(text) and not _MEDIA_TYPE.fullmatch(text) and text not in {"header", "query", "path"}:
            raise PageError(
                f"line {line.number}: `{text}` in section {self._name} may be a field, but no type follows it",
            )

    def _take_values(self, same_line: str) -> None:
        texts = [same_line] if same_line else []
        while not texts or texts[-1].endswith(","):
            if self._at >= len(self._lines):
                break
            texts.append(self._lines[self._at].text)
            self._at += 1
        if self._last:
            self._last.values = [value.strip(" `\"'") for text in texts for value in text.split(",") if value.strip()]

    def _fold(self, line: Line) -> None:
        owner = self._last
        if owner is None:
            raise PageError(f"line {line.number}: child attributes of no field in section {self._name}")
        self._page.folded.add((self._name, owner.name))
        sample = self._page.sample if self._name == "response" else self._page.request_sample
        value = _inside(sample, owner.name)
        self._parent, self._children = owner.name, set(value) if isinstance(value, dict) else set()
        upcoming = self._next()
        if upcoming in self._fields and upcoming not in self._children and is_type(self._next(1)):
            raise PageError(
                f"line {line.number}: cannot tell which fields are children of `{owner.name}`; no sample shows them",
            )


def _depth(kind: str) -> int:
    return kind.split("|", maxsplit=1)[0].count("[]")


def _inside(sample: Any, name: str) -> Any:
    """Return the value of a field in a sample, from the first item of a list."""
    for step in ["", *name.replace("[]", "").split(".")]:
        if step:
            sample = sample.get(step) if isinstance(sample, dict) else None
        while isinstance(sample, list):
            sample = sample[0] if sample else None
    return sample


def _whole_response(page: Page, lines: list[Line]) -> None:
    for line in lines:
        if (match := _WHOLE.search(line.text)) and is_type(match[1].strip()):
            page.whole = match[1].strip()
    if not page.whole:
        if page.sample is None:
            if page.fields["response"]:
                raise PageError("cannot tell whether the response is an object or an array: there is no sample of it")
            page.whole = "nothing"
        else:
            page.whole = _kind(page.sample)
    elif page.sample is not None and page.whole.split("<")[0] not in {_kind(page.sample), "any"}:
        page.contradictions.append(f"the response is {page.whole}, but its sample is {_kind(page.sample)}")
    if page.whole in {"object", "object[]"} and not page.fields["response"]:
        raise PageError("section `Response` lists no field: it is cut off or folded")


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return f"{_kind(value[0])}[]" if value else "any[]"
    return _KINDS[type(value)]


def _compare_samples(page: Page) -> None:
    """Find fields on which sample and list of fields differ: one of the two is out of date."""
    for section, sample in (("body", page.request_sample), ("response", page.sample)):
        known = page.fields.get(section)
        if known:
            for name, value in _leaves(sample, ""):
                owner = name.rpartition(".")[0].removesuffix("[]")
                if name not in known and (section, owner) not in page.folded and (not owner or owner in known):
                    page.contradictions.append(f"{section} `{name}` is in the sample, but not in the list of fields")
                elif name in known and not _fits(value, known[name].type):
                    page.contradictions.append(
                        f"{section} `{name}` is {known[name].type}, but {_kind(value)} in the sample",
                    )


def _leaves(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            inner = f"{name}.{key}" if name else key
            yield inner, item
            yield from _leaves(item, inner)
    elif isinstance(value, list) and value:
        yield from _leaves(value[0], f"{name}[]" if name else "")


def _fits(value: Any, kind: str) -> bool:
    if value is None or "any" in kind or "enum" in kind:
        return True
    expected = re.sub(r"<[^>]*>", "", kind)
    found = _kind(value)
    alternatives = {part.strip() for part in re.split(r"\||\bor\b", expected)}
    return found in alternatives or (found == "integer" and "number" in alternatives) or found.startswith("any[")
