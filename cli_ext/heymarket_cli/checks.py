"""Who the credentials belong to, and what stands in the way of a request."""

from __future__ import annotations

import datetime
import platform
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

import heymarket
from heymarket import ApiError, ConnectionFailedError, Heymarket
from heymarket._version import SPEC_VERSION
from heymarket_auth import CredentialsError, connect
from heymarket_cli import failures, profiles
from heymarket_cli.common import Common
from heymarket_cli.connection import Source, client, unsigned
from heymarket_cli.terminal import has_colours
from heymarket_cli.writing import write
from heymarket_runtime.http import httpx, is_loopback

_PATH = "/v1/team"  # the vendor's own check of credentials
_TOLERATED = 60.0  # seconds; a token lives for 300, and the client corrects its clock after a refusal


def whoami(common: Common) -> None:
    source = Source.of(common)
    with client(common) as connected:
        team = connected.team.get()
        environ = source.environ()
        found = {
            "team": team.name,
            "team_id": team.id,
            "members": len(team.members or ()),
            "credentials": f"API Secret {environ[profiles.SECRET_ID]}" if _has_secret(environ) else "team key",
            "from": str(source),
            "server": _server(connected),
        }
    write(common, found, list(found))


def _has_secret(environ: Any) -> bool:
    return bool(environ.get(profiles.SECRET_ID))


def _server(client_: Heymarket) -> str:
    return repr(client_).removesuffix(">").rpartition(" ")[2].rstrip("/")


@frozen
class Finding:
    what: str
    text: str
    code: int = 0
    """The exit code that it leads to; 0 where all is well."""


def doctor(common: Common) -> int:
    """Print a line for each check, and return the exit code of the first that failed."""
    worst = 0
    width = 11
    for finding in findings(Source.of(common)):
        mark, style = ("good", "32") if finding.code == 0 else ("wrong", "31")
        shown = f"\x1b[{style}m{mark:5}\x1b[0m" if has_colours(sys.stdout) else f"{mark:5}"
        sys.stdout.write(f"{shown}  {finding.what:{width}}  {finding.text}\n")
        sys.stdout.flush()
        worst = worst or finding.code
    return worst


def findings(source: Source) -> Iterator[Finding]:
    yield Finding(
        "versions",
        f"heymarket {heymarket.__version__}, spec {SPEC_VERSION}, Python {platform.python_version()}, "
        f"{httpx.__name__} {httpx.__version__}, {platform.system()}",
    )
    try:
        signed: Heymarket | None = connect(environ=source.environ(), max_retries=0, timeout=10)
        kind = "API Secret" if _has_secret(source.environ()) else "legacy team key; the vendor plans to retire these"
        yield Finding("credentials", f"{kind}, from {source}")
    except CredentialsError as error:
        signed = None
        yield Finding("credentials", failures.line(error), failures.NO_CREDENTIALS)
    except heymarket.InvalidRequestError as error:
        yield Finding("server", failures.line(error), failures.USAGE)
        return
    with signed or unsigned(source, max_retries=0, timeout=10) as connected:
        yield _proxy(_server(connected))
        yield from _asked(connected, is_signed=signed is not None)


def _proxy(server: str) -> Finding:
    url = urlsplit(server)
    proxy = urllib.request.getproxies().get(url.scheme)
    host = url.hostname or ""
    if not proxy or is_loopback(host) or urllib.request.proxy_bypass(host):
        return Finding("proxy", "none")
    through = urlsplit(proxy)
    return Finding("proxy", f"{through.scheme}://{through.hostname}:{through.port}, as the environment says")


def _asked(connected: Heymarket, *, is_signed: bool) -> Iterator[Finding]:
    server = _server(connected)
    started = time.time()
    refused: ApiError | None = None
    headers: Mapping[str, str]
    try:
        headers = connected.request("GET", _PATH).headers
    except ConnectionFailedError as error:
        text = f"{failures.line(error)}; check the network, the proxy and the name of the server"
        yield Finding("server", text, failures.UNREACHABLE)
        return
    except ApiError as error:
        refused, headers = error, error.headers
    ended = time.time()
    yield Finding("server", f"{server} answers in {(ended - started) * 1000:.0f} ms")
    yield _clock(headers.get("date", ""), started, ended)
    if not is_signed:
        return
    if refused is None:
        yield Finding("signature", "the API takes the credentials")
    else:
        yield Finding("signature", failures.line(refused), failures.REFUSED)


def _clock(date: str, started: float, ended: float) -> Finding:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return Finding("clock", "the server sends no date to compare with")
    server = moment.replace(tzinfo=moment.tzinfo or datetime.UTC).timestamp()
    # `Date` has whole seconds, and was written at some moment of the exchange.
    ahead = max(started - server - 1, 0.0) or min(ended - server, 0.0)
    if abs(ahead) <= _TOLERATED:
        return Finding("clock", f"agrees with the server's{f' within {abs(ahead):.0f} s' if abs(ahead) >= 1 else ''}")
    side = "ahead of" if ahead > 0 else "behind"
    text = f"{abs(ahead):.0f} s {side} the server's; set it right, best by NTP: tokens live for 5 minutes"
    return Finding("clock", text, failures.REFUSED)
