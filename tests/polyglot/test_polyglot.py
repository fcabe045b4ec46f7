"""What `nox -s polyglot` makes of docs/polyglot.md. The session itself runs the generators and compilers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from heymarket_sandbox import SeenRequest
from lab.polyglot import __main__ as polyglot
from lab.polyglot import recipes, toolchains

ROOT = Path(__file__).parents[2]

RECIPES = recipes.parse(polyglot.PAGE.read_text(encoding="utf-8"))
SPEC = (ROOT / polyglot.SPEC).read_text(encoding="utf-8")
VECTORS = len(json.loads((polyglot.ROOT / polyglot.VECTORS).read_bytes())["vectors"])


def seen(operation: str, path: str = "/", local_id: str | None = None) -> SeenRequest:
    body = {"local_id": local_id}
    return SeenRequest(
        method="POST", path=path, operation=operation, body=body, status=200, time=0.0, request_id="an-id", fault=None
    )


SENT = [seen("sendMessage", local_id="a"), seen("sendMessage", local_id="a")]
MADE = [seen("createContact"), seen("findContact"), seen("deleteContact", "/v1/contact/9")]
EXPECTED = polyglot.Expected(
    ids=[3, 1, 2],
    vectors=VECTORS,
    webhooks=54,
    statuses={200, 400, 401},
    limited={200, 429},
    succeeded=[*SENT, *MADE],
    messages=[7],
)
SAID = {
    "vectors": VECTORS,
    "ids": [3, 1, 2],
    "message_ids": [7, 7],
    "contact_id": 9,
    "bad_token": 401,
    "bad_body": 400,
    "rate_limit": 429,
}
SECTION = """# Title

## Shell

<!-- target: shell, needs: {needs} -->

```sh generate
{generate}
```

```sh compile
cat lab/polyglot/programs/shell/program openapi/heymarket.yaml > made
```

