"""Signed requests to anything, and the token that signs them."""

from __future__ import annotations

import sys
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from cyclopts import Parameter

from heymarket_auth import ApiSecret, CredentialsError
from heymarket_cli import profiles
from heymarket_cli.common import Common
from heymarket_cli.connection import Source, client
from heymarket_cli.progress import watched
from heymarket_cli.safety import NotSent, ask
from heymarket_cli.values import UsageError
from heymarket_cli.writing import write
from heymarket_runtime.http import httpx
from heymarket_runtime.model import parse_json

_READS = ("GET", "HEAD")

Method = Annotated[str, Parameter(help="GET, POST, PUT, DELETE and so on.")]
Path = Annotated[str, Parameter(help="As in /v1/inboxes, with a query if you like.")]
Query = Annotated[
    list[str] | None, Parameter(name="--query", negative=(), metavar="NAME=VALUE", help="May be given again.")
]


def api(common: Common, method: Method, path: Path, /, *, query: Query = None) -> None:
    url, body = urlsplit(path), common.body()
    pairs = [*parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query)), *map(_pair, query or ())]
    wanted: dict[str, Any] = {}
    for name, value in pairs:
        wanted.setdefault(name, []).append(value)
    if method.upper() not in _READS and isinstance(body, list) and len(body) > 1 and not common.dry_run:
        ask(f"{method.upper()} {url.path} concerns {len(body)} objects", yes=common.yes)
    with client(common) as connected, watched(common):
        try:
            response = connected.request(
                method, url.path, json=body, query={name: v if len(v) > 1 else v[0] for name, v in wanted.items()}
            )
        except NotSent:
            return
    try:
        result = parse_json(response.content)
    except ValueError:
        sys.stdout.buffer.write(response.content)
        return
    write(common, result, [])


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise UsageError(f"--query: expected NAME=VALUE, got {text!r}")
    return name, value


def token(common: Common) -> None:
    environ = Source.of(common).environ()
    if not (environ.get(profiles.SECRET_ID) and environ.get(profiles.SECRET_KEY)):
        if environ.get(profiles.TEAM_KEY):
            raise UsageError("a legacy team key is sent as it is, and is not shown")
        raise CredentialsError(f"no API Secret: set {profiles.SECRET_ID} and {profiles.SECRET_KEY}, or log in")
    auth = ApiSecret(environ[profiles.SECRET_ID], environ[profiles.SECRET_KEY])
    request = next(auth.auth_flow(httpx.Request("GET", "https://api.heymarket.com")))
    sys.stdout.write(request.headers["Authorization"].removeprefix("Bearer ") + "\n")
