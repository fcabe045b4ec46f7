# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from heymarket_runtime.client import AsyncClient, SyncClient

from ._version import SPEC_VERSION, VERSION

if TYPE_CHECKING:
    from .api.conversations import AsyncConversationsResource, ConversationsResource
    from .api.inboxes import AsyncInboxesResource, InboxesResource
    from .api.team import AsyncTeamResource, TeamResource

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
    def conversations(self) -> ConversationsResource:
        """Message threads between a team and its customers."""
        from .api.conversations import ConversationsResource

        return ConversationsResource(self._driver)

    @cached_property
    def inboxes(self) -> InboxesResource:
        """Where conversations arrive; an inbox has phone numbers and members."""
        from .api.inboxes import InboxesResource

        return InboxesResource(self._driver)

    @cached_property
    def team(self) -> TeamResource:
        """The team and its members."""
        from .api.team import TeamResource

        return TeamResource(self._driver)


class AsyncHeymarket(AsyncClient):
    """A client of the Heymarket API, for asyncio.

    `auth` is any `httpx.Auth`; `heymarket_auth` brings those that the API knows. The other options are
    described by `ClientOptions`. Use the client in an `async with` block, or `close()` it.

    Raises `InvalidRequestError` for an option that makes no sense.
    """

    _default_base_url = _BASE_URL
    _user_agent = _USER_AGENT

    @cached_property
    def conversations(self) -> AsyncConversationsResource:
        """Message threads between a team and its customers."""
        from .api.conversations import AsyncConversationsResource

        return AsyncConversationsResource(self._driver)

    @cached_property
    def inboxes(self) -> AsyncInboxesResource:
        """Where conversations arrive; an inbox has phone numbers and members."""
        from .api.inboxes import AsyncInboxesResource

        return AsyncInboxesResource(self._driver)

    @cached_property
    def team(self) -> AsyncTeamResource:
        """The team and its members."""
        from .api.team import AsyncTeamResource

        return AsyncTeamResource(self._driver)
