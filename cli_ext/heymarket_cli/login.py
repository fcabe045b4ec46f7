"""Keeping credentials. They are asked for, or read from standard input: a command line can be seen by others."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

from heymarket_auth import CredentialsError, connect
from heymarket_cli import profiles
from heymarket_cli.common import Common
from heymarket_cli.terminal import tell
from heymarket_cli.writing import write

TeamKey = Annotated[bool, Parameter(negative=(), show_default=False, help="Keep a legacy team key, not an API Secret.")]
BaseUrl = Annotated[str | None, Parameter(help="Another server than https://api.heymarket.com.", metavar="URL")]
Check = Annotated[bool, Parameter(help="Ask the API whether it takes the credentials, before they are kept.")]


def login(common: Common, *, team_key: TeamKey = False, base_url: BaseUrl = None, check: Check = True) -> None:
    wanted = {profiles.TEAM_KEY: "Team key"} if team_key else _API_SECRET
    name = common.profile or profiles.DEFAULT
    profile = profiles.Profile(name, _asked(wanted), base_url)
    with connect(environ=profile.environ) as client:  # refuses what is malformed
        team = client.team.get().name if check else None
    where = profiles.save(profile)
    tell(f"profile {name} is kept in {where}{f', for the team {team}' if team else ''}")


_API_SECRET = {profiles.SECRET_ID: "API Secret ID", profiles.SECRET_KEY: "API Secret Key"}


def logout(common: Common) -> None:
    name = common.profile or profiles.DEFAULT
    profiles.forget(name)
    tell(f"profile {name} is forgotten")


def listed(common: Common) -> None:
    rows = [
        {"name": name, "kept_in": where, "base_url": profiles.base_url(name)}
        for name, where in profiles.names().items()
    ]
    write(common, rows, ["name", "kept_in", "base_url"])


def _asked(wanted: dict[str, str]) -> dict[str, str]:
    answers = dict(zip(wanted, map(str.strip, _answers(wanted.values())), strict=False))
    if missing := [label for name, label in wanted.items() if not answers.get(name)]:
        raise CredentialsError(f"nothing was given for {' and '.join(missing)}")
    return answers


def _answers(labels: Iterable[str]) -> Iterable[str]:
    if not sys.stdin.isatty():
        yield from sys.stdin.read().splitlines()
        return
    tell("make an API Secret in the app under Settings > Integrations > API")
    with suppress(EOFError):
        for label in labels:
            yield getpass.getpass(f"{label} (not shown): ") if label.lower().endswith("key") else _visible(label)


def _visible(label: str) -> str:
    sys.stderr.write(f"{label}: ")
    sys.stderr.flush()
    return sys.stdin.readline()
