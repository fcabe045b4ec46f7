# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.operation import Operation, Parameter

from ..models.deleted_list import DeletedList
from ..models.list_deletion import ListDeletion
from ..models.list_request import ListRequest
from ..models.list_update import ListUpdate
from ..models.saved_record import SavedRecord

_CREATE = Operation(
    name="lists.create",
    method="POST",
    path="/v2/lists",
    body=ListRequest,
    result=SavedRecord,
    semantics="unsafe",
    idempotency_key="local_id",
)


_UPDATE = Operation(
    name="lists.update",
    method="PUT",
    path="/v2/lists/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    body=ListUpdate,
    result=SavedRecord,
    semantics="idempotent",
)


_DELETE = Operation(
    name="lists.delete",
    method="DELETE",
    path="/v2/lists/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    body=ListDeletion,
    is_body_optional=True,
    result=DeletedList,
    semantics="idempotent",
)


class ListsResource(Resource):
    """Groups of recipients; a message to a list reaches each of them separately."""

    @property
    def with_raw_response(self) -> ListsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return ListsWithRawResponse(ListsResource(self._driver.returning_raw()))

    def create(
        self,
        *,
        title: str,
        local_id: str,
        type: str | None = None,
        contacts: Sequence[int] | None = None,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
    ) -> SavedRecord:
        """Create a list.

        Makes a list of recipients: contacts by their ids, phone numbers and e-mail addresses. A number or
        address that no contact has becomes a new contact.

        `local_id` is there to avoid duplicate lists. So a creation may be repeated with the same one, and
        gives the list that exists already (inferred).

        All attempts send the same `local_id`, and the result, or the error, has it as
        `idempotency_key`.

        Args:
            title: Name of the list; `name` in responses.
            local_id: Id of yours, unique among your lists, so that a repeated creation makes no second one.
            type: `contacts` for a list whose members can be reached by any channel; left out for one of phone
                numbers. The list may grow.
            contacts: Ids of contacts, the integer ones.
            phones: Phone numbers (E.164 digits, no plus); new ones become contacts.
            emails: E-mail addresses; new ones become contacts.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists.create(title='My VIP contacts', type='contacts',
            local_id='7d2f8d2c-6b0e-4f0c-9a53-0b4f6f1c2a11', contacts=[98765, 98766])

        Source:
            https://developers.heymarket.com/api-reference/lists/create
            https://developers.heymarket.com/guides/broadcast-messages
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "title": title,
                    "local_id": local_id,
                    "type": type,
                    "contacts": contacts,
                    "phones": phones,
                    "emails": emails,
                },
            )
        )
        return _result

    def update(
        self,
        id: int,
        *,
        title: str | None = None,
        contacts: Sequence[int] | None = None,
        add_contacts: Sequence[int] | None = None,
        remove_contacts: Sequence[int] | None = None,
        add_phones: Sequence[str] | None = None,
        remove_phones: Sequence[str] | None = None,
        add_emails: Sequence[str] | None = None,
        remove_emails: Sequence[str] | None = None,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
    ) -> SavedRecord:
        """Update a list.

        Renames a list, replaces its members by `contacts`, or adds and removes some. What is left out stays
        as it was.

        Args:
            id: List id.
            title: Name of the list; `name` in responses.
            contacts: Ids of contacts, which replace all members.
            add_contacts: Ids of contacts to add.
            remove_contacts: Ids of contacts to take out.
            add_phones: Phone numbers (E.164 digits, no plus) to add; new ones become contacts.
            remove_phones: Phone numbers (E.164 digits, no plus) to take out.
            add_emails: E-mail addresses to add; new ones become contacts.
            remove_emails: E-mail addresses to take out.
            phones: The same as `add_phones`, in the words of the reference.
            emails: The same as `add_emails`, in the words of the reference.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists.update(id=43, title='Old friends', add_contacts=[98765], remove_contacts=[98766])

        Source:
            https://developers.heymarket.com/api-reference/lists/update
            https://developers.heymarket.com/guides/broadcast-messages
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "title": title,
                    "contacts": contacts,
                    "add_contacts": add_contacts,
                    "remove_contacts": remove_contacts,
                    "add_phones": add_phones,
                    "remove_phones": remove_phones,
                    "add_emails": add_emails,
                    "remove_emails": remove_emails,
                    "phones": phones,
                    "emails": emails,
                },
            )
        )
        return _result

    def delete(
        self,
        id: int,
        *,
        contact_ids: Sequence[int] | None = None,
    ) -> DeletedList:
        """Delete a list.

        Deletes a list for good. Its contacts stay.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: List id.
            contact_ids: Ids of contacts to take out first.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists.delete(id=44)

        Source:
            https://developers.heymarket.com/api-reference/lists/update
            https://developers.heymarket.com/api-reference/lists/overview
        """
        _result: DeletedList = self._driver.call(
            _prepare(
                _DELETE,
                path={
                    "id": id,
                },
                body={
                    "contact_ids": contact_ids,
                },
            )
        )
        return _result


