# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Required, TypedDict

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Keys, Like, Limits

from .contact_tag_request import ContactTagRequest, ContactTagRequestParam


@define(kw_only=True)
class ContactRequest(Model):
    """A contact to create or change."""

    phone: Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")]
    """A phone number, as E.164 digits without the plus."""
    first: str | None = None
    """First name."""
    last: str | None = None
    """Last name."""
    display_name: str | None = None
    """Name shown in the inbox; first and last name if it is left out."""
    email: str | None = None
    """E-mail address."""
    custom: (
        Annotated[
            dict[str, str], Keys("^[1-9][0-9]*\\Z", "123", "heymarket.keyed_by_id turns the titles of fields into ids")
        ]
        | None
    ) = None
    """Values of custom fields; the keys are the ids of contact fields, as text. Public clients report that a key
    which is no id is dropped silently."""
    avatar: str | None = None
    """URL of a picture."""
    assignee_id: int | None = None
    """Member whom the contact is assigned to; -1 assigns it to nobody."""
    tags: Annotated[list[ContactTagRequest], Limits(max_length=5)] | None = None
    """Tags, at most five."""
    is_opted_out: bool | None = None
    """The contact opted out of messages."""
    email_suppressions: list[int] | None = None
    """Meaning unpublished."""


class ContactRequestParam(TypedDict, total=False):
    """`ContactRequest` as a plain dict."""

    phone: Required[str]
    first: str | None
    last: str | None
    display_name: str | None
    email: str | None
    custom: Mapping[str, str] | None
    avatar: str | None
    assignee_id: int | None
    tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None
    is_opted_out: bool | None
    email_suppressions: Sequence[int] | None
