"""The image of the sandbox, built and used where a Docker daemon runs; what it is built from is checked everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heymarket_auth import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
TAG = "heymarket-sandbox-test"
KEPT = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def docker(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *words], capture_output=True, text=True, check=False)


def has_daemon() -> bool:
    return shutil.which("docker") is not None and docker("info").returncode == 0


def test_docker_is_given_all_that_the_wheel_is_built_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    paths = [*wheel["packages"], *wheel["force-include"], project["project"]["readme"], "LICENSE", "pyproject.toml"]
    assert {path.partition("/")[0] for path in paths} <= set(KEPT)


def test_every_file_that_the_image_copies_is_let_through() -> None:
    copied = re.findall(r"^COPY (?!--)(\S+) ", DOCKERFILE, re.MULTILINE)
    assert copied
    assert all(name == "." or name in KEPT for name in copied)


@pytest.fixture
def container() -> Iterator[str]:
    if not has_daemon():
        pytest.skip("no Docker daemon on this machine: the image was neither built nor run")
    built = docker("build", "--quiet", "--tag", TAG, str(ROOT))
    assert built.returncode == 0, built.stderr
    started = docker("run", "--detach", "--rm", "--network", "host", TAG, "--port", "0")
    assert started.returncode == 0, started.stderr
    name = started.stdout.strip()
    yield name
    docker("stop", "--time", "1", name)


@pytest.mark.timeout(600)
def test_the_image_serves(container: str) -> None:
    with subprocess.Popen(["docker", "logs", "--follow", container], stdout=subprocess.PIPE, text=True) as logs:
        assert logs.stdout
        lines = [logs.stdout.readline() for _ in range(4)]
        logs.terminate()
    environ = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
    with connect(environ=environ) as client:
        assert client.inboxes.list()
