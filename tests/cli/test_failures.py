"""What goes wrong is told in one line, by its exit code, and never with a secret."""

from __future__ import annotations

import importlib
import os
import socket
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import heymarket as sdk
from heymarket_auth import CredentialsError
from heymarket_cli import failures
from heymarket_cli.values import UsageError

from .command import Here, apart

if TYPE_CHECKING:
    from pathlib import Path

    from heymarket_sandbox import Sandbox

WRONG = {
    ("nonsense",): 'Unknown command "nonsense".',
    ("conversations", "lst"): 'Did you mean "list"?',
    ("conversations", "get"): "missing ID",
    ("conversations", "get", "abc"): "expected a whole number, got 'abc'",
    ("conversations", "get", "1", "2"): "unexpected: 2",
    ("conversations", "list", "--limt", "3"): "Unknown option: --limt.",
    ("conversations", "list", "--limit"): "--limit requires an argument",
    ("conversations", "list", "--limit", "1.5"): "--limit: expected a whole number, got '1.5'",
    ("conversations", "list", "--filters.closed", "yes"): "--filters.closed: expected true or false, got 'yes'",
    ("conversations", "list", "--date", "yesterday"): "date: ",
    ("conversations", "list", "--first", "-1"): "--first: expected a whole number",
    ("conversations", "list", "-o", "xml"): 'Invalid value "xml" for -o.',
    ("conversations", "list", "--fields", ","): "--fields: expected names",
    ("conversations", "list", "--json", "["): "--json: not JSON: ",
    ("conversations", "list", "--json", "[]"): "--json: expected an object, got list",
    ("conversations", "list", "--json", '{"lmit": 3}'): "--json: no such field: lmit; there are ",
    ("conversations", "list", "--json", '{"limit": "3"}'): "limit: expected int, got str",
    ("conversations", "list", "--json", "@/no/such/file"): "--json: /no/such/file: No such file or directory",
    ("conversations", "list", "--json", "[" * 100_000): "--json: nested too deeply",
    ("conversations", "close"): "missing --inbox-id, --user-id",
    ("conversations", "close", "--inbox-id", "1", "--user-id", "2"): "chat_id: give `chat_id` or `target` or `targets`",
    ("contacts", "create", "--phone", "1", "--custom", "3"): "give it by key, as --custom.KEY VALUE",
    ("contacts", "create", "--phone", "1", "--tags", "["): "--tags: not JSON: ",
}


@pytest.mark.parametrize("words", WRONG, ids=lambda words: " ".join(words)[:60])
def test_wrong_usage(words: tuple[str, ...], heymarket: Here, sandbox: Sandbox) -> None:
    before = len(sandbox.requests)
    code, why = heymarket.refused(*words)
    assert code == 2
    assert WRONG[words] in why
    assert len(sandbox.requests) == before


def test_refused_by_the_api(heymarket: Here, sandbox: Sandbox) -> None:
    code, why = heymarket.refused("conversations", "get", "1")
    assert code == 1
    assert why.startswith("404 Not Found from GET /v1/conversations/1: ")
    assert why.endswith(f"(request id {sandbox.requests[-1].request_id})")


def test_no_credentials(offline: Here) -> None:
    code, why = offline.refused("team", "get")
    assert code == 3
    assert why.startswith("no credentials: set HEYMARKET_API_SECRET_ID")


def test_pydantic_beside_the_command_changes_nothing(offline: Here) -> None:
    importlib.import_module("pydantic")  # cyclopts validates with it where it is there, also what nobody gave
    assert offline.refused("team", "get")[0] == 3
    assert offline.refused("conversations", "list", "--filters.closed", "false", "--limit", "3")[0] == 3


def test_unreachable(heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("HEYMARKET_BASE_URL", f"http://127.0.0.1:{server.getsockname()[1]}")
    monkeypatch.setattr("time.sleep", lambda _: None)
    code, why = heymarket.refused("team", "get")
    assert code == 4
    assert "no complete response after 6 attempts" in why


def test_drift_is_one_line_and_no_failure(heymarket: Here, sandbox: Sandbox) -> None:
    sandbox.faults.every(1, "wrong-type", field="id", value="x")
    code, out, err = heymarket("conversations", "list", "--first", "2", "--fields", "id")
    assert code == 0
    assert out.startswith('{"id":"x"}\n')
    assert err == "heymarket: note: conversations.list: expected integer at $[*].id, found string\n"


def test_debug_tells_each_attempt(heymarket: Here, sandbox: Sandbox) -> None:
    code, _, err = heymarket("conversations", "get", "1", "--debug")
    assert code == 1
    assert "GET /v1/conversations/1 -> 404 in" in err
    assert "Traceback" in err
    assert err.splitlines()[-1].startswith("heymarket: 404")
    assert sandbox.secret_key not in err


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_no_secret_is_told(debug: tuple[str, ...], sandbox: Sandbox) -> None:
    for wrong in ("WrongKeyThatNobodyMaySee00000000", " NotWellFormed"):
        for variable in ("HEYMARKET_API_SECRET_KEY", "HEYMARKET_API_KEY"):
            environ = {**sandbox.environ, variable: wrong}
            if variable == "HEYMARKET_API_KEY":
                environ |= {"HEYMARKET_API_SECRET_ID": "", "HEYMARKET_API_SECRET_KEY": ""}
            done = apart("team", "get", *debug, environ=environ)
            assert done.returncode == (3 if wrong.startswith(" ") else 1)
            assert wrong.strip() not in done.stdout + done.stderr
            assert "eyJ" not in done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("x"), 2),
        (sdk.InvalidRequestError("limit", "x"), 2),
        (CredentialsError("x"), 3),
        (sdk.ConnectionFailedError("x"), 4),
        (sdk.RequestTimeoutError("x"), 4),
        (sdk.RateLimitError(429), 1),
        (sdk.DecodeError("x"), 1),
        (sdk.PagingError("x"), 1),
        (OSError(28, "No space left on device"), 1),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "",
)
def test_exit_codes(error: Exception, code: int) -> None:
    assert isinstance(error, failures.EXPECTED)
    assert failures.exit_code(error) == code


@given(st.text())
def test_any_message_is_one_harmless_line(text: str) -> None:
    line = failures.line(sdk.HeymarketError(text))
    assert line
    assert line.isprintable()


def test_without_the_extra(tmp_path: Path) -> None:
    (tmp_path / "cyclopts.py").write_text("raise ModuleNotFoundError('No', name='cyclopts')", encoding="utf-8")
    environ = {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = apart("--help", environ=environ)
    assert done.returncode == 2
    assert done.stderr == 'heymarket: this needs cyclopts, which is not installed: pip install "heymarket[cli]"\n'
