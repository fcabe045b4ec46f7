from __future__ import annotations


class SandboxError(Exception):
    """The sandbox cannot be set up as asked. The text names the thing and the remedy."""


class Refusal(Exception):  # noqa: N818 - an answer of the API, not a failure of the sandbox
    """Ends the handling of a request with an error answer."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}

    @property
    def body(self) -> dict[str, str]:
        """The vendor publishes names for its errors but no body; this one has the fields that public clients read."""
        return {"error": NAMES.get(self.status, "error"), "message": self.message}


NAMES = {
    400: "bad_data",
    401: "Unauthorized",
    403: "Denied",
    404: "Not found",
    405: "Method not allowed",
    429: "Rate limit exceeded",
    500: "Server error",
}
