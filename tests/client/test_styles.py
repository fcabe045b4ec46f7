"""How parameters are written: the table of styles of OpenAPI 3.1.1, and what it leaves to the writer."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heymarket import InvalidRequestError
from heymarket_runtime import arguments, forms
from heymarket_runtime.operation import Operation, Parameter

ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}

# OpenAPI 3.1.1, 4.8.12.4 "Style Examples": location, style, explode, and color as text, as array and as object.
TABLE = [
    ("path", "matrix", False, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("path", "matrix", True, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("path", "label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("path", "label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("path", "simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("path", "simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("header", "simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("header", "simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("query", "form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("query", "form", True, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ("query", "spaceDelimited", False, None, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
    ("query", "pipeDelimited", False, None, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("query", "deepObject", True, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ("cookie", "form", False, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("cookie", "form", True, "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
]
DEFAULTS = {"path": ("simple", False), "header": ("simple", False), "query": ("form", True), "cookie": ("form", True)}


def parameter(location: Any, name: str = "color", kind: Any = Any, **options: Any) -> Parameter:
    return Parameter(name, location, kind, required=location == "path", **options)


def sent(each: Parameter, value: Any, path: str = "/{color}") -> str:
    """Return what stands where the parameter is."""
    is_cookie, in_path = each.location == "cookie", each.location == "path"
    operation = Operation(
        name="paints.list", method="GET", path=path if in_path else "/paints", result=Any,
        parameters=() if is_cookie else (each,), cookies=(each,) if is_cookie else (),
    )  # fmt: skip
    if is_cookie:
        return forms.prepare(operation, cookies={each.name: value}).headers.get("Cookie", "")
    argument = {"path": "path", "query": "query", "header": "headers"}[each.location]
    call = arguments.prepare(operation, **{argument: {each.name: value}})
    if in_path:
        return call.path.removeprefix("/")
    return call.headers[each.name] if each.location == "header" else call.target.partition("?")[2]


@pytest.mark.parametrize(("location", "style", "explode", "text", "array", "fields"), TABLE)
def test_the_styles_of_the_specification(
    location: str, style: str, *, explode: bool, text: str | None, array: str | None, fields: str
) -> None:
    given_style = "" if style == DEFAULTS[location][0] else style
    each = parameter(location, style=given_style, explode=explode)
    wanted = [(value, form) for value, form in [("blue", text), (ARRAY, array), (OBJECT, fields)] if form is not None]
    assert [(value, sent(each, value)) for value, _ in wanted] == wanted
    if (style, explode) == DEFAULTS[location]:
        assert [(value, sent(parameter(location), value)) for value, _ in wanted] == wanted


def test_a_parameter_beside_text_in_a_segment() -> None:
    each = parameter("path")
    assert sent(each, "a/b", "/reports/{color}.pdf") == "reports/a%2Fb.pdf"
    assert sent(each, "..", "/reports/{color}.pdf") == "reports/...pdf"
    assert sent(parameter("path", style="matrix"), "blue", "/reports{color}") == "reports;color=blue"


@pytest.mark.parametrize(
    ("style", "value", "path"),
    [("", "", "/{color}"), ("", ".", "/{color}"), ("", "..", "/{color}"), ("", ".", "/.{color}"), ("", [], "/{color}"),
     ("", {}, "/{color}"), ("label", "", "/{color}"), ("label", ".", "/{color}"), ("matrix", [], "/{color}"),
     ("label", [], "/x{color}"), ("", "", "/reports/{color}.pdf")],
)  # fmt: skip
def test_no_path_changes_its_place(style: str, value: Any, path: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"^color: .* cannot be part of a path$"):
        sent(parameter("path", style=style), value, path)


def test_nothing_in_a_value_is_taken_for_a_parameter() -> None:
    both = (parameter("path", "a"), parameter("path", "b"))
    operation = Operation(name="x.y", method="GET", path="/{a}/{b}/{a}", result=None, parameters=both)
    assert arguments.prepare(operation, path={"a": "{b}", "b": "{a}"}).path == "/%7Bb%7D/%7Ba%7D/%7Bb%7D"


def test_content_is_json_in_one_text() -> None:
    value = {"name": "Tom \u00fc", "ids": [1, 2]}
    for location in ("path", "query", "header", "cookie"):
        text = sent(parameter(location, is_json=True), value).removeprefix("color=")
        assert text.isascii()
        assert json.loads(unquote(text)) == value
        assert (location == "header") == (text == json.dumps(value, separators=(",", ":")))


def test_objects_side_by_side_in_a_query() -> None:
    """A field that two exploded objects share is sent twice, as nothing says whose it is."""
    parameters = (parameter("query", "a"), parameter("query", "b"), parameter("query", "limit", int))
    operation = Operation(name="x.y", method="GET", path="/x", result=None, parameters=parameters)
    call = arguments.prepare(operation, query={"a": {"x": 1, "y": [2, 3]}, "b": {"x": 4}, "limit": 5})
    assert call.target == "/x?x=1&y=2&y=3&x=4&limit=5"


def test_deep_objects_within() -> None:
    each = parameter("query", "filter", style="deepObject")
    value = {"name": "Tom & Jo", "age": {"gt": 3, "lt": None}, "tags": ["a", "b"]}
    written = (
        "filter%5Bname%5D=Tom%20%26%20Jo&filter%5Bage%5D%5Bgt%5D=3&filter%5Btags%5D%5B0%5D=a&filter%5Btags%5D%5B1%5D=b"
    )
    assert sent(each, value) == written


def test_absent_values_are_not_sent() -> None:
    for explode in (True, False):
        assert sent(parameter("query", explode=explode), []) == ""
        assert sent(parameter("query", explode=explode), {"a": None}) == ""
        assert sent(parameter("query", explode=explode), [None, "a"]) == "color=a"
        assert sent(parameter("cookie", explode=explode), [None, "a"]) == "color=a"


def test_reserved_characters_pass_where_the_spec_says_so() -> None:
    each = parameter("query", allow_reserved=True)
    assert sent(each, "https://a.test/b?c=d;e,f%20g%h") == "color=https://a.test/b?c=d;e,f%20g%25h"
    assert sent(each, "a&b#c+d[e] \u00fc") == "color=a%26b%23c%2Bd%5Be%5D%20%C3%BC"
    assert sent(each, ["/a", "b:c"]) == "color=/a&color=b:c"
    listed = parameter("query", allow_reserved=True, explode=False)
    assert sent(listed, ["/a,b", "c"]) == "color=/a%2Cb,c"
    assert sent(parameter("path", allow_reserved=True), "../a") == "..%2Fa"


@pytest.mark.parametrize(
    ("location", "style", "value", "sign"),
    [("header", "", ["a,b"], "','"), ("header", "", {"a": "b,c"}, "','"), ("query", "spaceDelimited", ["a b"], "' '"),
     ("query", "pipeDelimited", ["a|b"], "'|'"), ("query", "pipeDelimited", {"a|b": 1}, "'|'")],
)  # fmt: skip
def test_what_stands_between_items_cannot_stand_in_them(location: str, style: str, value: Any, sign: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        sent(parameter(location, style=style), value)
    assert str(caught.value) == f"color: {sign} stands between items, so none can hold it"


@pytest.mark.parametrize("value", ["a\nb", "\u00fc", " a", "a ", "\ta", "a\x7f"])
def test_a_header_takes_one_line(value: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"^color: a header takes"):
        sent(parameter("header"), value)
    assert sent(parameter("header"), "a \t b") == "a \t b"


def test_a_cookie_keeps_what_it_can_hold() -> None:
    assert sent(parameter("cookie", "session id"), "eyJ+/x=") == "session%20id=eyJ+/x="
    assert sent(parameter("cookie"), 'a;b, "c"\\\r\n100%\u00fc') == "color=a%3Bb%2C%20%22c%22%5C%0D%0A100%25%C3%BC"


def test_values_are_checked_before_they_are_written() -> None:
    for location in ("path", "query", "header", "cookie"):
        with pytest.raises(InvalidRequestError, match=r"^color\[1\]: expected int, got str"):
            sent(parameter(location, kind=list[int], explode=True), [1, "b"])


texts = st.text(min_size=1, max_size=8).filter(lambda text: text.isprintable() and text not in {".", ".."})


@given(texts, st.lists(texts, min_size=1, max_size=4), st.dictionaries(texts, texts, min_size=1, max_size=3))
def test_a_reader_gets_what_was_given(text: str, array: list[str], fields: dict[str, str]) -> None:
    query = {
        each: parse_qsl(sent(parameter("query", explode=each), array), keep_blank_values=True) for each in (True, None)
    }
    assert query[True] == query[None] == [("color", item) for item in array]
    assert parse_qsl(sent(parameter("query"), fields), keep_blank_values=True) == [*fields.items()]
    deep = parse_qsl(sent(parameter("query", style="deepObject"), fields), keep_blank_values=True)
    assert deep == [(f"color[{name}]", value) for name, value in fields.items()]
    listed = sent(parameter("query", explode=False), array).removeprefix("color=")
    assert [unquote(item) for item in listed.split(",")] == array
    assert [unquote(item) for item in sent(parameter("path"), array).split(",")] == array
    assert unquote(sent(parameter("path"), text)) == text
    assert unquote(sent(parameter("cookie"), text).removeprefix("color=")) == text
    cookies = sent(parameter("cookie"), array).split("; ")
    assert [unquote(item.removeprefix("color=")) for item in cookies] == array