```sh run
{run}
```
"""


def section(*, needs: str = "none", generate: str = "true", run: str = "true") -> str:
    return SECTION.format(needs=needs, generate=generate, run=run)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.folder)
def test_every_section_has_a_program_and_known_needs(recipe: recipes.Recipe) -> None:
    programs = [path.name.lower() for path in (polyglot.PROGRAMS / recipe.folder).rglob("*") if path.is_file()]
    assert any(name.startswith(("program.", "main.")) for name in programs)
    assert set(recipe.needs) <= set(toolchains.TOOLS)
    assert all(script.strip() for script in recipe.steps.values())
    assert f"lab/polyglot/programs/{recipe.folder}" in recipe.steps["generate"] + recipe.steps["run"]


def test_every_program_has_a_section() -> None:
    folders = {path.name for path in polyglot.PROGRAMS.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == {polyglot.SHARED, *(recipe.folder for recipe in RECIPES)}


def test_parse_takes_the_steps_as_they_stand() -> None:
    (recipe,) = recipes.parse(section(needs="node npm", generate="one\n\ntwo"))
    assert (recipe.title, recipe.folder, recipe.needs) == ("Shell", "shell", ("node", "npm"))
    assert recipe.steps["generate"] == "one\n\ntwo\n"
    assert list(recipe.steps) == list(recipes.STEPS)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<!-- target", "<!-- goal", "Shell: the line below"),
        (", needs: none", "", "Shell: the line below"),
        ("```sh run", "```sh", r"Shell: the steps are \['generate', 'compile'\]"),
        ("```sh compile", "```sh run", "Shell: the steps are"),
    ],
)
def test_parse_refuses_what_cannot_be_executed(old: str, new: str, message: str) -> None:
    with pytest.raises(recipes.RecipeError, match=message):
        recipes.parse(section().replace(old, new))


def test_judge_accepts_what_agrees() -> None:
    assert polyglot.judge(f"3\n1\n2\n{json.dumps(SAID)}\n", EXPECTED) == dict.fromkeys(polyglot.JUDGED, "yes")


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"vectors": VECTORS - 1}, "vectors"),
        ({"vectors": None}, "vectors"),
        ({"ids": [3, 1]}, "all pages equal"),
        ({"ids": [3, 2, 1]}, "all pages equal"),
        ({"ids": [3, 1, 2, 2]}, "all pages equal"),
        ({"ids": None}, "all pages equal"),
        ({"message_ids": [7, 8]}, "message once"),
        ({"message_ids": [7]}, "message once"),
        ({"contact_id": 8}, "contact"),
        ({"contact_id": None}, "contact"),
        ({"bad_token": 403}, "401"),
        ({"bad_body": None}, "400"),
        ({"rate_limit": 500}, "429"),
    ],
)
def test_judge_names_what_differs(said: dict[str, Any], column: str) -> None:
    judged = polyglot.judge(json.dumps(SAID | said), EXPECTED)
    assert [name for name, verdict in judged.items() if verdict != "yes"] == [column]


def test_judge_counts_what_a_receiver_of_webhooks_tried() -> None:
    for said, verdict in ((54, "yes"), (53, "no: 53 of 54"), (None, "no: None of 54")):
        assert polyglot.judge(json.dumps({**SAID, "webhooks": said}), EXPECTED)["webhooks"] == verdict
    assert "webhooks" not in polyglot.judge(json.dumps(SAID), EXPECTED)


def test_those_who_receive_webhooks_have_to_say_so() -> None:
    cells = dict.fromkeys(polyglot.COLUMNS, "yes")
    assert polyglot.Row("ruby", cells).passed
    for target in polyglot.RECEIVING:
        assert not polyglot.Row(target, cells).passed
        assert polyglot.Row(target, {**cells, "webhooks": "yes"}).passed
        folders = (polyglot.PROGRAMS / target, polyglot.PROGRAMS / polyglot.SHARED)
        assert [path for folder in folders for path in folder.rglob("[wW]ebhooks.*")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"statuses": {400, 401}}, "signed call"),
        ({"statuses": {200, 400}}, "401"),
        ({"statuses": {200, 401}}, "400"),
        ({"limited": {200}}, "429"),
        ({"messages": [7, 8]}, "message once"),
        ({"messages": []}, "message once"),
        ({"succeeded": [*SENT[:1], *MADE]}, "message once"),
        ({"succeeded": [SENT[0], seen("sendMessage", local_id="b"), *MADE]}, "message once"),
        ({"succeeded": [*SENT, *MADE[:2]]}, "contact"),
        ({"succeeded": [*SENT, MADE[0], MADE[2], MADE[1]]}, "contact"),
        ({"succeeded": SENT}, "contact"),
    ],
)
def test_judge_believes_the_server_not_the_program(changes: dict[str, Any], column: str) -> None:
    judged = polyglot.judge(json.dumps(SAID), attrs.evolve(EXPECTED, **changes))
    assert [name for name, verdict in judged.items() if verdict != "yes"] == [column]


@pytest.mark.parametrize("output", ["", "done", "[1]", f"{json.dumps(SAID)}\ndone"])
def test_judge_needs_the_last_line(output: str) -> None:
    assert set(polyglot.judge(output, EXPECTED).values()) == {"no: the last line of the output is not a JSON object"}


@pytest.mark.parametrize("how", polyglot.SPOILS)
def test_spoiling_changes_one_place(how: str) -> None:
    before, after = yaml.safe_load(SPEC), yaml.safe_load(polyglot.spoil(SPEC, how))
    if how == "updated":
        properties = after["components"]["schemas"]["Conversation"]["properties"]
        properties["updated"] = properties.pop("changed")
    else:
        after["paths"]["/v1/conversations"] = after["paths"].pop("/v1/threads")
    assert after == before


def test_spoiling_needs_its_place() -> None:
    with pytest.raises(ValueError, match="0 texts"):
        polyglot.spoil("openapi: 3.1.0\n", "path")


def test_what_pypi_brings_is_pinned() -> None:
    pinned = {line.split("==")[0] for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    assert {tool.pypi for tool in toolchains.TOOLS.values() if tool.pypi} <= pinned


@pytest.fixture
def attempt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Attempt a target that a shell can be: what it says and whether a tool is here is up to the test."""
    program = tmp_path / "shell" / "program"
    program.parent.mkdir()
    program.touch()
    (program.parent / "left").mkdir()
    (tmp_path / ".gitignore").write_text("left/\n", encoding="utf-8")
    monkeypatch.setattr(polyglot, "PROGRAMS", tmp_path)
    tools = {"none": toolchains.Tool("Nothing", "true"), "magic": toolchains.Tool("Magic", "false")}
    monkeypatch.setattr(toolchains, "TOOLS", tools)

    def attempt(document: str, spoiled: str | None = None) -> polyglot.Row:
        (recipe,) = recipes.parse(document)
        return polyglot.attempt(recipe, toolchains.Toolchains(tmp_path), spoiled)

    return attempt


