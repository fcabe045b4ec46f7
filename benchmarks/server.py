"""A loopback server that does as little as it can; `python -m benchmarks.server` prints its ports as JSON.

One port gives an empty page, one a page of 50, whatever is asked. The third serves a long listing by the
published rule, may enforce a rate limit, and counts its responses by status at `GET /counts`.
"""

from __future__ import annotations

import asyncio
import datetime
import json
import sys
import time
from bisect import bisect_left
from collections import Counter, deque
from typing import cast

from .data import conversations, page

NEWEST = datetime.datetime(2026, 4, 15, 9, 12, 44, tzinfo=datetime.UTC)
PAGE = 50
TIED = 20  # in each so many conversations, two share one `updated`


def response(body: bytes, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %b\r\ncontent-type: application/json\r\nx-request-id: bench\r\ncontent-length: %d\r\n\r\n%b" % (
        status,
        len(body),
        body,
    )


class Server(asyncio.Protocol):
    """HTTP/1.1 as far as the clients here need it: one request after another, each with a length."""

    def __init__(self) -> None:
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            total = end + 4 + length
            if len(self._received) < total:
                return
            body, self._received = self._received[end + 4 : total], self._received[total:]
            self._transport.write(self.response(head, body))

    def response(self, head: bytes, body: bytes) -> bytes:
        raise NotImplementedError


class Fixed(Server):
    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._response = response(body)

    def response(self, head: bytes, body: bytes) -> bytes:  # noqa: ARG002
        return self._response


class Listing:
    """Conversations from old to new, and the requests for them."""

    def __init__(self, count: int, requests: int, window: float) -> None:
        item = json.dumps(conversations(1)[0] | {"id": "<id>", "updated": "<updated>"}, separators=(",", ":")).encode()
        template = item.replace(b"%", b"%%").replace(b'"<id>"', b"%d").replace(b"<updated>", b"%b")
        ranks = range(count, 0, -1)
        times = [NEWEST - datetime.timedelta(seconds=60 * (rank - (rank % TIED == 0))) for rank in ranks]
        self._updated = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in times]
        self._items = [template % (rank, text.encode()) for rank, text in zip(ranks, self._updated, strict=True)]
        self._requests = requests
        self._window = window
        self._arrivals: deque[float] = deque()
        self.statuses: Counter[int] = Counter()

    def response(self, body: bytes) -> bytes:
        now = time.monotonic()
        while self._arrivals and self._arrivals[0] <= now - self._window:
            self._arrivals.popleft()
        if self._requests and len(self._arrivals) >= self._requests:
            self.statuses[429] += 1
            return response(b"{}", b"429 Too Many Requests")
        self._arrivals.append(now)
        self.statuses[200] += 1
        asked = json.loads(body)
        end = bisect_left(self._updated, asked["date"]) if asked.get("date") else len(self._items)
        return response(b"[%b]" % b",".join(reversed(self._items[max(0, end - asked.get("limit", PAGE)) : end])))


class Listed(Server):
    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self._listing = listing

    def response(self, head: bytes, body: bytes) -> bytes:
        if head.startswith(b"get /counts"):
            return response(json.dumps(self._listing.statuses).encode())
        return self._listing.response(body)


async def serve(count: int, requests: int, window: float) -> None:
    listing = Listing(count, requests, window)
    empty, fifty = b"[]", page(50)
    factories = {"empty": lambda: Fixed(empty), "fifty": lambda: Fixed(fifty), "listing": lambda: Listed(listing)}
    loop = asyncio.get_running_loop()
    servers = {name: await loop.create_server(factory, "127.0.0.1", 0) for name, factory in factories.items()}
    ports = {name: server.sockets[0].getsockname()[1] for name, server in servers.items()}
    print(json.dumps(ports), flush=True)
    # Ends with the process that reads from it.
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
