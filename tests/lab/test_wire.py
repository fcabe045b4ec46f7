"""The lab reads parameters as the table of OpenAPI 3.1.1, "Style Examples", writes them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from lab.specs import wire
from lab.specs.operations import Operation, Parameter

STRING, ARRAY = "blue", ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}
# Style, explode, and how a string, an array and an object are written.
PATHS = [
    ("matrix", False, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("matrix", True, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
]
QUERIES = [
    ("form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ("spaceDelimited", False, None, "color=blue%20black%20brown", None),
    ("pipeDelimited", False, None, "color=blue%7Cblack%7Cbrown", None),
    ("deepObject", True, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]


def cases(table: list[tuple[Any, ...]]) -> list[Any]:
    return [
        pytest.param(style, explode, value, text, id=f"{style}-{explode}-{text}")
        for style, explode, *texts in table
        for value, text in zip((STRING, ARRAY, OBJECT), texts, strict=True)
        if text is not None
    ]


def operation(location: str, style: str, *, explode: bool, path: str = "/") -> Operation:
    parameter = Parameter("color", location, True, {}, style, explode)
    return Operation("GET", path, {}, (parameter,), False, {}, {}, "")


@pytest.mark.parametrize(("style", "explode", "value", "text"), cases(PATHS))
def test_paths(style: str, explode: bool, value: Any, text: str) -> None:
    declared = operation("path", style, explode=explode, path="/a/{color}.json")
    said = {("path", "color"): value}
    assert wire.path_faults(declared, f"/a/{text}.json", said) == []
    for wrong in (text.replace("b", "c").replace("1", "2"), text + "x", text[:-1], ""):
        assert wire.path_faults(declared, f"/a/{wrong}.json", said), wrong


@pytest.mark.parametrize(("style", "explode", "value", "text"), cases(QUERIES))
def test_queries(style: str, explode: bool, value: Any, text: str) -> None:
    declared = operation("query", style, explode=explode)
    said = {("query", "color"): value}
    assert wire.query_faults(declared, text, said) == []
    for wrong in (text.replace("=b", "=c").replace("100", "101").replace("C", "c"), f"{text}&x=1", text[:-1], ""):
        assert (wrong == text) or wire.query_faults(declared, wrong, said), wrong


@pytest.mark.parametrize(("style", "explode", "value", "text"), cases(PATHS[4:]))
def test_headers(style: str, explode: bool, value: Any, text: str) -> None:
    declared = operation("header", style, explode=explode)
    said = {("header", "color"): value}
    assert wire.header_faults(declared, httpx.Headers({"color": text}), said) == []
    for wrong in ({"color": text + "x"}, {"color": text[:-1]}, {}):
        assert wire.header_faults(declared, httpx.Headers(wrong), said), wrong


@pytest.mark.parametrize(("style", "explode", "value", "text"), cases(QUERIES[:2]))
def test_cookies(style: str, explode: bool, value: Any, text: str) -> None:
    declared = operation("cookie", style, explode=explode)
    said = {("cookie", "color"): value}
    assert wire.cookie_faults(declared, text.replace("&", "; "), said) == []
    for wrong in (text + "x", f"{text}; more=1", ""):
        assert wire.cookie_faults(declared, wrong.replace("&", "; "), said), wrong


def test_values_mean_what_they_mean() -> None:
    declared = operation("query", "form", explode=True)
    for value, text, other in [
        (True, "true", "1"),
        (7, "7", "7.5"),
        (0.5, "0.5", ".51"),
        (1e-7, "1e-07", "0"),
        ("2024-01-01T00:00:00Z", "2024-01-01T01:00:00%2B01:00", "2024-01-01T01:00:00Z"),
        ("a+b c", "a%2Bb+c", "a+b+c"),
    ]:
        assert wire.query_faults(declared, f"color={text}", {("query", "color"): value}) == []
        assert wire.query_faults(declared, f"color={other}", {("query", "color"): value}) != []
