from __future__ import annotations


class SandboxError(Exception):
    """The sandbox cannot be set up as asked. The message names the problem and the remedy."""


class ErrorResponse(Exception):  # noqa: N818 - a response of the API, not a failure of the sandbox
    """Raised to end the handling of a request with an error response."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}

    @property
    def body(self) -> dict[str, str]:
        """The vendor publishes no error body, only error names; this body has the fields that public clients read."""
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
