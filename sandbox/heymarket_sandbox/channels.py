"""The channels by which contacts can be reached: phone number and e-mail address of a contact are two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox.records import Window, equal
from heymarket_sandbox.table import Table, record_uuid, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

CHANNELS = Table(
    name="contact_channel",
    time="created",
    columns={
        "contact": lambda record: record["_contact"],
        "kind": lambda record: record["channel_type"],
        "address": lambda record: record["channel_id"],
    },
    is_revised=False,
)
PRIMARY = {"phone": "phone", "email": "email"}
"""The field of a contact that holds its first channel of a kind."""


def of(store: Store, contact: int) -> list[Record]:
    """Return the channels of a contact, oldest first."""
    return store.records(CHANNELS).page(Window(conditions=equal(contact=contact), ascending=True))


def as_shown(store: Store, contact: int) -> list[Record]:
    return [shown(each) for each in of(store, contact)]


def owners(store: Store, address: str, kind: str | None = None) -> list[int]:
    """Return the contacts that have a channel, of any kind or of one."""
    conditions = equal(address=address) if kind is None else equal(address=address, kind=kind)
    found = store.records(CHANNELS).page(Window(conditions=conditions, ascending=True))
    return list(dict.fromkeys(each["_contact"] for each in found))


def add(store: Store, contact: Record, kind: str, address: str) -> None:
    """Add a channel that the contact does not have yet."""
    records = store.records(CHANNELS)
    if records.find(contact=contact["id"], kind=kind, address=address) is None:
        records.add(_channel(contact, kind, address))


def change(store: Store, channel: Record, address: str) -> None:
    store.records(CHANNELS).change(channel["id"], {"channel_id": address})


def keep(store: Store, before: Record, contact: Record) -> None:
    """Follow a contact whose phone number or e-mail address is new."""
    for kind, field in PRIMARY.items():
        old, new = before.get(field), contact.get(field)
        channel = store.records(CHANNELS).find(contact=contact["id"], kind=kind, address=old) if old else None
        if new and channel is not None and old != new:
            change(store, channel, new)
        elif new:
            add(store, contact, kind, new)


def forget(store: Store, contact: int) -> None:
    for each in of(store, contact):
        store.records(CHANNELS).remove(each["id"])


def put(store: Store, contacts: Iterable[Record]) -> None:
    """Store the channels of contacts that are stored as they are."""
    found = [
        {**_channel(contact, kind, contact[field]), "created": contact["created"], "updated": contact["created"]}
        for contact in contacts
        for kind, field in PRIMARY.items()
        if contact.get(field)
    ]
    store.records(CHANNELS).put({"id": number, **each} for number, each in enumerate(found, 1))


def _channel(contact: Record, kind: str, address: str) -> Record:
    return {
        "team_id": contact["team_id"],
        "contact_id": record_uuid("contact", contact["id"]),
        "channel_type": kind,
        "channel_id": address,
        "_contact": contact["id"],
    }
