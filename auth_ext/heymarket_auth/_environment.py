from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from heymarket_auth._auth import ApiSecret, TeamApiKey
from heymarket_auth._credentials import WHERE, CredentialsError, problem_with
from heymarket_runtime import Later

if TYPE_CHECKING:
    import heymarket
else:  # ApiSecret alone should not import the client
    heymarket = Later("heymarket")

_ID = "HEYMARKET_API_SECRET_ID"
_KEY = "HEYMARKET_API_SECRET_KEY"
_TEAM_KEY = "HEYMARKET_API_KEY"
_BASE_URL = "HEYMARKET_BASE_URL"
_CLOSE = 0.85  # HEYMARKET_API_SECRET is near to both names of an API Secret, HEYMARKET_INBOX_ID to none
_KNOWN = (_ID, _KEY, _TEAM_KEY, _BASE_URL)


def connect(
    *, environ: Mapping[str, str] | None = None, **options: Unpack[heymarket.ClientOptions]
) -> heymarket.Heymarket:
    """Return a client with the credentials and the base URL of the environment.

    Reads HEYMARKET_API_SECRET_ID and HEYMARKET_API_SECRET_KEY, or else HEYMARKET_API_KEY (a legacy
    team key), and HEYMARKET_BASE_URL. A variable set to nothing counts as not set; others are ignored.

    Args:
        environ: What to read instead of `os.environ`.
        **options: As for `heymarket.Heymarket`; `base_url` here wins over the environment.

    Raises:
        CredentialsError: Credentials are missing or malformed. The message says what to set, and
            names a variable whose name is almost one of these.

    """
    found = _read(environ)
    del environ
    if isinstance(found, CredentialsError):
        raise found
    auth, defaults = found
    return heymarket.Heymarket(auth=auth, **(defaults | options))


def connect_async(
    *, environ: Mapping[str, str] | None = None, **options: Unpack[heymarket.ClientOptions]
) -> heymarket.AsyncHeymarket:
    """Return an async client; arguments, variables and errors as for `connect`."""
    found = _read(environ)
    del environ
    if isinstance(found, CredentialsError):
        raise found
    auth, defaults = found
    return heymarket.AsyncHeymarket(auth=auth, **(defaults | options))


def _read(
    environ: Mapping[str, str] | None,
) -> tuple[ApiSecret | TeamApiKey, heymarket.ClientOptions] | CredentialsError:
    """Return an error, not raise it, so that no frame of its traceback holds the values."""
    environ = os.environ if environ is None else environ
    values = {name: environ[name] for name in _KNOWN if environ.get(name)}
    for name, value in values.items():
        problem = problem_with(name, value, ascii_only=name == _TEAM_KEY)
        if problem is not None:
            return CredentialsError(problem)
    defaults: heymarket.ClientOptions = {"base_url": values[_BASE_URL]} if _BASE_URL in values else {}
    if _ID in values and _KEY in values:
        return ApiSecret(values[_ID], values[_KEY]), defaults
    if _ID in values or _KEY in values:
        present, missing = (_ID, _KEY) if _ID in values else (_KEY, _ID)
        return CredentialsError(f"{present} is set but {missing} is not; both are shown {WHERE}{_near_miss(environ)}")
    if _TEAM_KEY in values:
        return TeamApiKey(values[_TEAM_KEY]), defaults
    return CredentialsError(
        f"no credentials: set {_ID} and {_KEY} (make them {WHERE}), or {_TEAM_KEY} for a legacy team key; "
        "to try things out, `python -m heymarket_sandbox` prints credentials"
        f"{_near_miss(environ)}"
    )


def _near_miss(environ: Mapping[str, str]) -> str:
    """Name the variables that may be a missing one misspelt; others, such as those of Kubernetes, are not ours."""
    wanted = {_skeleton(name): name for name in _KNOWN if not environ.get(name)}
    return "".join(
        f"; {name} is set, did you mean {wanted[close]}?"
        for name in sorted(set(environ) - set(_KNOWN))
        for close in difflib.get_close_matches(_skeleton(name), wanted, n=1, cutoff=_CLOSE)
    )


def _skeleton(name: str) -> str:
    return name.upper().replace("_", "").replace("-", "")