def test_a_step_that_fails_ends_the_row(attempt: Any, capfd: pytest.CaptureFixture[str]) -> None:
    row = attempt(section(generate="echo a warning >&2; exit 3"))
    assert row.cells == {"generated": "no: ended with 3"}
    assert "=== Shell: generate\na warning\n" in capfd.readouterr().out


def test_a_step_ends_at_its_first_failure(attempt: Any) -> None:
    assert attempt(section(generate="false | cat\ntrue")).cells == {"generated": "no: ended with 1"}


def test_a_program_that_fails_gets_no_yes(attempt: Any, capfd: pytest.CaptureFixture[str]) -> None:
    row = attempt(section(run="echo because; exit 7"))
    assert list(row.cells.values()) == ["yes", "yes", *["no: ended with 7"] * len(polyglot.JUDGED)]
    assert "because" in capfd.readouterr().out


def test_a_program_that_makes_it_up_gets_no_yes(attempt: Any) -> None:
    row = attempt(section(run=f"echo '{json.dumps(SAID)}'"))
    assert [column for column, cell in row.cells.items() if cell == "yes"] == ["generated", "compiled", "vectors"]
    assert row.cells["all pages equal"].startswith("no: 3 ids instead of 300, ")


def test_steps_run_in_a_copy_without_leftovers(attempt: Any) -> None:
    row = attempt(
        section(generate="test ! -e lab/polyglot/programs/shell/left; grep -q changed: openapi/heymarket.yaml")
    )
    assert row.cells["generated"] == "no: ended with 1"
    row = attempt(section(generate="grep -q changed: openapi/heymarket.yaml"), "updated")
    assert row.cells["generated"] == "yes"
    assert "changed:" not in SPEC


def test_a_missing_tool_is_reported(attempt: Any) -> None:
    row = attempt(section(needs="none magic"))
    assert (row.missing, row.cells) == (["Magic"], {})


def row(**cells: str) -> polyglot.Row:
    return polyglot.Row("shell", dict.fromkeys(polyglot.COLUMNS, "yes") | cells)


MISSING = polyglot.Row("lisp", missing=["Lisp"])


@pytest.mark.parametrize(
    ("rows", "spoiled", "code"),
    [
        ([row()], None, 0),
        ([row(), MISSING], None, 0),
        ([row(), row(vectors="no: 1 of 2")], None, 1),
        ([row(vectors="no: 1 of 2")], "path", 0),
        ([row(vectors="no: 1 of 2"), row()], "path", 1),
        ([MISSING], "path", 1),
    ],
)
def test_the_verdict(
    rows: list[polyglot.Row], spoiled: str | None, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert polyglot.report(rows, spoiled) == code
    *table, last = capsys.readouterr().out.splitlines()
    figures = json.loads(last)
    assert figures["passed"] + figures["failed"] + figures["not_here"] == len(rows) == len(figures["targets"])
    assert any("not here: Lisp" in line for line in table) is (MISSING in rows)


def test_the_table() -> None:
    failed = "no: ended with 7"
    rows = [
        polyglot.Row("lua", {"generated": "yes", "compiled": failed}),
        row(**{"401": failed, "429": failed}),
        MISSING,
    ]
    head, lua, shell, *rest = [line.split(" | ") for line in polyglot.table(rows)]
    assert [cell.strip() for cell in head] == ["target", *polyglot.COLUMNS, "webhooks"]
    assert [cell.strip() for cell in lua] == ["lua", "yes", "no", *["-"] * len(polyglot.JUDGED), "-"]
    assert [cell.strip() for cell in shell] == ["shell", *["yes"] * 7, "no", "yes", "no", "-"]
    assert [len(cell) for cell in lua[:-1]] == [len(cell) for cell in head[:-1]]
    assert rest == [["lisp  ", "not here: Lisp"], ["lua: ended with 7 (compiled)"], ["shell: ended with 7 (401, 429)"]]


def test_listing_what_the_sandbox_holds_needs_care() -> None:
    """Ties lie across borders of pages, and are more than a page holds."""
    with polyglot.Sandbox(polyglot.SETTINGS) as sandbox:
        polyglot.tie(sandbox)
        instants = [each["updated"] for each in sandbox.conversations]
    size = polyglot.SETTINGS.page_size
    assert len(set(instants[: 2 * size])) == 1
    borders = range(size, len(instants), size)
    assert sum(instants[border - 1] == instants[border] for border in borders) > len(borders) / 2
    assert max(len(instant) for instant in instants) == len("2026-04-15T09:12:44.123456789Z")
