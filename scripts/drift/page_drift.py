"""How a reference page and the spec differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import attrs

from scripts.drift.page_lines import PageError
from scripts.generate.spec import anonymous

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.drift.page import Field, Page
    from scripts.generate.spec import Operation, Spec

Kind = Literal[
    "added",
    "removed",
    "retyped",
    "newly required",
    "changed path",
    "unknown operation",
    "contradiction",
    "note",
]
_LOCATIONS = {"query", "path", "header"}


@attrs.frozen
class Finding:
    kind: Kind
    section: str
    name: str
    spec: str
    page: str

    @property
    def is_drift(self) -> bool:
        return self.kind != "note"

    def as_json(self) -> dict[str, str]:
        return attrs.asdict(self)


@attrs.frozen
class SpecField:
    type: str
    format: str
    required: bool
    published: bool


def compare(spec: Spec, page: Page, operation_id: str | None = None) -> tuple[str, list[Finding]]:
    """Return the operation that a page is about, and what differs. Raises `PageError`."""
    hosts = {urlsplit(server["url"]).netloc for server in spec.data.get("servers", [])}
    if page.host and page.host not in hosts:
        raise PageError(
            f"the curl sample calls {page.host}, not {' or '.join(sorted(hosts))}: a page of another vendor?"
        )
    found = list(spec.operations())
    operation = _chosen(found, operation_id) if operation_id else _matching(found, page)
    name = f"{page.method} {page.path}"
    if operation is None:
        near = [each for each in found if each.path.rpartition("/")[2] == page.path.rpartition("/")[2]]
        hint = f"; if it is {near[0].name}, moved, add --operation {near[0].id}" if near else ""
        return "", [Finding("unknown operation", "", name, "nothing" + hint, name)]
    differences = [Finding("contradiction", "", "the page", "", text) for text in page.contradictions]
    if _route(page) != operation.route:
        differences.append(Finding("changed path", "", operation.id, operation.name, name))
    differences += _fields(spec, page, operation)
    return operation.id, differences


def _chosen(found: list[Operation], operation_id: str) -> Operation:
    for operation in found:
        if operation.id == operation_id:
            return operation
    raise PageError(f"the spec has no operation `{operation_id}`; there are {', '.join(each.id for each in found)}")


def _matching(found: list[Operation], page: Page) -> Operation | None:
    """Find the operation by method and path, or else by the address of the page."""
    exact = [each for each in found if each.route == _route(page)]
    address = [each for each in found if page.url and page.url.rstrip("/") in _pages(each)]
    for candidates in (exact, address):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _pages(operation: Operation) -> set[str]:
    """Return the addresses of an operation's own reference pages; guides are about many."""
    pages = operation.data.get("x-provenance", {}).get("pages", [])
    return {page.rstrip("/") for page in pages if "/api-reference/" in page}


def _route(page: Page) -> tuple[str, str]:
    return page.method.lower(), anonymous(page.path)


def _fields(spec: Spec, page: Page, operation: Operation) -> Iterator[Finding]:
    data = operation.data
    published = _published(data, published=True)
    sections: dict[str, dict[str, SpecField]] = {location: {} for location in sorted(_LOCATIONS)}
    for parameter in operation.parameters:
        if parameter["in"] in _LOCATIONS:
            kind, form = _type(spec, parameter.get("schema", {}))
            required = bool(parameter.get("required"))
            sections[parameter["in"]][parameter["name"]] = SpecField(
                kind, form, required, _published(parameter, published)
            )
    sections["body"] = _tree(spec, spec.body(operation.request)[1], published=published)
    _, response = spec.body(operation.response)
    sections["response"] = _tree(spec, response, published=published)
    for section, fields in sections.items():
        yield from _section(page, section, fields)
    names = set(page.fields.get("credentials", {}))
    if names and names != {"Authorization"}:
        yield Finding("retyped", "credentials", ", ".join(sorted(names)), "Authorization", ", ".join(sorted(names)))
    whole = _type(spec, response)[0] if response else "nothing"
    if _bare(page.whole)[0] != whole and not (page.whole == "any[]" and whole.endswith("[]")):
        yield Finding("retyped", "response", "the whole", whole, page.whole)


