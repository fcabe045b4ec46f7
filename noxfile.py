"""Every task of the project has one name here; `nox -l` lists them."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = ["tests"]

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")
OLDEST = 11
EXTRAS = "cli,sandbox,aiohttp,mcp,redis,sync"
NOT_UNDERSTOOD = 2
PINNED = ("--constraint", "constraints.txt")
# Tests of the spec, the docs and this repository's own tools, which say the same on every Python: the oldest runs them.
TOOLS = (
    "tests/agreement",
    "tests/compat",
    "tests/docs",
    "tests/docs_regenerating",
    "tests/drift",
    "tests/generate",
    "tests/lab",
    "tests/models/test_types.py",
    "tests/polyglot",
    "tests/release",
    "tests/site",
    "tests/spec",
    "tests/sync/test_kills.py",
)
# What one Python may do otherwise than its neighbours: types, tasks, sockets, the standard library.
DIFFERING = ("tests/auth", "tests/client", "tests/models", "tests/webhooks")


def interpreters() -> list[str]:
    """Return the Python versions to test on: this one, and every later one that the machine has."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    pyenv = sorted(path.name for path in versions.glob("3.*") if minor(path.name) >= OLDEST)
    if pyenv:
        # pyenv's commands answer only for the versions that are selected; one that starts nox selects its own.
        os.environ["PYENV_VERSION"] = ":".join(pyenv)
    on_path = {
        path.name.removeprefix("python")
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        for path in Path(folder).glob("python3.[0-9][0-9]")
    }
    found = {f"3.{minor(name)}" for name in [*pyenv, *on_path] if minor(name) >= OLDEST}
    return sorted(found | {f"3.{sys.version_info.minor}"}, key=minor)


def minor(version: str) -> int:
    digits = version.split(".")[1]
    return int(digits) if digits.isdigit() else 0


def install(session: nox.Session, *groups: str) -> None:
    """Install the project from this folder, with development groups, all in their pinned versions."""
    requirements = [item for group in groups for item in nox.project.dependency_groups(PROJECT, group)]
    session.install(*PINNED, "--editable", f".[{EXTRAS}]", *requirements)


def install_renderer(session: nox.Session) -> None:
    """Install the package that ships the reference page's JavaScript, and not the web framework it is made for."""
    session.install(*PINNED, "--no-deps", *nox.project.dependency_groups(PROJECT, "docs"))


def judge(session: nox.Session, script: str) -> None:
    """Run a script whose exit code 2 says more than the 1 that nox would make of it."""
    try:
        session.run("python", "-m", script, *session.posargs)
    except CommandFailed as failure:
        if failure.return_code == NOT_UNDERSTOOD:
            sys.exit(NOT_UNDERSTOOD)
        raise


