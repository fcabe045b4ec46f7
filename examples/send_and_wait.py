"""Ask a customer something, and wait for the answer.

    python examples/send_and_wait.py 14155550123 "Do you still need the table? Y or N"

Without a webhook, the history of the conversation is read every few seconds, until the customer has written something
newer. Ends with exit code 1 if nothing comes within ten minutes.
"""

from __future__ import annotations

import sys
import time

from heymarket import Heymarket
from heymarket_auth import connect

PAUSE, PATIENCE = 2.0, 600.0  # seconds


def ask(heymarket: Heymarket, phone: str, question: str) -> str | None:
    """Send a question and return the first answer to it; None if nobody answers in time."""
    inbox = heymarket.inboxes.list()[0]
    sender = (inbox.members or [])[0]
    asked = heymarket.messages.send(inbox_id=inbox.id, creator_id=sender, phone_number=phone, text=question)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        newest = heymarket.messages.history(inbox_id=inbox.id, phone_number=phone).items
        answers = [each for each in newest if each.type == "inbound" and each.id > asked.id]
        if answers:
            return min(answers, key=lambda each: each.id).text
        time.sleep(PAUSE)
    return None


def main() -> None:
    phone, question = sys.argv[1:]
    with connect() as heymarket:
        answer = ask(heymarket, phone, question)
    if answer is None:
        sys.exit("nobody answered")
    print(answer)


if __name__ == "__main__":
    main()
