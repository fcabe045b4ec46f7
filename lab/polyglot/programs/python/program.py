"""Signs the vectors, lists all conversations, writes, and gets refused in three ways."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import webhooks
from heymarket_openapi import (
    ApiClient,
    ApiException,
    Configuration,
    ContactFindQuery,
    ContactRequest,
    ContactsApi,
    Conversation,
    ConversationQuery,
    ConversationsApi,
    MessageRequest,
    MessagesApi,
)
from pydantic import Field

TIMESTAMP = re.compile(r"(.+:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)")


class Query(ConversationQuery):
    """Sends a timestamp as it is: the generated field is a datetime, which has six digits."""

    var_date: Any = Field(default=None, alias="date")


def sign(secret_id: str, secret_key: str, iat: int) -> str:
    parts = [{"alg": "HS256", "typ": "JWT"}, {"iss": secret_id, "iat": iat}]
    text = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return f"{text}.{base64url(hmac.digest(f'{secret_id}||{secret_key}'.encode(), text.encode(), 'sha256'))}"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def tick_later(timestamp: str) -> str:
    """Move a timestamp by one tick of its last digit, so that a page overlaps the one before."""
    match = TIMESTAMP.fullmatch(timestamp)
    if match is None:
        raise ValueError(f"not an RFC 3339 timestamp: {timestamp}")
    seconds, digits, zone = match.groups()
    # The 1 keeps leading zeros, and becomes 2 when a second is full.
    ticks = str(int(f"1{digits or ''}") + 1)
    moment = datetime.fromisoformat(seconds + zone.replace("Z", "+00:00")) + timedelta(seconds=ticks[0] == "2")
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}{'.' if digits else ''}{ticks[1:]}Z"


class Client:
    def __init__(self, url: str, token: str | None = None) -> None:
        self._token = token
        self._configuration = Configuration(host=url)
        self._client = ApiClient(self._configuration)
        self._api = ConversationsApi(self._client)

    def _sign(self) -> None:
        secret = os.environ["HEYMARKET_API_SECRET_ID"], os.environ["HEYMARKET_API_SECRET_KEY"]
        self._configuration.access_token = self._token or sign(*secret, int(time.time()))

    def page(self, query: ConversationQuery) -> tuple[list[Conversation], list[str]]:
        """Return a page, and the text of each timestamp."""
        self._sign()
        response = self._api.list_conversations_with_http_info(query)
        texts = [each["updated"] for each in json.loads(response.raw_data)]
        for conversation, text in zip(response.data, texts, strict=True):
            if not conversation.updated or f"{conversation.updated:%Y-%m-%dT%H:%M:%S}" != text[:19]:
                raise ValueError(f"another timestamp than {text}: {conversation.updated}")
        return response.data, texts

    def list_all(self) -> list[int]:
        seen: dict[int, None] = {}
        query, last, held = Query(), "", 0
        while True:
            page, texts = self.page(query)
            if not page:
                return list(seen)
            fresh = {each.id: None for each in page if each.id is not None and each.id not in seen}
            if fresh:
                seen |= fresh
                last, held = texts[-1], 0
                query = Query(date=tick_later(last))
            elif len(page) > held:
                held = len(page)  # more may share the timestamp than fit
                query.limit = 2 * held
            elif query.var_date != last:
                query = Query(date=last)
            else:
                raise ValueError(f"the server keeps repeating what is around {last}")

    def send_twice(self) -> list[int]:
        """Send one message in two calls: the second repeats the first one's `local_id`."""
        self._sign()
        message = MessageRequest(
            inbox_id=2222,
            creator_id=55,
            phone_number="14155559001",
            text="Your table is ready.",
            local_id="table-2026-11-26",
        )
        return [MessagesApi(self._client).send_message(message).id for _ in range(2)]

    def passing_contact(self) -> int:
        """Create a contact, find it by its phone number, and delete it."""
        self._sign()
        api = ContactsApi(self._client)
        request = ContactRequest(phone="14155559002", first="Ada")
        made = api.create_contact(request)
        found = api.find_contact(ContactFindQuery(phone=request.phone))
        if (found.id, found.first) != (made.id, "Ada"):
            raise ValueError(f"found {found.id}, made {made.id}")
        api.delete_contact(found.id)
        return found.id

    def refusal(self, **query: Any) -> int:
        try:
            self.page(Query(**query))
        except ApiException as error:
            if error.status is None or not error.data or not error.data.message:
                raise
            return int(error.status)
        raise ValueError("not refused")


def main() -> None:
    vectors = json.loads(Path(os.environ["HEYMARKET_JWT_VECTORS"]).read_bytes())["vectors"]
    for vector in vectors:
        if sign(vector["secret_id"], vector["secret_key"], vector["iat"]) != vector["token"]:
            raise ValueError(f"another token for {vector['name']}")
    server = os.environ["HEYMARKET_BASE_URL"]
    ids = Client(server).list_all()
    print(*ids, sep="\n")
    limited = Client(os.environ["HEYMARKET_LIMITED_URL"])
    limited.page(Query())
    said = {
        "vectors": len(vectors),
        "webhooks": webhooks.check(Path(os.environ["HEYMARKET_WEBHOOK_VECTORS"])),
        "ids": ids,
        "message_ids": Client(server).send_twice(),
        "contact_id": Client(server).passing_contact(),
        "bad_token": Client(server, "not.a.token").refusal(),
        "bad_body": Client(server).refusal(date="yesterday"),
        "rate_limit": limited.refusal(),
    }
    print(json.dumps(said))


main()
