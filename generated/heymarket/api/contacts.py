# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import builtins
import datetime
from collections.abc import Mapping, Sequence
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByTimestamp
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page

from ..models.contact import Contact
from ..models.contact_count_query import ContactCountQuery
from ..models.contact_find_query import ContactFindQuery
from ..models.contact_query import ContactQuery
from ..models.contact_request import ContactRequest, ContactRequestParam
from ..models.contact_status import ContactStatus
from ..models.contact_status_query import ContactStatusQuery
from ..models.contact_status_request import ContactStatusRequest
from ..models.contact_tag_request import ContactTagRequest, ContactTagRequestParam
from ..models.saved_record import SavedRecord

_CREATE = Operation(
    name="contacts.create",
    method="POST",
    path="/v1/contact",
    body=ContactRequest,
    result=SavedRecord,
    semantics="unsafe",
)


_GET = Operation(
    name="contacts.get",
    method="GET",
    path="/v1/contact/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Contact,
    semantics="safe",
)


_UPDATE = Operation(
    name="contacts.update",
    method="PUT",
    path="/v1/contact/{id}",
    parameters=(
        Parameter("id", "path", int, required=True),
        Parameter("overwrite", "query", bool, required=False),
    ),
    body=ContactRequest,
    result=SavedRecord,
    semantics="idempotent",
)


_DELETE = Operation(
    name="contacts.delete",
    method="DELETE",
    path="/v1/contact/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=str,
    semantics="idempotent",
)


_FIND = Operation(
    name="contacts.find",
    method="POST",
    path="/v1/contact/get",
    body=ContactFindQuery,
    any_of=(("phone",), ("id",)),
    result=Contact,
    semantics="safe",
)


_LIST = Operation(
    name="contacts.list",
    method="POST",
    path="/v1/contacts",
    body=ContactQuery,
    result=list[Contact],
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
    name="contacts.count",
    method="POST",
    path="/v1/contacts/count",
    body=ContactCountQuery,
    result=str,
    semantics="safe",
)


_STATUS = Operation(
    name="contacts.status",
    method="POST",
    path="/v1/contact/status",
    body=ContactStatusQuery,
    any_of=(("id",), ("phone",)),
    result=ContactStatus,
    semantics="safe",
)


_SET_STATUS = Operation(
    name="contacts.set_status",
    method="POST",
    path="/v1/contact/set_status",
    body=ContactStatusRequest,
    any_of=(("id",), ("phone",)),
    result=str,
    semantics="idempotent",
)


_CREATE_MANY = Operation(
    name="contacts.create_many",
    method="POST",
    path="/v1/batch/contacts",
    parameters=(Parameter("overwrite", "query", bool, required=False),),
    body=list[ContactRequest],
    needs_body=True,
    result=list[Contact],
    semantics="unsafe",
)


