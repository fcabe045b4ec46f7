"""Tells PyInstaller, by an entry point, of the spec that the sandbox reads."""

from __future__ import annotations

from pathlib import Path


def hook_dirs() -> list[str]:
    return [str(Path(__file__).parent)]
