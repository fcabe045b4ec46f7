"""Every operation of the spec is a command, and each of its values an option with a type and help."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heymarket_cli import common
from heymarket_cli.commands import build, name_of
from heymarket_cli.operations import groups
from heymarket_cli.options import Option, Options
from heymarket_cli.values import UsageError
from lab.mutation.tree import Tree

if TYPE_CHECKING:
    from .command import Here

ROOT = Path(__file__).parents[2]
SPEC: dict[str, Any] = yaml.load((ROOT / "openapi" / "heymarket.yaml").read_bytes(), yaml.CSafeLoader)
METHODS = {f"{method.resource}.{method.name}": method for group in groups() for method in group.methods()}
VERBS = ("get", "put", "post", "delete", "patch")
OPERATIONS = [
    (verb.upper(), path, item[verb], item.get("parameters", []))
    for path, item in SPEC["paths"].items()
    for verb in VERBS
    if verb in item
]
ALL = build()


def resolved(part: Any) -> Any:
    while "$ref" in part:
        _, *steps = part["$ref"].split("/")
        part = SPEC
        for step in steps:
            part = part[step]
    return part


def arguments_of(operation: Any, shared: Any) -> set[str]:
    """Return what the spec lets a request say, by the first part of its option's name."""
    found = {resolved(each)["name"] for each in [*shared, *operation.get("parameters", [])]}
    if "requestBody" in operation:
        schema = resolved(resolved(operation["requestBody"])["content"]["application/json"]["schema"])
        found |= set(schema["properties"]) if "properties" in schema else {"json"}
    return {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).replace("_", "-").lower() for name in found}


@pytest.mark.parametrize(
    ("verb", "path", "operation", "shared"), OPERATIONS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_each_operation_is_a_command(verb: str, path: str, operation: Any, shared: Any, offline: Here) -> None:
    (method,) = [each for each in METHODS.values() if (each.operation.method, each.operation.path) == (verb, path)]
    options = Options.of(method)
    named = {name_of(each.argument) for each in options.each} | ({"json"} if options.takes_json else set())
    assert arguments_of(operation, shared) - {"json"} == named - {"json"}
    help_ = offline.output(name_of(method.resource), name_of(method.name), "--help")
    assert operation["summary"] in help_
    for option in options.each:
        assert option.help, option
        shown = option.argument.upper() if option.is_positional else option.flag
        kind = "" if option.is_positional else "|".join(option.kind.choices) or option.kind.name
        assert re.search(rf"{re.escape(shown)}\s+{re.escape(kind)}\s.*\w", help_), option
    pages = operation["x-provenance"]["pages"]
    assert pages
    assert all(page in help_ for page in pages)


def test_there_are_no_other_commands() -> None:
    assert len(METHODS) == len(OPERATIONS) > 30
    commands = {
        name: set(ALL[name]) - {"--help", "-h", "--version"}
        for name in map(name_of, {m.resource for m in METHODS.values()})
    }
    assert commands == {name_of(group.name): {name_of(method.name) for method in group.methods()} for group in groups()}


def words_of(option: Option, value: Any) -> list[str]:
    def text(one: Any) -> str:
        return one if isinstance(one, str) else json.dumps(one)

    def given(flag: str, one: Any) -> list[str]:
        # Alone, this ends the options of any command.
        return [f"{flag}=--"] if text(one) == "--" else [flag, text(one)]

    if option.is_positional:
        return [text(value)]
    match option.kind.form:
        case "one":
            return given(option.flag, value)
        case "many":
            return list(chain.from_iterable(given(option.flag, one) for one in value))
        case _:
            return list(chain.from_iterable(given(f"{option.flag}.{key}", one) for key, one in value.items()))


TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)
KEYS = st.text("abcXYZ019_", min_size=1)
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "INTEGER": st.integers(-(2**53), 2**53),
    "NUMBER": st.floats(allow_nan=False, allow_infinity=False),
    "TEXT": TEXTS,
    "BOOLEAN": st.booleans(),
    "TIME": TEXTS,
    "JSON": st.lists(st.dictionaries(TEXTS, st.integers() | TEXTS | st.none())),
}


def values(option: Option) -> st.SearchStrategy[Any]:
    one = SCALARS[option.kind.name]
    forms = {"one": one, "many": st.lists(one, min_size=1), "map": st.dictionaries(KEYS, one, min_size=1)}
    # What has no name in front of it is taken for an option.
    return one.filter(lambda value: not str(value).startswith("-")) if option.is_positional else forms[option.kind.form]