class ContactsResource(Resource):
    """The customers that a team writes to, by integer id or phone number."""

    @property
    def with_raw_response(self) -> ContactsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return ContactsWithRawResponse(ContactsResource(self._driver.returning_raw()))

    def create(
        self,
        *,
        phone: str,
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
    ) -> SavedRecord:
        """Create a contact.

        Makes a contact with a phone number. The answer has its integer id, and its UUID for the operations of
        `/v2`.

        What happens if a contact has the number already is unpublished, so it must not be retried blindly.

        Args:
            phone: A phone number, as E.164 digits without the plus.
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox; first and last name if it is left out.
            email: E-mail address.
            custom: Values of custom fields; the keys are the ids of contact fields, as text. Public clients
                report that a key which is no id is dropped silently.
            avatar: URL of a picture.
            assignee_id: Member whom the contact is assigned to; -1 assigns it to nobody.
            tags: Tags, at most five.
            is_opted_out: The contact opted out of messages.
            email_suppressions: Meaning unpublished.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.create(phone='15105553344', first='Jordan', last='Rivera',
            email='jordan.rivera@example.com', tags=[{'tag_id': 55}, {'tag_id': 56}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/create
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "phone": phone,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "custom": custom,
                    "avatar": avatar,
                    "assignee_id": assignee_id,
                    "tags": tags,
                    "is_opted_out": is_opted_out,
                    "email_suppressions": email_suppressions,
                },
            )
        )
        return _result

    def get(
        self,
        id: int,
    ) -> Contact:
        """Get a contact.

        Returns one contact by its integer id.

        Args:
            id: Contact id.

        Returns:
            The contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.get(id=98765)

        Source:
            https://developers.heymarket.com/api-reference/contacts/get
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: Contact = self._driver.call(
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
        phone: str,
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
        overwrite: bool | None = None,
    ) -> SavedRecord:
        """Update a contact.

        Changes a contact. Names are always replaced; custom fields are merged or replaced, as `overwrite`
        says.

        Args:
            id: Contact id.
            phone: A phone number, as E.164 digits without the plus.
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox; first and last name if it is left out.
            email: E-mail address.
            custom: Values of custom fields; the keys are the ids of contact fields, as text. Public clients
                report that a key which is no id is dropped silently.
            avatar: URL of a picture.
            assignee_id: Member whom the contact is assigned to; -1 assigns it to nobody.
            tags: Tags, at most five.
            is_opted_out: The contact opted out of messages.
            email_suppressions: Meaning unpublished.
            overwrite: True replaces the custom fields of a contact, false merges them; without it they are merged.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.update(id=98766, overwrite=False, phone='15105553346', first='Jordan',
            last='Lee')

        Source:
            https://developers.heymarket.com/api-reference/contacts/update
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                query={
                    "overwrite": overwrite,
                },
                body={
                    "phone": phone,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "custom": custom,
                    "avatar": avatar,
                    "assignee_id": assignee_id,
                    "tags": tags,
                    "is_opted_out": is_opted_out,
                    "email_suppressions": email_suppressions,
                },
            )
        )
        return _result

    def delete(
        self,
        id: int,
    ) -> str:
        """Delete a contact.

        Deletes a contact for good, with its conversations and custom fields.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: Contact id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.delete(id=98767)

        Source:
            https://developers.heymarket.com/api-reference/contacts/delete
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

    def find(
        self,
        *,
        phone: str | None = None,
        id: str | None = None,
    ) -> Contact:
        """Find a contact.

        Returns one contact by its phone number or id. If both are given, the phone number counts.

        Args:
            phone: A phone number, as E.164 digits without the plus.
            id: Contact id, as text.

        Returns:
            The contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.find(phone='15105553344')

        Source:
            https://developers.heymarket.com/api-reference/contacts/get
        """
        _result: Contact = self._driver.call(
            _prepare(
                _FIND,
                body={
                    "phone": phone,
                    "id": id,
                },
            )
        )
        return _result

    def list(
        self,
        *,
        date: datetime.datetime | str | None = None,
        ascending: bool | None = None,
        limit: int | None = None,
        page: int | None = None,
        archived: bool | None = None,
        assigned: int | None = None,
        filter: str | None = None,
        id: int | None = None,
        order: str | None = None,
        parent_id: int | None = None,
    ) -> Page[Contact]:
        """List contacts.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the contacts of the team, most recently updated first, up to 30 at once, as a bare array.

        To read on, send the `updated` of the last contact of the response as `date`: only contacts updated
        before that moment come back. That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only contacts updated before this moment are returned. Use the `updated` of
                the last contact received, unchanged.
            ascending: Oldest first instead of newest first. How `date` then selects is unpublished.
            limit: Most contacts in one response, not in the whole listing; 30 without it, the maximum is
                unpublished.
            page: Number of the page; unused by the published way to read on, which is `date`.
            archived: Meaning unpublished.
            assigned: Only contacts assigned to this member; meaning inferred from the name.
            filter: Meaning unpublished.
            id: Meaning unpublished.
            order: Meaning unpublished.
            parent_id: Meaning unpublished.

        Returns:
            One page of contacts; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.contacts.list()

        Source:
            https://developers.heymarket.com/api-reference/contacts/list
            https://developers.heymarket.com/api-reference/contacts/get
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                    "ascending": ascending,
                    "limit": limit,
                    "page": page,
                    "archived": archived,
                    "assigned": assigned,
                    "filter": filter,
                    "id": id,
                    "order": order,
                    "parent_id": parent_id,
                },
            )
        )

    def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> str:
        """Count contacts.

        Counts the contacts of the team. The number comes as text.

        Args:
            date: Only contacts updated before this moment (RFC 3339) are counted; inferred from the count of
                conversations.

        Returns:
            How many there are.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.count()

        Source:
            https://developers.heymarket.com/api-reference/contacts/overview
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

    def status(
        self,
        *,
        id: int | None = None,
        phone: str | None = None,
    ) -> ContactStatus:
        """Get the status of a contact.

        Says whether a contact is blocked, and whether it opted out of messages.

        Args:
            id: Contact id.
            phone: A phone number, as E.164 digits without the plus.

        Returns:
            The status.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.status(phone='15105553344')

        Source:
            https://developers.heymarket.com/api-reference/contacts/status
        """
        _result: ContactStatus = self._driver.call(
            _prepare(
                _STATUS,
                body={
                    "id": id,
                    "phone": phone,
                },
            )
        )
        return _result

    def set_status(
        self,
        *,
        status: str,
        id: int | None = None,
        phone: str | None = None,
    ) -> str:
        """Set the status of a contact.

        Blocks or unblocks a contact, or opts it out of messages or in again.

        Setting the same status again changes nothing, so it may be retried (inferred).

        Args:
            status: What the contact is from now on: `active`, `blocked`, `unblocked`, `subscribed` or
                `unsubscribed`. The list may grow.
            id: Contact id.
            phone: A phone number, as E.164 digits without the plus.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.set_status(id=98766, status='blocked')

        Source:
            https://developers.heymarket.com/api-reference/contacts/set-status
            https://developers.heymarket.com/api-reference/contacts/status
        """
        _result: str = self._driver.call(
            _prepare(
                _SET_STATUS,
                body={
                    "status": status,
                    "id": id,
                    "phone": phone,
                },
            )
        )
        return _result

    def create_many(
        self,
        body: Sequence[ContactRequest | ContactRequestParam],
        *,
        overwrite: bool | None = None,
    ) -> builtins.list[Contact]:
        """Create many contacts.

        Makes several contacts at once, or changes those that have one of the phone numbers (inferred from
        `overwrite`).

        What happens if one of them is wrong is unpublished, so it must not be retried blindly.

        Args:
            overwrite: True replaces the custom fields of a contact, false merges them; without it they are merged.

        Returns:
            The contacts.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Source:
            https://developers.heymarket.com/api-reference/contacts/batch-create
        """
        _result: builtins.list[Contact] = self._driver.call(
            _prepare(
                _CREATE_MANY,
                query={
                    "overwrite": overwrite,
                },
                body=body,
            )
        )
        return _result


