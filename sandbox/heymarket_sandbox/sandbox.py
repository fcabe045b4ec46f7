from __future__ import annotations

import contextlib
import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

from heymarket_sandbox import messaging
from heymarket_sandbox.api import Api
from heymarket_sandbox.clock import Clock
from heymarket_sandbox.faults import Faults
from heymarket_sandbox.messaging import MESSAGES
from heymarket_sandbox.middleware import Middleware
from heymarket_sandbox.resources import FILLS
from heymarket_sandbox.seed import Seed
from heymarket_sandbox.server import Server
from heymarket_sandbox.settings import Settings
from heymarket_sandbox.spec import Spec
from heymarket_sandbox.store import Store
from heymarket_sandbox.webhooks.dispatch import Webhooks

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from starlette.types import ASGIApp

    from heymarket_sandbox.messages import SeenRequest


# Most conversations of a sandbox whose beginning is kept in memory for the next one.
_COMMON = 1_000


class Sandbox:
    """An embedded Heymarket on a loopback port.

    ```python
    with Sandbox(Settings(conversations=1000)) as sandbox:
        httpx.post(sandbox.url + "/v1/conversations", ...)
    ```

    Everything but `url` also works before it is entered, and other ASGI servers can serve `app`.
    """

    def __init__(self, settings: Settings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.settings = settings or Settings()
        self.clock = Clock(self.settings.clock_skew)
        """Set `clock.skew` to move the sandbox's clock against yours."""
        spec = Spec.load(self.settings.spec)
        self.faults = Faults({operation.id for operation in spec.operations})
        """Rules that inject faults; there are none at first."""
        image = _filled(self.settings) if _is_common(self.settings) else None
        self.store = Store(self.clock, self.settings.database, tick=_tick(self.settings), image=image)
        """The state; the methods below cover what most tests need."""
        try:
            _fill(self.store, self.settings)
            self.webhooks = Webhooks(spec, self.settings, self.store)
            """Tells URLs of what changes: `sandbox.webhooks.deliver_to(url)`."""
            api = Api(spec, self.settings, self.store, self.clock)
            self._middleware = Middleware(api, self.clock, self.faults, self.settings.remembered_requests)
            self._server = Server(self._middleware, host, port)
        except BaseException:
            self.store.close()
            raise

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        self._server.start()

    def close(self) -> None:
        """End the server and its connections; a second call does nothing."""
        self._server.stop()
        self.webhooks.close()
        self.store.close()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def secret_id(self) -> str:
        return self.settings.secret_id

    @property
    def secret_key(self) -> str:
        return self.settings.secret_key

    @property
    def team_api_key(self) -> str:
        return self.settings.team_api_key

    @property
    def environ(self) -> dict[str, str]:
        """The variables that point a client at this sandbox."""
        return {
            "HEYMARKET_BASE_URL": self.url,
            "HEYMARKET_API_SECRET_ID": self.secret_id,
            "HEYMARKET_API_SECRET_KEY": self.secret_key,
            "HEYMARKET_WEBHOOK_TOKEN": self.webhooks.token,
        }

    @property
    def app(self) -> ASGIApp:
        """The same API without a socket, for ASGI transports."""
        return self._middleware

    @property
    def requests(self) -> list[SeenRequest]:
        """The last requests, oldest first."""
        return list(self._middleware.seen)

    @property
    def conversations(self) -> list[dict[str, Any]]:
        """All conversations, in the order in which the API lists them."""
        return self.store.conversations.all()

    @contextlib.contextmanager
    def refusing_connections(self) -> Generator[None]:
        """Refuse new connections and close those that are open, as a server that is down does."""
        self._server.go_down()
        try:
            yield
        finally:
            self._server.come_up()

    def add_conversation(self, **fields: Any) -> dict[str, Any]:
        """Store a new conversation with these fields; those that it needs and that are not given get defaults."""
        return self.store.conversations.add(fields)

    def update_conversation(self, id: int, **fields: Any) -> dict[str, Any]:  # noqa: A002 - the field's name
        """Change fields, and move `updated` forward unless it is given."""
        return self.store.conversations.change(id, fields)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """All messages, in the order in which the API lists them."""
        return [messaging.as_shown(self.store, each) for each in self.store.records(MESSAGES).page()]

    def receive_message(
        self, from_: str, text: str = "", *, media_url: str | None = None, inbox: int | None = None
    ) -> dict[str, Any] | None:
        """Take in a message of a customer, by phone number or e-mail address, as if it came from outside.

        It goes to the inbox that wrote with the customer last, unless `inbox` says another one. STOP and the like
        opt the customer out, START and the like in again. None if the customer is blocked: nothing is received then.
        """
        if not messaging.is_address(from_):
            raise ValueError(f"from_ must be E.164 digits such as 14155551234, or an e-mail address, not {from_!r}")
        if inbox is not None and inbox not in self.store.membership.inbox_ids():
            raise ValueError(f"there is no inbox {inbox}")
        fields = {"text": text, **({} if media_url is None else {"media": media_url})}
        with self.store.transaction():
            message = messaging.receive(self.store, self.settings, from_, fields, inbox)
            return None if message is None else messaging.as_shown(self.store, message)

    def remove_conversation(self, id: int) -> None:  # noqa: A002
        self.store.conversations.remove(id)

    def __repr__(self) -> str:
        return f"Sandbox({self.url})"


def _fill(store: Store, settings: Settings) -> None:
    with store.transaction():  # so that a start that is killed leaves nothing, and the next one fills it
        if not store.membership.is_empty():
            return
        store.membership.put(settings.team)
        seed = Seed(settings)
        store.conversations.put(seed, seed.unread)
        for fill in FILLS:
            fill(store, settings)


def _is_common(settings: Settings) -> bool:
    """Say whether there may be many sandboxes of these settings, one for each test."""
    try:
        hash(settings)
    except TypeError:  # a team of lists
        return False
    kept_in_memory = settings.database is None and hasattr(sqlite3.Connection, "serialize")  # a choice of who built it
    return kept_in_memory and settings.conversations <= _COMMON


@lru_cache(maxsize=8)
def _filled(settings: Settings) -> bytes:
    """Return the database that the same settings always begin with."""
    store = Store(Clock(settings.clock_skew), tick=_tick(settings))
    try:
        _fill(store, settings)
        return store.image()
    finally:
        store.close()


def _tick(settings: Settings) -> int:
    return int(10 ** (9 - settings.precision))
