# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.operation import Operation, Parameter

from ..models.saved_record import SavedRecord
from ..models.schedule import Schedule
from ..models.schedule_request import ScheduleRequest
from ..models.scheduled_content import ScheduledContent, ScheduledContentParam

_CREATE = Operation(
    name="schedules.create",
    method="POST",
    path="/v1/schedule",
    body=ScheduleRequest,
    one_of=(("phone_number",), ("targets",), ("conversation_id",), ("list_id",)),
    result=SavedRecord,
    semantics="unsafe",
)


_GET = Operation(
    name="schedules.get",
    method="GET",
    path="/v1/schedule/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Schedule,
    semantics="safe",
)


_UPDATE = Operation(
    name="schedules.update",
    method="PUT",
    path="/v1/schedule/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    body=ScheduleRequest,
    one_of=(("phone_number",), ("targets",), ("conversation_id",), ("list_id",)),
    result=SavedRecord,
    semantics="idempotent",
)


_DELETE = Operation(
    name="schedules.delete",
    method="DELETE",
    path="/v1/schedule/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=str,
    semantics="idempotent",
)


class SchedulesResource(Resource):
    """Messages that are sent at a later time."""

    @property
    def with_raw_response(self) -> SchedulesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return SchedulesWithRawResponse(SchedulesResource(self._driver.returning_raw()))

    def create(
        self,
        *,
        inbox_id: int,
        execute_at: datetime.datetime | str,
        content: ScheduledContent | ScheduledContentParam,
        phone_number: str | None = None,
        targets: Sequence[str] | None = None,
        conversation_id: int | None = None,
        list_id: int | None = None,
        local_id: str | None = None,
        user_id: int | None = None,
    ) -> SavedRecord:
        """Schedule a message.

        Has a message sent at a later time, to a phone number, a group, a conversation or a list. The time
        lies on a quarter of an hour, and at least 15 minutes ahead.

        `local_id` maps a schedule to a record of yours. Whether it keeps a repeated request from scheduling a
        second message is unpublished, so a creation must not be retried blindly.

        Args:
            inbox_id: Inbox to send from.
            execute_at: When to send it (RFC 3339): on a quarter of an hour (:00, :15, :30 or :45), and at least 15
                minutes ahead.
            content: What a scheduled message says.
            phone_number: A phone number, as E.164 digits without the plus.
            targets: Phone numbers of a group that gets one MMS.
            conversation_id: Conversation to send into.
            list_id: List whose members get a message each.
            local_id: Id of yours, unique among your schedules.
            user_id: Member who sends it; the team owner if it is left out.

        Returns:
            What was scheduled.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.create(inbox_id=2222, execute_at='2035-05-04T15:30:00Z',
            phone_number='14155551234', content={'text': 'See you tomorrow at 10.'}, local_id='visit-7')

        Source:
            https://developers.heymarket.com/api-reference/schedule
            https://developers.heymarket.com/concepts/lists-templates-scheduling
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "inbox_id": inbox_id,
                    "execute_at": execute_at,
                    "content": content,
                    "phone_number": phone_number,
                    "targets": targets,
                    "conversation_id": conversation_id,
                    "list_id": list_id,
                    "local_id": local_id,
                    "user_id": user_id,
                },
            )
        )
        return _result

    def get(
        self,
        id: int,
    ) -> Schedule:
        """Get a scheduled message.

        Returns a message that is still to be sent.

        Args:
            id: Schedule id.

        Returns:
            The scheduled message.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.get(id=301)

        Source:
            https://developers.heymarket.com/api-reference/schedule-get
            https://developers.heymarket.com/api-reference/schedule
        """
        _result: Schedule = self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    def update(
        self,
        id: int,
        *,
        inbox_id: int,
        execute_at: datetime.datetime | str,
        content: ScheduledContent | ScheduledContentParam,
        phone_number: str | None = None,
        targets: Sequence[str] | None = None,
        conversation_id: int | None = None,
        list_id: int | None = None,
        local_id: str | None = None,
        user_id: int | None = None,
    ) -> SavedRecord:
        """Change a scheduled message.

        Replaces a message that is still to be sent. The body is that of a creation.

        Args:
            id: Schedule id.
            inbox_id: Inbox to send from.
            execute_at: When to send it (RFC 3339): on a quarter of an hour (:00, :15, :30 or :45), and at least 15
                minutes ahead.
            content: What a scheduled message says.
            phone_number: A phone number, as E.164 digits without the plus.
            targets: Phone numbers of a group that gets one MMS.
            conversation_id: Conversation to send into.
            list_id: List whose members get a message each.
            local_id: Id of yours, unique among your schedules.
            user_id: Member who sends it; the team owner if it is left out.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.update(id=302, inbox_id=2222, execute_at='2035-05-04T15:30:00Z',
            phone_number='14155551234', content={'text': 'See you tomorrow at 10.'}, local_id='visit-7')

        Source:
            https://developers.heymarket.com/api-reference/schedule
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "inbox_id": inbox_id,
                    "execute_at": execute_at,
                    "content": content,
                    "phone_number": phone_number,
                    "targets": targets,
                    "conversation_id": conversation_id,
                    "list_id": list_id,
                    "local_id": local_id,
                    "user_id": user_id,
                },
            )
        )
        return _result

    def delete(
        self,
        id: int,
    ) -> str:
        """Cancel a scheduled message.

        Cancels a message that is still to be sent.

        Cancelling it again finds nothing, so a retried request may give 404.

        Args:
            id: Schedule id.

        Returns:
            Cancelled.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.delete(id=303)

        Source:
            https://developers.heymarket.com/api-reference/schedule
        """
        _result: str = self._driver.call(
            _prepare(
                _DELETE,
                path={
                    "id": id,
                },
            )
        )
        return _result


