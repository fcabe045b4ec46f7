# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Keys, Like, Limits

from .contact_channel_request import ContactChannelRequest
from .contact_tag_request import ContactTagRequest


@define(kw_only=True)
class ContactV2Request(Model):
    """A contact to create."""

    contact_channels: Annotated[list[ContactChannelRequest], Limits(min_length=1)]
    """How the contact can be reached; at least one."""
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
