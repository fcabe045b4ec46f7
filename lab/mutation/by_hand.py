"""Mutants written by hand, as texts to replace: faults in the client's code, its safeguards and the sandbox."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab.mutation.mutant import CONTROL, Kind, Mutant

if TYPE_CHECKING:
    from lab.mutation.tree import Tree

_FOLDER = Path(__file__).parent


def mutants() -> list[Mutant]:
    kinds: tuple[Kind, ...] = ("spec", "client", "sandbox")
    safeguards = [*_read("safeguards.toml"), *_read("webhooks.toml"), *_read("sync.toml")]
    noticing = tuple(sorted({name for fault in safeguards for name in fault["tests"]}))
    return [
        *(Mutant(f"nothing is changed ({kind})", CONTROL, kind, lambda _: None, harmless=True) for kind in kinds),
        Mutant("nothing is changed (safeguard)", CONTROL, "client", lambda _: None, harmless=True, tests=noticing),
        *(
            Mutant(
                f"client: {fault['name']}", _family(fault["file"]), "client", _in_client(**fault), file=fault["file"]
            )
            for fault in _read("client.toml")
        ),
        *(
            Mutant(
                f"safeguard: {fault['name']}",
                "safeguards",
                "client",
                _in_client(**fault),
                file=fault["file"],
                tests=tuple(tests),
            )
            for fault in safeguards
            for tests in (fault.pop("tests"),)
        ),
        *(
            Mutant(f"sandbox: {fault['name']}", "sandbox", "sandbox", _in_sandbox(**fault), file=fault["file"])
            for fault in _read("sandbox.toml")
        ),
    ]


def _read(name: str) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))["fault"]
    return faults


def _family(file: str) -> str:
    if file.startswith("scripts/generate"):
        return "templates"
    return "credentials" if file.startswith("auth_ext") else "runtime"


def _in_client(name: str, file: str, old: str, new: str) -> Any:  # noqa: ARG001 - what a fault has
    def apply(tree: Tree) -> None:
        tree.change_text(file, old, new)
        if file.startswith("scripts/generate"):
            tree.generate()

    return apply


def _in_sandbox(name: str, file: str, old: str, new: str) -> Any:  # noqa: ARG001 - what a fault has
    return lambda tree: tree.change_text(file, old, new)
