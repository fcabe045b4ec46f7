"""The command, on a small clone: what it says, and when it fails."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.compat import __main__ as script

ROOT = Path(__file__).parents[2]
SPEC, MODEL, PROJECT = "openapi/heymarket.yaml", "generated/heymarket/models/conversation.py", "pyproject.toml"


def git(clone: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=clone, check=True, capture_output=True)


def commit(clone: Path, tag: str) -> None:
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", tag)
    git(clone, "tag", tag)


def edit(clone: Path, name: str, old: str, new: str) -> None:
    path = clone / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    (folder / "openapi").mkdir(parents=True)
    for name in (SPEC, PROJECT):
        shutil.copy(ROOT / name, folder / name)
    for name in ("runtime", "generated", "auth_ext"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    edit(folder, PROJECT, 'version = "', 'version = "0.4.1" #')
    git(folder, "init", "--quiet")
    commit(folder, "v0.4.1")
    return folder


def compat(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: starting one costs more than most runs."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = script.main(["--root", str(clone), *arguments])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def spec_version(clone: Path) -> str:
    lines = (clone / SPEC).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("  version:")).split()[1]


def test_nothing_changed(clone: Path) -> None:
    done = compat(clone)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Compared with v0.4.1" in done.stdout
    assert done.stdout.count("no change") == 2


def test_versions_that_do_not_follow_fail_and_are_named(clone: Path) -> None:
    edit(clone, SPEC, "          description: Channel, for", "          x-old: Channel, for")
    edit(clone, SPEC, "        blocked:\n          type: boolean", "        blocked:\n          type: string")
    edit(clone, MODEL, "blocked: bool", "blocked: str")
    done = compat(clone, "v0.4.1", "--json")
    version = spec_version(clone)
    major = f"{int(version.split('.')[0]) + 1}.0.0"
    assert done.returncode == 1
    assert "breaking  response Conversation.blocked: type boolean became string" in done.stdout
    assert "breaking  heymarket.models.Conversation.blocked: bool | None became str | None" in done.stdout
    assert f"must be {major} or later: edit info.version in openapi/heymarket.yaml" in done.stdout
    assert "must be 0.5.0 or later: edit version in pyproject.toml" in done.stdout
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["base"], figures["http"]["demanded"], figures["python"]["demanded"]) == ("v0.4.1", major, "0.5.0")
    assert figures["http"]["breaking"] == ["response Conversation.blocked: type boolean became string"]

    edit(clone, SPEC, f"  version: {version}", f"  version: {major}")
    edit(clone, PROJECT, 'version = "0.4.1"', 'version = "0.5.0"')
    assert compat(clone).returncode == 0


def test_a_change_of_behaviour_alone_demands_a_patch(clone: Path) -> None:
    edit(clone, "runtime/heymarket_runtime/retry.py", "import random", "import random as random")
    done = compat(clone)
    assert done.returncode == 1
    assert "must be 0.4.2" in done.stdout


@pytest.mark.parametrize("base", ["v9.9.9", "--help me", "a..b", "HEAD:openapi"])
def test_a_base_that_does_not_exist_is_one_line(clone: Path, base: str) -> None:
    done = compat(clone, "--", base)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert base in done.stderr
    assert "v0.4.1" in done.stderr


def test_a_base_without_a_spec_is_said(clone: Path) -> None:
    git(clone, "rm", "-r", "--quiet", "--cached", "openapi")
    git(clone, "commit", "--quiet", "--message", "no spec")
    done = compat(clone, "HEAD", "--json")
    assert done.returncode == 0
    assert "HEAD has no openapi/heymarket.yaml yet" in done.stdout
    assert json.loads(done.stdout.splitlines()[-1]) == {"base": "HEAD", "compared": False}


def test_no_git_repository_is_one_line(tmp_path: Path) -> None:
    done = compat(tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_spec_with_a_syntax_error_is_named_with_line_and_column(clone: Path) -> None:
    edit(clone, SPEC, "servers:\n", "servers: [\n")
    done = compat(clone)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert f"{SPEC}:" in done.stderr
    assert done.stderr.split(f"{SPEC}:")[1].split(":")[1].isdigit()


def test_a_version_that_is_none_is_named(clone: Path) -> None:
    edit(clone, PROJECT, 'version = "0.4.1"', 'version = "soon"')
    done = compat(clone)
    assert done.returncode == 2
    assert "version in pyproject.toml is `soon`" in done.stderr
