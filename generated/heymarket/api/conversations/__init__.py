# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ...models.conversation import Conversation
from ...models.conversation_filters import ConversationFilters
from ...runtime.arguments import prepare
from ...runtime.page import AsyncPages, Page
from ...runtime.resource import AsyncResource, Resource, async_raw_response, raw_response
from .list_conversations import operation as _list


class ConversationsResource(Resource):
    """Message threads between a team and its customers."""

    @property
    def with_raw_response(self) -> ConversationsWithRawResponse:
        """The same methods, giving the answer with its status, headers and bytes."""
        return ConversationsWithRawResponse(ConversationsResource(self._core, raw=True))

    def list(
        self,
        *,
        id: int | None = None,
        filters: ConversationFilters | Mapping[str, Any] | None = None,
        date: datetime.datetime | str | None = None,
        archived: bool | None = None,
        ascending: bool | None = None,
        assigned: int | None = None,
        filter: str | None = None,
        limit: int | None = None,
        order: str | None = None,
        page: int | None = None,
        parent_id: int | None = None,
    ) -> Page[Conversation]:
        """List conversations.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the conversations that a team member can see, most recently updated first, as a bare array.

        To read on, send the `updated` of the last conversation of the answer as `date`: only conversations
        updated before that moment come back. An empty array is the end; a short one is not. No page size,
        total or link to the next page is published.

        Args:
            id: Member on whose behalf to list; the answer holds what this member can see.
            filters: Narrows a list of conversations.
            date: Cursor (RFC 3339): only conversations updated before this moment are returned. Use the
                `updated` of the last conversation received, unchanged.
            archived: Meaning unpublished; the vendor's prose calls closed conversations archived.
            ascending: Oldest first instead of newest first. How `date` then selects is unpublished.
            assigned: Only conversations assigned to this member; meaning inferred from the name.
            filter: Meaning unpublished.
            limit: Most conversations to return at once; neither default nor maximum is published.
            order: Meaning unpublished.
            page: Number of the page; unused by the published way to read on, which is `date`.
            parent_id: Meaning unpublished.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
            https://developers.heymarket.com/concepts/conversations
        """
        return self._page(
            prepare(
                _list,
                body={
                    "id": id,
                    "filters": filters,
                    "date": date,
                    "archived": archived,
                    "ascending": ascending,
                    "assigned": assigned,
                    "filter": filter,
                    "limit": limit,
                    "order": order,
                    "page": page,
                    "parent_id": parent_id,
                },
            )
        )


class AsyncConversationsResource(AsyncResource):
    """Message threads between a team and its customers."""

    @property
    def with_raw_response(self) -> AsyncConversationsWithRawResponse:
        """The same methods, giving the answer with its status, headers and bytes."""
        return AsyncConversationsWithRawResponse(AsyncConversationsResource(self._core, raw=True))

    def list(
        self,
        *,
        id: int | None = None,
        filters: ConversationFilters | Mapping[str, Any] | None = None,
        date: datetime.datetime | str | None = None,
        archived: bool | None = None,
        ascending: bool | None = None,
        assigned: int | None = None,
        filter: str | None = None,
        limit: int | None = None,
        order: str | None = None,
        page: int | None = None,
        parent_id: int | None = None,
    ) -> AsyncPages[Conversation]:
        """List conversations.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the conversations that a team member can see, most recently updated first, as a bare array.

        To read on, send the `updated` of the last conversation of the answer as `date`: only conversations
        updated before that moment come back. An empty array is the end; a short one is not. No page size,
        total or link to the next page is published.

        Args:
            id: Member on whose behalf to list; the answer holds what this member can see.
            filters: Narrows a list of conversations.
            date: Cursor (RFC 3339): only conversations updated before this moment are returned. Use the
                `updated` of the last conversation received, unchanged.
            archived: Meaning unpublished; the vendor's prose calls closed conversations archived.
            ascending: Oldest first instead of newest first. How `date` then selects is unpublished.
            assigned: Only conversations assigned to this member; meaning inferred from the name.
            filter: Meaning unpublished.
            limit: Most conversations to return at once; neither default nor maximum is published.
            order: Meaning unpublished.
            page: Number of the page; unused by the published way to read on, which is `date`.
            parent_id: Meaning unpublished.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
            https://developers.heymarket.com/concepts/conversations
        """
        return self._page(
            prepare(
                _list,
                body={
                    "id": id,
                    "filters": filters,
                    "date": date,
                    "archived": archived,
                    "ascending": ascending,
                    "assigned": assigned,
                    "filter": filter,
                    "limit": limit,
                    "order": order,
                    "page": page,
                    "parent_id": parent_id,
                },
            )
        )


class ConversationsWithRawResponse:
    def __init__(self, resource: ConversationsResource) -> None:
        self.list = raw_response(resource.list)


class AsyncConversationsWithRawResponse:
    def __init__(self, resource: AsyncConversationsResource) -> None:
        self.list = async_raw_response(resource.list)
