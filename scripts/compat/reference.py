"""The project as it was at a git reference."""

from __future__ import annotations

import io
import subprocess
import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class UnknownReferenceError(Exception):
    """A reference cannot be used; the message is for the person who named it."""


def default(root: Path) -> str:
    """Return the last release, or the last commit where there is none."""
    done = _git(root, "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
    return done.stdout.decode().strip() if done.returncode == 0 else "HEAD"


def extract(root: Path, name: str, paths: list[str], target: Path) -> None:
    """Write what the reference holds of some paths into a folder. Raises `UnknownReferenceError`."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit.returncode:
        known = _git(root, "tag", "--list", "v*", "--sort=-version:refname").stdout.decode().split()
        some = f"; there is {', '.join(known[:5])}" if known else ""
        raise UnknownReferenceError(f"git knows no `{name}`: name a tag, a branch or a commit of this clone{some}")
    sha = commit.stdout.decode().strip()
    present = [path for path in paths if _git(root, "cat-file", "-e", f"{sha}:{path}").returncode == 0]
    if not present:
        return
    archive = _git(root, "archive", "--format=tar", sha, "--", *present)
    if archive.returncode:
        raise UnknownReferenceError(f"git cannot read `{name}`: {archive.stderr.decode(errors='replace').strip()}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(target, filter="data")


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except OSError as error:
        raise UnknownReferenceError(f"git cannot be run: {error.strerror}") from None
