# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, TypedDict

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Keys, Like, Limits

from .contact_channel_request import ContactChannelRequest, ContactChannelRequestParam
from .contact_tag_request import ContactTagRequest, ContactTagRequestParam


@define(kw_only=True)
class ContactV2Entry(Model):
    """One of many contacts to create or change."""

    contact_id: (
        Annotated[
            str,
            Limits(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\Z"),
            Like("3f32ed47-49e1-50f0-ad2e-a36aad620c9e"),
        ]
        | None
    ) = None
    """UUID of the contact to change; left out for a new one."""
    contact_channels: list[ContactChannelRequest] | None = None
    """How the contact can be reached; added to what there is (inferred)."""
    first: str | None = None
    """First name."""
    last: str | None = None
    """Last name."""
    display_name: str | None = None
    """Name shown in the inbox."""
    email: str | None = None
    """E-mail address."""
    phone: Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")] | None = None
    """A phone number, as E.164 digits without the plus."""
    custom: (
        Annotated[
            dict[str, str], Keys("^[1-9][0-9]*\\Z", "123", "heymarket.keyed_by_id turns the titles of fields into ids")
        ]
        | None
    ) = None
    """Values of custom fields; the keys are the ids of contact fields, as text."""
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


class ContactV2EntryParam(TypedDict, total=False):
    """`ContactV2Entry` as a plain dict."""

    contact_id: str | None
    contact_channels: Sequence[ContactChannelRequest | ContactChannelRequestParam] | None
    first: str | None
    last: str | None
    display_name: str | None
    email: str | None
    phone: str | None
    custom: Mapping[str, str] | None
    avatar: str | None
    assignee_id: int | None
    tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None
    is_opted_out: bool | None
    email_suppressions: Sequence[int] | None