class AsyncListsResource(AsyncResource):
    """Groups of recipients; a message to a list reaches each of them separately."""

    @property
    def with_raw_response(self) -> AsyncListsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncListsWithRawResponse(AsyncListsResource(self._driver.returning_raw()))

    async def create(
        self,
        *,
        title: str,
        local_id: str,
        type: str | None = None,
        contacts: Sequence[int] | None = None,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
    ) -> SavedRecord:
        """Create a list.

        Makes a list of recipients: contacts by their ids, phone numbers and e-mail addresses. A number or
        address that no contact has becomes a new contact.

        `local_id` is there to avoid duplicate lists. So a creation may be repeated with the same one, and
        gives the list that exists already (inferred).

        All attempts send the same `local_id`, and the result, or the error, has it as
        `idempotency_key`.

        Args:
            title: Name of the list; `name` in responses.
            local_id: Id of yours, unique among your lists, so that a repeated creation makes no second one.
            type: `contacts` for a list whose members can be reached by any channel; left out for one of phone
                numbers. The list may grow.
            contacts: Ids of contacts, the integer ones.
            phones: Phone numbers (E.164 digits, no plus); new ones become contacts.
            emails: E-mail addresses; new ones become contacts.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists.create(title='My VIP contacts', type='contacts',
            local_id='7d2f8d2c-6b0e-4f0c-9a53-0b4f6f1c2a11', contacts=[98765, 98766])

        Source:
            https://developers.heymarket.com/api-reference/lists/create
            https://developers.heymarket.com/guides/broadcast-messages
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "title": title,
                    "local_id": local_id,
                    "type": type,
                    "contacts": contacts,
                    "phones": phones,
                    "emails": emails,
                },
            )
        )
        return _result

    async def update(
        self,
        id: int,
        *,
        title: str | None = None,
        contacts: Sequence[int] | None = None,
        add_contacts: Sequence[int] | None = None,
        remove_contacts: Sequence[int] | None = None,
        add_phones: Sequence[str] | None = None,
        remove_phones: Sequence[str] | None = None,
        add_emails: Sequence[str] | None = None,
        remove_emails: Sequence[str] | None = None,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
    ) -> SavedRecord:
        """Update a list.

        Renames a list, replaces its members by `contacts`, or adds and removes some. What is left out stays
        as it was.

        Args:
            id: List id.
            title: Name of the list; `name` in responses.
            contacts: Ids of contacts, which replace all members.
            add_contacts: Ids of contacts to add.
            remove_contacts: Ids of contacts to take out.
            add_phones: Phone numbers (E.164 digits, no plus) to add; new ones become contacts.
            remove_phones: Phone numbers (E.164 digits, no plus) to take out.
            add_emails: E-mail addresses to add; new ones become contacts.
            remove_emails: E-mail addresses to take out.
            phones: The same as `add_phones`, in the words of the reference.
            emails: The same as `add_emails`, in the words of the reference.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists.update(id=43, title='Old friends', add_contacts=[98765], remove_contacts=[98766])

        Source:
            https://developers.heymarket.com/api-reference/lists/update
            https://developers.heymarket.com/guides/broadcast-messages
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "title": title,
                    "contacts": contacts,
                    "add_contacts": add_contacts,
                    "remove_contacts": remove_contacts,
                    "add_phones": add_phones,
                    "remove_phones": remove_phones,
                    "add_emails": add_emails,
                    "remove_emails": remove_emails,
                    "phones": phones,
                    "emails": emails,
                },
            )
        )
        return _result

    async def delete(
        self,
        id: int,
        *,
        contact_ids: Sequence[int] | None = None,
    ) -> DeletedList:
        """Delete a list.

        Deletes a list for good. Its contacts stay.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: List id.
            contact_ids: Ids of contacts to take out first.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists.delete(id=44)

        Source:
            https://developers.heymarket.com/api-reference/lists/update
            https://developers.heymarket.com/api-reference/lists/overview
        """
        _result: DeletedList = await self._driver.call(
            _prepare(
                _DELETE,
                path={
                    "id": id,
                },
                body={
                    "contact_ids": contact_ids,
                },
            )
        )
        return _result


class ListsWithRawResponse:
    def __init__(self, resource: ListsResource) -> None:
        self.create: Final = raw_response(resource.create)
        self.update: Final = raw_response(resource.update)
        self.delete: Final = raw_response(resource.delete)


class AsyncListsWithRawResponse:
    def __init__(self, resource: AsyncListsResource) -> None:
        self.create: Final = async_raw_response(resource.create)
        self.update: Final = async_raw_response(resource.update)
        self.delete: Final = async_raw_response(resource.delete)
