"""Credentials are kept where only their owner reads them, and are never shown."""

from __future__ import annotations

import io
import json
import re
import stat
from typing import TYPE_CHECKING

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pexpect
import pytest

from heymarket_cli import profiles
from heymarket_sandbox import Sandbox, Settings

from .command import Here, terminal

if TYPE_CHECKING:
    from pathlib import Path


class Memory(keyring.backend.KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


KEYRINGS = {
    "works": Memory,
    "is not there": keyring.backends.fail.Keyring,
    "forgets everything": keyring.backends.null.Keyring,
}


@pytest.fixture(params=KEYRINGS)
def kind(request: pytest.FixtureRequest) -> str:
    keyring.set_keyring(KEYRINGS[request.param]())
    return request.param


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "heymarket" / "profiles.json"


def log_in(command: Here, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{sandbox.secret_id}\n{sandbox.secret_key}\n"))
    return command("login", "--base-url", sandbox.url, *words)


def test_kept_used_listed_and_forgotten(
    offline: Here, kind: str, sandbox: Sandbox, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = log_in(offline, sandbox, monkeypatch, "--profile", "work")
    assert (code, out) == (0, "")
    assert err.startswith("heymarket: profile work is kept in ")
    assert err.endswith(", for the team Analytical Engines\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert (sandbox.secret_key in file.read_text(encoding="utf-8")) == (kind != "works")

    found = json.loads(offline.output("whoami", "--profile", "work"))
    assert found == {
        "team": "Analytical Engines",
        "team_id": 7,
        "members": 6,
        "credentials": f"API Secret {sandbox.secret_id}",
        "from": "profile work",
        "server": sandbox.url,
    }
    monkeypatch.setenv("HEYMARKET_PROFILE", "work")
    assert json.loads(offline.output("team", "get"))["id"] == 7
    kept_in = "keyring" if kind == "works" else "file"
    assert json.loads(offline.output("profiles")) == {"name": "work", "kept_in": kept_in, "base_url": sandbox.url}

    assert offline("logout", "--profile", "work")[0] == 0
    assert sandbox.secret_key not in file.read_text(encoding="utf-8")
    assert not getattr(keyring.get_keyring(), "kept", None)
    code, why = offline.refused("team", "get")
    assert (code, why) == (3, "no profile work; there are none; `heymarket login --profile work` makes it")


def test_which_credentials_are_taken(
    offline: Here, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log_in(offline, sandbox, monkeypatch)
    assert json.loads(offline.output("whoami"))["from"] == "profile default"
    with Sandbox(Settings(conversations=5, secret_key="AnotherKey0000000000000000000000")) as other:
        for name, value in other.environ.items():
            monkeypatch.setenv(name, value)
        assert json.loads(offline.output("whoami"))["from"] == "the environment"
        # The server of the environment wins, so that no trial goes to where a profile points.
        assert offline.refused("whoami", "--profile", "default")[0] == 1
        shown = offline.output("team", "get", "--profile", "default", "--dry-run")
        assert shown.startswith(f"GET {other.url}/")
        monkeypatch.delenv("HEYMARKET_BASE_URL")
        assert json.loads(offline.output("whoami", "--profile", "default"))["from"] == "profile default"
        shown = offline.output("team", "get", "--profile", "default", "--dry-run")
        assert shown.startswith(f"GET {sandbox.url}/")


def test_refused_credentials_are_not_kept(offline: Here, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{sandbox.secret_id}\nWrongKeyThatNobodyMaySee00000000\n"))
    code, why = offline.refused("login", "--base-url", sandbox.url)
    assert code == 1
    assert "WrongKey" not in why
    monkeypatch.setattr("sys.stdin", io.StringIO("only one line\n"))
    assert offline.refused("login") == (3, "nothing was given for API Secret Key")
    assert offline.output("profiles") == ""


def test_a_team_key(offline: Here, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{Settings().team_api_key}\n"))
    assert offline("login", "--team-key", "--base-url", sandbox.url)[0] == 0
    assert json.loads(offline.output("whoami"))["credentials"] == "team key"


def test_a_file_that_others_can_read_is_not_used(
    offline: Here, sandbox: Sandbox, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(offline, sandbox, monkeypatch)
    file.chmod(0o640)
    assert offline.refused("team", "get") == (
        3,
        f"{file} can be read by others, and may hold secrets: chmod 600 {file}",
    )
    file.chmod(0o600)
    file.write_text("{", encoding="utf-8")
    assert offline.refused("team", "get") == (3, f"{file} is damaged; delete it and log in again")


def test_no_secret_in_a_repr() -> None:
    profile = profiles.Profile("work", {profiles.SECRET_KEY: "nobody may see this"})
    assert "nobody" not in repr(profile)


def test_login_in_a_terminal_hides_the_key(sandbox: Sandbox, tmp_path: Path) -> None:
    child = terminal("login", "--base-url", sandbox.url, environ={"XDG_CONFIG_HOME": str(tmp_path)})
    child.expect("API Secret ID: ")
    child.sendline(sandbox.secret_id)
    child.expect(r"API Secret Key \(not shown\): ")
    child.sendline(sandbox.secret_key)
    child.expect("profile default is kept in .*, for the team Analytical Engines")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert sandbox.secret_key not in f"{child.before}{child.after}"


class TestDoctor:
    def test_all_is_well(self, heymarket: Here) -> None:
        lines = heymarket.output("doctor").splitlines()
        assert [line.split()[:2] for line in lines] == [
            ["good", name] for name in ("versions", "credentials", "proxy", "server", "clock", "signature")
        ]

    def test_no_credentials(self, offline: Here, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HEYMARKET_BASE_URL", sandbox.url)
        code, out, _ = offline("doctor")
        assert code == 3
        assert re.search(r"^wrong +credentials +no credentials: set ", out, re.MULTILINE)
        assert re.search(r"^good +clock ", out, re.MULTILINE)

    def test_unreachable(self, heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HEYMARKET_BASE_URL", "http://127.0.0.1:1")
        code, out, _ = heymarket("doctor")
        assert code == 4
        assert re.search(r"^wrong +server .*; check the network, the proxy", out, re.MULTILINE)

    def test_wrong_credentials(self, heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HEYMARKET_API_SECRET_KEY", "WrongKeyThatNobodyMaySee00000000")
        code, out, err = heymarket("doctor")
        assert code == 1
        assert re.search(r"^wrong +signature +401 .*secret id or key is probably wrong", out, re.MULTILINE)
        assert "WrongKey" not in out + err

    def test_a_proxy_is_named_without_its_password(self, heymarket: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTPS_PROXY", "http://someone:secret@127.0.0.1:1")
        monkeypatch.setenv("HEYMARKET_BASE_URL", "https://heymarket.invalid")
        _, out, _ = heymarket("doctor")
        assert re.search(r"^good +proxy +http://127.0.0.1:1, ", out, re.MULTILINE)
        assert "someone" not in out
        assert "secret@" not in out

    @pytest.mark.parametrize("skew", [-3600, 3600])
    def test_a_wrong_clock(self, skew: int, offline: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        with Sandbox(Settings(conversations=5, clock_skew=skew)) as sandbox:
            for name, value in sandbox.environ.items():
                monkeypatch.setenv(name, value)
            code, out, _ = offline("doctor")
        assert code == 1
        side = "behind" if skew > 0 else "ahead of"
        found = re.search(rf"^wrong +clock +(\d+) s {side} the server's", out, re.MULTILINE)
        assert found, out
        assert abs(int(found[1]) - 3600) <= 2
