# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class TeamMember(Model):
    """A member of a team."""

    id: int
    """Member id; what other operations call `user_id` and `creator_id`."""
    name: str | None = None
    """Member name."""
    role: str | None = None
    """Role in the team; values unpublished."""
    email: str | None = None
    """E-mail address."""
