"""What can be wrong with an event. None of these errors holds the event: it carries the token."""

from __future__ import annotations

from heymarket_runtime.errors import HeymarketError


class WebhookError(HeymarketError):
    """What was received is not to be acted upon."""


class WebhookTokenError(WebhookError):
    """The event carries none of the configured tokens, or none is configured: whoever sent it is unknown."""


class WebhookBodyError(WebhookError):
    """What was received is no event: no JSON object, without a type, or too large."""

    def __init__(self, problem: str, *, path: str = "$", is_too_large: bool = False) -> None:
        super().__init__(f"{problem} at {path}" if path != "$" else problem)
        self.path = path
        """JSON path of what is wrong."""
        self.is_too_large = is_too_large
