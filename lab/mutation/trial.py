"""Trying one mutant: a copy with the fault, and the agreement tests in it, layer by layer."""

from __future__ import annotations

import ast
import contextlib
import gc
import itertools
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab.mutation import forked
from lab.mutation.equivalent import reason
from lab.mutation.mutant import CONTROL, LAYERS, ORDINARY, Mutant, Outcome
from lab.mutation.tree import OF_AGREEMENT, PARTS, NotAppliedError, SpecRefusedError, Tree, original, read_spec

if TYPE_CHECKING:
    from collections.abc import Sequence

# Few examples are enough for most: the coverage phase finds the rest. What survives is tried with more.
FEW, MANY = 6, 30
# The cheap ones first, for those who want to know no more than whether a mutant is noticed.
CHEAP_FIRST = (8, 2, 1, 4, 3, 5, 7, 6, ORDINARY)
_TRAITS = re.compile(r'"(x-(?!speakeasy-name|provenance)[\w-]+|oneOf|anyOf|dependentRequired|unit)":')
PRELOADED = [
    "httpx",
    "hypothesis",
    "jsonschema_rs",
    "jwt",
    "openapi_python_client",
    "pytest",
    "schemathesis",
    "schemathesis.cli",
    "schemathesis.openapi.checks",
    "schemathesis.pytest.plugin",
    "uvicorn",
    "yaml",
]


def run(mutant: Mutant, *, first: bool = False) -> Outcome:
    """Try a mutant; meant to be the only work of its process."""
    gc.freeze()  # a collection need not look at what was imported before
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        parts = PARTS if mutant.tests else OF_AGREEMENT
        tree = Tree(Path(folder), original(invented=mutant.kind == "client"), forking=True, parts=parts)
        outcome = _tried(mutant, tree, first=first)
    outcome.seconds = time.monotonic() - started
    outcome.cpu = sum(os.times()[:4])
    return outcome


def _tried(mutant: Mutant, tree: Tree, *, first: bool) -> Outcome:
    try:
        mutant.apply(tree)
    except SpecRefusedError as error:
        # The tree's copy is gone by the time somebody reads this.
        return Outcome(mutant.name, "refused", note=str(error).replace(str(tree.folder), ""))
    except NotAppliedError as error:
        return Outcome(mutant.name, "broken", note=str(error))
    if mutant.kind == "regenerated" and same_code(original() / "generated", tree.folder / "generated"):
        return Outcome(mutant.name, "same", note="the generated code stays the same")
    spec = read_spec(tree.spec)
    # A client that is generated from a changed spec disagrees with the copy's; else the copy does with what it was.
    other = tree.generated_from or read_spec(original() / "openapi" / "heymarket.yaml")
    kept = operations(spec)
    touched = _touched(operations(other), kept)
    with_events = mutant.kind == "client" or mutant.family == CONTROL or _events(other) != _events(spec)
    selections = [([] if mutant.tests else _labels(mutant, kept, touched), with_events)]
    if mutant.family == CONTROL and not (first or mutant.tests):
        # Whichever operations a mutant is tried with, it must be the mutant that is noticed. Only a change of the spec
        # says which they are, and what the client is then tried by are some of the layers of the spec.
        selections += [([], True), *(([label], False) for label in kept if mutant.kind == "spec")]
    if not mutant.tests:
        # Nothing in the layers speaks TLS, and every client reads all authorities: one will do.
        os.environ["SSL_CERT_FILE"] = str(_one_authority(tree.folder))
    rounds = [[layer] for layer in CHEAP_FIRST if layer in mutant.layers] if first else [mutant.layers]
    killers: dict[int, str] = {}
    for (labels, events), layers in itertools.product(selections, rounds):
        killers = killers or run_tests(_files(tree, mutant, layers, events=events), tree, labels)
    # A quick look takes the reason's word; the whole run looks whether it holds.
    if not killers and not mutant.harmless and not (first and reason(mutant)):
        for labels, thorough in _closer(mutant, kept, touched):
            killers = killers or run_tests(_files(tree, mutant, mutant.layers), tree, labels, thorough=thorough)
    return Outcome(mutant.name, "killed" if killers else "survived", killers)


