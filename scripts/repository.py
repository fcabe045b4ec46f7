"""What every script shares: where the repository is, and the style of the command line."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPEC = Path("openapi", "heymarket.yaml")
"""The spec, relative to the root."""


def parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser that shows a module's docstring as it is."""
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def package_version(root: Path = ROOT) -> str:
    """Return the version in pyproject.toml. Raises `KeyError`, `OSError` or `TOMLDecodeError` where there is none."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
