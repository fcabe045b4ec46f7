"""Posts events to a URL, in their order, again and again until the answer is a 2xx."""

from __future__ import annotations

import contextlib
import heapq
import http.client
import itertools
import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

    from heymarket_sandbox.webhooks.faults import DeliveryFault, DeliveryFaults

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
_OVERTAKEN = 3
_OTHER_TOKEN = "not-the-token-of-this-webhook"  # noqa: S105


@attrs.frozen(kw_only=True)
class Delivery:
    """One attempt to deliver an event."""

    url: str
    event: dict[str, Any]
    attempt: int
    status: int | None
    """None if there was no answer."""
    fault: str | None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300 and self.fault not in {"lost", "text", "token"}  # noqa: PLR2004


@attrs.frozen
class Patience:
    attempts: int = 10
    timeout: float = 10.0
    """Seconds that an answer may take."""

    def __attrs_post_init__(self) -> None:
        if not (self.attempts >= 1 and self.timeout > 0):
            raise ValueError(
                f"attempts must be at least 1 and timeout more than 0, not {self.attempts}, {self.timeout}"
            )


@attrs.define(order=False)
class _Waiting:
    event: dict[str, Any]
    attempt: int = 1
    overtaken_by: int | None = None
    """How many events were delivered while this one was held back; None if it was not."""


class Endpoint:
    """A URL that events are delivered to, by a thread of its own."""

    def __init__(
        self, url: str, token: str, faults: DeliveryFaults, tell: Callable[[Delivery], None], patience: Patience
    ) -> None:
        self.url = url
        self._parts = urlsplit(url)
        if self._parts.scheme not in {"http", "https"} or not self._parts.hostname or self._parts.port == 0:
            raise ValueError(f"a webhook needs an http or https URL, not {url!r}")
        self._token, self._faults, self._tell, self._patience = token, faults, tell, patience
        self._queue: list[tuple[float, int, _Waiting]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._unsettled = 0
        self._stopped = False
        self._connection: http.client.HTTPConnection | None = None
        self._thread = threading.Thread(target=self._run, name="heymarket-sandbox-webhook", daemon=True)
        self._thread.start()

    def put(self, event: dict[str, Any]) -> None:
        with self._changed:
            self._unsettled += 1
            self._push(_Waiting(event), 0.0)

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            connection = self._connection
        if connection is not None and connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)  # an answer that is waited for never comes
        self._thread.join()

    def wait(self, timeout: float) -> bool:
        """Wait until all events are delivered or given up; False if that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._unsettled or self._stopped, max(timeout, 0.0))

    def _push(self, waiting: _Waiting, pause: float) -> None:
        heapq.heappush(self._queue, (time.monotonic() + pause, next(self._order), waiting))
        self._changed.notify_all()

    def _run(self) -> None:
        while (waiting := self._next()) is not None:
            self._deliver(waiting)

    def _next(self) -> _Waiting | None:
        with self._changed:
            while not self._stopped:
                now = time.monotonic()
                if self._queue and self._queue[0][0] <= now:
                    return heapq.heappop(self._queue)[2]
                self._changed.wait(self._queue[0][0] - now if self._queue else None)
            return None

    def _deliver(self, waiting: _Waiting) -> None:
        is_new = waiting.attempt == 1 and waiting.overtaken_by is None
        fault = self._faults.choose(waiting.event["type"]) if is_new else None
        if fault is not None and fault.kind == "late":
            with self._changed:
                self._push(attrs.evolve(waiting, overtaken_by=0), fault.seconds)
            return
        delivery = self._attempt(waiting, fault)
        again = _Waiting(waiting.event, waiting.attempt + 1)
        with self._changed:
            if fault is not None and fault.kind == "double" and delivery.is_taken:
                self._push(again, 0.0)
            elif delivery.is_taken or waiting.attempt >= self._patience.attempts:
                self._unsettled -= 1
                self._overtake()
                self._changed.notify_all()
            else:
                self._push(again, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (waiting.attempt - 1)))

    def _overtake(self) -> None:
        """Let go of events that were held back, once enough others were delivered."""
        for index, (_, order, waiting) in enumerate(self._queue):
            if waiting.overtaken_by is not None:
                waiting.overtaken_by += 1
                if waiting.overtaken_by >= _OVERTAKEN:
                    self._queue[index] = (0.0, order, waiting)
        heapq.heapify(self._queue)

    def _attempt(self, waiting: _Waiting, fault: DeliveryFault | None) -> Delivery:
        kind = None if fault is None else fault.kind
        sent = {**waiting.event, "token": _OTHER_TOKEN if kind == "token" else self._token}
        body = b"no event" if kind == "text" else json.dumps(sent, ensure_ascii=False).encode("utf-8", "surrogatepass")
        try:
            status = self._post(body, fault)
        except (OSError, http.client.HTTPException):
            status = None
        told = Delivery(url=self.url, event=waiting.event, attempt=waiting.attempt, status=status, fault=kind)
        self._tell(told)
        return told

    def _post(self, body: bytes, fault: DeliveryFault | None) -> int | None:
        parts = self._parts
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = self._connection = kind(str(parts.hostname), parts.port, timeout=self._patience.timeout)
        try:
            connection.putrequest("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            half = len(body) // 2
            connection.send(body[:half])
            if fault is not None and fault.kind == "cut":
                return None
            if fault is not None and fault.kind == "slow":
                time.sleep(fault.seconds)
            connection.send(body[half:])
            return connection.getresponse().status
        finally:
            connection.close()
