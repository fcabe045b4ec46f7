"""Tell customers who write outside of opening hours when somebody will read it.

    pip install "heymarket[sandbox]"    # for uvicorn and starlette; those of your own program do as well
    HEYMARKET_WEBHOOK_TOKEN=... uvicorn --app-dir examples out_of_office:app --port 8000

Then enter https://your-host/heymarket as the URL of a webhook in the app. A conversation gets one such reply a day:
it is sent with a `local_id` made of both, and the API sends nothing twice with the same one.
"""

from __future__ import annotations

import datetime
import os
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.routing import Route

from heymarket.webhooks import Event, Receiver, starlette_endpoint
from heymarket_auth import connect

ZONE = ZoneInfo("UTC")
OPENS, CLOSES = datetime.time(9), datetime.time(18)
SENDER = int(os.environ.get("OUT_OF_OFFICE_SENDER", "1111"))  # the member in whose name it is sent

heymarket = connect()


def is_open(now: datetime.datetime) -> bool:
    return now.weekday() < 5 and OPENS <= now.time() < CLOSES  # noqa: PLR2004 (Saturday)


def reply(event: Event) -> None:
    now = datetime.datetime.now(ZONE)
    if event.type != "message_recieved" or is_open(now):  # the vendor's spelling
        return
    conversation = event.event_data.conversation
    if conversation and conversation.inbox:
        heymarket.messages.send(
            inbox_id=conversation.inbox,
            creator_id=SENDER,
            chat_id=conversation.id,
            text=f"We are closed now, and read your message from {OPENS:%H:%M} on.",
            local_id=f"closed-{conversation.id}-{now:%Y-%m-%d}",
        )


app = Starlette(routes=[Route("/heymarket", starlette_endpoint(Receiver(reply)), methods=["POST"])])
