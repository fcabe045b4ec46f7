# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Annotated, Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByTimestamp
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page
from heymarket_runtime.rules import Like, Limits

from ..models.message import Message
from ..models.message_count_query import MessageCountQuery
from ..models.message_query import MessageQuery
from ..models.message_request import MessageRequest
from ..models.sent_message import SentMessage

_SEND = Operation(
    name="messages.send",
    method="POST",
    path="/v1/message/send",
    body=MessageRequest,
    any_of=(("text",), ("media_url",), ("template_id",), ("survey_id",)),
    one_of=(("phone_number",), ("chat_id",), ("list_id",), ("targets",)),
    dependent=(("list_id", ("local_id",)),),
    result=SentMessage,
    semantics="unsafe",
    idempotency_key="local_id",
)


_HISTORY = Operation(
    name="messages.history",
    method="GET",
    path="/v1/messages",
    parameters=(
        Parameter(
            "phoneNumber",
            "query",
            Annotated[str, Limits(pattern="^[1-9][0-9]{1,14}\\Z"), Like("14155550199")],
            required=True,
        ),
        Parameter("inboxID", "query", int, required=True),
        Parameter("timestamp", "query", int, required=False),
    ),
    result=list[Message],
    semantics="safe",
    paging=ByTimestamp(
        sent_as=Input("timestamp", "query"),
        items=(),
        field="date",
        identity="id",
        limit=None,
        reversed_by=None,
        first_only=(),
        unit="unix-seconds",
    ),
)


_LIST = Operation(
    name="messages.list",
    method="POST",
    path="/v1/messages/all",
    body=MessageQuery,
    result=list[Message],
    semantics="safe",
    paging=ByTimestamp(
        sent_as=Input("created_at", "body"),
        items=(),
        field="date",
        identity="id",
        limit=Input("limit", "body"),
        reversed_by=Input("ascending", "body"),
        first_only=(Input("page", "body"),),
    ),
)


_COUNT = Operation(
    name="messages.count",
    method="POST",
    path="/v1/messages/all/count",
    body=MessageCountQuery,
    result=str,
    semantics="safe",
)