class AsyncContactsResource(AsyncResource):
    """The customers that a team writes to, by integer id or phone number."""

    @property
    def with_raw_response(self) -> AsyncContactsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncContactsWithRawResponse(AsyncContactsResource(self._driver.returning_raw()))

    async def create(
        self,
        *,
        phone: str,
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
    ) -> SavedRecord:
        """Create a contact.

        Makes a contact with a phone number. The answer has its integer id, and its UUID for the operations of
        `/v2`.

        What happens if a contact has the number already is unpublished, so it must not be retried blindly.

        Args:
            phone: A phone number, as E.164 digits without the plus.
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox; first and last name if it is left out.
            email: E-mail address.
            custom: Values of custom fields; the keys are the ids of contact fields, as text. Public clients
                report that a key which is no id is dropped silently.
            avatar: URL of a picture.
            assignee_id: Member whom the contact is assigned to; -1 assigns it to nobody.
            tags: Tags, at most five.
            is_opted_out: The contact opted out of messages.
            email_suppressions: Meaning unpublished.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.create(phone='15105553344', first='Jordan', last='Rivera',
            email='jordan.rivera@example.com', tags=[{'tag_id': 55}, {'tag_id': 56}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/create
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "phone": phone,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "custom": custom,
                    "avatar": avatar,
                    "assignee_id": assignee_id,
                    "tags": tags,
                    "is_opted_out": is_opted_out,
                    "email_suppressions": email_suppressions,
                },
            )
        )
        return _result

    async def get(
        self,
        id: int,
    ) -> Contact:
        """Get a contact.

        Returns one contact by its integer id.

        Args:
            id: Contact id.

        Returns:
            The contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.get(id=98765)

        Source:
            https://developers.heymarket.com/api-reference/contacts/get
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: Contact = await self._driver.call(
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
        phone: str,
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
        overwrite: bool | None = None,
    ) -> SavedRecord:
        """Update a contact.

        Changes a contact. Names are always replaced; custom fields are merged or replaced, as `overwrite`
        says.

        Args:
            id: Contact id.
            phone: A phone number, as E.164 digits without the plus.
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox; first and last name if it is left out.
            email: E-mail address.
            custom: Values of custom fields; the keys are the ids of contact fields, as text. Public clients
                report that a key which is no id is dropped silently.
            avatar: URL of a picture.
            assignee_id: Member whom the contact is assigned to; -1 assigns it to nobody.
            tags: Tags, at most five.
            is_opted_out: The contact opted out of messages.
            email_suppressions: Meaning unpublished.
            overwrite: True replaces the custom fields of a contact, false merges them; without it they are merged.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.update(id=98766, overwrite=False, phone='15105553346', first='Jordan',
            last='Lee')

        Source:
            https://developers.heymarket.com/api-reference/contacts/update
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                query={
                    "overwrite": overwrite,
                },
                body={
                    "phone": phone,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "custom": custom,
                    "avatar": avatar,
                    "assignee_id": assignee_id,
                    "tags": tags,
                    "is_opted_out": is_opted_out,
                    "email_suppressions": email_suppressions,
                },
            )
        )
        return _result

    async def delete(
        self,
        id: int,
    ) -> str:
        """Delete a contact.

        Deletes a contact for good, with its conversations and custom fields.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: Contact id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.delete(id=98767)

        Source:
            https://developers.heymarket.com/api-reference/contacts/delete
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

    async def find(
        self,
        *,
        phone: str | None = None,
        id: str | None = None,
    ) -> Contact:
        """Find a contact.

        Returns one contact by its phone number or id. If both are given, the phone number counts.

        Args:
            phone: A phone number, as E.164 digits without the plus.
            id: Contact id, as text.

        Returns:
            The contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.find(phone='15105553344')

        Source:
            https://developers.heymarket.com/api-reference/contacts/get
        """
        _result: Contact = await self._driver.call(
            _prepare(
                _FIND,
                body={
                    "phone": phone,
                    "id": id,
                },
            )
        )
        return _result

    def list(
        self,
        *,
        date: datetime.datetime | str | None = None,
        ascending: bool | None = None,
        limit: int | None = None,
        page: int | None = None,
        archived: bool | None = None,
        assigned: int | None = None,
        filter: str | None = None,
        id: int | None = None,
        order: str | None = None,
        parent_id: int | None = None,
    ) -> AsyncPages[Contact]:
        """List contacts.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the contacts of the team, most recently updated first, up to 30 at once, as a bare array.

        To read on, send the `updated` of the last contact of the response as `date`: only contacts updated
        before that moment come back. That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only contacts updated before this moment are returned. Use the `updated` of
                the last contact received, unchanged.
            ascending: Oldest first instead of newest first. How `date` then selects is unpublished.
            limit: Most contacts in one response, not in the whole listing; 30 without it, the maximum is
                unpublished.
            page: Number of the page; unused by the published way to read on, which is `date`.
            archived: Meaning unpublished.
            assigned: Only contacts assigned to this member; meaning inferred from the name.
            filter: Meaning unpublished.
            id: Meaning unpublished.
            order: Meaning unpublished.
            parent_id: Meaning unpublished.

        Returns:
            One page of contacts; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.contacts.list()

        Source:
            https://developers.heymarket.com/api-reference/contacts/list
            https://developers.heymarket.com/api-reference/contacts/get
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                    "ascending": ascending,
                    "limit": limit,
                    "page": page,
                    "archived": archived,
                    "assigned": assigned,
                    "filter": filter,
                    "id": id,
                    "order": order,
                    "parent_id": parent_id,
                },
            )
        )

    async def count(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> str:
        """Count contacts.

        Counts the contacts of the team. The number comes as text.

        Args:
            date: Only contacts updated before this moment (RFC 3339) are counted; inferred from the count of
                conversations.

        Returns:
            How many there are.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.count()

        Source:
            https://developers.heymarket.com/api-reference/contacts/overview
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

    async def status(
        self,
        *,
        id: int | None = None,
        phone: str | None = None,
    ) -> ContactStatus:
        """Get the status of a contact.

        Says whether a contact is blocked, and whether it opted out of messages.

        Args:
            id: Contact id.
            phone: A phone number, as E.164 digits without the plus.

        Returns:
            The status.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.status(phone='15105553344')

        Source:
            https://developers.heymarket.com/api-reference/contacts/status
        """
        _result: ContactStatus = await self._driver.call(
            _prepare(
                _STATUS,
                body={
                    "id": id,
                    "phone": phone,
                },
            )
        )
        return _result

    async def set_status(
        self,
        *,
        status: str,
        id: int | None = None,
        phone: str | None = None,
    ) -> str:
        """Set the status of a contact.

        Blocks or unblocks a contact, or opts it out of messages or in again.

        Setting the same status again changes nothing, so it may be retried (inferred).

        Args:
            status: What the contact is from now on: `active`, `blocked`, `unblocked`, `subscribed` or
                `unsubscribed`. The list may grow.
            id: Contact id.
            phone: A phone number, as E.164 digits without the plus.

        Returns:
            Done.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts.set_status(id=98766, status='blocked')

        Source:
            https://developers.heymarket.com/api-reference/contacts/set-status
            https://developers.heymarket.com/api-reference/contacts/status
        """
        _result: str = await self._driver.call(
            _prepare(
                _SET_STATUS,
                body={
                    "status": status,
                    "id": id,
                    "phone": phone,
                },
            )
        )
        return _result

    async def create_many(
        self,
        body: Sequence[ContactRequest | ContactRequestParam],
        *,
        overwrite: bool | None = None,
    ) -> builtins.list[Contact]:
        """Create many contacts.

        Makes several contacts at once, or changes those that have one of the phone numbers (inferred from
        `overwrite`).

        What happens if one of them is wrong is unpublished, so it must not be retried blindly.

        Args:
            overwrite: True replaces the custom fields of a contact, false merges them; without it they are merged.

        Returns:
            The contacts.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Source:
            https://developers.heymarket.com/api-reference/contacts/batch-create
        """
        _result: builtins.list[Contact] = await self._driver.call(
            _prepare(
                _CREATE_MANY,
                query={
                    "overwrite": overwrite,
                },
                body=body,
            )
        )
        return _result


class ContactsWithRawResponse:
    def __init__(self, resource: ContactsResource) -> None:
        self.create: Final = raw_response(resource.create)
        self.get: Final = raw_response(resource.get)
        self.update: Final = raw_response(resource.update)
        self.delete: Final = raw_response(resource.delete)
        self.find: Final = raw_response(resource.find)
        self.list: Final = raw_response(resource.list)
        self.count: Final = raw_response(resource.count)
        self.status: Final = raw_response(resource.status)
        self.set_status: Final = raw_response(resource.set_status)
        self.create_many: Final = raw_response(resource.create_many)


class AsyncContactsWithRawResponse:
    def __init__(self, resource: AsyncContactsResource) -> None:
        self.create: Final = async_raw_response(resource.create)
        self.get: Final = async_raw_response(resource.get)
        self.update: Final = async_raw_response(resource.update)
        self.delete: Final = async_raw_response(resource.delete)
        self.find: Final = async_raw_response(resource.find)
        self.list: Final = async_raw_response(resource.list)
        self.count: Final = async_raw_response(resource.count)
        self.status: Final = async_raw_response(resource.status)
        self.set_status: Final = async_raw_response(resource.set_status)
        self.create_many: Final = async_raw_response(resource.create_many)
