"""Follow docs/polyglot.md: from the spec to a client in each language, and see that it agrees with the sandbox.

Run by `nox -s polyglot -- [TARGET...]`. Ends with a table and one line of JSON. `--spoil updated` and `--spoil path`
break the spec first; then every target has to fail.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from typing import Any

import attrs

from heymarket_auth import connect
from heymarket_sandbox import Sandbox, SeenRequest, Settings
from lab.polyglot.recipes import Recipe, RecipeError, parse
from lab.polyglot.toolchains import TOOLS, Toolchains

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "polyglot.md"
FOLDER = Path("lab", "polyglot", "programs")
PROGRAMS = ROOT / FOLDER
SHARED = "typescript"  # what both programs in TypeScript import
VECTORS, WEBHOOK_VECTORS = Path("openapi", "jwt-vectors.json"), Path("openapi", "webhook-vectors.json")
SPEC = Path("openapi", "heymarket.yaml")
# More conversations share an `updated` than fit on a page; later ones do in threes, which page borders cut.
SETTINGS = Settings(conversations=300, page_size=10, ties=25, precision=9, rate_limit=None)
LIMITED = Settings(conversations=1, rate_limit=1, rate_window=3_600)
SECONDS = {"generate": 600, "compile": 1_200, "run": 120}
JUDGED = ("vectors", "signed call", "all pages equal", "message once", "contact", "401", "400", "429")
# What a program does with a contact, in this order.
CONTACT = ("createContact", "findContact", "deleteContact")
COLUMNS = ("generated", "compiled", *JUDGED)
WEBHOOKS = "webhooks"
RECEIVING = ("go", "hey-api", "java", "openapi-fetch", "python")
"""The targets whose programs also receive webhooks, with no help from what is generated."""
YES, NO = "yes", "no: "
# What is broken on purpose: the text, as it stands in the spec once, and what becomes of it.
SPOILS = {
    "updated": (
        r"(\n    Conversation:\n(?:      .*\n)*?        )updated(:\n)",
        r"\1changed\2",
    ),
    "path": (r"\n  /v1/conversations:\n", "\n  /v1/threads:\n"),
}


@attrs.define
class Row:
    target: str
    cells: dict[str, str] = attrs.field(factory=dict[str, str])
    """`yes` or what is wrong, in the order of the columns; what was not reached is absent."""
    missing: list[str] = attrs.field(factory=list[str])
    seconds: float = 0.0

    @property
    def here(self) -> bool:
        return not self.missing

    @property
    def passed(self) -> bool:
        wanted = [*COLUMNS, *([WEBHOOKS] if self.target in RECEIVING else [])]
        return [self.cells.get(column) for column in wanted] == [YES] * len(wanted)

    def reasons(self) -> dict[str, list[str]]:
        """Return what is wrong, with the columns for which it holds."""
        found: dict[str, list[str]] = {}
        for column, cell in self.cells.items():
            if cell != YES:
                found.setdefault(cell.removeprefix(NO), []).append(column)
        return found


@attrs.frozen
class Expected:
    """What the sandboxes hold and what they saw, beside what a program says."""

    ids: list[int]
    vectors: int
    webhooks: int
    statuses: set[int | None]
    """Statuses of the sandbox."""
    limited: set[int | None]
    """Statuses of the sandbox that lets one request pass."""
    succeeded: list[SeenRequest]
    """The calls that the sandbox responded to with 200, in their order."""
    messages: list[int]
    """Ids of the messages that the program sent."""


def judge(output: str, expected: Expected) -> dict[str, str]:
    """Compare the last line of a program's output, and what the server saw of it, with what is expected."""
    lines = output.strip().splitlines() or [""]
    try:
        said: Any = json.loads(lines[-1])
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return dict.fromkeys(JUDGED, "no: the last line of the output is not a JSON object")
    verified, listed = said.get("vectors"), said.get("ids")
    received = {}
    if WEBHOOKS in said:
        right = said[WEBHOOKS] == expected.webhooks
        received[WEBHOOKS] = YES if right else f"no: {said[WEBHOOKS]} of {expected.webhooks}"
    return received | {
        "vectors": YES if verified == expected.vectors else f"no: {verified} of {expected.vectors}",
        "signed call": YES if HTTPStatus.OK in expected.statuses else "no: the server accepted none",
        "all pages equal": _compared(listed, expected.ids),
        "message once": _sent_once(said.get("message_ids"), expected),
        "contact": _passed_through(said.get("contact_id"), expected.succeeded),
        "401": _refused(said.get("bad_token"), 401, expected.statuses),
        "400": _refused(said.get("bad_body"), 400, expected.statuses),
        "429": _refused(said.get("rate_limit"), 429, expected.limited),
    }


