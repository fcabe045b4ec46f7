# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByTimestamp
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page

from ..models.conversation import Conversation
from ..models.conversation_count_query import ConversationCountQuery
from ..models.conversation_filters import ConversationFilters, ConversationFiltersParam
from ..models.conversation_mark_request import ConversationMarkRequest
from ..models.conversation_query import ConversationQuery
from ..models.conversation_reassign_request import ConversationReassignRequest
from ..models.conversation_state_request import ConversationStateRequest
from ..models.conversation_transfer_request import ConversationTransferRequest

_LIST = Operation(
    name="conversations.list",
    method="POST",
    path="/v1/conversations",
    body=ConversationQuery,
    result=list[Conversation],
    semantics="safe",
    paging=ByTimestamp(
        sent_as=Input("date", "body"),
        items=(),
        field="updated",
        identity="id",
        limit=Input("limit", "body"),
        reversed_by=Input("ascending", "body"),
        first_only=(Input("page", "body"),),
    ),
)


_COUNT = Operation(
    name="conversations.count",
    method="POST",
    path="/v1/conversations/count",
    body=ConversationCountQuery,
    result=str,
    semantics="safe",
)


_GET = Operation(
    name="conversations.get",
    method="GET",
    path="/v1/conversations/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Conversation,
    semantics="safe",
)


