from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_sandbox import channels, contacts
from heymarket_sandbox.channels import CHANNELS
from heymarket_sandbox.contacts import CONTACTS
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.requests import offset, receipt, size, window
from heymarket_sandbox.table import shown

if TYPE_CHECKING:
    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

TABLES = (CHANNELS,)
_FIRST_PAGE = 0


def create(request: ValidRequest) -> Record:
    return receipt(CONTACTS, _write(request, request.body))


def get(request: ValidRequest) -> Record:
    return _shown(request.store, _named(request))


def update(request: ValidRequest) -> Record:
    return receipt(CONTACTS, _write(request, request.body, _named(request)))


def delete(request: ValidRequest) -> str:
    contacts.remove(request.store, _named(request))
    return "ok"


def create_many(request: ValidRequest) -> Record:
    saved: list[Record] = []
    failed: list[Record] = []
    for each in request.body["contacts"]:
        try:
            existing = _by_uuid(request.store, each["contact_id"]) if "contact_id" in each else None
            saved.append(_shown(request.store, _write(request, each, existing)))
        except ErrorResponse:
            failed.append({"contact": each})
    return {"contacts": saved, "failed_contacts": failed}


def delete_many(request: ValidRequest) -> str:
    """Delete those that there are; a UUID that nobody has is passed over (our choice)."""
    (entry,) = request.body["contact_channels"]
    if entry.get("channel_type") != "id":
        raise ErrorResponse(403, "contact_channels[0].channel_type: must be id")
    for uuid in dict.fromkeys(entry["channel_ids"]):
        contact = contacts.find(request.store, uuid=uuid)
        if contact is not None:
            contacts.remove(request.store, contact)
    return "ok"


def list_all(request: ValidRequest) -> list[Record]:
    limit = size(request)
    page = request.store.records(CONTACTS).page(window(request.body), limit, offset(request, limit, _FIRST_PAGE))
    return [_shown(request.store, each) for each in page]


def search(request: ValidRequest) -> list[Record]:
    """Return each contact once, in the order in which the channels are asked for."""
    found: dict[int, Record] = {}
    for entry in request.body["contact_channels"]:
        for address in entry["channel_ids"]:
            kind = entry.get("channel_type") or _kind(address)
            for number in channels.owners(request.store, _plain(kind, address), kind):
                contact = request.store.records(CONTACTS).get(number)
                if contact is not None:
                    found.setdefault(number, _shown(request.store, contact))
    return [*found.values()]


def add_channel(request: ValidRequest) -> list[Record]:
    contact = _named(request)
    contacts.add_channels(request.store, contact, [_asked(request.body)])
    return channels.as_shown(request.store, contact["id"])


def update_channel(request: ValidRequest) -> list[Record]:
    """Change the first channel of the kind (our choice)."""
    contact, (kind, address) = _named(request), _asked(request.body)
    contacts.change_channel(request.store, contact, kind, address)
    return channels.as_shown(request.store, contact["id"])


def _write(request: ValidRequest, body: Record, existing: Record | None = None) -> Record:
    """Add a contact or change one, and add its channels; one that somebody else has is refused (our choice)."""
    asked = [_asked(each) for each in body.get("contact_channels", [])]
    asked += [(kind, body[field]) for kind, field in channels.PRIMARY.items() if field in body]
    for kind, address in asked:
        contacts.check_free(request.store, kind, address, existing)
    fields: Record = {name: value for name, value in body.items() if name not in {"contact_channels", "contact_id"}}
    if existing is None:
        first = {channels.PRIMARY[kind]: address for kind, address in reversed(asked) if kind in channels.PRIMARY}
        fields = {**first, **fields}
    written = contacts.write(request, fields, existing)
    contacts.add_channels(request.store, written, asked)
    return contacts.found(request.store, written["id"])


def _named(request: ValidRequest) -> Record:
    return _by_uuid(request.store, request.parameters["contactID"])


def _by_uuid(store: Store, uuid: str) -> Record:
    contact = contacts.find(store, uuid=uuid)
    if contact is None:
        raise ErrorResponse(404, f"contactID: there is no contact {uuid}")
    return contact


def _shown(store: Store, contact: Record) -> Record:
    return {**shown(contact), "contact_channels": channels.as_shown(store, contact["id"])}


def _asked(channel: dict[str, Any]) -> tuple[str, str]:
    kind = channel["channel_type"]
    return kind, _plain(kind, channel["channel_id"])


def _plain(kind: str | None, address: str) -> str:
    return address.removeprefix("+") if kind == "phone" else address


def _kind(address: str) -> str | None:
    """Tell the kind of a channel from its value, as the vendor's guide says."""
    if "@" in address:
        return "email"
    return "phone" if address.removeprefix("+").isdecimal() else None


HANDLERS: dict[str, Handler] = {
    "createContactV2": create,
    "getContactV2": get,
    "updateContactV2": update,
    "deleteContactV2": delete,
    "createContactsV2": create_many,
    "deleteContactsV2": delete_many,
    "listContactsV2": list_all,
    "searchContactsV2": search,
    "addContactChannel": add_channel,
    "updateContactChannel": update_channel,
}
