from __future__ import annotations

from pathlib import Path  # noqa: TC003 - readers of the annotations find it
from typing import Literal

import attrs

from heymarket_sandbox.clock import check_seconds
from heymarket_sandbox.team import EXAMPLE_TEAM, Team

MOST = 2**31 - 1
"""Of anything that is counted; what SQLite and `deque` can still take."""


@attrs.frozen(kw_only=True)
class Settings:
    """Settings of a sandbox. The defaults are what Heymarket publishes, where it publishes anything."""

    conversations: int = 350
    """How many conversations to invent."""
    seed: int = 1
    """The same seed and settings give the same data, byte for byte, on every machine."""
    team: Team = EXAMPLE_TEAM
    """Members and inboxes, with their ids."""

    page_size: int = 30
    """Items on a page when the request has no `limit`: 30 for most listings, and unpublished for conversations."""
    max_page_size: int = 100
    """A higher `limit` counts as this; unpublished."""
    ties: int = 4
    """How many items around the end of the first page share one `updated`; 0 for no equal ones at all."""
    precision: Literal[0, 3, 6, 9] = 0
    """Most digits after the second in `updated`."""
    mixed_offsets: bool = False
    """Write `updated` with one offset and then another, and UTC both as `Z` and in digits."""
    nulls: bool = False
    """Send null where a field is otherwise left out."""

    rate_limit: int | None = 500
    """Requests in a window, over all callers; None for no limit."""
    rate_window: float = 60.0
    """Length of the window in seconds; a shorter one makes tests faster."""
    rate_kind: Literal["fixed", "sliding"] = "fixed"
    """A fixed window starts with the first request after the last window; a sliding one looks back from each."""
    retry_after: Literal["seconds", "date"] | None = None
    """Whether a 429 carries `Retry-After`, and in which form. None is documented."""

    clock_skew: float = 0.0
    """Seconds that the sandbox's clock is ahead of the machine's; it sets `Date` and the age of tokens."""
    leeway: float = 60.0
    """Seconds that `iat` may lie in the future; unpublished."""
    token_lifetime: float = 300.0
    """Seconds from `iat` to the end of a token."""

    secret_id: str = "5a4d0b0e-0000-4000-8000-5a4d0b0e5a4d"  # noqa: S105
    secret_key: str = "SandboxKeyKnownToEveryone0000000"  # noqa: S105 - protects invented data on loopback
    team_api_key: str = "hm_sandbox_team_key_known_to_everyone"

    webhook_token: str = "SandboxWebhookTokenKnownToEveryone"  # noqa: S105
    """What the events of webhooks carry."""

    database: Path | None = None
    """Where to keep the state; None keeps it in memory. A file that has data already is used as it is."""
    spec: Path | None = None
    """Another spec than the `heymarket.yaml` that came with the package."""
    remembered_requests: int = 1_000
    """How many of the last requests `Sandbox.requests` holds."""

    def __attrs_post_init__(self) -> None:
        least = {"conversations": 0, "page_size": 1, "max_page_size": 1, "ties": 0, "remembered_requests": 0}
        least |= {"leeway": 0, "rate_limit": 1}
        for name, minimum in least.items():
            value = getattr(self, name)
            if value is not None and not value >= minimum:
                raise ValueError(f"{name} must be at least {minimum}, not {value}")
            if value is not None and name != "leeway" and value > MOST:
                raise ValueError(f"{name} must be at most {MOST}, not {value}")
        for name in ("rate_window", "token_lifetime"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be more than 0 seconds")
        check_seconds("rate_window", self.rate_window)
        check_seconds("clock_skew", self.clock_skew)
        for name, allowed in (
            ("precision", (0, 3, 6, 9)),
            ("rate_kind", ("fixed", "sliding")),
            ("retry_after", (None, "seconds", "date")),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} must be one of {allowed}, not {getattr(self, name)!r}")
        if not self.webhook_token.strip():
            raise ValueError("webhook_token must not be empty")
        if self.page_size > self.max_page_size:
            raise ValueError(f"page_size {self.page_size} is more than max_page_size {self.max_page_size}")
