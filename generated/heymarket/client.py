# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from heymarket_runtime import Later
from heymarket_runtime.client import AsyncClient, SyncClient

from ._version import SPEC_VERSION, VERSION

if TYPE_CHECKING:
    from .api import conversations as _conversations
    from .api import inboxes as _inboxes
    from .api import team as _team
else:  # each is imported by those who use it
    _conversations = Later(f"{__package__}.api.conversations")
    _inboxes = Later(f"{__package__}.api.inboxes")
    _team = Later(f"{__package__}.api.team")

_BASE_URL = "https://api.heymarket.com"
_USER_AGENT = f"heymarket-python/{VERSION} (spec {SPEC_VERSION})"


class Heymarket(SyncClient):
    """A client of the Heymarket API, for synchronous code.

    `auth` is any `httpx.Auth`; `heymarket_auth` brings those that the API knows. The other options are
    described by `ClientOptions`. Use the client in a `with` block, or `close()` it. Threads may share it.

    Raises `InvalidRequestError` for an option that makes no sense.
    """

    _default_base_url = _BASE_URL
    _user_agent = _USER_AGENT

    @cached_property
    def conversations(self) -> _conversations.ConversationsResource:
        """Message threads between a team and its customers."""
        return _conversations.ConversationsResource(self._driver)

    @cached_property
    def inboxes(self) -> _inboxes.InboxesResource:
        """Where conversations arrive; an inbox has phone numbers and members."""
        return _inboxes.InboxesResource(self._driver)

    @cached_property
    def team(self) -> _team.TeamResource:
        """The team and its members."""
        return _team.TeamResource(self._driver)


class AsyncHeymarket(AsyncClient):
    """A client of the Heymarket API, for asyncio.

    `auth` is any `httpx.Auth`; `heymarket_auth` brings those that the API knows. The other options are
    described by `ClientOptions`. Use the client in an `async with` block, or `close()` it.

    Raises `InvalidRequestError` for an option that makes no sense.
    """

    _default_base_url = _BASE_URL
    _user_agent = _USER_AGENT

    @cached_property
    def conversations(self) -> _conversations.AsyncConversationsResource:
        """Message threads between a team and its customers."""
        return _conversations.AsyncConversationsResource(self._driver)

    @cached_property
    def inboxes(self) -> _inboxes.AsyncInboxesResource:
        """Where conversations arrive; an inbox has phone numbers and members."""
        return _inboxes.AsyncInboxesResource(self._driver)

    @cached_property
    def team(self) -> _team.AsyncTeamResource:
        """The team and its members."""
        return _team.AsyncTeamResource(self._driver)
