"""What stops a release, and what one consists of. `nox -s release` itself builds and installs for real."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from scripts.release import __main__ as release

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
VERSION = release.package_version(ROOT)
WHEEL, SDIST = f"heymarket-{VERSION}-py3-none-any.whl", f"heymarket-{VERSION}.tar.gz"
SBOM = f"heymarket-{VERSION}.cdx.json"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    (folder / "openapi").mkdir(parents=True)
    for name in ("pyproject.toml", "CHANGELOG.md", "openapi/heymarket.yaml", "openapi/CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[..., str]]:
    """Stand in for the programs that a release runs; a test replaces those that are to fail."""
    made: dict[str, Callable[..., str]] = {}
    version = release.package_version(ROOT)

    def build(*command: Any) -> str:
        output = Path(command[command.index("--outdir") + 1])
        for name in (WHEEL, SDIST):
            (output / name).touch()
        return ""

    def list_parts(*command: Any) -> str:
        if "--output-file" in command:
            Path(command[command.index("--output-file") + 1]).touch()
        return ""

    made["build"] = build
    made["sbom"] = list_parts
    made["install"] = lambda *_: version
    monkeypatch.setattr(release, "run", lambda step, *command: made.get(step, lambda *_: "")(*command))
    monkeypatch.setattr(release, "install", lambda *given: made["install"](*given))  # noqa: PLW0108 - looked up late
    return made


def dry_run(tree: Path) -> tuple[int, Path]:
    output = tree.parent / "out"
    return release.main(["--root", str(tree), "--output", str(output)]), output


def test_a_release_is_wheel_sdist_and_the_spec_twice(
    tree: Path, steps: object, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output = dry_run(tree)
    assert code == 0, capsys.readouterr().err
    version = YAML(typ="safe").load((tree / "openapi" / "heymarket.yaml").read_text(encoding="utf-8"))["info"][
        "version"
    ]
    names = {WHEEL, SDIST, SBOM, f"heymarket-openapi-{version}.yaml", f"heymarket-openapi-{version}.json"}
    assert {path.name for path in output.iterdir()} == names
    as_yaml = YAML(typ="safe").load((output / f"heymarket-openapi-{version}.yaml").read_text(encoding="utf-8"))
    as_json = json.loads((output / f"heymarket-openapi-{version}.json").read_text(encoding="utf-8"))
    assert as_json == as_yaml
    assert "git tag v" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["CHANGELOG.md", "openapi/CHANGELOG.md"])
def test_a_changelog_that_says_nothing(
    name: str, tree: Path, steps: object, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / name).write_text("# Changelog\n\n## 0.0.1\n\nFirst.\n", encoding="utf-8")
    assert dry_run(tree)[0] == 1
    error = capsys.readouterr().err
    assert error.startswith(f"release: {name} says nothing about ")
    assert "add a section" in error


def test_an_empty_section_is_none(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text("## 1.2.0\n\n## 1.1.0 (April)\n\nMore.\n", encoding="utf-8")
    assert release.section(path, "1.1.0") == "More."
    for version in ("1.2.0", "1.1", "1.3.0"):
        with pytest.raises(release.ReleaseError, match="says nothing about"):
            release.section(path, version)


def test_what_installs_as_another_version(
    tree: Path, steps: dict[str, Callable[..., str]], capsys: pytest.CaptureFixture[str]
) -> None:
    steps["install"] = lambda *_: "0.0.9"
    assert dry_run(tree)[0] == 1
    assert "installs as 0.0.9, not " in capsys.readouterr().err


@pytest.mark.parametrize("step", ["versions", "build", "twine", "sbom"])
def test_the_first_step_that_fails_ends_it(
    step: str, tree: Path, steps: dict[str, Callable[..., str]], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> str:
        raise release.ReleaseError(f"{step} failed: because")

    steps[step] = fail
    assert dry_run(tree)[0] == 1
    captured = capsys.readouterr()
    assert f"release: {step} failed: because" in captured.err
    assert "Ready" not in captured.out


def test_a_program_that_fails_is_quoted() -> None:
    with pytest.raises(release.ReleaseError, match="build failed:\nno such thing"):
        release.run("build", sys.executable, "-c", "import sys; sys.exit('no such thing')")
