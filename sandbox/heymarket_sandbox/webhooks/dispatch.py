"""Tells URLs of what changes, as the vendor's webhooks do."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

from heymarket_sandbox.errors import SandboxError
from heymarket_sandbox.validation import without_nulls
from heymarket_sandbox.webhooks.delivery import Delivery, Endpoint, Patience
from heymarket_sandbox.webhooks.events import of_change
from heymarket_sandbox.webhooks.faults import DeliveryFaults

if TYPE_CHECKING:
    from heymarket_sandbox.settings import Settings
    from heymarket_sandbox.spec import Spec
    from heymarket_sandbox.store import Store
    from heymarket_sandbox.table import Record

logger = logging.getLogger("heymarket_sandbox")
_ID = 123
_PATIENCE = 30.0


class Webhooks:
    """Every method is safe to call from any thread."""

    def __init__(self, spec: Spec, settings: Settings, store: Store) -> None:
        self._validators = spec.events
        self._store = store
        self.token = settings.webhook_token
        """What every event carries."""
        self.faults = DeliveryFaults()
        """Deliveries that go wrong on demand; there are none at first."""
        self._endpoints: list[Endpoint] = []
        self._deliveries: deque[Delivery] = deque(maxlen=settings.remembered_requests)
        self._lock = threading.Lock()
        store.observe(self._changed)

    def deliver_to(self, url: str, *, attempts: int = 10, timeout: float = 10.0) -> None:
        """Post every event from now on to a URL, until the answer is a 2xx, or as often as `attempts` says.

        The pauses between attempts double from a twentieth of a second to five; what the vendor does is unpublished. An
        answer that takes longer than `timeout` is none.
        """
        patience = Patience(attempts, timeout)
        endpoint = Endpoint(url, self.token, self.faults, self._deliveries.append, patience)
        with self._lock:
            self._endpoints.append(endpoint)

    def send(self, type: str, event_data: Record) -> None:  # noqa: A002 - the field's name
        """Send an event of any type, such as those that nothing in the sandbox leads to. Raises `SandboxError`.

        What the spec does not allow is refused; a type that it does not have is sent as it is.
        """
        event = {"type": type, "id": _ID, "event_data": event_data}
        if problem := self._problem(event):
            raise SandboxError(f"the event {type} breaks the spec: {problem}")
        self._store.after_commit(lambda: self._put(event))

    @property
    def deliveries(self) -> list[Delivery]:
        """The last attempts, oldest first."""
        return list(self._deliveries)

    def wait(self, timeout: float = _PATIENCE) -> None:
        """Wait until every event is delivered or given up. Raises `SandboxError` if that takes longer."""
        end = time.monotonic() + timeout
        for endpoint in list(self._endpoints):
            if not endpoint.wait(end - time.monotonic()):
                raise SandboxError(f"events are still waiting to be delivered to {endpoint.url}")

    def close(self) -> None:
        """Stop delivering; what waits is dropped."""
        with self._lock:
            endpoints, self._endpoints = self._endpoints, []
        for endpoint in endpoints:
            endpoint.stop()

    def _changed(self, table: str, before: Record | None, after: Record) -> None:
        if not self._endpoints:
            return
        for kind, data in of_change(self._store, table, before, after):
            event = {"type": kind, "id": _ID, "event_data": data}
            if problem := self._problem(event):  # a test may store what the spec does not allow
                logger.error("the event %s breaks the spec and is not sent: %s", kind, problem)
            else:
                self._store.after_commit(partial(self._put, event))

    def _problem(self, event: dict[str, Any]) -> str | None:
        validator = self._validators.get(event["type"])
        whole = without_nulls({**event, "token": self.token})
        return None if validator is None else validator.error(whole)

    def _put(self, event: dict[str, Any]) -> None:
        with self._lock:
            for endpoint in self._endpoints:
                endpoint.put(event)