class AsyncSchedulesResource(AsyncResource):
    """Messages that are sent at a later time."""

    @property
    def with_raw_response(self) -> AsyncSchedulesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncSchedulesWithRawResponse(AsyncSchedulesResource(self._driver.returning_raw()))

    async def create(
        self,
        *,
        inbox_id: int,
        execute_at: datetime.datetime | str,
        content: ScheduledContent | ScheduledContentParam,
        phone_number: str | None = None,
        targets: Sequence[str] | None = None,
        conversation_id: int | None = None,
        list_id: int | None = None,
        local_id: str | None = None,
        user_id: int | None = None,
    ) -> SavedRecord:
        """Schedule a message.

        Has a message sent at a later time, to a phone number, a group, a conversation or a list. The time
        lies on a quarter of an hour, and at least 15 minutes ahead.

        `local_id` maps a schedule to a record of yours. Whether it keeps a repeated request from scheduling a
        second message is unpublished, so a creation must not be retried blindly.

        Args:
            inbox_id: Inbox to send from.
            execute_at: When to send it (RFC 3339): on a quarter of an hour (:00, :15, :30 or :45), and at least 15
                minutes ahead.
            content: What a scheduled message says.
            phone_number: A phone number, as E.164 digits without the plus.
            targets: Phone numbers of a group that gets one MMS.
            conversation_id: Conversation to send into.
            list_id: List whose members get a message each.
            local_id: Id of yours, unique among your schedules.
            user_id: Member who sends it; the team owner if it is left out.

        Returns:
            What was scheduled.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.create(inbox_id=2222, execute_at='2035-05-04T15:30:00Z',
            phone_number='14155551234', content={'text': 'See you tomorrow at 10.'}, local_id='visit-7')

        Source:
            https://developers.heymarket.com/api-reference/schedule
            https://developers.heymarket.com/concepts/lists-templates-scheduling
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "inbox_id": inbox_id,
                    "execute_at": execute_at,
                    "content": content,
                    "phone_number": phone_number,
                    "targets": targets,
                    "conversation_id": conversation_id,
                    "list_id": list_id,
                    "local_id": local_id,
                    "user_id": user_id,
                },
            )
        )
        return _result

    async def get(
        self,
        id: int,
    ) -> Schedule:
        """Get a scheduled message.

        Returns a message that is still to be sent.

        Args:
            id: Schedule id.

        Returns:
            The scheduled message.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.get(id=301)

        Source:
            https://developers.heymarket.com/api-reference/schedule-get
            https://developers.heymarket.com/api-reference/schedule
        """
        _result: Schedule = await self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    async def update(
        self,
        id: int,
        *,
        inbox_id: int,
        execute_at: datetime.datetime | str,
        content: ScheduledContent | ScheduledContentParam,
        phone_number: str | None = None,
        targets: Sequence[str] | None = None,
        conversation_id: int | None = None,
        list_id: int | None = None,
        local_id: str | None = None,
        user_id: int | None = None,
    ) -> SavedRecord:
        """Change a scheduled message.

        Replaces a message that is still to be sent. The body is that of a creation.

        Args:
            id: Schedule id.
            inbox_id: Inbox to send from.
            execute_at: When to send it (RFC 3339): on a quarter of an hour (:00, :15, :30 or :45), and at least 15
                minutes ahead.
            content: What a scheduled message says.
            phone_number: A phone number, as E.164 digits without the plus.
            targets: Phone numbers of a group that gets one MMS.
            conversation_id: Conversation to send into.
            list_id: List whose members get a message each.
            local_id: Id of yours, unique among your schedules.
            user_id: Member who sends it; the team owner if it is left out.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.update(id=302, inbox_id=2222, execute_at='2035-05-04T15:30:00Z',
            phone_number='14155551234', content={'text': 'See you tomorrow at 10.'}, local_id='visit-7')

        Source:
            https://developers.heymarket.com/api-reference/schedule
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "inbox_id": inbox_id,
                    "execute_at": execute_at,
                    "content": content,
                    "phone_number": phone_number,
                    "targets": targets,
                    "conversation_id": conversation_id,
                    "list_id": list_id,
                    "local_id": local_id,
                    "user_id": user_id,
                },
            )
        )
        return _result

    async def delete(
        self,
        id: int,
    ) -> str:
        """Cancel a scheduled message.

        Cancels a message that is still to be sent.

        Cancelling it again finds nothing, so a retried request may give 404.

        Args:
            id: Schedule id.

        Returns:
            Cancelled.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.schedules.delete(id=303)

        Source:
            https://developers.heymarket.com/api-reference/schedule
        """
        _result: str = await self._driver.call(
            _prepare(
                _DELETE,
                path={
                    "id": id,
                },
            )
        )
        return _result


class SchedulesWithRawResponse:
    def __init__(self, resource: SchedulesResource) -> None:
        self.create: Final = raw_response(resource.create)
        self.get: Final = raw_response(resource.get)
        self.update: Final = raw_response(resource.update)
        self.delete: Final = raw_response(resource.delete)


class AsyncSchedulesWithRawResponse:
    def __init__(self, resource: AsyncSchedulesResource) -> None:
        self.create: Final = async_raw_response(resource.create)
        self.get: Final = async_raw_response(resource.get)
        self.update: Final = async_raw_response(resource.update)
        self.delete: Final = async_raw_response(resource.delete)
