"""Schedule a friendly reminder for customers who left our last message unanswered.

    python examples/follow_up.py 2222 "Can we still help you?"

Looks at the twenty newest open conversations of an inbox. Where the last message is ours, the text is sent tomorrow
at ten (UTC), unless the schedule is deleted before. Each line shows the id of a schedule, which `schedules.delete`
takes.
"""

from __future__ import annotations

import datetime
import sys
from itertools import islice

from heymarket import Heymarket
from heymarket_auth import connect


def tomorrow_at_ten() -> datetime.datetime:
    """Return a time that a schedule may have: on a quarter of an hour, and far enough ahead."""
    day = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def is_unanswered(heymarket: Heymarket, inbox: int, phone: str) -> bool:
    newest = heymarket.messages.history(inbox_id=inbox, phone_number=phone).items
    return bool(newest) and newest[0].type == "outbound"


def main() -> None:
    inbox, text = int(sys.argv[1]), sys.argv[2]
    with connect() as heymarket:
        conversations = heymarket.conversations.list(filters={"inboxes": [inbox], "closed": False}, limit=20)
        for conversation in islice(conversations, 20):
            phone = conversation.target
            if conversation.channel == "sms" and phone and phone.isdigit() and is_unanswered(heymarket, inbox, phone):
                made = heymarket.schedules.create(
                    inbox_id=inbox,
                    execute_at=tomorrow_at_ten(),
                    conversation_id=conversation.id,
                    content={"text": text},
                )
                print(made.id, conversation.id, phone)


if __name__ == "__main__":
    main()
