# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, Timestamp, define


@define(kw_only=True)
class Tag(Model):
    """A label that contacts can have."""

    id: int
    """Tag id; `tag_id` in the tags of a contact."""
    tag: str | None = None
    """Text of the label."""
    color: str | None = None
    """Colour in the app, in hexadecimal."""
    team_id: int | None = None
    """Team that the tag belongs to."""
    created: Timestamp | None = None
    """When the tag was created (RFC 3339)."""
    updated: Timestamp | None = None
    """Last change (RFC 3339); the cursor to read on from."""
    rev: int | None = None
    """Counts the changes of the tag, from 1."""
