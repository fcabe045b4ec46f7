"""Which version a change demands (Semantic Versioning 2.0; before 1.0 the minor number stands for the major)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.compat import Level

Version = tuple[int, int, int]
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class VersionError(Exception):
    """A version is not of the form 1.2.3."""


def parse(text: str, where: str) -> Version:
    """Read a version. Raises `VersionError` that names where it stands."""
    match = _VERSION.fullmatch(text)
    if not match:
        raise VersionError(f"{where} is `{text}`; expected three numbers such as 1.2.3")
    major, minor, patch = (int(number) for number in match.groups())
    return major, minor, patch


def show(version: Version) -> str:
    return ".".join(map(str, version))


def demanded(base: Version, level: Level | None) -> Version:
    """Return the lowest version that may follow the base."""
    major, minor, patch = base
    if level is None:
        return base
    if level == "docs" or (level == "additive" and not major):
        return major, minor, patch + 1
    if level == "additive" or not major:
        return major, minor + 1, 0
    return major + 1, 0, 0