@nox.session
def generate(session: nox.Session) -> None:
    """Write generated/ and the spec's JSON form from the spec and the templates (`-- --check` to compare only)."""
    session.install(*PINNED, *nox.project.dependency_groups(PROJECT, "generate"))
    session.run("python", "-m", "scripts.generate", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Write the site, dist/docs, which opens from a file system (`-- --output FOLDER` for another place)."""
    write_site(session, *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Look at every page of the site in Chromium (`-- --shots 0`); ends with a table and one line of JSON."""
    write_site(session)
    session.install(*PINNED, *nox.project.dependency_groups(PROJECT, "browser"))
    session.run("python", "-m", "lab.browser", *session.posargs)


@nox.session(name="docs-api")
def docs_api(session: nox.Session) -> None:
    """Write the description as one HTML page, dist/heymarket-api.html, that works offline."""
    session.install(*PINNED, *nox.project.dependency_groups(PROJECT, "generate"))
    install_renderer(session)
    session.run("python", "-m", "scripts.docs_api", *session.posargs)


@nox.session
def compat(session: nox.Session) -> None:
    """Say whom the changes since a git reference break (`-- BASE`, by default the last release)."""
    session.install(*PINNED, *nox.project.dependency_groups(PROJECT, "compat"))
    judge(session, "scripts.compat")


@nox.session
def drift(session: nox.Session) -> None:
    """Compare pages (`-- page FILE...`), traffic (`-- har FILE...`) or the real API (`-- live`) with the spec."""
    session.install(*PINNED, "--editable", ".", *nox.project.dependency_groups(PROJECT, "generate"))
    judge(session, "scripts.drift")


@nox.session
def release(session: nox.Session) -> None:
    """Make and check everything that a release needs; nothing is uploaded (`-- BASE` as for compat)."""
    session.install(*PINNED, *nox.project.dependency_groups(PROJECT, "release"))
    session.run("python", "-m", "scripts.release", *session.posargs)


@nox.session(python=interpreters())
def tests(session: nox.Session) -> None:
    """Run all tests on the oldest interpreter, on the newest what may depend on it, and between what often does.

    Then lint, types, spec, demo, two languages and a few mutants.
    """
    install(session, "tests")
    install_renderer(session)
    if session.posargs:
        session.run("python", "-m", "pytest", *session.posargs)
        return
    # A file stays with one process: the end-to-end layer of the agreement tests sums up what its runs saw. In the order
    # of their names: by numbers of tests, files with few and slow ones would come last, and one process would be idle.
    command = ["python", "-m", "pytest", "--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder"]
    found = interpreters()
    if session.python == found[0]:
        session.run(*command)
    elif session.python == found[-1]:
        session.run(*command, *(f"--ignore={path}" for path in TOOLS))
    else:
        session.run(*command, *DIFFERING)
    session.notify("lint")
    session.notify("types")
    session.notify("spec")
    session.notify("demo")
    session.notify("polyglot", ["openapi-fetch", "go"])
    session.notify("mutation", ["--sample", "40", "--seed", "1", "--first"])


@nox.session
@nox.parametrize("versions", ["oldest", "newest"])
def bounds(session: nox.Session, versions: str) -> None:
    """Run client, auth and webhooks on the oldest, and on the newest versions that pyproject.toml allows."""
    session.install(*PINNED, "uv")
    python = str(Path(session.bin, "python"))
    chosen = Path(session.create_tmp(), f"{versions}.txt")
    extras = ("--extra=aiohttp", "--extra=cli", "--extra=sandbox")
    resolution = {"oldest": "lowest-direct", "newest": "highest"}[versions]
    solve = ("uv", "pip", "compile", "--quiet", "--no-header", f"--resolution={resolution}", *extras)
    session.run(*solve, f"--python={python}", f"--output-file={chosen}", "pyproject.toml")
    tools = nox.project.dependency_groups(PROJECT, "bounds")
    install = ("uv", "pip", "install", "--quiet", f"--python={python}", f"--constraint={chosen}")
    session.run(*install, "--editable", ".[aiohttp,cli,sandbox]", *tools)
    session.run("python", "-m", "heymarket_cli", "--version")
    folders = session.posargs or ["tests/client", "tests/auth", "tests/webhooks"]
    session.run("python", "-m", "pytest", *folders)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, import directions, and the workflow that publishes."""
    install(session, "tests", "workflows")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-cache")
    session.run("zizmor", "--offline", "--persona=auditor", ".github")


@nox.session
def spec(session: nox.Session) -> None:
    """Check the spec: openapi-spec-validator, and Redocly CLI and Spectral where npm can install them."""
    session.install(*PINNED, *nox.project.dependency_groups(PROJECT, "spec"))
    session.run("openapi-spec-validator", "openapi/heymarket.yaml", "openapi/heymarket.json")
    session.run("python", "-m", "scripts.lint_spec", session.create_tmp())


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy (strict) and pyright, and that users see a type on everything."""
    install(session, "types")
    session.run("mypy")
    quiet = {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    pyright = ("pyright", "--pythonpath", str(Path(session.bin, "python")))
    session.run(*pyright, env=quiet)
    for package in ("heymarket", "heymarket_runtime", "heymarket_auth"):
        session.run(*pyright, "--verifytypes", package, "--ignoreexternal", env=quiet)


@nox.session
def demo(session: nox.Session) -> None:
    """List conversations from the sandbox through the built package."""
    install_wheel(session)
    with tempfile.TemporaryDirectory() as folder, session.chdir(folder):
        session.run("python", "-P", str(ROOT / "scripts" / "demo.py"), *session.posargs)


@nox.session
def sandbox(session: nox.Session) -> None:
    """Serve an embedded Heymarket on loopback (`-- --help` for its options)."""
    install_wheel(session)
    session.run("python", "-m", "heymarket_sandbox", *session.posargs)


@nox.session
def agreement(session: nox.Session) -> None:
    """Run the agreement tests with a random seed (`-- --hypothesis-seed=N` for a certain one)."""
    install(session, "tests")
    session.run("python", "-m", "pytest", "tests/agreement", *(session.posargs or ["--hypothesis-seed=random"]))


@nox.session
def mutation(session: nox.Session) -> None:
    """Break spec, client and sandbox, and see that the agreement tests notice (`-- --sample 40 --seed 1`)."""
    install(session, "tests")
    session.run("python", "-m", "lab.mutation", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure speed and memory beside the peers (`-- --quick` for a rough minute)."""
    install_wheel(session, extras="cli,sandbox,aiohttp,redis,sync")
    session.install(*PINNED, *nox.project.dependency_groups(PROJECT, "bench"))
    for peer in nox.project.dependency_groups(PROJECT, "peers"):
        session.install(*PINNED, peer, success_codes=[0, 1])
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def polyglot(session: nox.Session) -> None:
    """Make, compile and try a client in each language of docs/polyglot.md (`-- go java` for some, `--spoil path`)."""
    install(session)
    session.run("python", "-m", "lab.polyglot", *session.posargs)


@nox.session
def specs(session: nox.Session) -> None:
    """Generate, check and call every document in folders (`-- FOLDER...`), beside the stock generator."""
    install(session, "types")
    session.run("python", "-m", "lab.specs", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """List for minutes under faults and changes (`-- --minutes 0.5` shortens it); ends with a line of JSON."""
    install(session)
    session.run("python", "-m", "lab.soak", *session.posargs)


@nox.session
def sync(session: nox.Session) -> None:
    """Kill syncs to databases and files at random moments (`-- --rounds 5` shortens it); ends with a line of JSON."""
    install(session, "tests")
    session.run("python", "-m", "lab.sync", *session.posargs)


@nox.session
def scale(session: nox.Session) -> None:
    """Simulate a day of 50 workers under one limit (`-- --teams 2` shortens it); ends with a table and JSON."""
    install(session)
    session.run("python", "-m", "lab.scale", *session.posargs)


@nox.session
def prefect(session: nox.Session) -> None:
    """Run the flow of docs/scale.md with Prefect, which fits none of the pins; ends with one line of JSON."""
    session.install("--editable", ".[sandbox,sync]", *nox.project.dependency_groups(PROJECT, "prefect"))
    session.run("python", "-m", "lab.prefect")


@nox.session
def httpx2(session: nox.Session) -> None:
    """Run the tests of client, auth and reliability with httpx2 in httpx's place; ends with a table and JSON."""
    install(session, "tests")
    session.run("python", "-m", "lab.httpx2", *session.posargs)


@nox.session
def reliability(session: nox.Session) -> None:
    """Run the reliability tests at length, and write the table of docs/reliability.md."""
    install(session, "tests")
    command = ["python", "-m", "pytest", "tests/reliability", "--timeout=7200", *session.posargs]
    session.run(*command, env={"RELIABILITY_EXAMPLES": "2000"})
    session.run("python", "-m", "tests.reliability.matrix")


def write_site(session: nox.Session, *arguments: str) -> None:
    install(session, "tests")  # the reference imports every module, those for pytest and web frameworks too
    install_renderer(session)
    session.run("python", "-m", "scripts.docs", *arguments)


def install_wheel(session: nox.Session, extras: str = "sandbox") -> None:
    """Install the package as its users get it: built, and from outside this folder."""
    session.install(*PINNED, "build")
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--wheel", "--outdir", folder, ".", silent=True)
        (wheel,) = Path(folder).glob("*.whl")
        session.install(*PINNED, f"{wheel}[{extras}]")


@nox.session
def pin(session: nox.Session) -> None:
    """Write constraints.txt anew, with the newest versions that fit."""
    groups = [
        item
        for group in ("types", "release", "workflows", "bounds", "bench", "peers", "polyglot")
        for item in nox.project.dependency_groups(PROJECT, group)
    ]
    session.install("--upgrade", f".[{EXTRAS}]", *groups, *PROJECT["build-system"]["requires"], "build")
    session.install("--upgrade", "--no-deps", *nox.project.dependency_groups(PROJECT, "docs"))
    frozen = session.run("python", "-m", "pip", "freeze", "--exclude", "heymarket", silent=True)
    (ROOT / "constraints.txt").write_text(str(frozen), encoding="utf-8")
