"""The lists, whatever operation they are reached by: who is on them, and what the API shows of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox import contacts
from heymarket_sandbox.contacts import CONTACTS
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.table import Table, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heymarket_sandbox.requests import ValidRequest
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

LISTS = Table(name="list", columns={"local_id": lambda record: record.get("local_id")})


def members(store: Store, record: Record) -> list[Record]:
    """Return the contacts of a list that still exist."""
    found = (store.records(CONTACTS).get(each) for each in record.get("_contacts", []))
    return [each for each in found if each is not None]


def targets(store: Store, record: Record) -> Record:
    """Return the names of a list's recipients by phone number; what a contact says counts before what the list says."""
    named = {each["phone"]: _names(each) for each in members(store, record) if each.get("phone")}
    return {**record.get("_targets", {}), **named}


def _names(contact: Record) -> Record:
    return {key: contact[name] for key, name in (("f", "first"), ("l", "last")) if contact.get(name)}


def as_shown(store: Store, record: Record) -> Record:
    return shown({**record, "targets": targets(store, record)})


def made(request: ValidRequest, body: Record) -> Record:
    """Return the fields of a new list."""
    team = request.settings.team
    known: Record = {"team_id": team.id, "creator_id": team.members[0].id, "shared": True, "archived": False}
    local_id = {"local_id": body["local_id"]} if "local_id" in body else {}
    return {**known, "name": body["title"], **local_id}


def of_numbers(request: ValidRequest, body: Record, before: Record) -> Record:
    """Return what an operation of `/v1` says of the members: `members` replaces them all (our choice)."""
    numbers, ids = dict(before.get("_targets", {})), list(before.get("_contacts", []))
    if "members" in body:
        numbers, ids = dict(body["members"]), []
    if "add_phone" in body:
        numbers.setdefault(body["add_phone"], {})
    if "remove_phone" in body:
        numbers.pop(body["remove_phone"], None)
        ids = _without(request.store, ids, phones=[body["remove_phone"]])
    return _fitting(request, ids, numbers)


def of_contacts(request: ValidRequest, body: Record, before: Record) -> Record:
    """Return what an operation of `/v2` says of the members: it replaces, then adds, then removes (our choice)."""
    store = request.store
    numbers, ids = dict(before.get("_targets", {})), list(before.get("_contacts", []))
    if "contacts" in body:
        numbers, ids = {}, _existing(store, "contacts", body["contacts"])
    ids += _existing(store, "add_contacts", body.get("add_contacts", []))
    for column, names in (("phone", ("phones", "add_phones")), ("email", ("emails", "add_emails"))):
        ids += [_contact(request, column, address) for name in names for address in body.get(name, [])]
    phones = body.get("remove_phones", [])
    numbers = {phone: each for phone, each in numbers.items() if phone not in phones}
    ids = [each for each in dict.fromkeys(ids) if each not in body.get("remove_contacts", [])]
    return _fitting(request, _without(store, ids, phones, body.get("remove_emails", [])), numbers)


def _existing(store: Store, name: str, ids: Iterable[int]) -> list[int]:
    wanted = [*ids]
    for index, each in enumerate(wanted):
        if store.records(CONTACTS).get(each) is None:
            raise ErrorResponse(404, f"{name}[{index}]: there is no contact {each}")
    return wanted


def _contact(request: ValidRequest, column: str, address: str) -> int:
    """Return the contact with an address, which is made if there is none, as the vendor's page says."""
    found = contacts.find(request.store, **{column: address})
    return int((found or contacts.write(request, {column: address}))["id"])


def _without(store: Store, ids: Iterable[int], phones: Iterable[str] = (), emails: Iterable[str] = ()) -> list[int]:
    gone = [contacts.find(store, phone=each) for each in phones] + [contacts.find(store, email=each) for each in emails]
    removed = {each["id"] for each in gone if each is not None}
    return [each for each in ids if each not in removed]


def _fitting(request: ValidRequest, ids: list[int], numbers: Record) -> Record:
    most = request.settings.team.list_size
    if len(ids) + len(numbers) > most:
        raise ErrorResponse(403, f"a list of this team holds at most {most} members, not {len(ids) + len(numbers)}")
    return {"_contacts": ids, "_targets": numbers}
