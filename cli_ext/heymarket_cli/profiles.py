"""Named credentials, kept in the system's keyring, or where there is none in a file that only its owner may read."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from heymarket_auth import CredentialsError
from heymarket_cli.values import UsageError
from heymarket_runtime import Later

if TYPE_CHECKING:
    import keyring
    import platformdirs
    from keyring import errors as keyring_errors
else:  # most commands need neither a profile nor a keyring
    keyring = Later("keyring")
    keyring_errors = Later("keyring.errors")
    platformdirs = Later("platformdirs")

DEFAULT = "default"
SECRET_ID, SECRET_KEY, TEAM_KEY = "HEYMARKET_API_SECRET_ID", "HEYMARKET_API_SECRET_KEY", "HEYMARKET_API_KEY"
BASE_URL = "HEYMARKET_BASE_URL"
_SERVICE = "heymarket"


@frozen
class Profile:
    name: str
    secrets: Mapping[str, str] = field(repr=False)
    """Credentials, by the names of their variables."""
    base_url: str | None = None

    @property
    def environ(self) -> dict[str, str]:
        return {**self.secrets, **({} if self.base_url is None else {BASE_URL: self.base_url})}


def folder() -> Path:
    return platformdirs.user_config_path("heymarket", appauthor=False)


def names() -> dict[str, str]:
    """Return where the secrets of each profile are: `keyring` or `file`."""
    return {name: "file" if "secrets" in each else "keyring" for name, each in _read().items()}


def save(profile: Profile) -> str:
    """Keep a profile, and return where its secrets are."""
    known = _read()
    kept: dict[str, Any] = {} if profile.base_url is None else {"base_url": profile.base_url}
    in_keyring = _put_into_keyring(profile)
    if not in_keyring:
        kept["secrets"] = dict(profile.secrets)
    _write({**known, profile.name: kept})
    return "the keyring" if in_keyring else str(_file())


def load(name: str) -> Profile:
    """Return a profile. Raises `CredentialsError` if there is no such profile, or its secrets are gone."""
    known = _read()
    if name not in known:
        have = f"there are {', '.join(known)}" if known else "there are none"
        raise CredentialsError(f"no profile {name}; {have}; `heymarket login --profile {name}` makes it")
    secrets = known[name].get("secrets")
    if secrets is None:
        try:
            text = keyring.get_password(_SERVICE, name)
        except keyring_errors.KeyringError as error:
            raise CredentialsError(f"the keyring does not give profile {name}: {error}") from None
        if text is None:
            raise CredentialsError(f"the keyring has lost profile {name}; `heymarket login --profile {name}` renews it")
        secrets = json.loads(text)
    return Profile(name, secrets, known[name].get("base_url"))


def base_url(name: str) -> str | None:
    """Return where a profile's requests go, without a look at its secrets."""
    found: str | None = _read().get(name, {}).get("base_url")
    return found


def forget(name: str) -> None:
    known = _read()
    if name not in known:
        raise UsageError(f"no profile {name}")
    if "secrets" not in known.pop(name):
        with contextlib.suppress(keyring_errors.KeyringError):
            keyring.delete_password(_SERVICE, name)
    _write(known)


def _put_into_keyring(profile: Profile) -> bool:
    """Say whether the keyring took it; some take what they do not keep."""
    text = json.dumps(dict(profile.secrets))
    try:
        keyring.set_password(_SERVICE, profile.name, text)
        return keyring.get_password(_SERVICE, profile.name) == text
    except keyring_errors.KeyringError:
        return False


def _file() -> Path:
    return folder() / "profiles.json"


def _read() -> dict[str, Any]:
    path = _file()
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CredentialsError(f"{path} can be read by others, and may hold secrets: chmod 600 {path}")
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except ValueError as error:
        if isinstance(error, CredentialsError):
            raise
        raise CredentialsError(f"{path} is damaged; delete it and log in again") from None
    return found


def _write(known: Mapping[str, Any]) -> None:
    """Replace the file at once, so that no reader and no crash sees half of it."""
    path = _file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump(known, file, indent=2)
    new.replace(path)
