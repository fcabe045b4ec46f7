# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .team_member import TeamMember


@define(kw_only=True)
class Team(Model):
    """A team and its members."""

    id: int
    """Team id."""
    name: str | None = None
    """Team name."""
    list_size: int | None = None
    """Most contacts in a list."""
    members: list[TeamMember] | None = None
    """Members of the team."""
