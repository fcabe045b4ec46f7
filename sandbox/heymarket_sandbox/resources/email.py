from __future__ import annotations

from typing import TYPE_CHECKING

from heymarket_sandbox import messaging
from heymarket_sandbox.errors import ErrorResponse
from heymarket_sandbox.repeats import once
from heymarket_sandbox.requests import check_access

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heymarket_sandbox.requests import Handler, ValidRequest
    from heymarket_sandbox.table import Record


def send(request: ValidRequest) -> Record:
    check_access(request.store, request.body["creator_id"], request.body["inbox"], "creator_id", "inbox")
    return once(request.store, "email", request.body.get("local_id"), lambda: _sent(request))


def _sent(request: ValidRequest) -> Record:
    body, store = request.body, request.store
    conversation, name = _conversation(request)
    messaging.check_may_be_sent(store, messaging.addresses_of(conversation), name)
    given = {"local_id": body["local_id"]} if "local_id" in body else {}
    text = body.get("raw_text", body["text"])
    message = messaging.post(store, conversation, {**given, "text": text, "user": body["creator_id"]})
    return {
        "id": message["id"],
        "convo_id": conversation["id"],
        "queued": True,
        "date": message["date"],
        "compliance_results": {},
    }


def _conversation(request: ValidRequest) -> tuple[Record, str]:
    """Find or make the conversation that a body names, and say by which field."""
    body, inbox, store = request.body, request.body["inbox"], request.store
    if "convo_id" in body:
        found = store.conversations.get(body["convo_id"])
        if found is None or found.get("inbox") != inbox:
            raise ErrorResponse(404, f"convo_id: inbox {inbox} has no conversation {body['convo_id']}")
        if found.get("channel") != "email":
            raise ErrorResponse(403, f"convo_id: conversation {body['convo_id']} does not go by e-mail")
        return found, "convo_id"
    addresses = _addresses(body["targets"])
    if not addresses:
        raise ErrorResponse(403, "targets: it names nobody")
    messaging.check_may_be_sent(store, addresses, "targets")
    made = messaging.conversation_with(request, inbox, addresses, "email", body["creator_id"])
    if made["op"] == "create" and "conv_title" in body:
        made = store.conversations.change(made["id"], {"name": body["conv_title"]})
    return made, "targets"


def _addresses(targets: Sequence[str]) -> list[str]:
    """Return all recipients, those of `to:` before those of `cc:`."""
    parts = [each.partition(":") for each in sorted(targets, reverse=True)]
    return list(dict.fromkeys(address for _, _, addresses in parts for address in addresses.split(",")))


HANDLERS: dict[str, Handler] = {"sendEmail": send}
