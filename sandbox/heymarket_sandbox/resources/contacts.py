from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from heymarket_sandbox import channels, contacts
from heymarket_sandbox.contacts import CONTACTS
from heymarket_sandbox.conversations import Query
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.inventing import FIRST_NAMES, LAST_NAMES, Inventor
from heymarket_sandbox.records import equal
from heymarket_sandbox.requests import offset, receipt, size, stored, window
from heymarket_sandbox.table import shown
from heymarket_sandbox.timestamps import SECOND, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

TABLES = (CONTACTS,)
_FIRST_ID = 98765
_FIRST_PHONE = "15105553344"
_INVENTED = 100


def create(request: ValidRequest) -> Record:
    return receipt(CONTACTS, _put(request, request.body))


def create_many(request: ValidRequest) -> list[Record]:
    return [shown(_put(request, each)) for each in request.body]


def _put(request: ValidRequest, body: Record) -> Record:
    """Add a contact, or change the one that has the phone number (our choice; `overwrite` of a batch suggests it)."""
    existing = contacts.find(request.store, phone=body["phone"])
    return contacts.write(request, body, existing, overwrite=bool(request.parameters.get("overwrite")))


def get(request: ValidRequest) -> Record:
    return shown(stored(request, CONTACTS))


def update(request: ValidRequest) -> Record:
    existing = stored(request, CONTACTS)
    other = contacts.find(request.store, phone=request.body["phone"])
    if other is not None and other["id"] != existing["id"]:
        raise ErrorResponse(403, f"phone: contact {other['id']} has this number")
    overwrite = bool(request.parameters.get("overwrite"))
    return receipt(CONTACTS, contacts.write(request, request.body, existing, overwrite=overwrite))


def delete(request: ValidRequest) -> str:
    contacts.remove(request.store, stored(request, CONTACTS))
    return "ok"


def find(request: ValidRequest) -> Record:
    body = request.body
    if "phone" in body:
        return shown(_found(contacts.find(request.store, phone=body["phone"]), "phone", body["phone"]))
    text = body["id"]
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - 64 bits
    return shown(_found(request.store.records(CONTACTS).get(number), "id", text))


def list_all(request: ValidRequest) -> list[Record]:
    """Read the body as for conversations; `archived`, `filter`, `id`, `order` and `parent_id` change nothing."""
    body: dict[str, Any] = request.body
    asked = window(body)
    if "assigned" in body:
        asked = attrs.evolve(asked, conditions=equal(assigned=body["assigned"]))
    limit = size(request)
    return [shown(each) for each in request.store.records(CONTACTS).page(asked, limit, offset(request, limit))]


def count(request: ValidRequest) -> str:
    return str(request.store.records(CONTACTS).count(window(request.body)))


def status(request: ValidRequest) -> Record:
    contact = _named(request)
    itself, opted_out = contact.get("_opted_out_itself", False), contact.get("is_opted_out", False)
    return {
        "id": contact["id"],
        "phone": contact.get("phone", ""),
        "unsubscribed": opted_out,
        "unsubscribed_contact": opted_out and itself,
        "unsubscribed_admin": opted_out and not itself,
        "blocked": contact.get("_blocked", False),
    }


def set_status(request: ValidRequest) -> str:
    contacts.set_status(request.store, _named(request), request.body["status"])
    return "success"


def _named(request: ValidRequest) -> Record:
    """Find the contact that `id` or else `phone` names."""
    body = request.body
    if "id" in body:
        return _found(request.store.records(CONTACTS).get(body["id"]), "id", body["id"])
    return _found(contacts.find(request.store, phone=body["phone"]), "phone", body["phone"])


def _found(contact: Record | None, name: str, value: object) -> Record:
    if contact is None:
        raise ErrorResponse(404, f"{name}: there is no contact {value}")
    return contact


HANDLERS: dict[str, Handler] = {
    "createContact": create,
    "createContacts": create_many,
    "getContact": get,
    "updateContact": update,
    "deleteContact": delete,
    "findContact": find,
    "listContacts": list_all,
    "countContacts": count,
    "getContactStatus": status,
    "setContactStatus": set_status,
}


def fill(store: Store, settings: Settings) -> None:
    invented = [*_invented(store, settings)]
    store.records(CONTACTS).put(invented)
    channels.put(store, invented)


def _invented(store: Store, settings: Settings) -> Iterator[Record]:
    """Yield the customers of the newest conversations, after the one that the spec's examples name."""
    inventor = Inventor(settings, "contacts")
    newest = store.conversations.page(Query(), _INVENTED)
    known = {each["target"]: each for each in newest if str(each.get("target", "")).isdecimal()}
    phones = [_FIRST_PHONE, *(phone for phone in known if phone != _FIRST_PHONE)]
    for rank, (phone, updated) in enumerate(zip(phones, inventor.instants(len(phones)), strict=True)):
        invented = f"{inventor.pick(FIRST_NAMES)} {inventor.pick(LAST_NAMES)}"
        name = known.get(phone, {}).get("name") or invented
        first, _, last = name.partition(" ")
        owner = inventor.pick(settings.team.members).id if inventor.chance(0.5) else None
        yield {
            "id": _FIRST_ID + rank,
            "display_name": name,
            "first": first,
            "last": last,
            "phone": phone,
            "custom": {"123": inventor.pick(("Premium", "Basic"))} if inventor.chance(0.4) else {},
            "team_id": settings.team.id,
            "creator_id": settings.team.members[0].id,
            "shared": True,
            "tags": [{"tag_id": 55}] if inventor.chance(0.2) else [],
            "is_opted_out": False,
            "_blocked": bool(known.get(phone, {}).get("blocked")),
            "op": "create",
            "rev": 1,
            "created": render(updated - int(inventor.number() * 86_400) * SECOND),
            "updated": render(updated),
            **({} if owner is None else {"assigned_user_id": owner}),
        }
