"""Show the SDK: list conversations from an embedded Heymarket, a page at a time.

Run by `nox -s demo` with the built package, from outside the source tree.
"""

from __future__ import annotations

import sys

import heymarket
import heymarket_auth
import heymarket_sandbox
from heymarket.models import ConversationFilters

SHOWN = 12
CREDENTIALS = ("HEYMARKET_API_SECRET_ID", "HEYMARKET_API_SECRET_KEY")


def main() -> int:
    print(f"heymarket {heymarket.__version__} from {heymarket.__path__[0]}\n")
    with (
        heymarket_sandbox.Sandbox() as sandbox,
        heymarket_auth.connect(environ=sandbox.environ) as client,
    ):
        print(f"An embedded Heymarket runs at {sandbox.url}\n")
        listed = list_conversations(client)
        if listed != [conversation["id"] for conversation in sandbox.conversations]:
            print("The listing differs from what the sandbox holds.", file=sys.stderr)
            return 1
        close_one(client)
        show_an_error(client)
    print("The same code talks to the real API: leave the sandbox out and set")
    for name in CREDENTIALS:
        print(f"    export {name}=...    # Settings > Integrations > API in the app")
    print("then call heymarket_auth.connect() without arguments.")
    return 0


def list_conversations(client: heymarket.Heymarket) -> list[int]:
    listed: list[int] = []
    rows: list[str] = []
    requests = 0
    for page in client.conversations.list().pages():
        requests += 1
        for conversation in page.items:
            listed.append(conversation.id)
            updated = f"{conversation.updated:%Y-%m-%d %H:%M}" if conversation.updated else "-"
            rows.append(
                f"{conversation.id:>8}  {updated:<16}  {conversation.channel or '-':<8}  "
                f"{conversation.status or '-':<8}  {conversation.name or conversation.target or '-'}",
            )
        progress(f"page {requests}: {len(listed)} conversations so far")
    print()
    print(f"{'id':>8}  {'updated':<16}  {'channel':<8}  {'status':<8}  name")
    print("\n".join(rows[:SHOWN]))
    print(
        f"     ... and {len(rows) - SHOWN} more: {len(listed)} conversations on {requests} pages, each once, in order\n"
    )
    return listed


def close_one(client: heymarket.Heymarket) -> None:
    team, inbox = client.team.get(), client.inboxes.list()[0]
    open_ones = ConversationFilters(inboxes=[inbox.id], closed=False)
    before = client.conversations.list(filters=open_ones)
    first, member, number = before.items[0], (inbox.members or [0])[0], inbox.id
    client.conversations.mark_read(inbox_id=number, user_id=member, target=first.target)
    client.conversations.close(inbox_id=number, user_id=member, chat_id=first.id)
    after = {conversation.id for conversation in client.conversations.list(filters=open_ones)}
    status = client.conversations.get(first.id).status
    print(f"Team {team.name}, inbox {inbox.name}: {len(list(before))} open conversations.")
    print(f"{first.name or first.target} marked read and closed: now {status}, {len(after)} open.\n")


def progress(text: str) -> None:
    """Show a line that the next one replaces, on a terminal only: a file would keep every line."""
    if sys.stdout.isatty():
        print(f"\r{text:<60}", end="", flush=True)


def show_an_error(client: heymarket.Heymarket) -> None:
    print("A mistake is found before anything is sent:")
    try:
        client.conversations.list(limit="ten")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    except heymarket.InvalidRequestError as error:
        print(f"    {type(error).__name__}: {error}")
    print("What the server refuses is an error with its status and request id:")
    try:
        client.conversations.list(id=1111, filters={"inboxes": [404]})
    except heymarket.PermissionDeniedError as error:
        print(f"    {type(error).__name__}: {error}\n")


if __name__ == "__main__":
    sys.exit(main())
