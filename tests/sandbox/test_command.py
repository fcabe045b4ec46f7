from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import heymarket_sandbox
from heymarket_sandbox.__main__ import DEFAULT_PORT, parser
from heymarket_sandbox.settings import Settings
from heymarket_sandbox.spec import IN_REPOSITORY
from heymarket_sandbox.webhooks.collector import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sandbox.conftest import Client

COMMAND = [sys.executable, "-W", "error", "-m", "heymarket_sandbox"]


@contextlib.contextmanager
def running(*arguments: str, command: list[str] = COMMAND) -> Iterator[tuple[dict[str, str], subprocess.Popen[str]]]:
    """The variables that it prints, and the process."""
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = [process.stdout.readline() for _ in range(4)]
            if not all(lines):
                pytest.fail(process.stderr.read())
            words = [shlex.split(line) for line in lines]
            assert all(word[0] == "export" and len(word) == 2 for word in words)
            yield dict(word[1].split("=", 1) for word in words), process
        finally:
            process.kill()


def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False, env=env)


@contextlib.contextmanager
def taken() -> Iterator[int]:
    """A port that is in use."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(ending: signal.Signals, connect: type[Client]) -> None:
    with running("--port", "0", "--conversations", "12", "--page-size", "5") as (variables, process):
        assert sorted(variables) == [
            "HEYMARKET_API_SECRET_ID",
            "HEYMARKET_API_SECRET_KEY",
            "HEYMARKET_BASE_URL",
            "HEYMARKET_WEBHOOK_TOKEN",
        ]

        class Told:
            url = variables["HEYMARKET_BASE_URL"]
            secret_id = variables["HEYMARKET_API_SECRET_ID"]
            secret_key = variables["HEYMARKET_API_SECRET_KEY"]

        with connect(Told) as client:
            assert len(client.list()) == 5
            assert len(client.list(limit=50)) == 12
        process.send_signal(ending)
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert output == ""
    assert errors.splitlines() == [
        f"heymarket_sandbox: 12 conversations at {variables['HEYMARKET_BASE_URL']}; Ctrl-C ends it",
        "heymarket_sandbox: stopped",
    ]


def test_the_printed_lines_are_for_a_shell() -> None:
    with running("--port", "0") as (variables, _):
        pass
    script = "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
    shell = subprocess.run(["sh", "-c", f"{script}\nenv"], capture_output=True, text=True, check=True, env={})
    assert f"HEYMARKET_BASE_URL={variables['HEYMARKET_BASE_URL']}" in shell.stdout.splitlines()


def test_a_default_port_in_use_is_replaced() -> None:
    with taken() as port:
        moved = f"import sys, heymarket_sandbox.__main__ as it; it.DEFAULT_PORT = {port}; sys.exit(it.main([]))"
        with running(command=[sys.executable, "-W", "error", "-c", moved]) as (variables, process):
            assert httpx.get(variables["HEYMARKET_BASE_URL"], trust_env=False, verify=False).status_code == 404
            process.send_signal(signal.SIGINT)
            assert f"port {port} is in use, taking a free one" in process.communicate(timeout=20)[1]


def test_the_default_port_is_tried_first() -> None:
    assert DEFAULT_PORT == 8787
    assert f"({DEFAULT_PORT}, or a free one if it is in use)" in " ".join(parser().format_help().split())


def test_a_port_that_was_asked_for_is_not_replaced() -> None:
    with taken() as port:
        result = run("--port", str(port))
    assert result.returncode == 1
    assert result.stdout == ""
    assert re.fullmatch(rf"heymarket_sandbox: port {port} cannot be used .*--port.*\n", result.stderr)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--host", "0.0.0.0"], 1, "heymarket_sandbox: 0.0.0.0 is not a loopback address"),
        (["--port", "70000"], 2, "error: --port must be between 0 and 65535, not 70000"),
        (["--port", "x"], 2, "error: argument --port: invalid int value: 'x'"),
        (["--page-size", "0"], 2, "error: page_size must be at least 1, not 0"),
        (["--conversations", "-5"], 2, "error: conversations must be at least 0, not -5"),
        (["--precision", "4"], 2, "error: argument --precision: invalid choice"),
        (["--port", "0", "--fault", "explode"], 2, "error: there is no fault 'explode'; there are refuse, reset, "),
        (["--port", "0", "--fault", "503,operation=x"], 2, "error: there is no operation 'x'; there are "),
        (["--port", "0", "--fault", "delay,seconds=x"], 2, "error: seconds must be seconds between"),
        (["--port", "0", "--fault", "delay,seconds=nan"], 2, "error: seconds must be seconds between"),
        (["--port", "0", "--fault", "delay,seconds=1e12"], 2, "error: seconds must be seconds between"),
        (["--port", "0", "--fault", "delay,seconds=-1"], 2, "error: seconds of delay must be at least 0, not -1"),
        (["--port", "0", "--fault", "503,times=x"], 2, "error: times must be a whole number, 1 or more, not 'x'"),
        (["--port", "0", "--fault", "503,times=1.5"], 2, "error: times must be a whole number, 1 or more, not 1.5"),
        (["--port", "0", "--fault", "503,attempt=0"], 2, "error: attempt must be a whole number, 1 or more, not 0"),
        (["--port", "0", "--fault", "503,every=0"], 2, "error: burst must be between 1 and 0"),
        (["--port", "0", "--fault", "503,every=2,burst=1.5"], 2, "the fault '503,every=2,burst=1.5' is not understood"),
        (["--port", "0", "--fault", "503,chance=nan"], 2, "the fault '503,chance=nan' is not understood"),
        (["--port", "0", "--fault", "429,retry_after=1\r\nx: y"], 2, "error: retry_after must be printable ASCII"),
        (["--port", "0", "--fault", "redirect,to=http://ü"], 2, "error: to must be printable ASCII"),
        (["--clock-skew", "nan"], 2, "error: clock_skew must be seconds between"),
        (["--clock-skew", "1e12"], 2, "error: clock_skew must be seconds between"),
        (["--clock-skew=-inf"], 2, "error: clock_skew must be seconds between"),
        (["--rate-window", "inf"], 2, "error: rate_window must be seconds between"),
        (["--rate-window", "nan"], 2, "error: rate_window must be more than 0 seconds"),
        (["--max-page-size", "1" + "0" * 30], 2, "error: max_page_size must be at most 2147483647"),
        (["--nonsense"], 2, "error: unrecognized arguments: --nonsense"),
        (["--database", "/no/such/folder/x.db"], 1, "heymarket_sandbox: cannot use the database /no/such/folder/x.db"),
    ],
)
def test_bad_arguments_are_one_clear_line(arguments: list[str], status: int, message: str) -> None:
    result = run(*arguments)
    assert result.returncode == status
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", ["--port 0", "--help"])
@pytest.mark.parametrize("pipe", ["|", "2>&1 |"])
def test_a_pipe_that_nobody_reads_is_quiet(arguments: str, pipe: str) -> None:
    # `true` may read what comes before it ends; a pipe that is closed already leaves nothing to chance.
    for reader in ("true", "exec 0<&-; sleep 1"):
        script = f"({shlex.join(COMMAND)} {arguments}) {pipe} ({reader})"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
        assert "Error" not in done.stderr
        assert "Traceback" not in done.stderr


def archive(folder: Path, *, spec: bool) -> Path:
    package = Path(heymarket_sandbox.__file__).parent
    made = folder / "app.zip"
    with zipfile.ZipFile(made, "w") as file:
        for path in package.rglob("*.py"):
            file.write(path, path.relative_to(package.parent))
        if spec:
            file.write(IN_REPOSITORY, "heymarket_sandbox/heymarket.yaml")
    return made


def from_archive(path: Path) -> subprocess.CompletedProcess[str]:
    script = "import heymarket_sandbox as it; it.Sandbox().close(); print(it.__file__)"
    env = {**os.environ, "PYTHONPATH": str(path)}
    return subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)


def test_it_runs_from_a_zip(tmp_path: Path) -> None:
    made = archive(tmp_path, spec=True)
    done = from_archive(made)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(made))


def test_a_package_without_the_spec_says_what_lacks(tmp_path: Path) -> None:
    done = from_archive(archive(tmp_path, spec=False))
    assert done.returncode == 1
    assert "heymarket.yaml is missing from the package heymarket_sandbox: pack the installed wheel" in done.stderr


def test_a_missing_extra_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'starlette'\", name='starlette')"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    result = run("--port", "0", env={**os.environ, "PYTHONPATH": path})
    assert result.returncode == 1
    assert result.stderr == (
        'heymarket_sandbox: the sandbox needs starlette, which is not installed: pip install "heymarket[sandbox]"\n'
    )


def test_help_needs_no_extra(tmp_path: Path) -> None:
    for module in ("starlette", "uvicorn", "yaml", "jsonschema_rs"):
        (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError(name={module!r})")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    result = run("--help", env={**os.environ, "PYTHONPATH": path})
    assert result.returncode == 0
    assert "An embedded Heymarket on loopback" in result.stdout


def test_faults_from_the_command_line() -> None:
    with running("--port", "0", "--fault", "503,every=2", "--fault", "429,times=1,retry_after=7") as (variables, _):
        responses = [httpx.get(variables["HEYMARKET_BASE_URL"], trust_env=False, verify=False) for _ in range(4)]
    assert [each.status_code for each in responses] == [429, 503, 404, 503]
    assert responses[0].headers["Retry-After"] == "7"


def test_a_database_file_survives(tmp_path: Path, connect: type[Client]) -> None:
    file = tmp_path / "state.db"
    for count in ("5", "9"):
        with running("--port", "0", "--database", str(file), "--conversations", count) as (_, process):
            process.send_signal(signal.SIGINT)
            assert "5 conversations at" in process.communicate(timeout=20)[1]
    assert Path(file).exists()


def test_it_delivers_events_to_urls(connect: type[Client]) -> None:
    collectors = [Collector(Settings().webhook_token) for _ in range(2)]
    urls = [f"--webhook={each.url}" for each in collectors]
    with running("--port", "0", *urls, "--webhook-fault=double,every=2") as (variables, _):

        class Told:
            url = variables["HEYMARKET_BASE_URL"]
            secret_id = variables["HEYMARKET_API_SECRET_ID"]
            secret_key = variables["HEYMARKET_API_SECRET_KEY"]

        with connect(Told) as client:
            assert client.post("/v1/contact", json={"phone": "15550099", "is_opted_out": True}).status_code == 200
        for collector in collectors:
            assert collector.next("target_opt_out")["event_data"]["phone"] == "15550099"
    for collector in collectors:
        collector.close()


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--webhook=localhost", "a webhook needs an http or https URL, not 'localhost'"),
        ("--webhook-fault=never", "there is no fault 'never' of deliveries"),
        ("--webhook-fault=double,every=0", "every must be at least 1, not 0"),
    ],
)
def test_a_wrong_webhook_is_named(option: str, message: str) -> None:
    done = run("--port", "0", option)
    assert done.returncode == 2
    assert message in done.stderr