_MARK_READ = Operation(
    name="conversations.mark_read",
    method="POST",
    path="/v1/conversations/read",
    body=ConversationMarkRequest,
    any_of=(("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)


_MARK_UNREAD = Operation(
    name="conversations.mark_unread",
    method="POST",
    path="/v1/conversations/unread",
    body=ConversationMarkRequest,
    any_of=(("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)


_OPEN = Operation(
    name="conversations.open",
    method="POST",
    path="/v1/conversations/open",
    body=ConversationStateRequest,
    any_of=(("chat_id",), ("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)


_CLOSE = Operation(
    name="conversations.close",
    method="POST",
    path="/v1/conversations/close",
    body=ConversationStateRequest,
    any_of=(("chat_id",), ("target",), ("targets",)),
    result=str,
    semantics="idempotent",
)


_REASSIGN = Operation(
    name="conversations.reassign",
    method="POST",
    path="/v1/conversations/reassign",
    body=ConversationReassignRequest,
    any_of=(("target",), ("targets",)),
    result=str,
    semantics="unsafe",
)


_TRANSFER = Operation(
    name="conversations.transfer",
    method="POST",
    path="/v1/conversations/transfer",
    body=ConversationTransferRequest,
    result=str,
    semantics="unsafe",
)


class ConversationsResource(Resource):
    """Message threads between a team and its customers."""

    @property
    def with_raw_response(self) -> ConversationsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return ConversationsWithRawResponse(ConversationsResource(self._driver.returning_raw()))

    def list(
        self,
        *,
        id: int | None = None,
        filters: ConversationFilters | ConversationFiltersParam | None = None,
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

        To read on, send the `updated` of the last conversation of the response as `date`: only conversations
        updated before that moment come back. An empty array is the end; a short one is not. No page size,
        total or link to the next page is published.

        Args:
            id: Member on whose behalf to list; the response holds what this member can see.
            filters: Narrows a list of conversations.
            date: Cursor (RFC 3339): only conversations updated before this moment are returned. Use the
                `updated` of the last conversation received, unchanged.
            archived: Meaning unpublished; the vendor's prose calls closed conversations archived.
            ascending: Oldest first instead of newest first. How `date` then selects is unpublished.
            assigned: Only conversations assigned to this member; meaning inferred from the name.
            filter: Meaning unpublished.
            limit: Most conversations in one response, not in the whole listing; neither default nor maximum is
                published.
            order: Meaning unpublished.
            page: Number of the page; unused by the published way to read on, which is `date`.
            parent_id: Meaning unpublished.

        Returns:
            One page of conversations; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.conversations.list(id=1111, filters={'inboxes': [2222, 3333], 'closed': False, 'unread':
            False})

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
            https://developers.heymarket.com/concepts/conversations
        """
        return self._driver.page(
            _prepare(
                _LIST,
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

    def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> str:
        """Count conversations.

        Counts the conversations of the team, or those updated before a moment. The number comes as text.

        Args:
            date: Only conversations updated before this moment (RFC 3339) are counted.

        Returns:
            How many there are.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.count(date='2026-04-16T00:00:00+00:00')

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
        """
        _result: str = self._driver.call(
            _prepare(
                _COUNT,
                body={
                    "date": date,
                },
            )
        )
        return _result

    def get(
        self,
        id: int,
    ) -> Conversation:
        """Get a conversation.

        Returns one conversation.

        Args:
            id: Conversation id.

        Returns:
            The conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.get(id=9920)

        Source:
            https://developers.heymarket.com/api-reference/conversations/get
        """
        _result: Conversation = self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    def mark_read(
        self,
        *,
        inbox_id: int,
        user_id: int,
        target: str | None = None,
        targets: Sequence[str] | None = None,
        reassign_id: int | None = None,
    ) -> str:
        """Mark a conversation as read.

        Marks the conversation with a customer as read by a member.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.mark_read(inbox_id=2222, user_id=55, target='14155551234')

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = self._driver.call(
            _prepare(
                _MARK_READ,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "target": target,
                    "targets": targets,
                    "reassign_id": reassign_id,
                },
            )
        )
        return _result

    def mark_unread(
        self,
        *,
        inbox_id: int,
        user_id: int,
        target: str | None = None,
        targets: Sequence[str] | None = None,
        reassign_id: int | None = None,
    ) -> str:
        """Mark a conversation as unread.

        Marks the conversation with a customer as not read by a member.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.mark_unread(inbox_id=2222, user_id=55, target='14155551234')

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = self._driver.call(
            _prepare(
                _MARK_UNREAD,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "target": target,
                    "targets": targets,
                    "reassign_id": reassign_id,
                },
            )
        )
        return _result

    def open(
        self,
        *,
        inbox_id: int,
        user_id: int,
        chat_id: int | None = None,
        target: str | None = None,
        targets: Sequence[str] | None = None,
    ) -> str:
        """Open a conversation.

        Opens a closed conversation. A new message of the customer does the same.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.open(chat_id=9920, inbox_id=2222, user_id=55)

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = self._driver.call(
            _prepare(
                _OPEN,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "chat_id": chat_id,
                    "target": target,
                    "targets": targets,
                },
            )
        )
        return _result

    def close(
        self,
        *,
        inbox_id: int,
        user_id: int,
        chat_id: int | None = None,
        target: str | None = None,
        targets: Sequence[str] | None = None,
    ) -> str:
        """Close a conversation.

        Closes a conversation, which the vendor also calls archiving. A new message of the customer opens it
        again.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.close(chat_id=9920, inbox_id=2222, user_id=55)

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = self._driver.call(
            _prepare(
                _CLOSE,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "chat_id": chat_id,
                    "target": target,
                    "targets": targets,
                },
            )
        )
        return _result

    def reassign(
        self,
        *,
        inbox_id: int,
        user_id: int,
        reassign_id: int,
        target: str | None = None,
        targets: Sequence[str] | None = None,
    ) -> str:
        """Reassign a conversation.

        Hands a conversation from its owner to another member of the same inbox.

        Whether it may be retried is unpublished: the second time the named owner no longer owns it.

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who owns it now.
            reassign_id: Member who is to own it.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.reassign(inbox_id=2222, target='14155551234', user_id=55, reassign_id=72)

        Source:
            https://developers.heymarket.com/api-reference/conversations/reassign
        """
        _result: str = self._driver.call(
            _prepare(
                _REASSIGN,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "reassign_id": reassign_id,
                    "target": target,
                    "targets": targets,
                },
            )
        )
        return _result

    def transfer(
        self,
        *,
        conversation_id: int,
        transfer_inbox_id: int,
    ) -> str:
        """Transfer a conversation.

        Moves a conversation to another inbox. Only SMS conversations can be moved, and only to an inbox that
        has no conversation with the same customer yet.

        It must not be retried blindly: the second time the target inbox has the conversation.

        Args:
            conversation_id: Conversation id.
            transfer_inbox_id: Inbox to move it to.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.transfer(conversation_id=9920, transfer_inbox_id=3333)

        Source:
            https://developers.heymarket.com/api-reference/conversations/transfer
        """
        _result: str = self._driver.call(
            _prepare(
                _TRANSFER,
                body={
                    "conversation_id": conversation_id,
                    "transfer_inbox_id": transfer_inbox_id,
                },
            )
        )
        return _result


class AsyncConversationsResource(AsyncResource):
    """Message threads between a team and its customers."""

    @property
    def with_raw_response(self) -> AsyncConversationsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncConversationsWithRawResponse(AsyncConversationsResource(self._driver.returning_raw()))

    def list(
        self,
        *,
        id: int | None = None,
        filters: ConversationFilters | ConversationFiltersParam | None = None,
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

        To read on, send the `updated` of the last conversation of the response as `date`: only conversations
        updated before that moment come back. An empty array is the end; a short one is not. No page size,
        total or link to the next page is published.

        Args:
            id: Member on whose behalf to list; the response holds what this member can see.
            filters: Narrows a list of conversations.
            date: Cursor (RFC 3339): only conversations updated before this moment are returned. Use the
                `updated` of the last conversation received, unchanged.
            archived: Meaning unpublished; the vendor's prose calls closed conversations archived.
            ascending: Oldest first instead of newest first. How `date` then selects is unpublished.
            assigned: Only conversations assigned to this member; meaning inferred from the name.
            filter: Meaning unpublished.
            limit: Most conversations in one response, not in the whole listing; neither default nor maximum is
                published.
            order: Meaning unpublished.
            page: Number of the page; unused by the published way to read on, which is `date`.
            parent_id: Meaning unpublished.

        Returns:
            One page of conversations; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.conversations.list(id=1111, filters={'inboxes': [2222, 3333], 'closed': False, 'unread':
            False})

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
            https://developers.heymarket.com/concepts/conversations
        """
        return self._driver.page(
            _prepare(
                _LIST,
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

    async def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> str:
        """Count conversations.

        Counts the conversations of the team, or those updated before a moment. The number comes as text.

        Args:
            date: Only conversations updated before this moment (RFC 3339) are counted.

        Returns:
            How many there are.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.count(date='2026-04-16T00:00:00+00:00')

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
        """
        _result: str = await self._driver.call(
            _prepare(
                _COUNT,
                body={
                    "date": date,
                },
            )
        )
        return _result

    async def get(
        self,
        id: int,
    ) -> Conversation:
        """Get a conversation.

        Returns one conversation.

        Args:
            id: Conversation id.

        Returns:
            The conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.get(id=9920)

        Source:
            https://developers.heymarket.com/api-reference/conversations/get
        """
        _result: Conversation = await self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    async def mark_read(
        self,
        *,
        inbox_id: int,
        user_id: int,
        target: str | None = None,
        targets: Sequence[str] | None = None,
        reassign_id: int | None = None,
    ) -> str:
        """Mark a conversation as read.

        Marks the conversation with a customer as read by a member.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.mark_read(inbox_id=2222, user_id=55, target='14155551234')

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = await self._driver.call(
            _prepare(
                _MARK_READ,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "target": target,
                    "targets": targets,
                    "reassign_id": reassign_id,
                },
            )
        )
        return _result

    async def mark_unread(
        self,
        *,
        inbox_id: int,
        user_id: int,
        target: str | None = None,
        targets: Sequence[str] | None = None,
        reassign_id: int | None = None,
    ) -> str:
        """Mark a conversation as unread.

        Marks the conversation with a customer as not read by a member.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.mark_unread(inbox_id=2222, user_id=55, target='14155551234')

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = await self._driver.call(
            _prepare(
                _MARK_UNREAD,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "target": target,
                    "targets": targets,
                    "reassign_id": reassign_id,
                },
            )
        )
        return _result

    async def open(
        self,
        *,
        inbox_id: int,
        user_id: int,
        chat_id: int | None = None,
        target: str | None = None,
        targets: Sequence[str] | None = None,
    ) -> str:
        """Open a conversation.

        Opens a closed conversation. A new message of the customer does the same.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.open(chat_id=9920, inbox_id=2222, user_id=55)

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = await self._driver.call(
            _prepare(
                _OPEN,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "chat_id": chat_id,
                    "target": target,
                    "targets": targets,
                },
            )
        )
        return _result

    async def close(
        self,
        *,
        inbox_id: int,
        user_id: int,
        chat_id: int | None = None,
        target: str | None = None,
        targets: Sequence[str] | None = None,
    ) -> str:
        """Close a conversation.

        Closes a conversation, which the vendor also calls archiving. A new message of the customer opens it
        again.

        Setting the same state again changes nothing, so it may be retried (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.close(chat_id=9920, inbox_id=2222, user_id=55)

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = await self._driver.call(
            _prepare(
                _CLOSE,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "chat_id": chat_id,
                    "target": target,
                    "targets": targets,
                },
            )
        )
        return _result

    async def reassign(
        self,
        *,
        inbox_id: int,
        user_id: int,
        reassign_id: int,
        target: str | None = None,
        targets: Sequence[str] | None = None,
    ) -> str:
        """Reassign a conversation.

        Hands a conversation from its owner to another member of the same inbox.

        Whether it may be retried is unpublished: the second time the named owner no longer owns it.

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who owns it now.
            reassign_id: Member who is to own it.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.reassign(inbox_id=2222, target='14155551234', user_id=55, reassign_id=72)

        Source:
            https://developers.heymarket.com/api-reference/conversations/reassign
        """
        _result: str = await self._driver.call(
            _prepare(
                _REASSIGN,
                body={
                    "inbox_id": inbox_id,
                    "user_id": user_id,
                    "reassign_id": reassign_id,
                    "target": target,
                    "targets": targets,
                },
            )
        )
        return _result

    async def transfer(
        self,
        *,
        conversation_id: int,
        transfer_inbox_id: int,
    ) -> str:
        """Transfer a conversation.

        Moves a conversation to another inbox. Only SMS conversations can be moved, and only to an inbox that
        has no conversation with the same customer yet.

        It must not be retried blindly: the second time the target inbox has the conversation.

        Args:
            conversation_id: Conversation id.
            transfer_inbox_id: Inbox to move it to.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.conversations.transfer(conversation_id=9920, transfer_inbox_id=3333)

        Source:
            https://developers.heymarket.com/api-reference/conversations/transfer
        """
        _result: str = await self._driver.call(
            _prepare(
                _TRANSFER,
                body={
                    "conversation_id": conversation_id,
                    "transfer_inbox_id": transfer_inbox_id,
                },
            )
        )
        return _result


class ConversationsWithRawResponse:
    def __init__(self, resource: ConversationsResource) -> None:
        self.list: Final = raw_response(resource.list)
        self.count: Final = raw_response(resource.count)
        self.get: Final = raw_response(resource.get)
        self.mark_read: Final = raw_response(resource.mark_read)
        self.mark_unread: Final = raw_response(resource.mark_unread)
        self.open: Final = raw_response(resource.open)
        self.close: Final = raw_response(resource.close)
        self.reassign: Final = raw_response(resource.reassign)
        self.transfer: Final = raw_response(resource.transfer)


class AsyncConversationsWithRawResponse:
    def __init__(self, resource: AsyncConversationsResource) -> None:
        self.list: Final = async_raw_response(resource.list)
        self.count: Final = async_raw_response(resource.count)
        self.get: Final = async_raw_response(resource.get)
        self.mark_read: Final = async_raw_response(resource.mark_read)
        self.mark_unread: Final = async_raw_response(resource.mark_unread)
        self.open: Final = async_raw_response(resource.open)
        self.close: Final = async_raw_response(resource.close)
        self.reassign: Final = async_raw_response(resource.reassign)
        self.transfer: Final = async_raw_response(resource.transfer)
