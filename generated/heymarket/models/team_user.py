# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class TeamUser(Model):
    """A member of the team with the account behind it."""

    id: int
    """Member id."""
    phone: str | None = None
    """Phone number of the account (digits, no plus)."""
    name: str | None = None
    """Full name."""
    email: str | None = None
    """E-mail address."""
    role_id: int | None = None
    """Role in the team: 1 for an administrator, 4 for a member; other values are unpublished."""
    team_id: int | None = None
    """Team id."""
    created_at: Timestamp | None = None
    """When the member joined the team (RFC 3339)."""
    updated_at: Timestamp | None = None
    """Last change of the membership (RFC 3339)."""
    user_created_at: Timestamp | None = None
    """When the account was made (RFC 3339)."""
    user_updated_at: Timestamp | None = None
    """Last change of the account (RFC 3339)."""
