"""generated/ and the JSON form are what the spec and the templates say, to the byte."""

from __future__ import annotations

import ast
import datetime
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from scripts.generate.bundle import bundled
from scripts.generate.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


def generate(*arguments: str | Path, seed: str = "random") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.generate", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


def write(output: Path, seed: str = "random") -> subprocess.CompletedProcess[str]:
    """Generate from a copy of the spec: its JSON form is written beside it."""
    output.parent.mkdir(parents=True, exist_ok=True)
    spec = shutil.copy(ROOT / "openapi" / "heymarket.yaml", output.parent)
    return generate("--spec", spec, "--output", output, seed=seed)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(ROOT / "generated", tmp_path / "generated", ignore=shutil.ignore_patterns("__pycache__")),
    )


def test_regenerating_changes_nothing() -> None:
    done = generate("--check")
    assert done.returncode == 0, f"run `nox -s generate` and commit the result\n{done.stderr}{done.stdout[:3000]}"


def test_output_does_not_depend_on_the_hash_seed_or_the_folder(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "a longer name" / "two"
    assert write(first, seed="1").returncode == 0
    assert write(second, seed="2").returncode == 0
    assert contents(first) == contents(second) == contents(ROOT / "generated")
    for output in (first, second):
        fresh = output.with_name("heymarket.json")
        assert fresh.read_bytes() == (ROOT / "openapi" / "heymarket.json").read_bytes()


def change_a_byte(copy: Path) -> str:
    path = copy / "heymarket" / "models" / "conversation.py"
    path.write_text(path.read_text(encoding="utf-8").replace("int | None", "str | None", 1), encoding="utf-8")
    return "conversation.py"


def add_a_file(copy: Path) -> str:
    (copy / "heymarket" / "models" / "stale.py").write_text("", encoding="utf-8")
    return "stale.py"


def remove_a_file(copy: Path) -> str:
    (copy / "heymarket" / "py.typed").unlink()
    return "py.typed"


def change_the_provenance(copy: Path) -> str:
    path = copy / "generation.json"
    path.write_text(path.read_text(encoding="utf-8").replace("0", "1", 1), encoding="utf-8")
    return "generation.json"


@pytest.mark.parametrize("edit", [change_a_byte, add_a_file, remove_a_file, change_the_provenance])
def test_an_edit_by_hand_is_noticed(edit: object, copy: Path) -> None:
    assert callable(edit)
    name = edit(copy)
    done = generate("--check", "--output", copy)
    assert done.returncode == 1
    assert name in done.stdout
    assert "nox -s generate" in done.stderr


@pytest.mark.parametrize("edit", [lambda path: path.write_text("{}\n", encoding="utf-8"), Path.unlink])
def test_a_stale_json_form_is_noticed(edit: Callable[[Path], object], tmp_path: Path) -> None:
    spec = shutil.copy(ROOT / "openapi" / "heymarket.yaml", tmp_path)
    edit(Path(shutil.copy(ROOT / "openapi" / "heymarket.json", tmp_path)))
    done = generate("--check", "--spec", spec)
    assert done.returncode == 1
    assert "heymarket.json from the spec" in done.stdout
    assert "nox -s generate" in done.stderr


def test_the_json_form_says_what_the_yaml_says() -> None:
    as_yaml = YAML(typ="safe", pure=True).load((ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8"))
    assert json.loads((ROOT / "openapi" / "heymarket.json").read_text(encoding="utf-8")) == as_yaml


def test_a_date_is_text_as_in_json(edited_spec: Callable[[Callable[[Any], object]], Path]) -> None:
    day = datetime.date(2026, 4, 16)
    spec = Spec.load(edited_spec(lambda spec: spec["components"]["schemas"]["Team"].update(examples=[{"name": day}])))
    assert '"name": "2026-04-16"' in bundled(spec)


def test_regenerating_removes_what_is_stale(copy: Path) -> None:
    add_a_file(copy)
    change_a_byte(copy)
    assert write(copy).returncode == 0
    assert contents(copy) == contents(ROOT / "generated")


def test_a_failure_leaves_the_old_client_untouched(copy: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("openapi: 3.1.0\n", encoding="utf-8")
    before = contents(copy)
    assert generate("--spec", broken, "--output", copy).returncode == 1
    assert contents(copy) == before


def test_surrounding_ruff_configuration_has_no_influence(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 60\n[format]\nquote-style = 'single'\n", encoding="utf-8")
    assert write(tmp_path / "generated").returncode == 0
    assert contents(tmp_path / "generated") == contents(ROOT / "generated")


def test_a_model_is_just_its_fields() -> None:
    for module in (ROOT / "generated" / "heymarket" / "models").glob("*.py"):
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                rest = [item for item in node.body if not isinstance(item, ast.AnnAssign | ast.Expr)]
                assert not rest, f"{module.name} has more than fields and their docs"
