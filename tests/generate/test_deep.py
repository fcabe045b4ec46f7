"""Models that lead through one another for long: each can be imported first, in any thread, and decodes."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.generate.circles import circles, shallow

from .others import generate

if TYPE_CHECKING:
    from pathlib import Path

RING, CHAIN = 200, 400


def reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def model(count: int, *others: int, **fields: Any) -> tuple[str, dict[str, Any]]:
    properties = {"n": {"type": "integer"}, **{f"to{each}": reference(f"M{each}") for each in others}, **fields}
    return f"M{count}", {"type": "object", "properties": properties}


def listed(name: str) -> dict[str, Any]:
    return {"type": "array", "items": reference(name)}


def mapped(name: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": reference(name)}


SCHEMAS: dict[str, dict[str, Any]] = {
    "ring": dict(model(each, (each + 1) % RING) for each in range(RING)),
    "chain": dict(model(each, *([each + 1] if each + 1 < CHAIN else [])) for each in range(CHAIN)),
    # Each skips some of those that it leads to, so that there is more than one way down.
    "ladder": dict(model(each, *range(each + 1, min(each + 4, CHAIN))) for each in range(CHAIN)),
    # Circles of three, one above the other.
    "circles": dict(
        model(each, *({each + 1 if (each + 1) % 3 else each - 2} | {each + 3}) & set(range(240))) for each in range(240)
    ),
    "lists": dict(model(each, next=listed(f"M{(each + 1) % RING}")) for each in range(RING)),
    "maps": dict(model(each, next=mapped(f"M{(each + 1) % RING}")) for each in range(RING)),
    "open": {
        name: {**schema, "additionalProperties": reference(f"M{(int(name[1:]) + 1) % RING}")}
        for name, schema in map(model, range(RING))
    },
}


def nested(name: str, start: str, depth: int) -> dict[str, Any]:
    """Return a value of a model that holds another one, and so on."""
    for wire, field in SCHEMAS[name][start]["properties"].items():
        inner = field.get("items") or field.get("additionalProperties") or field
        if "$ref" in inner and depth:
            value = nested(name, inner["$ref"].rpartition("/")[2], depth - 1)
            return {wire: [value] if "items" in field else value if "$ref" in field else {"x": value}, "n": depth}
    return {"n": depth}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("deep")
    content = {"application/json": {"schema": reference("M0")}}
    operation = {
        "operationId": "one",
        "tags": ["a"],
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    for name, schemas in SCHEMAS.items():
        generate({"paths": {"/a": {"post": operation}}, "schemas": schemas}, root, name)
    return root


def run(root: Path, program: str) -> str:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


PROGRAM = """
import json, httpx, importlib, threading
body = {body!r}
failed = []
def first(name):
    try:
        importlib.import_module("{package}.heymarket.models.m" + name)
    except BaseException as error:
        failed.append(repr(error))
threads = [threading.Thread(target=first, args=[each]) for each in {first}]
for each in threads: each.start()
for each in threads: each.join()
assert not failed, failed
import {package}.heymarket as package
sent = []
def serve(request):
    sent.append(json.loads(request.content))
    return httpx.Response(200, text={answer!r})
client = package.Heymarket(auth=httpx.Auth(), transport=httpx.MockTransport(serve), strict=True)
found = client.a.one(**body)
assert sent == [body], sent
print(json.dumps(found.to_dict()))
"""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", SCHEMAS)
def test_any_model_can_come_first(packages: Path, name: str) -> None:
    body, answer = nested(name, "M0", 60), nested(name, "M0", len(SCHEMAS[name]))
    modules = [path.stem[1:] for path in (packages / name / "heymarket" / "models").glob("m*.py")]
    for first in ([min(modules)], [max(modules, key=int)], modules[:4]):
        said = run(packages, PROGRAM.format(package=name, body=body, answer=json.dumps(answer), first=first))
        assert json.loads(said) == answer


def test_a_package_and_its_models_are_imported_by_themselves(packages: Path) -> None:
    for name in SCHEMAS:
        run(packages, f"import {name}.heymarket")
        run(packages, f"from {name}.heymarket.models import *; M0(n=1)")
        run(packages, f"import {name}.heymarket.api.a; import attrs, {name}.heymarket.models as m; attrs.fields(m.M7)")


GRAPHS = st.dictionaries(st.integers(0, 12).map(str), st.sets(st.integers(0, 12).map(str), max_size=3), max_size=13)


@given(GRAPHS, st.integers(1, 4))
def test_groups_lead_to_one_another_only_so_far(edges: dict[str, set[str]], deepest: int) -> None:
    edges = {**{each: set() for targets in edges.values() for each in targets}, **edges}
    groups = shallow({each: sorted(targets) for each, targets in edges.items()}, deepest)
    group_of = {each: index for index, group in enumerate(groups) for each in group}
    assert sorted(itertools.chain(*groups)) == sorted(edges)
    depths = dict[int, int]()
    for index, group in enumerate(groups):
        others = {group_of[target] for each in group for target in edges[each]} - {index}
        assert all(each < index for each in others)
        depths[index] = 1 + max((depths[each] for each in others), default=0)
    assert max(depths.values(), default=0) <= deepest


@given(GRAPHS)
def test_circles(edges: dict[str, set[str]]) -> None:
    edges = {**{each: set() for targets in edges.values() for each in targets}, **edges}
    below = {each: reached(edges, each) for each in edges}
    groups = circles({each: sorted(targets) for each, targets in edges.items()})
    assert sorted(itertools.chain(*groups)) == sorted(edges)
    seen: set[str] = set()
    for group in groups:
        assert group == sorted(each for each in edges if each == group[0] or mutual(below, each, group[0]))
        seen |= set(group)
        assert all(edges[each] <= seen for each in group)


def reached(edges: dict[str, set[str]], start: str) -> set[str]:
    found, waiting = set[str](), [start]
    while waiting:
        new = edges[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def mutual(below: dict[str, set[str]], one: str, other: str) -> bool:
    return one in below[other] and other in below[one]