class MessagesResource(Resource):
    """What teams and customers write to each other."""

    @property
    def with_raw_response(self) -> MessagesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return MessagesWithRawResponse(MessagesResource(self._driver.returning_raw()))

    def send(
        self,
        *,
        inbox_id: int,
        creator_id: int,
        phone_number: str | None = None,
        chat_id: int | None = None,
        list_id: int | None = None,
        targets: Sequence[str] | None = None,
        text: str | None = None,
        media_url: str | None = None,
        template_id: int | None = None,
        local_id: str | None = None,
        activity_id: str | None = None,
        private: bool | None = None,
        author: str | None = None,
        survey_id: int | None = None,
    ) -> SentMessage:
        """Send a message.

        Sends an SMS or MMS from an inbox: to one phone number, into a conversation, to everyone on a list, or
        to a group. With `private` it stays in the conversation as a comment for the team.

        Give exactly one of `phone_number`, `chat_id`, `list_id` and `targets`, and one or more of `text`,
        `media_url`, `template_id` and `survey_id`. A repeated `local_id` sends nothing again, so a call may
        be repeated with the same one; a list needs one of your own.

        Without `local_id` one is made. All attempts send the same, and the result, or the error, has it as
        `idempotency_key`.

        Args:
            inbox_id: Inbox to send from.
            creator_id: Member who sends it, as the inbox or the team lists its members; must have access to the
                inbox.
            phone_number: A phone number, as E.164 digits without the plus.
            chat_id: Conversation to send into.
            list_id: List whose targets get a message each; needs `local_id`.
            targets: Phone numbers of a group that gets one MMS; not from toll-free numbers.
            text: The text.
            media_url: Where a picture or another file is, for everyone to read; makes the message an MMS.
            template_id: Template to send, with its merge tokens filled in.
            local_id: Id of yours, unique for each message: a repeated one sends nothing again. It also stands in
                the message, so that webhooks can be matched.
            activity_id: Meaning unpublished.
            private: Keep it as a comment that only the team sees.
            author: Name of the sender; meaning inferred from the name.
            survey_id: Survey to send.

        Returns:
            What was sent.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.messages.send(inbox_id=2222, creator_id=55, phone_number='14155551234', text='Your
            appointment is confirmed for tomorrow at 10.', local_id='6d8d0429-3f15-4293-8d0b-38bf1dd5ca06')

        Source:
            https://developers.heymarket.com/api-reference/messages/send
            https://developers.heymarket.com/guides/send-message
            https://developers.heymarket.com/concepts/messages
        """
        _result: SentMessage = self._driver.call(
            _prepare(
                _SEND,
                body={
                    "inbox_id": inbox_id,
                    "creator_id": creator_id,
                    "phone_number": phone_number,
                    "chat_id": chat_id,
                    "list_id": list_id,
                    "targets": targets,
                    "text": text,
                    "media_url": media_url,
                    "template_id": template_id,
                    "local_id": local_id,
                    "activity_id": activity_id,
                    "private": private,
                    "author": author,
                    "survey_id": survey_id,
                },
            )
        )
        return _result

    def history(
        self,
        *,
        phone_number: str,
        inbox_id: int,
        timestamp: int | None = None,
    ) -> Page[Message]:
        """Get the messages of a conversation.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the messages between an inbox and a phone number, the newest first, up to 50 at once, as a
        bare array.

        To read on, send the `date` of the last message of the response as `timestamp`, in whole seconds since
        1970: only messages before that moment come back. That the newest comes first, and that an empty array
        is the end, is inferred from the other listings.

        Args:
            phone_number: The customer's phone number (E.164 digits, no plus).
            inbox_id: Inbox of the conversation.
            timestamp: Cursor (Unix time in seconds): only messages before this moment are returned; the newest if it
                is left out.

        Returns:
            Messages of the conversation; an empty array after the last ones.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.messages.history(phone_number='14155551234', inbox_id=2222, timestamp=1776244364)

        Source:
            https://developers.heymarket.com/api-reference/messages/get-history
        """
        return self._driver.page(
            _prepare(
                _HISTORY,
                query={
                    "phoneNumber": phone_number,
                    "inboxID": inbox_id,
                    "timestamp": timestamp,
                },
            )
        )

    def list(
        self,
        *,
        created_at: datetime.datetime | str | None = None,
        order: str | None = None,
        ascending: bool | None = None,
        limit: int | None = None,
        archived: bool | None = None,
        assigned: int | None = None,
        date: datetime.datetime | str | None = None,
        filter: str | None = None,
        id: int | None = None,
        page: int | None = None,
        parent_id: int | None = None,
    ) -> Page[Message]:
        """List messages.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the messages of the whole team, the newest first, up to 30 at once unless `limit` says another
        number, as a bare array.

        To read on, send the `date` of the last message of the response as `created_at`: only messages created
        before that moment come back. An empty array is the end. With `order: updated_at` the messages stand
        in another order than that of the cursor, so such a listing cannot be read on.

        Args:
            created_at: Cursor (RFC 3339): only messages created before this moment are returned. Use the `date` of
                the last message received, unchanged.
            order: Field to sort by, `created_at` (if it is left out) or `updated_at`.
            ascending: Oldest first instead of newest first; false if it is left out.
            limit: Most messages of one response, not of the whole listing; 30 if it is left out.
            archived: Part of a structure that several endpoints share; no meaning is published for it here.
            assigned: Part of a structure that several endpoints share; no meaning is published for it here.
            date: Part of a structure that several endpoints share, where it is the cursor; here the prose has
                `created_at` instead.
            filter: Part of a structure that several endpoints share; no meaning is published for it here.
            id: Part of a structure that several endpoints share; no meaning is published for it here.
            page: Page number, from 1, in the vendor's older text; not sent again once a cursor is.
            parent_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            One page of messages; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.messages.list()

        Source:
            https://developers.heymarket.com/api-reference/messages/list
            https://developers.heymarket.com/api-reference/messages/get-history
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "created_at": created_at,
                    "order": order,
                    "ascending": ascending,
                    "limit": limit,
                    "archived": archived,
                    "assigned": assigned,
                    "date": date,
                    "filter": filter,
                    "id": id,
                    "page": page,
                    "parent_id": parent_id,
                },
            )
        )

    def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
        archived: bool | None = None,
        ascending: bool | None = None,
        assigned: int | None = None,
        filter: str | None = None,
        id: int | None = None,
        limit: int | None = None,
        order: str | None = None,
        page: int | None = None,
        parent_id: int | None = None,
    ) -> str:
        """Count messages.

        Counts the messages of the team, or those before a moment. The number comes as text.

        Args:
            date: Only messages before this moment are counted (RFC 3339).
            archived: Part of a structure that several endpoints share; no meaning is published for it here.
            ascending: Part of a structure that several endpoints share; no meaning is published for it here.
            assigned: Part of a structure that several endpoints share; no meaning is published for it here.
            filter: Part of a structure that several endpoints share; no meaning is published for it here.
            id: Part of a structure that several endpoints share; no meaning is published for it here.
            limit: Part of a structure that several endpoints share; no meaning is published for it here.
            order: Part of a structure that several endpoints share; no meaning is published for it here.
            page: Part of a structure that several endpoints share; no meaning is published for it here.
            parent_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            How many there are.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.messages.count()

        Source:
            https://developers.heymarket.com/api-reference/messages/count
            https://developers.heymarket.com/api-reference/messages/get-history
        """
        _result: str = self._driver.call(
            _prepare(
                _COUNT,
                body={
                    "date": date,
                    "archived": archived,
                    "ascending": ascending,
                    "assigned": assigned,
                    "filter": filter,
                    "id": id,
                    "limit": limit,
                    "order": order,
                    "page": page,
                    "parent_id": parent_id,
                },
            )
        )
        return _result


class AsyncMessagesResource(AsyncResource):
    """What teams and customers write to each other."""

    @property
    def with_raw_response(self) -> AsyncMessagesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncMessagesWithRawResponse(AsyncMessagesResource(self._driver.returning_raw()))

    async def send(
        self,
        *,
        inbox_id: int,
        creator_id: int,
        phone_number: str | None = None,
        chat_id: int | None = None,
        list_id: int | None = None,
        targets: Sequence[str] | None = None,
        text: str | None = None,
        media_url: str | None = None,
        template_id: int | None = None,
        local_id: str | None = None,
        activity_id: str | None = None,
        private: bool | None = None,
        author: str | None = None,
        survey_id: int | None = None,
    ) -> SentMessage:
        """Send a message.

        Sends an SMS or MMS from an inbox: to one phone number, into a conversation, to everyone on a list, or
        to a group. With `private` it stays in the conversation as a comment for the team.

        Give exactly one of `phone_number`, `chat_id`, `list_id` and `targets`, and one or more of `text`,
        `media_url`, `template_id` and `survey_id`. A repeated `local_id` sends nothing again, so a call may
        be repeated with the same one; a list needs one of your own.

        Without `local_id` one is made. All attempts send the same, and the result, or the error, has it as
        `idempotency_key`.

        Args:
            inbox_id: Inbox to send from.
            creator_id: Member who sends it, as the inbox or the team lists its members; must have access to the
                inbox.
            phone_number: A phone number, as E.164 digits without the plus.
            chat_id: Conversation to send into.
            list_id: List whose targets get a message each; needs `local_id`.
            targets: Phone numbers of a group that gets one MMS; not from toll-free numbers.
            text: The text.
            media_url: Where a picture or another file is, for everyone to read; makes the message an MMS.
            template_id: Template to send, with its merge tokens filled in.
            local_id: Id of yours, unique for each message: a repeated one sends nothing again. It also stands in
                the message, so that webhooks can be matched.
            activity_id: Meaning unpublished.
            private: Keep it as a comment that only the team sees.
            author: Name of the sender; meaning inferred from the name.
            survey_id: Survey to send.

        Returns:
            What was sent.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.messages.send(inbox_id=2222, creator_id=55, phone_number='14155551234', text='Your
            appointment is confirmed for tomorrow at 10.', local_id='6d8d0429-3f15-4293-8d0b-38bf1dd5ca06')

        Source:
            https://developers.heymarket.com/api-reference/messages/send
            https://developers.heymarket.com/guides/send-message
            https://developers.heymarket.com/concepts/messages
        """
        _result: SentMessage = await self._driver.call(
            _prepare(
                _SEND,
                body={
                    "inbox_id": inbox_id,
                    "creator_id": creator_id,
                    "phone_number": phone_number,
                    "chat_id": chat_id,
                    "list_id": list_id,
                    "targets": targets,
                    "text": text,
                    "media_url": media_url,
                    "template_id": template_id,
                    "local_id": local_id,
                    "activity_id": activity_id,
                    "private": private,
                    "author": author,
                    "survey_id": survey_id,
                },
            )
        )
        return _result

    def history(
        self,
        *,
        phone_number: str,
        inbox_id: int,
        timestamp: int | None = None,
    ) -> AsyncPages[Message]:
        """Get the messages of a conversation.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the messages between an inbox and a phone number, the newest first, up to 50 at once, as a
        bare array.

        To read on, send the `date` of the last message of the response as `timestamp`, in whole seconds since
        1970: only messages before that moment come back. That the newest comes first, and that an empty array
        is the end, is inferred from the other listings.

        Args:
            phone_number: The customer's phone number (E.164 digits, no plus).
            inbox_id: Inbox of the conversation.
            timestamp: Cursor (Unix time in seconds): only messages before this moment are returned; the newest if it
                is left out.

        Returns:
            Messages of the conversation; an empty array after the last ones.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.messages.history(phone_number='14155551234', inbox_id=2222, timestamp=1776244364)

        Source:
            https://developers.heymarket.com/api-reference/messages/get-history
        """
        return self._driver.page(
            _prepare(
                _HISTORY,
                query={
                    "phoneNumber": phone_number,
                    "inboxID": inbox_id,
                    "timestamp": timestamp,
                },
            )
        )

    def list(
        self,
        *,
        created_at: datetime.datetime | str | None = None,
        order: str | None = None,
        ascending: bool | None = None,
        limit: int | None = None,
        archived: bool | None = None,
        assigned: int | None = None,
        date: datetime.datetime | str | None = None,
        filter: str | None = None,
        id: int | None = None,
        page: int | None = None,
        parent_id: int | None = None,
    ) -> AsyncPages[Message]:
        """List messages.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the messages of the whole team, the newest first, up to 30 at once unless `limit` says another
        number, as a bare array.

        To read on, send the `date` of the last message of the response as `created_at`: only messages created
        before that moment come back. An empty array is the end. With `order: updated_at` the messages stand
        in another order than that of the cursor, so such a listing cannot be read on.

        Args:
            created_at: Cursor (RFC 3339): only messages created before this moment are returned. Use the `date` of
                the last message received, unchanged.
            order: Field to sort by, `created_at` (if it is left out) or `updated_at`.
            ascending: Oldest first instead of newest first; false if it is left out.
            limit: Most messages of one response, not of the whole listing; 30 if it is left out.
            archived: Part of a structure that several endpoints share; no meaning is published for it here.
            assigned: Part of a structure that several endpoints share; no meaning is published for it here.
            date: Part of a structure that several endpoints share, where it is the cursor; here the prose has
                `created_at` instead.
            filter: Part of a structure that several endpoints share; no meaning is published for it here.
            id: Part of a structure that several endpoints share; no meaning is published for it here.
            page: Page number, from 1, in the vendor's older text; not sent again once a cursor is.
            parent_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            One page of messages; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.messages.list()

        Source:
            https://developers.heymarket.com/api-reference/messages/list
            https://developers.heymarket.com/api-reference/messages/get-history
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "created_at": created_at,
                    "order": order,
                    "ascending": ascending,
                    "limit": limit,
                    "archived": archived,
                    "assigned": assigned,
                    "date": date,
                    "filter": filter,
                    "id": id,
                    "page": page,
                    "parent_id": parent_id,
                },
            )
        )

    async def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
        archived: bool | None = None,
        ascending: bool | None = None,
        assigned: int | None = None,
        filter: str | None = None,
        id: int | None = None,
        limit: int | None = None,
        order: str | None = None,
        page: int | None = None,
        parent_id: int | None = None,
    ) -> str:
        """Count messages.

        Counts the messages of the team, or those before a moment. The number comes as text.

        Args:
            date: Only messages before this moment are counted (RFC 3339).
            archived: Part of a structure that several endpoints share; no meaning is published for it here.
            ascending: Part of a structure that several endpoints share; no meaning is published for it here.
            assigned: Part of a structure that several endpoints share; no meaning is published for it here.
            filter: Part of a structure that several endpoints share; no meaning is published for it here.
            id: Part of a structure that several endpoints share; no meaning is published for it here.
            limit: Part of a structure that several endpoints share; no meaning is published for it here.
            order: Part of a structure that several endpoints share; no meaning is published for it here.
            page: Part of a structure that several endpoints share; no meaning is published for it here.
            parent_id: Part of a structure that several endpoints share; no meaning is published for it here.

        Returns:
            How many there are.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.messages.count()

        Source:
            https://developers.heymarket.com/api-reference/messages/count
            https://developers.heymarket.com/api-reference/messages/get-history
        """
        _result: str = await self._driver.call(
            _prepare(
                _COUNT,
                body={
                    "date": date,
                    "archived": archived,
                    "ascending": ascending,
                    "assigned": assigned,
                    "filter": filter,
                    "id": id,
                    "limit": limit,
                    "order": order,
                    "page": page,
                    "parent_id": parent_id,
                },
            )
        )
        return _result


class MessagesWithRawResponse:
    def __init__(self, resource: MessagesResource) -> None:
        self.send: Final = raw_response(resource.send)
        self.history: Final = raw_response(resource.history)
        self.list: Final = raw_response(resource.list)
        self.count: Final = raw_response(resource.count)


class AsyncMessagesWithRawResponse:
    def __init__(self, resource: AsyncMessagesResource) -> None:
        self.send: Final = async_raw_response(resource.send)
        self.history: Final = async_raw_response(resource.history)
        self.list: Final = async_raw_response(resource.list)
        self.count: Final = async_raw_response(resource.count)
