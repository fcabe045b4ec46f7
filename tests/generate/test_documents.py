"""Files are read as data and nothing else, with the place of each part, in work that is linear in their length."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.generate.document import Document
from scripts.generate.problem import RefusedError, SpecError
from scripts.generate.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FRAME: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}}


def document(folder: Path, text: str, name: str = "spec.yaml") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return Document.load(path)


def refusal(folder: Path, text: str, name: str = "spec.yaml") -> str:
    with pytest.raises(SpecError) as raised:
        document(folder, text, name)
    return str(raised.value).removeprefix(f"{folder / name}:")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_any_json_is_read_as_it_is(folder: Path, value: Any, indented: bool) -> None:
    text = json.dumps(value, indent=2 if indented else None, ensure_ascii=indented)
    read = document(folder, text, "spec.json")
    assert read.data == value
    assert json.dumps(read.data) == json.dumps(value)  # 1 is not 1.0, nor True


class Dumper(yaml.SafeDumper):
    """Quotes what YAML 1.2 may take for a number: PyYAML knows 1.1, where 0E0 and 0o17 are text."""

    def text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, '"' if re.match(r"[-+.\d]", text) else None)


Dumper.add_representer(str, Dumper.text)


@given(VALUES, st.sampled_from([True, False, None]))
@example(["0E0", "0o17", "-1e5", "+.5"], False)
def test_any_value_in_yaml_is_read_as_it_is(folder: Path, value: Any, flow: bool | None) -> None:
    read = document(folder, yaml.dump(value, Dumper=Dumper, default_flow_style=flow, allow_unicode=False))
    assert json.dumps(read.data, sort_keys=True) == json.dumps(value, sort_keys=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200", 200), ("0o17", 15), ("0x1F", 31), ("1.5e3", 1500.0), (".5", 0.5), ("-0", 0), ("~", None), ("", None),
        ("yes", "yes"), ("on", "on"), ("017", 17), ("1_000", "1_000"), ("12:30:45", "12:30:45"),
        ("2026-04-16", "2026-04-16"),

        ("=", "="), ("!!str 12", "12"), ("! 12", "12"), ("!!int '12'", 12), ("!!float 1", 1), ("'null'", "null"),
        ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(text: str, value: Any, folder: Path) -> None:
    data = document(folder, f"a: {text}\n").data
    assert (data, type(data["a"])) == ({"a": value}, type(value))


def test_keys_are_text_whatever_they_look_like(folder: Path) -> None:
    text = "{200: a, null: b, true: c, 1.0: d, on: e, 2026-04-16: f, '': g}"
    assert list(document(folder, text).data) == ["200", "null", "true", "1.0", "on", "2026-04-16", ""]


def test_anchors_and_merges_are_taken_as_what_they_repeat(folder: Path) -> None:
    text = "a: &a {x: 1, y: [2]}\nb: *a\nc: {<<: *a, x: 3}\nd:\n  <<: [{x: 4, z: 5}, *a]\n"
    data = document(folder, text).data
    assert data == {
        "a": {"x": 1, "y": [2]}, "b": {"x": 1, "y": [2]}, "c": {"x": 3, "y": [2]}, "d": {"x": 4, "z": 5, "y": [2]},
    }  # fmt: skip
    data["b"]["y"].append(9)
    assert data["a"]["y"] == data["c"]["y"] == [2]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\nb:\n  c: 2\n  'c': 3\n", "4:3", "the key `c` stands here twice, first in line 3 (at #/b/c)"),
        ("a:\n- 1\n- !!python/object/apply:os.system [x]\n", "3:3", "python/object/apply:os.system` is not taken"),
        ("a: !mine {}\n", "1:4", "the tag `!mine` is not taken"),
        ("a: !!binary aGk=\n", "1:4", "the tag `tag:yaml.org,2002:binary`"),
        ("a: !!int one\n", "1:4", "the tag `tag:yaml.org,2002:int`"),
        ("a: !!set {x}\n", "1:4", "the tag `tag:yaml.org,2002:set`"),
        ("a: &a\n  b: *a\n", "2:6", "`*a` stands inside of what it repeats"),
        ("a: *b\n", "1:4", "no anchor before `*b`"),
        ("? [a]\n: 1\n", "1:3", "a key must be text"),
        ("a: &a x\n*a : 1\n", "2:1", "a key must be text"),
        ("a: .nan\n", "1:4", "`.nan` is not a JSON value"),
        ("a: 1e999\n", "1:4", "`1e999` is beyond the numbers"),
        (f"a: {'9' * 5000}\n", "1:4", "a number of 5000 digits is too long"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second YAML document begins here"),
        ("a: [1\n", "2:1", "not YAML"),
        ("a: \x07\n", "", "not YAML"),
        ("\ta: 1\n", "1:1", "not YAML"),
        ("{<<: 1}\n<<: x", "2:1", "not YAML"),
        ("<<: [1]\n", "1:5", "`<<` takes a mapping"),
        (f"a: {'[' * 500}{']' * 500}\n", "1:103", "nested deeper than 100 levels"),
        ("- " * 500, "1:201", "nested deeper than 100 levels"),
    ],
)
def test_what_json_could_not_say_is_refused_with_its_place(text: str, place: str, words: str, folder: Path) -> None:
    found = refusal(folder, text)
    assert found.startswith(f"{place}: " if place else "")
    assert words in found


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"a": 1,\n "b": {"c": 2, "c": 3}}', "2:16", "the key `c` stands here twice, first in line 2 (at #/b/c)"),
        ('{"a": NaN}', "", "`NaN`"),
        ('{"a": -Infinity}', "", "`-Infinity`"),
        ('{"a": 1e999}', "1:7", "`1e999` is beyond"),
        (f'{{"a": {"9" * 5000}}}', "1:7", "a number of 5000 digits"),
        ('{"a": "\\ud800"}', "1:7", "half of a character"),
        ('{"\\ud800": 1}', "1:2", "half of a character"),
        ('{"a": 1', "1:8", "not JSON"),
        ('{"a": 1}\n{}', "2:1", "not JSON"),
        ("", "1:1", "not JSON"),
        ("[" * 100_000, "", "nested deeper than 100 levels"),
    ],
)
def test_json_is_refused_with_its_place(text: str, place: str, words: str, folder: Path) -> None:
    found = refusal(folder, text, "spec.json")
    assert found.startswith(f"{place}: " if place else "")
    assert words in found


def test_all_that_is_wrong_with_a_file_is_told_at_once(folder: Path) -> None:
    with pytest.raises(RefusedError) as raised:
        document(folder, "a: 1\na: 2\nb: !x 1\nc: .inf\na: 3\n")
    heading, *lines = str(raised.value).splitlines()
    assert heading.endswith("4 problems of 3 kinds")
    assert [line for line in lines if re.fullmatch(r"[a-z ]+: \d+", line)] == [
        "duplicate key: 2",
        "number: 1",
        "tag: 1",
    ]


def test_a_byte_order_mark_and_other_line_ends(folder: Path) -> None:
    text = "\ufeffopenapi: 3.1.0\r\nb:\r\n  c: \u00fc\r\n"
    read = document(folder, text)
    assert (read.data["b"], read.place(("b", "c")).line) == ({"c": "\u00fc"}, 3)


@given(VALUES)
def test_each_place_is_where_the_file_has_it(folder: Path, value: Any) -> None:
    for name, text in (
        ("spec.json", json.dumps(value, indent=1)),
        ("spec.yaml", yaml.safe_dump(value, allow_unicode=False, width=10_000, default_style='"')),
    ):
        read, lines = document(folder, text, name), text.splitlines()

        def check(part: Any, pointer: tuple[Any, ...], read: Document, lines: list[str], name: str) -> None:
            for step, item in (
                part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
            ):
                place = read.place((*pointer, step))
                rest = lines[place.line - 1][place.column - 1 :]
                if isinstance(part, dict):
                    as_key = json.loads if name.endswith("json") else yaml.safe_load
                    assert as_key(re.match(r'"(?:[^"\\]|\\.)*"', rest).group()) == step  # type: ignore[union-attr]
                check(item, (*pointer, step), read, lines, name)

        check(value, (), read, lines, name)


def lines_run(work: Callable[[], object]) -> int:
    """Count the lines of ours that run: unlike time, the same on every machine."""
    count = 0

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal count
        if "/scripts/generate/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def fields(count: int) -> str:
    return "a:\n" + "".join(f"  f{index}: {{type: string, enum: [a, b]}}\n" for index in range(count))


def values(count: int) -> str:
    return "enum: [" + ", ".join(f"v{index}" for index in range(count)) + "]\n"


def aliases(count: int) -> str:
    return "a: &a {b: 1}\nc:\n" + "- *a\n" * count


def duplicates(count: int) -> str:
    return "a: 1\n" * count


def as_json(count: int) -> str:
    return json.dumps({"a": [{"b": [index]} for index in range(count)]}, indent=1)


@pytest.mark.parametrize("make", [fields, values, aliases, duplicates, as_json])
def test_work_is_linear(make: Callable[[int], str], folder: Path) -> None:
    name = "spec.json" if make is as_json else "spec.yaml"

    def read(count: int) -> Callable[[], object]:
        path = folder / name
        path.write_text(make(count), encoding="utf-8")

        def load() -> None:
            with contextlib.suppress(RefusedError):  # of duplicates
                Document.load(path)

        return load

    small, large = lines_run(read(200)), lines_run(read(2000))
    assert large < 11 * small


def test_anchors_cannot_explode(folder: Path) -> None:
    levels = "".join(f"l{each}: &l{each} [{', '.join([f'*l{each - 1}'] * 9)}]\n" for each in range(1, 60))
    assert re.match(r"\d+:\d+: what anchors repeat grows out of proportion", refusal(folder, f"l0: &l0 [x]\n{levels}"))
    chain = "".join(f"l{each}: &l{each} {{x: *l{each - 1}}}\n" for each in range(1, 200))
    assert "nested deeper than 100 levels" in refusal(folder, f"l0: &l0 [x]\n{chain}")
    merges = "".join(f"l{each}: &l{each} {{<<: *l{each - 1}, k{each}: 1}}\n" for each in range(1, 2000))
    assert "grows out of proportion" in refusal(folder, f"l0: &l0 {{x: 1}}\n{merges}")


def files(folder: Path, **texts: Any) -> Path:
    for name, value in texts.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
    return folder / "spec.yaml"


def answers(schema: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}}


def test_files_below_the_folder_become_components(tmp_path: Path) -> None:
    spec = Spec.load(
        files(
            tmp_path,
            spec={**FRAME, "paths": {"/a": {"$ref": "paths/a.yaml"}, "/b": {"get": answers({"$ref": "b.yaml#/Tree"})}}},
            paths__a={"get": answers({"$ref": "../schemas/book.yaml"})},
            schemas__book={"type": "object", "properties": {"tree": {"$ref": "../b.yaml#/Tree"}}},
            b={"Tree": {"type": "object", "properties": {"inner": {"$ref": "#/Tree"}, "leaf": {"$ref": "#/Leaf"}}},
               "Leaf": {"type": "string"}},
        )
    )  # fmt: skip
    schemas = spec.data["components"]["schemas"]
    assert set(schemas) == {"book", "Tree", "Leaf"}
    assert schemas["Tree"]["properties"] == {
        "inner": {"$ref": "#/components/schemas/Tree"}, "leaf": {"$ref": "#/components/schemas/Leaf"},
    }  # fmt: skip
    assert schemas["book"]["properties"]["tree"] == {"$ref": "#/components/schemas/Tree"}
    answer = spec.data["paths"]["/a"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/book"}
    place = spec.place(("components", "schemas", "Tree", "properties", "leaf"))
    assert (place.path, place.line, place.pointer) == (tmp_path / "b.yaml", 6, ("Tree", "properties", "leaf"))
    assert spec.place(("paths", "/a", "get")).path == tmp_path / "paths" / "a.yaml"


def test_discriminators_name_files(tmp_path: Path) -> None:
    mapping = {"cat": "cats.yaml#/Cat", "dog": "dog.yaml", "cow": "Cow"}
    pet = {"oneOf": [{"$ref": "cats.yaml#/Cat"}, {"$ref": "dog.yaml"}, {"$ref": "#/components/schemas/Cow"}]}
    spec = Spec.load(
        files(
            tmp_path,
            spec={
                **FRAME,
                "paths": {"/a": {"get": answers({**pet, "discriminator": {"propertyName": "k", "mapping": mapping}})}},
                "components": {"schemas": {"Cow": {"type": "object"}}},
            },
            cats={"Cat": {"type": "object"}},
            dog={"type": "object"},
        )
    )
    answer = spec.data["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/Cat", "dog": "#/components/schemas/dog", "cow": "Cow",
    }  # fmt: skip


def test_files_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    spec = Spec.load(
        files(
            tmp_path,
            spec={**FRAME, "paths": {f"/{each}": {"get": answers({"$ref": f"{each}/pet.yaml#/Pet"})} for each in "ab"},
                  "components": {"schemas": {"Pet": {"type": "integer"}}}},
            a__pet={"Pet": {"type": "string"}},
            b__pet={"Pet": {"type": "boolean"}},
        )
    )  # fmt: skip
    assert spec.data["components"]["schemas"] == {
        "Pet": {"type": "integer"}, "pet_Pet": {"type": "string"}, "b_pet_Pet": {"type": "boolean"},
    } or spec.data["components"]["schemas"] == {
        "Pet": {"type": "integer"}, "pet_Pet": {"type": "boolean"}, "a_pet_Pet": {"type": "string"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("../outside.yaml#/A", "outside of the spec's folder"),
        ("/etc/hostname", "outside of the spec's folder"),
        ("link.yaml#/A", "outside of the spec's folder"),
        ("https://example.com/a.yaml#/A", "would have to be fetched; nothing is"),
        ("//example.com/a.yaml", "would have to be fetched; nothing is"),
        ("file:///etc/hostname", "would have to be fetched; nothing is"),
        ("missing.yaml", "there is no file `missing.yaml`"),
        ("folder", "there is no file `folder`"),
        ("a\x00b.yaml", "cannot be read"),
        ("a.yaml#/B", "leads nowhere"),
        ("a.yaml#A", "leads nowhere"),
        ("a.yaml#/Text", "leads nowhere"),
        ("#/components/schemas/B", "leads nowhere"),
        ("#/info/title", "leads nowhere"),
        ("#/components/responses/R", "leads to a response instead of a schema"),
    ],
)
def test_references_that_are_not_followed(reference: str, words: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    path = files(
        inside,
        spec={**FRAME, "paths": {"/a": {"get": answers({"$ref": reference})}},
              "components": {"responses": {"R": {"description": "x"}}}},
        a={"A": {"type": "string"}, "Text": "text"},
    )  # fmt: skip
    files(tmp_path, outside={"A": {"type": "string"}})
    (inside / "folder").mkdir()
    (inside / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(RefusedError) as raised:
        Spec.load(path)
    assert words in str(raised.value)
    [problem] = raised.value.problems
    assert problem.kind == "reference"
    assert re.match(rf"{re.escape(str(path))}:\d+:\d+: ", str(raised.value))


def test_what_is_wrong_with_another_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = files(tmp_path, spec={**FRAME, "paths": {"/a": {"get": answers({"$ref": "a.yaml"})}}})
    (tmp_path / "a.yaml").write_text("type: string\ntype: integer\n", encoding="utf-8")
    with pytest.raises(SpecError, match=rf"^{re.escape(str(tmp_path / 'a.yaml'))}:2:1: the key `type` stands"):
        Spec.load(path)


def test_path_items_that_refer_to_one_another(tmp_path: Path) -> None:
    path = files(
        tmp_path, spec={**FRAME, "paths": {"/a": {"$ref": "a.yaml"}}}, a={"$ref": "b.yaml"}, b={"$ref": "a.yaml"}
    )
    with pytest.raises(SpecError, match="this consists of itself"):
        Spec.load(path)


CIRCLES: dict[str, Any] = {
    "a reference to itself": {"A": {"$ref": "#/components/schemas/A"}},
    "references in a circle": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},
    "allOf": {"A": {"allOf": [{"type": "object"}, {"$ref": "#/components/schemas/A"}]}},
    "through a part": {"A": {"oneOf": [{"$ref": "#/components/schemas/A/oneOf/0"}]}},
    "anyOf": {
        "A": {"anyOf": [{"$ref": "#/components/schemas/B"}]},
        "B": {"allOf": [{"$ref": "#/components/schemas/A"}]},
    },
}


@pytest.mark.parametrize("name", CIRCLES)
def test_what_consists_of_itself_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as raised:
        Spec.load(files(tmp_path, spec={**FRAME, "components": {"schemas": CIRCLES[name]}}))
    assert {problem.text for problem in raised.value.problems} == {"this consists of itself"}


def test_a_long_chain_of_references_is_no_circle(tmp_path: Path) -> None:
    schemas = {f"S{each}": {"$ref": f"#/components/schemas/S{each + 1}"} for each in range(3000)}
    spec = Spec.load(
        files(tmp_path, spec={**FRAME, "components": {"schemas": {**schemas, "S3000": {"type": "string"}}}})
    )
    assert spec.resolve({"$ref": "#/components/schemas/S0"}) == {"type": "string"}
