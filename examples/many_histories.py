"""Fetch the newest messages of many conversations at once.

    pip install "heymarket[aiohttp]"
    python examples/many_histories.py 50

Ten calls run at the same time. The client keeps all of them under the published limit by itself, so more would only
wait longer. Prints a line for each conversation: its id, how many messages came, and the last one.
"""

from __future__ import annotations

import asyncio
import sys

from heymarket import AiohttpTransport, AsyncHeymarket
from heymarket.models import Conversation
from heymarket_auth import connect_async

AT_ONCE = 10


async def show(heymarket: AsyncHeymarket, conversation: Conversation, turn: asyncio.Semaphore) -> None:
    if not (conversation.inbox and conversation.target and conversation.target.isdigit()):
        return
    async with turn:
        page = await heymarket.messages.history(inbox_id=conversation.inbox, phone_number=conversation.target)
    print(conversation.id, len(page.items), page.items[0].text if page.items else "")


async def main(wanted: int) -> None:
    turn = asyncio.Semaphore(AT_ONCE)
    async with connect_async(transport=AiohttpTransport()) as heymarket:
        found: list[Conversation] = []
        async for conversation in heymarket.conversations.list(limit=min(wanted, 100)):
            found.append(conversation)
            if len(found) == wanted:
                break
        async with asyncio.TaskGroup() as group:
            for conversation in found:
                group.create_task(show(heymarket, conversation, turn))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
