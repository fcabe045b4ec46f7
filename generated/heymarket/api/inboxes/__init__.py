# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import builtins

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.resource import AsyncResource, Resource, async_raw_response, raw_response

from ...models.inbox import Inbox
from .list_inboxes import operation as _list


class InboxesResource(Resource):
    """Where conversations arrive; an inbox has phone numbers and members."""

    @property
    def with_raw_response(self) -> InboxesWithRawResponse:
        """The same methods, giving the answer with its status, headers and bytes."""
        return InboxesWithRawResponse(InboxesResource(self._core, raw=True))

    def list(
        self,
    ) -> builtins.list[Inbox]:
        """List inboxes.

        Returns the inboxes of the team with their members and phone numbers, all at once.

        The vendor suggests this operation to check credentials.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/inboxes/list
            https://developers.heymarket.com/guides/send-message
        """
        _result: builtins.list[Inbox] = self._call(
            _prepare(
                _list,
            )
        )
        return _result


class AsyncInboxesResource(AsyncResource):
    """Where conversations arrive; an inbox has phone numbers and members."""

    @property
    def with_raw_response(self) -> AsyncInboxesWithRawResponse:
        """The same methods, giving the answer with its status, headers and bytes."""
        return AsyncInboxesWithRawResponse(AsyncInboxesResource(self._core, raw=True))

    async def list(
        self,
    ) -> builtins.list[Inbox]:
        """List inboxes.

        Returns the inboxes of the team with their members and phone numbers, all at once.

        The vendor suggests this operation to check credentials.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/inboxes/list
            https://developers.heymarket.com/guides/send-message
        """
        _result: builtins.list[Inbox] = await self._call(
            _prepare(
                _list,
            )
        )
        return _result


class InboxesWithRawResponse:
    def __init__(self, resource: InboxesResource) -> None:
        self.list = raw_response(resource.list)


class AsyncInboxesWithRawResponse:
    def __init__(self, resource: AsyncInboxesResource) -> None:
        self.list = async_raw_response(resource.list)
