"""What ends a command early: its exit code, and one line that says why.

| code | meaning |
|---|---|
| 0 | done |
| 1 | the API refused it or answered nonsense, or the output could not be written |
| 2 | the command line is wrong, or a question was answered with no; nothing was sent |
| 3 | no credentials |
| 4 | the API cannot be reached |
| 5 | another sync or export to the same place is running |
| 130 | interrupted with Ctrl-C |
| 141 | whoever read the output has gone (`| head`) |
"""

from __future__ import annotations

import shlex

from cyclopts import CycloptsError, UnusedCliTokensError

from heymarket import ConnectionFailedError, HeymarketError, InvalidRequestError
from heymarket_auth import CredentialsError
from heymarket_cli.values import UsageError
from heymarket_runtime.errors import printable
from heymarket_sync.errors import SyncRunningError

REFUSED, USAGE, NO_CREDENTIALS, UNREACHABLE, RUNNING, INTERRUPTED, BROKEN_PIPE = 1, 2, 3, 4, 5, 130, 141

# In this order: the first that fits.
_CODES: tuple[tuple[type[Exception], int], ...] = (
    (UsageError, USAGE),
    (CycloptsError, USAGE),
    (InvalidRequestError, USAGE),
    (CredentialsError, NO_CREDENTIALS),
    (ConnectionFailedError, UNREACHABLE),
    (SyncRunningError, RUNNING),
    (HeymarketError, REFUSED),
    (OSError, REFUSED),
)
EXPECTED = tuple(kind for kind, _ in _CODES)


def exit_code(error: Exception) -> int:
    return next(code for kind, code in _CODES if isinstance(error, kind))


def line(error: Exception) -> str:
    """Return the error in one line without what could drive a terminal."""
    text = str(error)
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.filename or 'the output cannot be written'}: {error.strerror}"
    if isinstance(error, UnusedCliTokensError):
        text = f"unexpected: {shlex.join(error.unused_tokens or ())}"
    return printable(" ".join(text.split())) or type(error).__name__
