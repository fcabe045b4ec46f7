import unicodedata
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

WHERE = "in the app under Settings > Integrations > API"
# Control, format (zero-width space, byte order mark), lone surrogate, and every kind of space.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})


class CredentialsError(ValueError):
    """A credential is missing, malformed, or about to be sent where it must not go.

    The message names the setting and the remedy, never the value.
    """


def sealed(value: T) -> Callable[[], T]:
    """Return a function that gives `value`: no repr, `vars()`, crash reporter or pickle looks into a closure."""
    return lambda: value


def problem_with(name: str, value: object, *, ascii_only: bool = False) -> str | None:
    """Say what is wrong with the credential `name`, or None.

    Returned, not raised: the caller first drops the value, so that no traceback's frame holds it.
    """
    if not isinstance(value, str):
        return f"{name} must be a str, not {type(value).__name__}"
    if not value:
        return f"{name} is empty; copy it {WHERE}"
    if any(unicodedata.category(character) in _UNSEEN for character in value):
        return f"{name} contains whitespace, a line break or an invisible character; copy it again {WHERE}"
    if ascii_only and not value.isascii():
        return f"{name} contains a character that is not ASCII; copy it again {WHERE}"
    return None
