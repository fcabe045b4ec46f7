"""docs/regenerating.md, replayed: a page changed, and what follows up to the versions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from heymarket_sandbox import Sandbox, Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "regenerating.md"
BLOCKS = re.findall(r"^```(console|diff)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
VERSIONS = (
    ("openapi/heymarket.yaml", r"^(  version: )\S+", "1.1.0"),
    ("pyproject.toml", r'^(version = )"[^"]*"', '"0.1.0"'),
)
DOTS = "  ...\n"
FOLDERS = ("openapi", "runtime", "generated", "auth_ext", "scripts")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project as the walk begins: with the versions that it names, whatever ours are by now."""
    folder = tmp_path / "clone"
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HERE, folder / HERE.relative_to(ROOT))
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder)
    for name, pattern, version in VERSIONS:
        text = (folder / name).read_text(encoding="utf-8")
        text = re.sub(pattern, rf"\g<1>{version}", text, count=1, flags=re.MULTILINE)
        (folder / name).write_text(text, encoding="utf-8")
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "before"]):
        subprocess.run(["git", *identity, *command], cwd=folder, check=True)
    return folder


def patch(folder: Path, diff: str) -> None:
    """Apply the hunks of a diff; they are found by their text, not by line numbers."""
    for part in re.split(r"^--- a/.*\n", diff, flags=re.MULTILINE)[1:]:
        name, _, hunks = part.removeprefix("+++ b/").partition("\n")
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for hunk in hunks.split("@@\n")[1:]:
            lines = hunk.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            assert text.count(old) == 1, f"{name} has {text.count(old)} places like\n{old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


# The programs of a release take minutes and need a package registry; what it says and checks itself is real.
RELEASE = """
import sys
from pathlib import Path

from scripts.release import __main__ as release

def run(step, *command):
    if step == "versions":
        return real(step, *command)
    if step == "build":
        for end in ("-py3-none-any.whl", ".tar.gz"):
            Path(command[command.index("--outdir") + 1], f"heymarket-{version}{end}").touch()
    return ""

real, release.run = release.run, run
version = release.package_version(release.ROOT)
release.install = lambda *_: version
sys.exit(release.main(sys.argv[1:]))
"""


def run(folder: Path, command: str, environ: dict[str, str]) -> str:
    """Run what a nox session runs, in the clone."""
    match = re.fullmatch(r"nox -s (\w+)(?: -- (.*))?", command)
    assert match
    arguments = match[2].split() if match[2] else []
    script = ["-c", RELEASE] if match[1] == "release" else ["-m", f"scripts.{match[1]}"]
    path = os.pathsep.join(str(folder / name) for name in ("runtime", "generated", "auth_ext"))
    done = subprocess.run(
        [sys.executable, *script, *arguments],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if "HEYMARKET" not in name},
            **environ,
            "PYTHONPATH": path,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def replay(folder: Path, sandbox: Sandbox) -> list[tuple[str, str, str]]:
    """Follow the document; return each command with the output that is promised and the one that came."""
    found, environ = [], dict[str, str]()
    for kind, block in BLOCKS:
        if kind == "diff":
            patch(folder, block)
            continue
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, promised = step.partition("\n")
            if command.startswith("export "):
                environ = sandbox.environ
                assert set(re.findall(r"HEYMARKET_\w+", command)) <= environ.keys()
            else:
                found.append((command, promised, run(folder, command, environ)))
    return found


@pytest.mark.timeout(300)
def test_the_walk(clone: Path) -> None:
    with Sandbox(Settings(rate_limit=None)) as sandbox:
        steps = replay(clone, sandbox)
    for command, promised, came in steps:
        if DOTS in promised:
            assert re.fullmatch(re.escape(promised).replace(re.escape(DOTS), r"(?:.+\n)+"), came), command
        else:
            assert came == promised, command
    spec = (clone / "generated" / "heymarket" / "models" / "inbox.py").read_text(encoding="utf-8")
    assert "time_zone: str | None = None" in spec
    assert "invited: bool | None = None" in spec
    script = (
        "import heymarket, heymarket.models as models; "
        "print(heymarket.__version__, models.Inbox(id=1, name='Support', time_zone='UTC'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(clone / name) for name in ("runtime", "generated"))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0.2.0 Inbox(id=1, name='Support', time_zone='UTC')\n"