def same_code(one: Path, other: Path) -> bool:
    """Tell whether two generated packages differ in nothing but documentation."""
    written = {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*.py")}
    return all(
        (one / name).exists() and (other / name).exists() and _code(one / name) == _code(other / name)
        for name in written
    )


def _code(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_docstring(each)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_docstring(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _touched(other: dict[str, str], kept: dict[str, str]) -> list[str]:
    """Return the operations that a change of the spec touches."""
    return [label for label in kept if other.get(label) != kept[label]]


def _events(spec: Any) -> Any:
    return _whole(spec, spec["webhooks"])


def _labels(mutant: Mutant, kept: dict[str, str], touched: list[str]) -> list[str]:
    """Return the operations that a fault touches, or some of every sort if it could be any."""
    if mutant.kind == "client":
        return [*touched, *some_of_every_sort(kept)[:1]]
    return touched[:1] or some_of_every_sort(kept)


def _closer(mutant: Mutant, kept: dict[str, str], touched: list[str]) -> list[tuple[list[str], bool]]:
    """Return what to try a fault with that nobody noticed: selections of operations, and how thoroughly.

    All operations take minutes. What is left concerns what few of them have, or is equivalent; then nothing but the
    operations that are touched can prove the reason wrong.
    """
    if mutant.tests:
        return [([], True)]
    if reason(mutant):
        return [(touched, True)]  # all, if the fault is in what no operation has
    rare = [*touched, *with_every_trait(kept), *some_of_every_sort(kept)]
    return [(rare, False), (rare, True), ([], True)]


def operations(spec: Any) -> dict[str, str]:
    """Return each operation with all that it refers to, as text."""
    return {
        f"{method.upper()} {path}": json.dumps([_whole(spec, raw), item.get("parameters")], sort_keys=True, default=str)
        for path, item in spec["paths"].items()
        for method, raw in item.items()
        if isinstance(raw, dict) and "responses" in raw
    }


def _whole(spec: Any, node: Any, within: tuple[str, ...] = ()) -> Any:
    if isinstance(node, list):
        return [_whole(spec, each, within) for each in node]
    if not isinstance(node, dict):
        return node
    to = node.get("$ref")
    if to in within:  # a fault may have made an object a part of itself
        return node
    if isinstance(to, str):
        target = spec
        for step in to.removeprefix("#/").split("/"):
            target = target[step]
        return _whole(spec, target, (*within, to))
    return {key: _whole(spec, value, within) for key, value in node.items()}


def some_of_every_sort(found: dict[str, str]) -> list[str]:
    """Return few operations that together have every sort of thing: pages, a path parameter, no body, no object."""
    sorts: dict[tuple[bool, ...], str] = {}
    for label, text in found.items():
        sort = ("x-speakeasy-pagination" in text, "{" in label, '"requestBody"' in text, '"anyOf"' in text)
        sorts.setdefault(sort, label)
    return list(sorts.values())[:3]


def with_every_trait(found: dict[str, str]) -> list[str]:
    """Return few operations that together use every keyword which not all operations need."""
    traits = {label: set(_TRAITS.findall(text)) for label, text in found.items()}
    missing, chosen = set().union(*traits.values()), []
    while missing:
        chosen.append(max(traits, key=lambda label: len(traits[label] & missing)))
        missing -= traits[chosen[-1]]
    return chosen


def _files(tree: Tree, mutant: Mutant, layers: Sequence[int], *, events: bool = True) -> list[str]:
    """Return the tests of some layers; those of the events of webhooks only where these may be touched."""
    agreement = tree.folder / "tests" / "agreement"
    found = [path for layer in layers for path in sorted(agreement.glob(f"test_{layer}_*.py"))]
    return [
        *(str(path) for path in found if events or "_events_" not in path.name),
        *(str(tree.folder / name) for name in mutant.tests),
    ]


def run_tests(files: Sequence[str], tree: Tree, labels: Sequence[str], *, thorough: bool = False) -> dict[int, str]:
    """Run tests in this process, with some operations or all; returns the first test that failed, by layer."""
    import pytest  # noqa: PLC0415 - preloaded where this runs

    forked.forget()
    os.environ |= {
        **tree.environ,
        "AGREEMENT_OPERATIONS": "\n".join(labels),
        "AGREEMENT_EXAMPLES": str(MANY if thorough else FEW),
        "AGREEMENT_NO_SHRINK": "1",
        "AGREEMENT_QUICK": "1",
    }
    if thorough:
        del os.environ["AGREEMENT_QUICK"]
    sys.path[:0] = tree.import_path
    listener = _Listener()
    options = [
        "-q",
        "--tb=no",
        "--continue-on-collection-errors",
        "--assert=plain",
        "-p",
        "no:cacheprovider",
        "-o",
        "timeout=60",
        "--rootdir",
        str(tree.folder),
        "-c",
        str(tree.folder / "pyproject.toml"),
    ]
    with (
        contextlib.chdir(tree.folder),
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        try:
            pytest.main([*options, *files], plugins=[listener])
        except Exception:
            # What a fault leaves behind, such as a coroutine, may come to light after the last test.
            if not listener.killers:
                raise
    if listener.count == 0 and not listener.killers:
        raise RuntimeError("no test was run")
    return {layer: listener.killers[layer] for layer in LAYERS if layer in listener.killers}


def _one_authority(folder: Path) -> Path:
    import certifi  # noqa: PLC0415 - preloaded where this runs

    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition("-----END CERTIFICATE-----")
    file = folder / "authority.pem"
    file.write_text(f"{first}{end}\n", encoding="utf-8")
    return file


class _Listener:
    """Notes the first failure of each layer and passes over the rest of it."""

    def __init__(self) -> None:
        self.killers: dict[int, str] = {}
        self.count = 0

    def pytest_runtest_setup(self, item: Any) -> None:
        import pytest  # noqa: PLC0415

        if _layer(item.nodeid) in self.killers:
            pytest.skip("this layer has noticed already")

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.count += report.when == "call" and not report.skipped
        if report.failed:
            self.killers.setdefault(_layer(report.nodeid), report.nodeid.partition("::")[2])

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and "test_" in report.nodeid:
            self.killers.setdefault(_layer(report.nodeid), "the tests cannot be collected")


def _layer(nodeid: str) -> int:
    layer = Path(nodeid.partition("::")[0]).name.removeprefix("test_")[:1]
    return int(layer) if layer.isdigit() else ORDINARY