def _compared(listed: Any, ids: list[int]) -> str:
    if listed == ids:
        return YES
    if not isinstance(listed, list):
        return "no: no ids"
    lost, invented = len(set(ids) - set(listed)), len(set(listed) - set(ids))
    return f"no: {len(listed)} ids instead of {len(ids)}, {lost} lost, {invented} invented, or another order"


def _sent_once(said: Any, expected: Expected) -> str:
    """Return whether two calls with one `local_id` have made one message, whose id both of them gave."""
    calls = [request.body["local_id"] for request in expected.succeeded if request.operation == "sendMessage"]
    if len(calls) != 2 or len(set(calls)) != 1:  # noqa: PLR2004
        return f"no: {len(calls)} calls with {len(set(calls))} ids of the program's own"
    if len(expected.messages) != 1:
        return f"no: {len(expected.messages)} messages"
    return YES if said == expected.messages * 2 else f"no: seen as {said}"


def _passed_through(said: Any, succeeded: list[SeenRequest]) -> str:
    """Return whether a contact was made, found and deleted; the last call names it in its path."""
    calls = [request for request in succeeded if request.operation in CONTACT]
    made = tuple(request.operation for request in calls)
    if made != CONTACT:
        return f"no: {', '.join(map(str, made)) or 'no call'}"
    return YES if calls[-1].path.endswith(f"/{said}") else f"no: seen as {said}"


def _refused(said: Any, status: int, statuses: set[int | None]) -> str:
    if status not in statuses:
        return f"no: the server never sent {status}"
    return YES if said == status else f"no: seen as {said}"


def spoil(spec: str, how: str) -> str:
    old, new = SPOILS[how]
    spoiled, count = re.subn(old, new, spec)
    if count != 1:
        raise ValueError(f"the spec has {count} texts to spoil like {old!r}")
    return spoiled


class Trial:
    """One target's way through the steps, in a folder of its own."""

    def __init__(self, recipe: Recipe, folder: Path, environ: dict[str, str], spoiled: str | None) -> None:
        self._recipe = recipe
        self._folder = folder
        self._environ = environ
        self._spoiled = spoiled

    def run(self, cells: dict[str, str]) -> None:
        """Fill in the cells, up to the first step that fails."""
        self._copy()
        for step, column in (("generate", "generated"), ("compile", "compiled")):
            code, _ = self._step(step)
            cells[column] = YES if code == 0 else f"no: {_ended(code)}"
            if code:
                return
        with ExitStack() as stack:
            sandbox = stack.enter_context(Sandbox(SETTINGS))
            limited = stack.enter_context(Sandbox(LIMITED))
            tie(sandbox)
            with connect(environ=sandbox.environ) as client:
                ids = [conversation.id or 0 for conversation in client.conversations.list()]
            before, known = len(sandbox.requests), {message["id"] for message in sandbox.messages}
            self._environ |= sandbox.environ | {"HEYMARKET_LIMITED_URL": limited.url}
            code, output = self._step("run")
            seen = sandbox.requests[before:]
            expected = Expected(
                ids,
                len(json.loads((ROOT / VECTORS).read_bytes())["vectors"]),
                len(json.loads((ROOT / WEBHOOK_VECTORS).read_bytes())["vectors"]),
                {request.status for request in seen},
                {request.status for request in limited.requests},
                [request for request in seen if request.status == HTTPStatus.OK],
                [message["id"] for message in sandbox.messages if message["id"] not in known],
            )
        cells |= dict.fromkeys(JUDGED, f"no: {_ended(code)}") if code else judge(output, expected)

    def _copy(self) -> None:
        """Take what the steps read; what a reader who followed them left behind stays where it is."""
        ignored = (PROGRAMS / ".gitignore").read_text(encoding="utf-8").split()
        name = self._recipe.folder
        shutil.copytree(ROOT / "openapi", self._folder / "openapi")
        for each in filter(Path.is_dir, (PROGRAMS / name, PROGRAMS / SHARED)):
            left_out = shutil.ignore_patterns(*(pattern.strip("/") for pattern in ignored))
            shutil.copytree(each, self._folder / FOLDER / each.name, ignore=left_out)
        if self._spoiled:
            spec = self._folder / SPEC
            spec.write_text(spoil(spec.read_text(encoding="utf-8"), self._spoiled), encoding="utf-8")
        self._environ["HEYMARKET_JWT_VECTORS"] = str(self._folder / VECTORS)
        self._environ["HEYMARKET_WEBHOOK_VECTORS"] = str(self._folder / WEBHOOK_VECTORS)

    def _step(self, step: str) -> tuple[int | None, str]:
        """Run a step with its messages visible; return its exit code, None if it took too long, and its output."""
        print(f"\n=== {self._recipe.title}: {step}", flush=True)
        with subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", self._recipe.steps[step]],
            cwd=self._folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if step == "run" else None,
            stderr=subprocess.STDOUT if step != "run" else None,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=SECONDS[step])
            except BaseException as error:
                os.killpg(process.pid, signal.SIGKILL)
                if not isinstance(error, subprocess.TimeoutExpired):
                    raise
                return None, ""
        if process.returncode and output:
            print("\n".join(output.splitlines()[-20:]), flush=True)
        return process.returncode, output or ""


