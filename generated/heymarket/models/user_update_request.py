# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define

from .user_update import UserUpdate


@define(kw_only=True)
class UserUpdateRequest(Model):
    """What to change of which members."""

    users: list[UserUpdate]
    """One entry a member."""
