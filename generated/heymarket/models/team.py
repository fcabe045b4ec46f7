# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

from ..runtime.model import Model
from .team_member import TeamMember


class Team(Model, kw_only=True):
    """A team and its members."""

    id: int | None = None
    """Team id."""
    name: str | None = None
    """Team name."""
    list_size: int | None = None
    """Most contacts in a list."""
    members: list[TeamMember] | None = None
    """Members of the team."""
