"""An operation that is new to the spec is covered by every layer, without a new line in these tests."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from lab.mutation.tree import Tree

from .support import invented

if TYPE_CHECKING:
    from pathlib import Path

LABEL = f"PUT {invented.PATH}"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Any:
    tree = Tree(tmp_path_factory.mktemp("with-a-new-operation"))
    tree.add_invented_operation()
    return tree


def outcomes(tree: Tree, layers: Any = "1-8", *options: Any, label: str = LABEL) -> Any:
    """Run layers in a copy, for the new operation alone; gives failed and passed tests by layer."""
    report = tree.folder / "report.xml"
    files = sorted(str(path) for path in (tree.folder / "tests" / "agreement").glob(f"test_[{layers}]_*.py"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *options, *files]
    environ = tree.environ | {"AGREEMENT_OPERATIONS": label, "AGREEMENT_EXAMPLES": "20", "AGREEMENT_NO_SHRINK": "1"}
    done = subprocess.run(command, cwd=tree.folder, env=environ, capture_output=True, text=True, check=False)
    found = {}
    for case in ET.parse(report).iter("testcase"):
        layer = int(case.get("classname").rpartition("test_")[2][0])
        failed = case.find("failure") is not None or case.find("error") is not None
        found.setdefault(layer, []).append((case.get("name"), failed))
    return found, done.stdout


@pytest.mark.timeout(300)
def test_every_layer_covers_it(tree: Tree) -> None:
    found, output = outcomes(tree)
    assert not [name for layer in found.values() for name, failed in layer if failed], output
    assert found.keys() == set(range(1, 9))
    for layer, tests in found.items():
        named = [name for name, _ in tests if LABEL in name or "planKiteFlight" in name or "run_finds_nothing" in name]
        assert named, f"layer {layer} does not name it: {tests}"


BREAKING = {
    "a path parameter": ("kite_name", "kite_title"),
    "a query parameter": ("dry-run", "rehearsal"),
    "a nested field": ("gusty", "gusting"),
    "a field of the response": ("landed", "touched_down"),
    "the missing response": ('"404"', '"410"'),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", BREAKING)
def test_a_disagreement_about_it_is_noticed(tmp_path: Path, name: str) -> None:
    tree = Tree(tmp_path)
    tree.add_invented_operation()
    old, new = BREAKING[name]
    text = tree.spec.read_text(encoding="utf-8")
    assert old.strip('"') in text
    tree.spec.write_text(text.replace(old.replace('"', "'"), new.replace('"', "'")), encoding="utf-8")
    found, output = outcomes(tree, "1358", "-x", "--hypothesis-seed=5", label=LABEL.replace(old, new))
    (failed,) = [name for layer in found.values() for name, failed in layer if failed]
    (again,) = [line for line in output.splitlines() if "python -m pytest --hypothesis-seed=5 " in line]
    assert again.endswith(f"::{failed}'"), output
