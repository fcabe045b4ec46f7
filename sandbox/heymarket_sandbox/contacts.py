"""The contacts, whatever operation they are reached by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heymarket_sandbox import channels
from heymarket_sandbox.conversations import Query
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.table import Table, record_uuid

if TYPE_CHECKING:
    from heymarket_sandbox.requests import ValidRequest
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

TAGS = Table(name="tag")
FIELDS = Table(
    name="contact_field", time="created", columns={"title": lambda record: record["title"]}, is_revised=False
)
CONTACTS = Table(
    name="contact",
    columns={
        "phone": lambda record: record.get("phone"),
        "email": lambda record: record.get("email"),
        "uuid": lambda record: record_uuid("contact", record["id"]),
        "assigned": lambda record: record.get("assigned_user_id"),
    },
)
NOBODY = -1
_COPIED = ("phone", "first", "last", "display_name", "email", "avatar", "is_opted_out")


def find(store: Store, **columns: Any) -> Record | None:
    """Return the contact whose columns have these values; one column may be that of a channel."""
    found = store.records(CONTACTS).find(**columns)
    if found is not None or len(columns) != 1:
        return found
    ((name, value),) = columns.items()
    numbers = channels.owners(store, value, name) if name in channels.PRIMARY else []
    return store.records(CONTACTS).get(numbers[0]) if numbers else None


def found(store: Store, number: int) -> Record:
    """Return a contact that there is."""
    contact = store.records(CONTACTS).get(number)
    if contact is None:
        raise KeyError(f"there is no contact {number}")
    return contact


def check_free(store: Store, kind: str, address: str, contact: Record | None = None) -> None:
    """Refuse a channel that another contact has (our choice)."""
    for owner in channels.owners(store, address, kind):
        if contact is None or owner != contact["id"]:
            raise ErrorResponse(403, f"channel_id: contact {owner} has the {kind} {address}")


def add_channels(store: Store, contact: Record, asked: list[tuple[str, str]]) -> None:
    """Add channels; the first of its kind becomes the contact's phone number or e-mail address."""
    first: Record = {}
    for kind, address in asked:
        check_free(store, kind, address, contact)
        channels.add(store, contact, kind, address)
        field = channels.PRIMARY.get(kind)
        if field is not None and not contact.get(field):
            first.setdefault(field, address)
    if first:
        store.records(CONTACTS).change(contact["id"], first)


def change_channel(store: Store, contact: Record, kind: str, address: str) -> None:
    check_free(store, kind, address, contact)
    channel = next((each for each in channels.of(store, contact["id"]) if each["channel_type"] == kind), None)
    if channel is None:
        raise ErrorResponse(404, f"channel_type: contact {contact['id']} has no {kind}")
    channels.change(store, channel, address)
    field = channels.PRIMARY.get(kind)
    if field is not None and contact.get(field) == channel["channel_id"]:
        store.records(CONTACTS).change(contact["id"], {field: address, "op": "update"})


def write(request: ValidRequest, body: Record, existing: Record | None = None, *, overwrite: bool = False) -> Record:
    """Add a contact or change one; what is left out stays as it was (our choice, but for custom fields)."""
    records, team = request.store.records(CONTACTS), request.settings.team
    fields: Record = {name: body[name] for name in _COPIED if name in body}
    if existing is None:
        made: Record = {"team_id": team.id, "creator_id": team.members[0].id, "shared": True, "is_opted_out": False}
        fields = made | fields
        fields.setdefault("display_name", f"{body.get('first', '')} {body.get('last', '')}".strip())
    before = existing or {}
    fields["custom"] = _custom(request, body, {} if overwrite else before.get("custom", {}))
    if "tags" in body:
        fields["tags"] = _tags(request, body["tags"])
    without = _assign(request, body, fields)
    if existing is None:
        written = records.add(fields | {"op": "create"})
    else:
        written = records.change(existing["id"], fields | {"op": "update"}, without=without)
    channels.keep(request.store, before, written)
    return written


def _custom(request: ValidRequest, body: Record, before: Record) -> Record:
    """Merge custom fields. What no field has as its id is dropped silently, as clients report."""
    known = {str(each["id"]) for each in request.store.records(FIELDS).page()}
    given: Record = body.get("custom", {})
    return {**before, **{key: value for key, value in given.items() if key in known}}


def _tags(request: ValidRequest, tags: list[Record]) -> list[Record]:
    for index, each in enumerate(tags):
        if request.store.records(TAGS).get(each["tag_id"]) is None:
            raise ErrorResponse(404, f"tags[{index}].tag_id: there is no tag {each['tag_id']}")
    return [{"tag_id": each["tag_id"]} for each in tags]


def _assign(request: ValidRequest, body: Record, fields: Record) -> tuple[str, ...]:
    """Set the member that a contact is assigned to; return the field to take out if it is nobody."""
    member = body.get("assignee_id")
    if member is None:
        return ()
    if member == NOBODY:
        return ("assigned_user_id",)
    if not request.store.membership.is_member(member):
        raise ErrorResponse(403, f"assignee_id: the team has no member {member}")
    fields["assigned_user_id"] = member
    return ()


def forget_tag(store: Store, tag: int) -> None:
    """Take a tag from all contacts."""
    records = store.records(CONTACTS)
    for each in records.page():
        if any(held["tag_id"] == tag for held in each.get("tags", [])):
            records.change(each["id"], {"tags": [held for held in each["tags"] if held["tag_id"] != tag]})


def remove(store: Store, contact: Record) -> None:
    """Remove a contact and its conversations, as the vendor's page says."""
    store.records(CONTACTS).remove(contact["id"])
    channels.forget(store, contact["id"])
    for each in conversations(store, contact):
        store.conversations.remove(each["id"])


def conversations(store: Store, contact: Record) -> list[Record]:
    addresses = [contact[name] for name in ("phone", "email") if contact.get(name)]
    return [each for address in addresses for each in store.conversations.page(Query(target=address), -1)]


def set_status(store: Store, contact: Record, status: str, *, by_contact: bool = False) -> None:
    """Change what a contact may be sent, and show a block in its conversations."""
    changes: dict[str, Record] = {
        "active": {"_blocked": False, "is_opted_out": False},
        "blocked": {"_blocked": True},
        "unblocked": {"_blocked": False},
        "subscribed": {"is_opted_out": False},
        "unsubscribed": {"is_opted_out": True, "_opted_out_itself": by_contact},
    }
    if status not in changes:  # valid under the spec, which leaves the list open
        raise ErrorResponse(403, f"status: must be one of {', '.join(changes)}, not {status}")
    changed = store.records(CONTACTS).change(contact["id"], {**changes[status], "op": status})
    blocked = changed.get("_blocked", False)
    for each in conversations(store, contact):
        if each.get("blocked", False) != blocked:
            store.conversations.change(each["id"], {"blocked": blocked})
