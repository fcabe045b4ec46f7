# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import builtins
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.operation import Operation

from ..models.inbox import Inbox

_LIST = Operation(
    name="inboxes.list",
    method="GET",
    path="/v1/inboxes",
    result=list[Inbox],
    semantics="safe",
)


class InboxesResource(Resource):
    """Where conversations arrive; an inbox has phone numbers and members."""

    @property
    def with_raw_response(self) -> InboxesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return InboxesWithRawResponse(InboxesResource(self._driver.returning_raw()))

    def list(
        self,
    ) -> builtins.list[Inbox]:
        """List inboxes.

        Returns the inboxes of the team with their members and phone numbers, all at once.

        The vendor suggests this operation to check credentials.

        Returns:
            All inboxes.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.inboxes.list()

        Source:
            https://developers.heymarket.com/api-reference/inboxes/list
            https://developers.heymarket.com/guides/send-message
        """
        _result: builtins.list[Inbox] = self._driver.call(
            _prepare(
                _LIST,
            )
        )
        return _result


class AsyncInboxesResource(AsyncResource):
    """Where conversations arrive; an inbox has phone numbers and members."""

    @property
    def with_raw_response(self) -> AsyncInboxesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncInboxesWithRawResponse(AsyncInboxesResource(self._driver.returning_raw()))

    async def list(
        self,
    ) -> builtins.list[Inbox]:
        """List inboxes.

        Returns the inboxes of the team with their members and phone numbers, all at once.

        The vendor suggests this operation to check credentials.

        Returns:
            All inboxes.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.inboxes.list()

        Source:
            https://developers.heymarket.com/api-reference/inboxes/list
            https://developers.heymarket.com/guides/send-message
        """
        _result: builtins.list[Inbox] = await self._driver.call(
            _prepare(
                _LIST,
            )
        )
        return _result


class InboxesWithRawResponse:
    def __init__(self, resource: InboxesResource) -> None:
        self.list: Final = raw_response(resource.list)


class AsyncInboxesWithRawResponse:
    def __init__(self, resource: AsyncInboxesResource) -> None:
        self.list: Final = async_raw_response(resource.list)