def _ended(code: int | None) -> str:
    return "took too long" if code is None else f"ended with {code}"


def tie(sandbox: Sandbox) -> None:
    conversations = sandbox.conversations
    for rank in range(SETTINGS.ties, len(conversations)):
        shared = conversations[rank - rank % 3]["updated"]
        sandbox.update_conversation(conversations[rank]["id"], updated=shared)


def attempt(recipe: Recipe, tools: Toolchains, spoiled: str | None) -> Row:
    started = time.monotonic()
    row = Row(recipe.folder, missing=tools.missing(recipe.needs))
    if row.here:
        # Inside a checkout, the tools would look for its settings.
        with tempfile.TemporaryDirectory(prefix=f"polyglot-{recipe.folder}-", ignore_cleanup_errors=True) as folder:
            Trial(recipe, Path(folder).resolve(), dict(tools.environ), spoiled).run(row.cells)
    row.seconds = round(time.monotonic() - started, 1)
    return row


def table(rows: list[Row]) -> list[str]:
    """Lay out yes and no by column; the reasons follow."""
    width = max(len("target"), *(len(row.target) for row in rows))
    columns = (*COLUMNS, WEBHOOKS)
    lines = [f"{'target':<{width}} | {' | '.join(columns)}"]
    for row in rows:
        words = [f"{row.cells.get(column, '-').partition(':')[0]:<{len(column)}}" for column in columns]
        cells = f"not here: {', '.join(row.missing)}" if row.missing else " | ".join(words)
        lines.append(f"{row.target:<{width}} | {cells}".rstrip())
    for row in rows:
        lines += [f"{row.target}: {why} ({', '.join(columns)})" for why, columns in row.reasons().items()]
    return lines


def report(rows: list[Row], spoiled: str | None) -> int:
    """Print the table and the line of JSON; return the exit code."""
    print("", *table(rows), sep="\n")
    here = [row for row in rows if row.here]
    wrong = [row.target for row in here if row.passed == bool(spoiled)]
    if spoiled:
        failed = len(here) - len(wrong)
        print(f"\nThe spec was spoiled ({spoiled}): {failed} of {len(here)} targets failed, as all should.")
    figures = {
        "spoiled": spoiled,
        "passed": sum(row.passed for row in rows),
        "failed": sum(row.here and not row.passed for row in rows),
        "not_here": sum(not row.here for row in rows),
        "seconds": round(sum(row.seconds for row in rows), 1),
        "targets": [
            {"target": row.target, "not_here": row.missing, "seconds": row.seconds, **row.cells} for row in rows
        ],
    }
    print(json.dumps(figures))
    if spoiled and not here:
        return 1
    return 1 if wrong else 0


def main() -> int:
    recipes = {recipe.folder: recipe for recipe in parse(PAGE.read_text(encoding="utf-8"))}
    command = argparse.ArgumentParser(prog="nox -s polyglot --", description=(__doc__ or "").split("\n")[0])
    command.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(recipes)} (all)")
    command.add_argument("--spoil", choices=SPOILS, help="break the spec first, and expect every target to fail")
    given = command.parse_args()
    chosen = given.targets or list(recipes)
    if unknown := set(chosen) - set(recipes):
        command.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(recipes)}")
    for recipe in recipes.values():
        if strange := set(recipe.needs) - set(TOOLS):
            raise RecipeError(f"{recipe.title}: {', '.join(sorted(strange))} is not in lab/polyglot/toolchains.py")
    with tempfile.TemporaryDirectory() as scratch:
        tools = Toolchains(Path(scratch))
        rows = [attempt(recipes[name], tools, given.spoil) for name in chosen]
    return report(rows, given.spoil)


if __name__ == "__main__":
    sys.exit(main())
