from __future__ import annotations

import difflib
import os
from typing import TYPE_CHECKING

from heymarket_auth._auth import ApiSecret, TeamApiKey
from heymarket_auth._credentials import WHERE, CredentialsError, problem_with

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from heymarket import AsyncHeymarket, ClientOptions, Heymarket

_ID = "HEYMARKET_API_SECRET_ID"
_KEY = "HEYMARKET_API_SECRET_KEY"
_TEAM_KEY = "HEYMARKET_API_KEY"
_BASE_URL = "HEYMARKET_BASE_URL"
_KNOWN = (_ID, _KEY, _TEAM_KEY, _BASE_URL)


def connect(*, environ: Mapping[str, str] | None = None, **options: Unpack[ClientOptions]) -> Heymarket:
    """Return a client with the credentials and the base URL of the environment.

    Reads HEYMARKET_API_SECRET_ID and HEYMARKET_API_SECRET_KEY, or else HEYMARKET_API_KEY (a legacy
    team key), and HEYMARKET_BASE_URL. A variable set to nothing counts as not set.

    Args:
        environ: What to read instead of `os.environ`.
        **options: As for `heymarket.Heymarket`; `base_url` here wins over the environment.

    Raises:
        CredentialsError: Credentials are missing or malformed, or another variable's name starts
            with `HEYMARKET_`. The message says what to set.

    """
    from heymarket import Heymarket  # noqa: PLC0415 - ApiSecret alone should not import the client

    found = _read(environ)
    del environ
    if isinstance(found, CredentialsError):
        raise found
    auth, defaults = found
    return Heymarket(auth=auth, **(defaults | options))


def connect_async(*, environ: Mapping[str, str] | None = None, **options: Unpack[ClientOptions]) -> AsyncHeymarket:
    """Return an async client; arguments, variables and errors as for `connect`."""
    from heymarket import AsyncHeymarket  # noqa: PLC0415 - as in connect

    found = _read(environ)
    del environ
    if isinstance(found, CredentialsError):
        raise found
    auth, defaults = found
    return AsyncHeymarket(auth=auth, **(defaults | options))


def _read(environ: Mapping[str, str] | None) -> tuple[ApiSecret | TeamApiKey, ClientOptions] | CredentialsError:
    """Return an error, not raise it, so that no frame of its traceback holds the values."""
    environ = os.environ if environ is None else environ
    values = {name: value for name, value in environ.items() if name.startswith("HEYMARKET_") and value}
    for name in sorted(values.keys() - set(_KNOWN)):
        close = difflib.get_close_matches(name, _KNOWN, n=1)
        remedy = f"did you mean {close[0]}?" if close else f"the settings are {', '.join(_KNOWN)}"
        return CredentialsError(f"unknown setting {name}; {remedy}")
    for name, value in values.items():
        problem = problem_with(name, value, ascii_only=name == _TEAM_KEY)
        if problem is not None:
            return CredentialsError(problem)
    defaults: ClientOptions = {"base_url": values[_BASE_URL]} if _BASE_URL in values else {}
    if _ID in values and _KEY in values:
        return ApiSecret(values[_ID], values[_KEY]), defaults
    if _ID in values or _KEY in values:
        present, missing = (_ID, _KEY) if _ID in values else (_KEY, _ID)
        return CredentialsError(f"{present} is set but {missing} is not; both are shown {WHERE}")
    if _TEAM_KEY in values:
        return TeamApiKey(values[_TEAM_KEY]), defaults
    return CredentialsError(
        f"no credentials: set {_ID} and {_KEY} (make them {WHERE}), or {_TEAM_KEY} for a legacy team key; "
        "to try things out, `python -m heymarket_sandbox` prints credentials"
    )