# The first draw of any text takes seconds: tables of characters are made.
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
@pytest.mark.parametrize("name", METHODS)
def test_what_is_written_arrives(name: str, data: st.DataObject) -> None:
    method = METHODS[name]
    options = Options.of(method)
    wanted: dict[str, Any] = {}
    positional: list[str] = []
    named: list[str] = []
    identifiers = {}
    for option in options.each:
        if option.is_positional or data.draw(st.booleans()):
            value = data.draw(values(option))
            identifiers[option.identifier] = value
            (positional if option.is_positional else named).extend(words_of(option, value))
            target = wanted.setdefault(option.argument, {}) if option.inside else wanted
            for step in option.inside[:-1]:
                target = target.setdefault(step, {})
            target[option.inside[-1] if option.inside else option.argument] = value
    words = [name_of(method.resource), name_of(method.name), *positional, *named]
    _, bound, _ = ALL.parse_args(words, exit_on_error=False, print_error=False)
    in_order = zip((each.identifier for each in options.each if each.is_positional), bound.args, strict=False)
    parsed = dict(in_order) | {key: value for key, value in bound.kwargs.items() if value is not None}
    assert parsed == identifiers
    if set(method.required) <= wanted.keys():
        assert options.arguments(parsed) == wanted
    else:
        with pytest.raises(UsageError, match="missing"):
            options.arguments(parsed)


def test_names_may_be_written_as_in_python(heymarket: Here) -> None:
    plain = heymarket.output("contact-fields", "list")
    assert heymarket.output("contact_fields", "list") == plain
    by_python = ("--inbox_id", "2222", "--user_id", "55", "--target", "14155551234")
    assert heymarket.output("conversations", "mark_read", *by_python) == '"ok"\n'


def test_options_win_over_the_body(offline: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "query.json"
    file.write_text(json.dumps({"filters": {"closed": False, "inboxes": [1]}, "limit": 5}), encoding="utf-8")
    words = ("conversations", "list", "--filters.inboxes", "2", "--filters.inboxes", "3", "--dry-run", "--json")
    shown = offline.output(*words, f"@{file}")
    assert json.loads(shown.partition("\n\n")[2]) == {"filters": {"closed": False, "inboxes": [2, 3]}, "limit": 5}
    with file.open(encoding="utf-8") as opened:
        monkeypatch.setattr("sys.stdin", opened)
        assert offline.output(*words, "-") == shown


def test_a_body_that_is_no_object_is_given_as_json(offline: Here) -> None:
    body = [{"phone": "15"}, {"phone": "16"}]
    words = ("contacts", "create-many", "--overwrite", "true", "--dry-run")
    shown = offline.output(*words, "--json", json.dumps(body))
    head, _, sent = shown.partition("\n\n")
    assert head.startswith("POST https://api.heymarket.com/v1/batch/contacts?overwrite=true\n")
    assert json.loads(sent) == body
    assert offline.refused(*words) == (2, "missing --json")


def test_the_apis_own_arguments_keep_their_names() -> None:
    listing = METHODS["conversations.list"]
    assert {"output", "fields", "first", "json"} <= common.parameters(listing).keys()
    renamed = common.parameters(listing, {"first", "fields"})
    assert {"output", "cli_fields", "cli_first"} <= renamed.keys()
    assert renamed["cli_first"].__metadata__[0].name == ("--cli-first",)
    taken = common.Common.taken_from({"cli_first": 3, "first": "Ada"}, listing, {"first"})
    assert taken.first == 3


@pytest.mark.timeout(300)
def test_a_new_operation_of_the_spec_is_a_new_command(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.add_invented_operation()
    path = os.pathsep.join([str(ROOT / "cli_ext"), *tree.import_path])
    environ = {**tree.environ, "PYTHONPATH": path, "COLUMNS": "200"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "heymarket_cli", *words], env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert re.search(r"^│ kites ", run("--help"), re.MULTILINE)
    shown = run(
        *("kites", "plan-flight", "red one", "7", "--season", "2", "--crew", "3", "--crew", "4", "--dry-run", "true"),
        *("--x-beaufort", "5", "--wind.knots", "9.5", "--from-hill", "3", "--legs", '[{"turns": [1]}]'),
        "--cli-dry-run",
    )
    head, _, sent = shown.partition("\n\n")
    assert head.splitlines()[0].endswith("/v9/kites/red%20one/flights/7?dry-run=true&season=2&crew=3&crew=4")
    assert json.loads(sent) == {"wind": {"knots": 9.5}, "from_hill": 3, "legs": [{"turns": [1]}]}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_and_options(shell: str, offline: Here) -> None:
    script = offline.output("completion", shell)
    for word in ("mark-unread", "create-many", "filters.inboxes", "dry-run"):
        assert word in script


def test_completion_in_a_shell(offline: Here, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(offline.output("completion", "bash"), encoding="utf-8")
    typed = "COMP_WORDS=(heymarket conversations mark); COMP_CWORD=2; COMP_LINE='heymarket conversations mark'"
    ask = f"source {script}; {typed}; _heymarket; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["mark-read", "mark-unread"]


def test_version(offline: Here) -> None:
    assert re.fullmatch(r"heymarket \S+ \(spec \S+, Python 3\.\S+\)\n", offline.output("--version"))
