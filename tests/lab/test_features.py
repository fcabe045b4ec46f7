"""docs/openapi-features.md says what both generators do, as of now, and nothing goes wrong with ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.specs import checkers, features, run

if TYPE_CHECKING:
    from pathlib import Path

    from lab.specs.row import Row

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("features")


@pytest.fixture(scope="module")
def results(folder: Path) -> list[tuple[features.Feature, Row]]:
    return features.tried(folder)


def test_nothing_goes_wrong(results: list[tuple[features.Feature, Row]]) -> None:
    assert [f"{feature.name}: {line}" for feature, row in results for line in row.faults() if not row.is_clean] == []
    assert [feature.name for feature, row in results if row.ours.get("untried")] == []


def test_the_page_is_true(results: list[tuple[features.Feature, Row]]) -> None:
    page = "\n".join(features.page(results, run.version())) + "\n"
    said = features.PAGE.read_text(encoding="utf-8")
    assert page.splitlines() == said.splitlines(), "run `python -m lab.specs.features` and commit the page"


def test_choices_and_objects_have_clean_types(folder: Path, results: list[tuple[features.Feature, Row]]) -> None:
    names = [
        f"o{index:03}"
        for index, (feature, row) in enumerate(results)
        if feature.group == "Objects and choices" and row.ours.get("imports")
    ]
    assert len(names) > 20
    assert checkers.mypy(folder / "packages", names) == {}
