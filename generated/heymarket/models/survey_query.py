# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.model import Model, define


@define(kw_only=True)
class SurveyQuery(Model):
    """Which page of surveys to list."""

    limit: int | None = None
    """Most surveys in one response, not in the whole listing; neither default nor maximum is published."""
    page: int | None = None
    """Number of the page, from 1."""