def _section(page: Page, section: str, known: dict[str, SpecField]) -> Iterator[Finding]:
    shown = page.fields.get(section, {})
    for name, field in shown.items():
        if name not in known:
            required = ", required" if field.required else ""
            yield Finding("added", section, name, "nothing", f"{field.type}{required}")
        else:
            yield from _field(section, name, known[name], field)
    for name, expected in known.items():
        owner = name.rpartition(".")[0].removesuffix("[]")
        hidden = any((section, each) in page.folded for each in _owners(name))
        if name not in shown and expected.published and not hidden and (not owner or owner in shown):
            yield Finding("removed", section, name, expected.type, "nothing")
    for where, name in sorted(page.folded):
        if where == section and any(each.startswith((f"{name}.", f"{name}[]")) for each in known):
            yield Finding("note", section, name, "", "its child attributes are folded on the page: not compared")


def _field(section: str, name: str, expected: SpecField, field: Field) -> Iterator[Finding]:
    kind, form = _bare(field.type)
    if kind == "enum":
        kind = "string"
    if kind not in {expected.type, "any"}:
        yield Finding("retyped", section, name, expected.type, field.type)
    elif form and form != expected.format:
        yield Finding("retyped", section, name, f"{expected.type}<{expected.format or 'no format'}>", field.type)
    if field.required and not expected.required:
        yield Finding("newly required", section, name, "optional", "required")
    if expected.required and not field.required:
        yield Finding("note", section, name, "required", "not marked as required")
    if not expected.published:
        yield Finding("note", section, name, "known from prose or responses", "published now: edit x-provenance")


def _owners(name: str) -> Iterator[str]:
    steps = name.split(".")
    for length in range(1, len(steps)):
        yield ".".join(steps[:length]).removesuffix("[]")


def _bare(kind: str) -> tuple[str, str]:
    """Split `string<date-time> | null` into type and format; null only says that the field may be absent."""
    parts = [part.strip() for part in re.split(r"\||\bor\b", kind)]
    text = next((part for part in parts if part != "null"), "null")
    match = re.fullmatch(r"(\w+)(?:<([^>]*)>)?((?:\[\])*)", text)
    if not match:
        return text, ""
    if match[1] in {"enum", "array"} and match[2]:
        inner, _ = _bare(match[2])
        return inner + match[3] + ("[]" if match[1] == "array" else ""), ""
    return match[1] + match[3], match[2] or ""


def _published(value: Any, published: bool) -> bool:  # noqa: FBT001
    """Say whether the vendor's reference has it; without a status, the parent's counts."""
    status = value.get("x-provenance", {}).get("status") if isinstance(value, dict) else None
    return published if status is None else status == "published"


def _seen_required(value: dict[str, Any]) -> bool:
    """Say whether a field is required only as all responses had it: the vendor's pages do not mark it."""
    return bool(value.get("x-provenance", {}).get("required") == "observed")


def _tree(spec: Spec, schema: Any, *, published: bool) -> dict[str, SpecField]:
    found: dict[str, SpecField] = {}
    _walk(spec, schema, "", published, found, ())
    return found


def _walk(  # noqa: PLR0913, PLR0917
    spec: Spec,
    schema: Any,
    prefix: str,
    published: bool,  # noqa: FBT001
    found: dict[str, SpecField],
    above: tuple[str, ...],
) -> None:
    reference = schema.get("$ref", "")
    if reference in above:
        return
    above = (*above, reference) if reference else above
    schema = spec.resolve(schema)
    published = _published(schema, published)
    if "items" in schema:
        _walk(spec, schema["items"], f"{prefix}[]" if prefix else "", published, found, above)
    for name, each in schema.get("properties", {}).items():
        kind, form = _type(spec, each)
        has_published = _published(each, _published(spec.resolve(each), published))
        path = f"{prefix}.{name}" if prefix else name
        required = name in schema.get("required", []) and not _seen_required(each)
        found[path] = SpecField(kind, form, required, has_published)
        _walk(spec, each, path, has_published, found, above)


def _type(spec: Spec, schema: Any) -> tuple[str, str]:
    schema = spec.resolve(schema)
    declared = schema.get("type", "any")
    kind = declared if isinstance(declared, str) else next(name for name in declared if name != "null")
    if kind == "array":
        inner, form = _type(spec, schema.get("items", {}))
        return f"{inner}[]", form
    return kind, schema.get("format", "")
