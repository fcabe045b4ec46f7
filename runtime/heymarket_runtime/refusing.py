"""Checks values that are to be sent against types that msgspec alone cannot check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from .arguments import explained, join
from .errors import InvalidRequestError
from .taking import Taker

if TYPE_CHECKING:
    import msgspec

    from .taking import Steps


class Refusing(Taker):
    """Raises `InvalidRequestError` for the first value that does not match."""

    is_sent = True
    is_native = True

    def __init__(self, argument: str) -> None:
        super().__init__()
        self._argument = argument

    def tell(self, expected: str, value: Any, steps: Steps, found: str | None = None) -> NoReturn:
        problem = "is required" if found == "nothing" else f"expected {expected}, got {found or type(value).__name__}"
        raise InvalidRequestError(self._name(steps), problem)

    def mismatch(self, error: msgspec.ValidationError, expected: Any, value: Any, steps: Steps) -> NoReturn:
        if str(error).startswith("Invalid enum"):
            super().mismatch(error, expected, value, steps)
        raise explained(error, self._name(steps))

    def _name(self, steps: Steps) -> str:
        name = self._argument
        for step in steps:
            name = f"{name}[{step}]" if isinstance(step, int) else join(name, step)
        return name
