"""Documents that mean harm, or that nobody thought of: a typed package that imports, or a refusal with its line."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scripts.generate import package
from scripts.generate.problem import SpecError
from tests.generate.hostile import EVIL, GENERATED, REFUSED

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    for name, data in GENERATED.items():
        (root / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
        (root / name).mkdir()
        (root / name / "__init__.py").touch()
        package.generate(root / f"{name}.json", root / name)
    return root


def module(packages: Path, monkeypatch: pytest.MonkeyPatch, name: str, inside: str = "") -> Any:
    monkeypatch.syspath_prepend(str(packages))
    return importlib.import_module(f"{name}.heymarket{inside}")


@pytest.mark.parametrize("name", GENERATED)
def test_imported_and_constructed(name: str, packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = module(packages, monkeypatch, name).Heymarket(auth=httpx.Auth(), base_url="https://api.example.com")
    for attribute in dir(type(client)):
        if not attribute.startswith("_"):
            getattr(client, attribute)
    models = module(packages, monkeypatch, name, ".models")
    assert all(getattr(models, each) for each in models.__all__)


@pytest.mark.timeout(400)
def test_type_clean(packages: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={packages / '.mypy'}"]
    finished = subprocess.run(
        [*command, *GENERATED],
        cwd=packages,
        env={**os.environ, "MYPYPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout


def test_names_reach_the_server_as_they_are(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    made = module(packages, monkeypatch, "evil_words")
    client = made.Heymarket(auth=httpx.Auth(), transport=httpx.MockTransport(serve))
    method = next(getattr(client.t, each) for each in dir(client.t) if each.startswith("post"))
    arguments = dict.fromkeys(inspect.signature(method).parameters, "v")
    with pytest.warns(DeprecationWarning, match="is deprecated"):
        method(**arguments)
    assert {EVIL, '"', "\\", "a\nb"} == set(seen[0].url.params)
    assert json.loads(seen[0].content) == {"x": "v"}


def test_each_name_in_json_has_one_of_its_own(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = module(packages, monkeypatch, "names_of_fields", ".models")
    names = GENERATED["names_of_fields"]["components"]["schemas"]["A"]["properties"]
    model = models.A(**{each: str(index) for index, each in enumerate(models.A.__struct_fields__)})
    assert sorted(model.to_dict()) == sorted(names)
    assert len(set(model.to_dict().values())) == len(names)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_line(name: str, tmp_path: Path) -> None:
    data, words = REFUSED[name]
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    with pytest.raises(SpecError) as refusal:
        package.generate(path, tmp_path / "out")
    assert words in str(refusal.value)
    if name != "a chain without end":
        assert re.search(rf"{re.escape(str(path))}:\d+:\d+: ", str(refusal.value))
