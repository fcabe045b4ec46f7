"""Whatever is changed about a field of a page is reported, exactly so, and nothing else is."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.drift.page import parse
from scripts.drift.page_drift import compare
from scripts.drift.page_lines import read

from .render import STYLES, Doc, Row

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.generate.spec import Spec

SECTIONS = {"Body": "body", "Response": "response"}
OTHER = {"string": "integer", "integer": "boolean", "boolean": "string", "object": "string"}
KINDS = {"remove": "removed", "add": "added", "retype": "retyped", "require": "newly required"}


def published(spec: Spec, schema: Any) -> list[Row]:
    """The fields of a schema that the vendor's reference has."""
    schema = spec.resolve(spec.resolve(schema).get("items", schema))
    rows = []
    for field, each in schema.get("properties", {}).items():
        if {**spec.resolve(each), **each}.get("x-provenance", {}).get("status", "published") == "published":
            marked = each.get("x-provenance", {}).get("required") != "observed"
            required = field in schema.get("required", []) and marked
            rows.append(Row(field, kind(spec, each), required, "Some words about it.", published(spec, each)))
    return rows


def kind(spec: Spec, schema: Any) -> str:
    schema = spec.resolve(schema)
    return f"{kind(spec, schema['items'])}[]" if schema["type"] == "array" else schema["type"]


def page(spec: Spec, path: str, method: str) -> Doc:
    """The page of an operation, as the spec has it."""
    operation = spec.data["paths"][path][method]
    sections = {}
    parameters = [spec.resolve(each) for each in operation.get("parameters", [])]
    if parameters:
        sections["Path Parameters"] = [
            Row(each["name"], kind(spec, each["schema"]), required=True, words="Which one.") for each in parameters
        ]
    if "requestBody" in operation:
        sections["Body"] = published(spec, content(spec, operation["requestBody"]))
    response = content(spec, operation["responses"]["200"])
    sections["Response"] = published(spec, response)
    return Doc(operation["summary"], method.upper(), path, kind(spec, response), sections)


def content(spec: Spec, holder: Any) -> Any:
    return spec.resolve(holder)["content"]["application/json"]["schema"]


@pytest.fixture(scope="session")
def listing(spec: Spec) -> Doc:
    return page(spec, "/v1/conversations", "post")


def places(doc: Doc) -> list[tuple[str, tuple[int, ...]]]:
    found = []
    for section in SECTIONS.keys() & doc.sections.keys():
        for index, row in enumerate(doc.sections[section]):
            found.append((section, (index,)))
            found += [(section, (index, inner)) for inner, _ in enumerate(row.children)]
    return sorted(found)


def mutate(doc: Doc, place: tuple[str, tuple[int, ...]], mutation: str) -> tuple[str, str, str]:
    """Change a field of the page; return what must be reported."""
    section, steps = place
    rows, prefix = doc.sections[section], ""
    for step in steps[:-1]:
        prefix = f"{rows[step].name}{'[]' if rows[step].type.endswith('[]') else ''}."
        rows = rows[step].children
    row = rows[steps[-1]]
    name = prefix + row.name
    if mutation == "remove":
        del rows[steps[-1]]
    elif mutation == "add":
        rows.insert(steps[-1] + 1, Row(f"{row.name}_more", "integer"))
        name += "_more"
    elif mutation == "retype":
        row.type = OTHER.get(row.type, "string")
    else:
        row.required = True
    return KINDS[mutation], SECTIONS[section], name


def reported(
    doc: Doc, style: str, folder: Path, spec: Spec, expected_operation: str = "listConversations"
) -> list[tuple[str, str, str]]:
    render, suffix = STYLES[style]
    path = folder / f"page.{suffix}"
    path.write_text(render(doc), encoding="utf-8")
    operation, findings = compare(spec, parse(read(path)))
    assert operation == expected_operation
    return [(each.kind, each.section, each.name) for each in findings]


@pytest.mark.parametrize("style", STYLES)
def test_an_unchanged_page_is_no_drift(style: str, listing: Doc, spec: Spec, tmp_path: Path) -> None:
    assert len(places(listing)) == 10 + 24 + 2
    assert reported(listing, style, tmp_path, spec) == []


@pytest.mark.parametrize("mutation", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_each_field(style: str, mutation: str, listing: Doc, spec: Spec, tmp_path: Path) -> None:
    for place in places(listing):
        doc = copy.deepcopy(listing)
        if mutation == "retype" and children(doc, place):
            continue  # a change of an object's own type takes its children with it; see below
        expected = mutate(doc, place, mutation)
        assert reported(doc, style, tmp_path, spec) == [expected]


OTHER_PAGES = {
    "getConversation": ("/v1/conversations/{id}", "get"),
    "markConversationRead": ("/v1/conversations/read", "post"),
    "closeConversation": ("/v1/conversations/close", "post"),
    "transferConversation": ("/v1/conversations/transfer", "post"),
    "listInboxes": ("/v1/inboxes", "get"),
    "getTeam": ("/v1/team", "get"),
}


@pytest.mark.parametrize("operation", OTHER_PAGES)
@pytest.mark.parametrize("style", STYLES)
def test_each_field_of_other_pages(style: str, operation: str, spec: Spec, tmp_path: Path) -> None:
    original = page(spec, *OTHER_PAGES[operation])
    assert reported(original, style, tmp_path, spec, operation) == []
    for place in places(original):
        for mutation in KINDS:
            doc = copy.deepcopy(original)
            if mutation == "retype" and children(doc, place):
                continue
            expected = [mutate(doc, place, mutation)]
            if doc == original:
                continue  # it is required already
            assert reported(doc, style, tmp_path, spec, operation) == expected


def children(doc: Doc, place: tuple[str, tuple[int, ...]]) -> list[Row]:
    section, steps = place
    return doc.sections[section][steps[0]].children if len(steps) == 1 else []


@settings(max_examples=40, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_any_set_of_changes(data: Any, listing: Doc, spec: Spec, tmp_path: Path) -> None:
    doc = copy.deepcopy(listing)
    chosen = data.draw(st.sets(st.sampled_from([each for each in places(doc) if not children(doc, each)]), max_size=8))
    # From the end, so that the places before stay where they are.
    expected = [mutate(doc, place, data.draw(st.sampled_from(sorted(KINDS)))) for place in sorted(chosen, reverse=True)]
    found = reported(doc, data.draw(st.sampled_from(sorted(STYLES))), tmp_path, spec)
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("style", STYLES)
def test_an_object_that_became_text(style: str, listing: Doc, spec: Spec, tmp_path: Path) -> None:
    doc = copy.deepcopy(listing)
    (members,) = [row for row in doc.sections["Response"] if row.name == "members"]
    members.type, members.children = "string", []
    assert reported(doc, style, tmp_path, spec) == [
        ("retyped", "response", "members"),
        ("removed", "response", "members[].id"),
        ("removed", "response", "members[].name"),
    ]
