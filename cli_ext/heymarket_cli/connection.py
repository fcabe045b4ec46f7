"""A client with the user's credentials: those of a named profile, of the environment, or of the default profile."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from attrs import frozen

from heymarket import ClientOptions, Drift, Heymarket
from heymarket_auth import CredentialsError, connect
from heymarket_cli import profiles
from heymarket_cli.common import Common
from heymarket_cli.safety import Showing
from heymarket_cli.terminal import tell
from heymarket_runtime.http import httpx

PROFILE = "HEYMARKET_PROFILE"


@frozen
class Source:
    """Where credentials come from."""

    name: str | None
    """Of the profile; None for the environment."""

    @classmethod
    def of(cls, common: Common) -> Source:
        if name := common.profile or os.environ.get(PROFILE):
            return cls(name)
        in_environment = any(
            os.environ.get(each) for each in (profiles.SECRET_ID, profiles.SECRET_KEY, profiles.TEAM_KEY)
        )
        return cls(profiles.DEFAULT if not in_environment and profiles.DEFAULT in profiles.names() else None)

    def environ(self) -> Mapping[str, str]:
        """Return the variables that a client reads. The environment's server wins over that of a profile."""
        if self.name is None:
            return os.environ
        return {**profiles.load(self.name).environ, **_server()}

    def base_url(self) -> str | None:
        return _server().get(profiles.BASE_URL) or (None if self.name is None else profiles.base_url(self.name))

    def __str__(self) -> str:
        return "the environment" if self.name is None else f"profile {self.name}"


def client(common: Common) -> Heymarket:
    source = Source.of(common)
    if common.dry_run:
        return unsigned(source, transport=Showing(sys.stdout))
    try:
        return connect(environ=source.environ(), on_drift=DriftNotes())
    except CredentialsError as error:
        if source.name is None and str(error).startswith("no credentials"):
            raise CredentialsError(f"{error}; `heymarket login` keeps credentials for this command") from None
        raise


def unsigned(source: Source, **options: object) -> Heymarket:
    """Return a client that signs nothing."""
    given: ClientOptions = {**options}  # type: ignore[typeddict-item]
    if base_url := source.base_url():
        given["base_url"] = base_url
    return Heymarket(auth=httpx.Auth(), **given)


def _server() -> dict[str, str]:
    base_url = os.environ.get(profiles.BASE_URL)
    return {profiles.BASE_URL: base_url} if base_url else {}


class DriftNotes:
    """Tells once of each JSON path where a response is not what the spec says; the value is shown as received."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def __call__(self, drift: Drift) -> None:
        text = f"note: {drift}"
        if text not in self._told:
            self._told.add(text)
            tell(text)
