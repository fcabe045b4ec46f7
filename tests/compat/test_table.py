"""Every kind of change is classified as the table says, for HTTP and for Python."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from scripts.compat import worst
from scripts.compat.http_api import http_changes
from scripts.compat.python_api import python_changes
from scripts.generate import gate, package
from scripts.generate.spec import Spec

from .table import TABLE, Row

if TYPE_CHECKING:
    from collections.abc import Callable

BASE: dict[str, Any] = YAML(typ="safe").load((Path(__file__).parent / "base.yaml").read_text(encoding="utf-8"))


def load(folder: Path, name: str, *edits: Callable[[Any], object]) -> Spec:
    data = copy.deepcopy(BASE)
    for edit in edits:
        edit(data)
    # Without the file, which would be written and validated twice for each row.
    return Spec(folder / f"{name}.yaml", data)


def render(spec: Spec, folder: Path) -> Path:
    """Generate what a caller sees; the runtime is the same for every spec."""
    gate.check(spec)
    package.render(spec, folder / "heymarket")
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    return render(load(folder, "base"), folder)


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) == len({row.name for row in TABLE}) >= 60
    assert {row.http for row in TABLE} == {row.python for row in TABLE}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_classified(row: Row, base: Path, tmp_path: Path) -> None:
    old, new = load(tmp_path, "old", row.before), load(tmp_path, "new", row.before, row.edit)
    http = http_changes(old, new)
    assert worst(http) == row.http, http
    rendered = render(old, tmp_path / "before") if row.before is not Row.before else base
    api = python_changes([rendered], [render(new, tmp_path / "after")])
    assert worst(api) == row.python, api
    assert row.at in "\n".join(map(str, [*http, *api]))


def test_every_spec_of_the_table_is_valid(tmp_path: Path) -> None:
    for row in TABLE:
        data = load(tmp_path, "new", row.before, row.edit).data
        assert not list(OpenAPIV31SpecValidator(data).iter_errors()), row.name


@pytest.mark.parametrize("row", [row for row in TABLE if row.http == "breaking"], ids=lambda row: row.name)
def test_the_way_back_is_a_change_too(row: Row, tmp_path: Path) -> None:
    old, new = load(tmp_path, "old", row.before), load(tmp_path, "new", row.before, row.edit)
    assert worst(http_changes(new, old)) in {"breaking", "additive"}
