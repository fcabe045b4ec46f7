# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .team_user import TeamUser


@define(kw_only=True)
class Memberships(Model):
    """Members of the team."""

    memberships: list[TeamUser] | None = None
    """The members."""
