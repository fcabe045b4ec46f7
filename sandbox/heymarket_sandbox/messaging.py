"""The messages, whatever operation they come by, and what they do to conversations and contacts."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from heymarket_sandbox import contacts
from heymarket_sandbox.conversations import Query
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.requests import ValidRequest
from heymarket_sandbox.table import Table, shown
from heymarket_sandbox.timestamps import SECOND, nanoseconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

MESSAGES = Table(
    name="message",
    time="date",
    columns={"conversation": lambda record: record["_conversation"]},
    is_revised=False,
)
_ADDRESS = re.compile(r"[1-9][0-9]{1,14}|[^@\s,]+@[^@\s,]+")
# As https://help.heymarket.com has them, in "Opt-Out Management"; case and spaces around do not matter.
_OPT_OUT = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
_OPT_IN = frozenset({"START", "YES", "UNSTOP"})


def is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None


def as_shown(store: Store, message: Record) -> Record:
    """Return a message as the API shows it, with its conversation as that is now."""
    conversation = store.conversations.get(message["_conversation"])
    known = {name: value for name, value in shown(message).items() if name != "created"}
    return known if conversation is None else {**known, "conversation": conversation}


def conversation_with(
    request: ValidRequest, inbox: int, addresses: Sequence[str], channel: str, creator: int
) -> Record:
    """Return the conversation of an inbox with a customer or a group, which is made if there is none."""
    store = request.store
    number = store.conversations.find(inbox, addresses)
    if number is not None:
        return store.conversations.get(number) or {}
    who = [contact_of(request, each) for each in addresses]
    is_group = len(set(addresses)) > 1
    name = ", ".join(each["display_name"] for each in who if each.get("display_name"))
    return store.conversations.add(
        {
            "local_id": str(uuid.uuid4()),
            "channel": channel,
            "inbox": inbox,
            "target": addresses[0],
            **({"targets": list(addresses)} if is_group else {}),
            **({"name": name} if name else {}),
            **({"creator": creator} if creator else {}),
            "replied": False,
            "blocked": False,
            "muted": False,
            "op": "create",
            "super": 0,
        }
    )


def contact_of(request: ValidRequest, address: str) -> Record:
    """Return the contact with a phone number or e-mail address; every conversation has one, as the vendor says."""
    column = "email" if "@" in address else "phone"
    return contacts.find(request.store, **{column: address}) or contacts.write(request, {column: address})


def addresses_of(conversation: Record) -> list[str]:
    return list(conversation.get("targets") or [conversation.get("target", "")])


def refusal(store: Store, address: str) -> str | None:
    """Say why nothing may be sent to an address; None if it may."""
    contact = contacts.find(store, **{"email" if "@" in address else "phone": address})
    if contact is None:
        return None
    if contact.get("_blocked"):
        return f"contact {contact['id']} is blocked"
    return f"contact {contact['id']} has opted out" if contact.get("is_opted_out") else None


def check_may_be_sent(store: Store, addresses: Sequence[str], name: str) -> None:
    for each in addresses:
        if (problem := refusal(store, each)) is not None:
            raise ErrorResponse(403, f"{name}: {problem}")


def post(store: Store, conversation: Record, fields: Record, *, private: bool = False) -> Record:
    """Put a message of the team into a conversation; one to the customer opens it, as the vendor says."""
    message = _add(store, conversation, {"type": "outbound", "status": "comment" if private else "sent", **fields})
    if not private:
        changes = {"status": "open", "op": "update", "last_msg": message.get("text", "")}
        store.conversations.change(conversation["id"], changes)
    return message


def receive(store: Store, settings: Settings, customer: str, fields: Record, inbox: int | None) -> Record | None:
    """Take in a message of a customer; None if it comes from a blocked contact, of whom nothing is received."""
    request = ValidRequest(store, settings, {}, None)
    contact = contact_of(request, customer)
    if contact.get("_blocked"):
        return None
    channel = "email" if "@" in customer else "sms"
    known = store.conversations.page(Query(target=customer), 1) if inbox is None else []
    number = known[0]["inbox"] if known else inbox if inbox is not None else min(store.membership.inbox_ids())
    conversation = conversation_with(request, number, [customer], channel, 0)
    message = _add(store, conversation, {"type": "inbound", "status": "received", **fields})
    _heed(store, contact, fields.get("text", ""))
    arrived = nanoseconds(message["date"]) // SECOND
    changes = {"status": "open", "op": "update", "last_msg": fields.get("text", ""), "last_inbound": arrived}
    store.conversations.change(conversation["id"], {**changes, "replied": True})
    store.conversations.mark(conversation["id"], store.membership.member_ids(number), unread=True)
    return message


def _heed(store: Store, contact: Record, text: str) -> None:
    word = text.strip().upper()
    if word in _OPT_OUT:
        contacts.set_status(store, contact, "unsubscribed", by_contact=True)
    elif word in _OPT_IN:
        contacts.set_status(store, contact, "subscribed")


def _add(store: Store, conversation: Record, fields: Record) -> Record:
    known: Record = {
        "_conversation": conversation["id"],
        "target": conversation.get("target", ""),
        "channel": conversation.get("channel", "sms"),
        "flagged": False,
        "super": 0,
    }
    if conversation.get("targets"):
        known["targets"] = conversation["targets"]
    return store.records(MESSAGES).add({**known, **fields})
