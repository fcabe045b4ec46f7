# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import datetime
from collections.abc import Sequence

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.page import AsyncPages, Page
from heymarket_runtime.resource import AsyncResource, Resource, async_raw_response, raw_response

from ...models.conversation import Conversation
from ...models.conversation_filters import ConversationFilters, ConversationFiltersParam
from .close_conversation import operation as _close
from .count_conversations import operation as _count
from .get_conversation import operation as _get
from .list_conversations import operation as _list
from .mark_conversation_read import operation as _mark_read
from .mark_conversation_unread import operation as _mark_unread
from .open_conversation import operation as _open
from .reassign_conversation import operation as _reassign
from .transfer_conversation import operation as _transfer


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
            _prepare(
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

    def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> str:
        """Count conversations.

        Counts the conversations of the team, or those updated before a moment. The number comes as text.

        Args:
            date: Only conversations updated before this moment (RFC 3339) are counted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
        """
        _result: str = self._call(
            _prepare(
                _count,
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
            id: See the model.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/get
        """
        _result: Conversation = self._call(
            _prepare(
                _get,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = self._call(
            _prepare(
                _mark_read,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = self._call(
            _prepare(
                _mark_unread,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = self._call(
            _prepare(
                _open,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = self._call(
            _prepare(
                _close,
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

        Whether it may be repeated is unpublished: the second time the named owner no longer owns it.

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who owns it now.
            reassign_id: Member who is to own it.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/reassign
        """
        _result: str = self._call(
            _prepare(
                _reassign,
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

        It must not be repeated blindly: the second time the target inbox has the conversation.

        Args:
            conversation_id: Conversation id.
            transfer_inbox_id: Inbox to move it to.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/transfer
        """
        _result: str = self._call(
            _prepare(
                _transfer,
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
        """The same methods, giving the answer with its status, headers and bytes."""
        return AsyncConversationsWithRawResponse(AsyncConversationsResource(self._core, raw=True))

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
            _prepare(
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

    async def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> str:
        """Count conversations.

        Counts the conversations of the team, or those updated before a moment. The number comes as text.

        Args:
            date: Only conversations updated before this moment (RFC 3339) are counted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/list
        """
        _result: str = await self._call(
            _prepare(
                _count,
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
            id: See the model.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/get
        """
        _result: Conversation = await self._call(
            _prepare(
                _get,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = await self._call(
            _prepare(
                _mark_read,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member for whom it is marked.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.
            reassign_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/mark-read
        """
        _result: str = await self._call(
            _prepare(
                _mark_unread,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = await self._call(
            _prepare(
                _open,
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

        Setting the same state again changes nothing, so it may be repeated (inferred).

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who is recorded as having opened or closed it.
            chat_id: Conversation id.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/close
        """
        _result: str = await self._call(
            _prepare(
                _close,
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

        Whether it may be repeated is unpublished: the second time the named owner no longer owns it.

        Args:
            inbox_id: Inbox of the conversation.
            user_id: Member who owns it now.
            reassign_id: Member who is to own it.
            target: The customer's phone number (digits, no plus) or e-mail address.
            targets: All phone numbers of a group conversation.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/reassign
        """
        _result: str = await self._call(
            _prepare(
                _reassign,
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

        It must not be repeated blindly: the second time the target inbox has the conversation.

        Args:
            conversation_id: Conversation id.
            transfer_inbox_id: Inbox to move it to.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/conversations/transfer
        """
        _result: str = await self._call(
            _prepare(
                _transfer,
                body={
                    "conversation_id": conversation_id,
                    "transfer_inbox_id": transfer_inbox_id,
                },
            )
        )
        return _result


class ConversationsWithRawResponse:
    def __init__(self, resource: ConversationsResource) -> None:
        self.list = raw_response(resource.list)
        self.count = raw_response(resource.count)
        self.get = raw_response(resource.get)
        self.mark_read = raw_response(resource.mark_read)
        self.mark_unread = raw_response(resource.mark_unread)
        self.open = raw_response(resource.open)
        self.close = raw_response(resource.close)
        self.reassign = raw_response(resource.reassign)
        self.transfer = raw_response(resource.transfer)


class AsyncConversationsWithRawResponse:
    def __init__(self, resource: AsyncConversationsResource) -> None:
        self.list = async_raw_response(resource.list)
        self.count = async_raw_response(resource.count)
        self.get = async_raw_response(resource.get)
        self.mark_read = async_raw_response(resource.mark_read)
        self.mark_unread = async_raw_response(resource.mark_unread)
        self.open = async_raw_response(resource.open)
        self.close = async_raw_response(resource.close)
        self.reassign = async_raw_response(resource.reassign)
        self.transfer = async_raw_response(resource.transfer)
