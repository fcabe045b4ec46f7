"""What cannot be honoured is listed whole, and left out where that is asked for."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.generate.hostile import FRAME, answers, done, fields, query, takes, to

if TYPE_CHECKING:
    from pathlib import Path

NO = {"type": "array", "prefixItems": [{"type": "string"}]}
SPEC: dict[str, Any] = {
    **FRAME,
    "paths": {
        "/good": {"get": answers(to("Good"), tags=["t"])},
        "/direct": {"get": answers(NO, tags=["t"]), "post": done(tags=["t"])},
        "/through": {"get": answers(to("Outer"), tags=["t"])},
        "/twice": {"post": takes(fields(a=NO, b={"not": {}}), tags=["t"])},
        "/shared": {
            "parameters": [{"name": "q", "in": "query", "schema": NO}],
            "get": done(tags=["t"]),
            "put": done(tags=["t"]),
        },
        "/invalid": {"get": done(parameters=query("x", "x"))},
    },
    "components": {"schemas": {"Good": fields("x"), "Outer": fields(inner=to("Inner")), "Inner": fields(a=NO)}},
}
LEFT_OUT = ["GET /direct", "GET /through", "POST /twice", "GET /shared", "PUT /shared", "GET /invalid"]


def generate(folder: Path, data: Any, *options: str) -> subprocess.CompletedProcess[str]:
    path = folder / "spec.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "scripts.generate", "--spec", str(path), "--output", str(folder / "out"), *options],
        capture_output=True,
        text=True,
        check=False,
    )


def without_invalid() -> dict[str, Any]:
    return {**SPEC, "paths": {path: item for path, item in SPEC["paths"].items() if path != "/invalid"}}


def test_everything_is_listed_by_kind_with_counts_and_places(tmp_path: Path) -> None:
    finished = generate(tmp_path, without_invalid())
    assert (finished.returncode, finished.stdout) == (1, "")
    path, lines = tmp_path / "spec.yaml", finished.stderr.splitlines()
    assert lines[0].startswith(f"generate: {path}: ")
    counts = {kind: int(count) for kind, count in re.findall(r"^(\w+): (\d+)$", finished.stderr, re.MULTILINE)}
    assert list(counts) == ["prefixItems", "not"]
    text = path.read_text(encoding="utf-8").splitlines()
    places = re.findall(r"^(\S+\.yaml):(\d+):(\d+): .* \(at #/.*/(\w+)\)$", finished.stderr, re.MULTILINE)
    assert len(places) == sum(counts.values())
    for file, line, column, key in places:
        assert file == str(path)
        assert text[int(line) - 1][int(column) - 1 :].startswith(f"{key}:")
    assert lines[-1] == f"{len(places)} places in 5 of 7 operations; --skip leaves those out"
    assert not (tmp_path / "out").exists()


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    finished = generate(tmp_path, SPEC, "--skip")
    assert finished.returncode == 0, finished.stderr
    assert sorted(finished.stderr.splitlines()[-len(LEFT_OUT) :]) == sorted(LEFT_OUT)
    made = tmp_path / "out" / "heymarket"
    docs = ast.get_docstring(ast.parse((made / "__init__.py").read_text(encoding="utf-8")))
    assert docs is not None
    assert sorted(line.removeprefix("- ") for line in docs.splitlines() if line.startswith("- ")) == sorted(LEFT_OUT)
    resource = (made / "api" / "t.py").read_text(encoding="utf-8")
    assert set(re.findall(r'path="?\'?([^"\']*)', resource)) == {"/good", "/direct"}
    assert re.findall(r'method="(\w+)"', resource) == ["GET", "POST"]
    assert sorted(each.stem for each in (made / "models").glob("*.py")) == ["__init__", "good"]


def test_a_package_without_gaps_tells_of_none(tmp_path: Path) -> None:
    finished = generate(tmp_path, {**FRAME, "paths": {"/good": {"get": done()}}}, "--skip")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "Left out" not in (tmp_path / "out" / "heymarket" / "__init__.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("change", [{"info": {"title": "x"}}, {"unknown": 1}])
def test_what_belongs_to_no_operation_cannot_be_left_out(change: dict[str, Any], tmp_path: Path) -> None:
    finished = generate(tmp_path, {**FRAME, "paths": {"/good": {"get": done()}}, **change}, "--skip")
    assert finished.returncode == 1
    assert "Traceback" not in finished.stderr


def test_nothing_is_written_beside_the_spec(tmp_path: Path) -> None:
    (tmp_path / "spec.json").write_text("theirs", encoding="utf-8")
    assert generate(tmp_path, {**FRAME, "paths": {"/good": {"get": done()}}}).returncode == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "spec.json", "spec.yaml"]
    assert (tmp_path / "spec.json").read_text(encoding="utf-8") == "theirs"
