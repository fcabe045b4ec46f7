# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import builtins
import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByPage
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page
from heymarket_runtime.rules import Like, Limits

from ..models.channel_ids import ChannelIds, ChannelIdsParam
from ..models.contact import Contact
from ..models.contact_channel import ContactChannel
from ..models.contact_channel_request import ContactChannelRequest, ContactChannelRequestParam
from ..models.contact_search import ContactSearch
from ..models.contact_tag_request import ContactTagRequest, ContactTagRequestParam
from ..models.contact_v2_batch import ContactV2Batch
from ..models.contact_v2_batch_deletion import ContactV2BatchDeletion
from ..models.contact_v2_batch_result import ContactV2BatchResult
from ..models.contact_v2_entry import ContactV2Entry, ContactV2EntryParam
from ..models.contact_v2_query import ContactV2Query
from ..models.contact_v2_request import ContactV2Request
from ..models.contact_v2_update import ContactV2Update
from ..models.saved_record import SavedRecord

_CREATE = Operation(
    name="contacts_v2.create",
    method="POST",
    path="/v2/contact",
    body=ContactV2Request,
    result=SavedRecord,
    semantics="unsafe",
)


_GET = Operation(
    name="contacts_v2.get",
    method="GET",
    path="/v2/contact/{contactID}",
    parameters=(
        Parameter(
            "contactID",
            "path",
            Annotated[
                str,
                Limits(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\Z"),
                Like("3f32ed47-49e1-50f0-ad2e-a36aad620c9e"),
            ],
            required=True,
        ),
    ),
    result=Contact,
    semantics="safe",
)


_UPDATE = Operation(
    name="contacts_v2.update",
    method="PUT",
    path="/v2/contact/{contactID}",
    parameters=(
        Parameter(
            "contactID",
            "path",
            Annotated[
                str,
                Limits(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\Z"),
                Like("3f32ed47-49e1-50f0-ad2e-a36aad620c9e"),
            ],
            required=True,
        ),
    ),
    body=ContactV2Update,
    result=SavedRecord,
    semantics="idempotent",
)


_DELETE = Operation(
    name="contacts_v2.delete",
    method="DELETE",
    path="/v2/contact/{contactID}",
    parameters=(
        Parameter(
            "contactID",
            "path",
            Annotated[
                str,
                Limits(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\Z"),
                Like("3f32ed47-49e1-50f0-ad2e-a36aad620c9e"),
            ],
            required=True,
        ),
    ),
    result=str,
    semantics="idempotent",
)


_CREATE_MANY = Operation(
    name="contacts_v2.create_many",
    method="POST",
    path="/v2/contacts",
    body=ContactV2Batch,
    result=ContactV2BatchResult,
    semantics="unsafe",
)


_DELETE_MANY = Operation(
    name="contacts_v2.delete_many",
    method="DELETE",
    path="/v2/contacts",
    body=ContactV2BatchDeletion,
    result=str,
    semantics="idempotent",
)


_LIST = Operation(
    name="contacts_v2.list",
    method="POST",
    path="/v2/contacts/list",
    body=ContactV2Query,
    result=list[Contact],
    semantics="safe",
    paging=ByPage(page=Input("page", "body"), least=0, items=()),
)


_SEARCH = Operation(
    name="contacts_v2.search",
    method="POST",
    path="/v2/contacts/search",
    body=ContactSearch,
    result=list[Contact],
    semantics="safe",
)


_UPDATE_CHANNEL = Operation(
    name="contacts_v2.update_channel",
    method="PUT",
    path="/v2/contact/{contactID}/channel",
    parameters=(
        Parameter(
            "contactID",
            "path",
            Annotated[
                str,
                Limits(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\Z"),
                Like("3f32ed47-49e1-50f0-ad2e-a36aad620c9e"),
            ],
            required=True,
        ),
    ),
    body=ContactChannelRequest,
    result=list[ContactChannel],
    semantics="idempotent",
)


_ADD_CHANNEL = Operation(
    name="contacts_v2.add_channel",
    method="POST",
    path="/v2/contact/{contactID}/channel",
    parameters=(
        Parameter(
            "contactID",
            "path",
            Annotated[
                str,
                Limits(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\Z"),
                Like("3f32ed47-49e1-50f0-ad2e-a36aad620c9e"),
            ],
            required=True,
        ),
    ),
    body=ContactChannelRequest,
    result=list[ContactChannel],
    semantics="idempotent",
)


class ContactsV2Resource(Resource):
    """The same contacts by UUID, with every channel by which they can be reached."""

    @property
    def with_raw_response(self) -> ContactsV2WithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return ContactsV2WithRawResponse(ContactsV2Resource(self._driver.returning_raw()))

    def create(
        self,
        *,
        contact_channels: Sequence[ContactChannelRequest | ContactChannelRequestParam],
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
    ) -> SavedRecord:
        """Create a contact (v2).

        Makes a contact that can be reached by one or more channels.

        What happens if a contact has one of the channels already is unpublished, so it must not be retried
        blindly.

        Args:
            contact_channels: How the contact can be reached; at least one.
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox.
            email: E-mail address.
            phone: A phone number, as E.164 digits without the plus.
            custom: Values of custom fields; the keys are the ids of contact fields, as text.
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
            heymarket.contacts_v2.create(contact_channels=[{'channel_type': 'phone', 'channel_id':
            '15105553348'}, {'channel_type': 'email', 'channel_id': 'robin.lee@example.com'}], first='Robin',
            last='Lee')

        Source:
            https://developers.heymarket.com/api-reference/contacts/create
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "contact_channels": contact_channels,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "phone": phone,
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
        contact_id: str,
    ) -> Contact:
        """Get a contact (v2).

        Returns one contact by its UUID, with its channels.

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.

        Returns:
            The contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.get(contact_id='3f32ed47-49e1-50f0-ad2e-a36aad620c9e')

        Source:
            https://developers.heymarket.com/api-reference/contacts/get
            https://developers.heymarket.com/concepts/contacts
        """
        _result: Contact = self._driver.call(
            _prepare(
                _GET,
                path={
                    "contactID": contact_id,
                },
            )
        )
        return _result

    def update(
        self,
        contact_id: str,
        *,
        contact_channels: Sequence[ContactChannelRequest | ContactChannelRequestParam] | None = None,
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
    ) -> SavedRecord:
        """Update a contact (v2).

        Changes a contact by its UUID. Custom fields are merged (inferred).

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.
            contact_channels: How the contact can be reached; added to what there is (inferred).
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox.
            email: E-mail address.
            phone: A phone number, as E.164 digits without the plus.
            custom: Values of custom fields; the keys are the ids of contact fields, as text.
            avatar: URL of a picture.
            assignee_id: Member whom the contact is assigned to; -1 assigns it to nobody.
            tags: Tags, at most five.
            is_opted_out: The contact opted out of messages.
            email_suppressions: Meaning unpublished.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.update(contact_id='b0fa9b39-6881-5e95-9577-82e40044b735', first='Jordan',
            last='Lee')

        Source:
            https://developers.heymarket.com/api-reference/contacts/update
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "contactID": contact_id,
                },
                body={
                    "contact_channels": contact_channels,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "phone": phone,
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
        contact_id: str,
    ) -> str:
        """Delete a contact (v2).

        Deletes a contact for good by its UUID, with its conversations and custom fields.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.delete(contact_id='3a250425-d791-584d-9e30-77ad52cf8ea1')

        Source:
            https://developers.heymarket.com/api-reference/contacts/delete
        """
        _result: str = self._driver.call(
            _prepare(
                _DELETE,
                path={
                    "contactID": contact_id,
                },
            )
        )
        return _result

    def create_many(
        self,
        *,
        contacts: Sequence[ContactV2Entry | ContactV2EntryParam],
    ) -> ContactV2BatchResult:
        """Create or update many contacts (v2).

        Makes several contacts at once, and changes those that are given with their `contact_id`. What could
        not be saved is in `failed_contacts`.

        What happens if a contact has one of the channels already is unpublished, so it must not be retried
        blindly.

        Args:
            contacts: The contacts.

        Returns:
            What was saved, and what was not.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.create_many(contacts=[{'contact_channels': [{'channel_type': 'phone',
            'channel_id': '15105553349'}], 'first': 'Robin'}, {'contact_id':
            '26d5e865-c58b-5525-a593-8fc2c29c1c67', 'last': 'Lee'}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/bulk-v2
            https://developers.heymarket.com/api-reference/contacts/bulk
        """
        _result: ContactV2BatchResult = self._driver.call(
            _prepare(
                _CREATE_MANY,
                body={
                    "contacts": contacts,
                },
            )
        )
        return _result

    def delete_many(
        self,
        *,
        contact_channels: Sequence[ChannelIds | ChannelIdsParam],
    ) -> str:
        """Delete many contacts (v2).

        Deletes contacts for good by their UUIDs, with their conversations and custom fields.

        HTTP gives the body of a `DELETE` no meaning, and some libraries and proxies drop it.

        Args:
            contact_channels: A single entry with the `channel_type` `id` and the UUIDs of the contacts.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.delete_many(contact_channels=[{'channel_type': 'id', 'channel_ids':
            ['0e8f6a06-e229-5be2-8900-8844b0f7113e', '96d986fa-455b-5ea0-8108-9ddc9ecc018a']}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/bulk-delete-v2
            https://developers.heymarket.com/api-reference/contacts/bulk
        """
        _result: str = self._driver.call(
            _prepare(
                _DELETE_MANY,
                body={
                    "contact_channels": contact_channels,
                },
            )
        )
        return _result

    def list(
        self,
        *,
        limit: int | None = None,
        page: int | None = None,
        date: datetime.datetime | str | None = None,
        ascending: bool | None = None,
    ) -> Page[Contact]:
        """List contacts (v2).

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the contacts of the team, page by page, as a bare array; most recently updated first, unless
        `ascending` says otherwise (inferred).

        Pages are numbered from 0, as in the example of the reference. That an empty array is the end is
        inferred from other listings. A contact that is deleted meanwhile moves the others up by one, so one
        of them may be missed at the border of a page: where that matters, use `POST /v1/contacts`, whose
        cursor is a time.

        Args:
            limit: Most contacts in one response, not in the whole listing; neither default nor maximum is
                published.
            page: Number of the page, from 0.
            date: Only contacts updated before this moment (RFC 3339); inferred from `/v1`.
            ascending: Oldest first instead of newest first (inferred). How `date` then selects is unpublished.

        Returns:
            One page of contacts; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.contacts_v2.list()

        Source:
            https://developers.heymarket.com/api-reference/contacts/list-v2
            https://developers.heymarket.com/api-reference/contacts/get
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "limit": limit,
                    "page": page,
                    "date": date,
                    "ascending": ascending,
                },
            )
        )

    def search(
        self,
        *,
        contact_channels: Sequence[ChannelIds | ChannelIdsParam],
    ) -> builtins.list[Contact]:
        """Search contacts (v2).

        Returns the contacts that have one of these phone numbers, e-mail addresses or other channels. The
        UUID of each is the `contact_id` of its channels.

        Without `channel_type` the kind is told from the value: digits are a phone number, what has an `@` is
        an e-mail address.

        Args:
            contact_channels: Channels, any of which a contact has.

        Returns:
            The contacts that were found.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.search(contact_channels=[{'channel_type': 'phone', 'channel_ids':
            ['15105553344', '14155559876']}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/search
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: builtins.list[Contact] = self._driver.call(
            _prepare(
                _SEARCH,
                body={
                    "contact_channels": contact_channels,
                },
            )
        )
        return _result

    def update_channel(
        self,
        contact_id: str,
        *,
        channel_type: str,
        channel_id: str,
    ) -> builtins.list[ContactChannel]:
        """Update a channel.

        Gives the channel of this kind another value, and returns all channels of the contact.

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.
            channel_type: Kind of channel, for example `phone`, `email` or `facebook`; the list may grow.
            channel_id: Phone number (E.164 digits, no plus), e-mail address or another value.

        Returns:
            The channels of the contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.update_channel(contact_id='8277d337-052d-51e4-a419-873e9fce855d',
            channel_type='phone', channel_id='14155550177')

        Source:
            https://developers.heymarket.com/api-reference/contacts/channels
        """
        _result: builtins.list[ContactChannel] = self._driver.call(
            _prepare(
                _UPDATE_CHANNEL,
                path={
                    "contactID": contact_id,
                },
                body={
                    "channel_type": channel_type,
                    "channel_id": channel_id,
                },
            )
        )
        return _result

    def add_channel(
        self,
        contact_id: str,
        *,
        channel_type: str,
        channel_id: str,
    ) -> builtins.list[ContactChannel]:
        """Add a channel.

        Adds a phone number, an e-mail address or another channel to a contact, and returns all its channels.

        Adding a channel that the contact has already adds nothing, so it may be retried (inferred).

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.
            channel_type: Kind of channel, for example `phone`, `email` or `facebook`; the list may grow.
            channel_id: Phone number (E.164 digits, no plus), e-mail address or another value.

        Returns:
            The channels of the contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.add_channel(contact_id='8277d337-052d-51e4-a419-873e9fce855d',
            channel_type='email', channel_id='robin@example.com')

        Source:
            https://developers.heymarket.com/api-reference/contacts/channels
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: builtins.list[ContactChannel] = self._driver.call(
            _prepare(
                _ADD_CHANNEL,
                path={
                    "contactID": contact_id,
                },
                body={
                    "channel_type": channel_type,
                    "channel_id": channel_id,
                },
            )
        )
        return _result


class AsyncContactsV2Resource(AsyncResource):
    """The same contacts by UUID, with every channel by which they can be reached."""

    @property
    def with_raw_response(self) -> AsyncContactsV2WithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncContactsV2WithRawResponse(AsyncContactsV2Resource(self._driver.returning_raw()))

    async def create(
        self,
        *,
        contact_channels: Sequence[ContactChannelRequest | ContactChannelRequestParam],
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
    ) -> SavedRecord:
        """Create a contact (v2).

        Makes a contact that can be reached by one or more channels.

        What happens if a contact has one of the channels already is unpublished, so it must not be retried
        blindly.

        Args:
            contact_channels: How the contact can be reached; at least one.
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox.
            email: E-mail address.
            phone: A phone number, as E.164 digits without the plus.
            custom: Values of custom fields; the keys are the ids of contact fields, as text.
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
            heymarket.contacts_v2.create(contact_channels=[{'channel_type': 'phone', 'channel_id':
            '15105553348'}, {'channel_type': 'email', 'channel_id': 'robin.lee@example.com'}], first='Robin',
            last='Lee')

        Source:
            https://developers.heymarket.com/api-reference/contacts/create
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "contact_channels": contact_channels,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "phone": phone,
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
        contact_id: str,
    ) -> Contact:
        """Get a contact (v2).

        Returns one contact by its UUID, with its channels.

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.

        Returns:
            The contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.get(contact_id='3f32ed47-49e1-50f0-ad2e-a36aad620c9e')

        Source:
            https://developers.heymarket.com/api-reference/contacts/get
            https://developers.heymarket.com/concepts/contacts
        """
        _result: Contact = await self._driver.call(
            _prepare(
                _GET,
                path={
                    "contactID": contact_id,
                },
            )
        )
        return _result

    async def update(
        self,
        contact_id: str,
        *,
        contact_channels: Sequence[ContactChannelRequest | ContactChannelRequestParam] | None = None,
        first: str | None = None,
        last: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        custom: Mapping[str, str] | None = None,
        avatar: str | None = None,
        assignee_id: int | None = None,
        tags: Sequence[ContactTagRequest | ContactTagRequestParam] | None = None,
        is_opted_out: bool | None = None,
        email_suppressions: Sequence[int] | None = None,
    ) -> SavedRecord:
        """Update a contact (v2).

        Changes a contact by its UUID. Custom fields are merged (inferred).

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.
            contact_channels: How the contact can be reached; added to what there is (inferred).
            first: First name.
            last: Last name.
            display_name: Name shown in the inbox.
            email: E-mail address.
            phone: A phone number, as E.164 digits without the plus.
            custom: Values of custom fields; the keys are the ids of contact fields, as text.
            avatar: URL of a picture.
            assignee_id: Member whom the contact is assigned to; -1 assigns it to nobody.
            tags: Tags, at most five.
            is_opted_out: The contact opted out of messages.
            email_suppressions: Meaning unpublished.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.update(contact_id='b0fa9b39-6881-5e95-9577-82e40044b735', first='Jordan',
            last='Lee')

        Source:
            https://developers.heymarket.com/api-reference/contacts/update
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "contactID": contact_id,
                },
                body={
                    "contact_channels": contact_channels,
                    "first": first,
                    "last": last,
                    "display_name": display_name,
                    "email": email,
                    "phone": phone,
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
        contact_id: str,
    ) -> str:
        """Delete a contact (v2).

        Deletes a contact for good by its UUID, with its conversations and custom fields.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.delete(contact_id='3a250425-d791-584d-9e30-77ad52cf8ea1')

        Source:
            https://developers.heymarket.com/api-reference/contacts/delete
        """
        _result: str = await self._driver.call(
            _prepare(
                _DELETE,
                path={
                    "contactID": contact_id,
                },
            )
        )
        return _result

    async def create_many(
        self,
        *,
        contacts: Sequence[ContactV2Entry | ContactV2EntryParam],
    ) -> ContactV2BatchResult:
        """Create or update many contacts (v2).

        Makes several contacts at once, and changes those that are given with their `contact_id`. What could
        not be saved is in `failed_contacts`.

        What happens if a contact has one of the channels already is unpublished, so it must not be retried
        blindly.

        Args:
            contacts: The contacts.

        Returns:
            What was saved, and what was not.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.create_many(contacts=[{'contact_channels': [{'channel_type': 'phone',
            'channel_id': '15105553349'}], 'first': 'Robin'}, {'contact_id':
            '26d5e865-c58b-5525-a593-8fc2c29c1c67', 'last': 'Lee'}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/bulk-v2
            https://developers.heymarket.com/api-reference/contacts/bulk
        """
        _result: ContactV2BatchResult = await self._driver.call(
            _prepare(
                _CREATE_MANY,
                body={
                    "contacts": contacts,
                },
            )
        )
        return _result

    async def delete_many(
        self,
        *,
        contact_channels: Sequence[ChannelIds | ChannelIdsParam],
    ) -> str:
        """Delete many contacts (v2).

        Deletes contacts for good by their UUIDs, with their conversations and custom fields.

        HTTP gives the body of a `DELETE` no meaning, and some libraries and proxies drop it.

        Args:
            contact_channels: A single entry with the `channel_type` `id` and the UUIDs of the contacts.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.delete_many(contact_channels=[{'channel_type': 'id', 'channel_ids':
            ['0e8f6a06-e229-5be2-8900-8844b0f7113e', '96d986fa-455b-5ea0-8108-9ddc9ecc018a']}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/bulk-delete-v2
            https://developers.heymarket.com/api-reference/contacts/bulk
        """
        _result: str = await self._driver.call(
            _prepare(
                _DELETE_MANY,
                body={
                    "contact_channels": contact_channels,
                },
            )
        )
        return _result

    def list(
        self,
        *,
        limit: int | None = None,
        page: int | None = None,
        date: datetime.datetime | str | None = None,
        ascending: bool | None = None,
    ) -> AsyncPages[Contact]:
        """List contacts (v2).

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the contacts of the team, page by page, as a bare array; most recently updated first, unless
        `ascending` says otherwise (inferred).

        Pages are numbered from 0, as in the example of the reference. That an empty array is the end is
        inferred from other listings. A contact that is deleted meanwhile moves the others up by one, so one
        of them may be missed at the border of a page: where that matters, use `POST /v1/contacts`, whose
        cursor is a time.

        Args:
            limit: Most contacts in one response, not in the whole listing; neither default nor maximum is
                published.
            page: Number of the page, from 0.
            date: Only contacts updated before this moment (RFC 3339); inferred from `/v1`.
            ascending: Oldest first instead of newest first (inferred). How `date` then selects is unpublished.

        Returns:
            One page of contacts; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.contacts_v2.list()

        Source:
            https://developers.heymarket.com/api-reference/contacts/list-v2
            https://developers.heymarket.com/api-reference/contacts/get
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "limit": limit,
                    "page": page,
                    "date": date,
                    "ascending": ascending,
                },
            )
        )

    async def search(
        self,
        *,
        contact_channels: Sequence[ChannelIds | ChannelIdsParam],
    ) -> builtins.list[Contact]:
        """Search contacts (v2).

        Returns the contacts that have one of these phone numbers, e-mail addresses or other channels. The
        UUID of each is the `contact_id` of its channels.

        Without `channel_type` the kind is told from the value: digits are a phone number, what has an `@` is
        an e-mail address.

        Args:
            contact_channels: Channels, any of which a contact has.

        Returns:
            The contacts that were found.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.search(contact_channels=[{'channel_type': 'phone', 'channel_ids':
            ['15105553344', '14155559876']}])

        Source:
            https://developers.heymarket.com/api-reference/contacts/search
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: builtins.list[Contact] = await self._driver.call(
            _prepare(
                _SEARCH,
                body={
                    "contact_channels": contact_channels,
                },
            )
        )
        return _result

    async def update_channel(
        self,
        contact_id: str,
        *,
        channel_type: str,
        channel_id: str,
    ) -> builtins.list[ContactChannel]:
        """Update a channel.

        Gives the channel of this kind another value, and returns all channels of the contact.

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.
            channel_type: Kind of channel, for example `phone`, `email` or `facebook`; the list may grow.
            channel_id: Phone number (E.164 digits, no plus), e-mail address or another value.

        Returns:
            The channels of the contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.update_channel(contact_id='8277d337-052d-51e4-a419-873e9fce855d',
            channel_type='phone', channel_id='14155550177')

        Source:
            https://developers.heymarket.com/api-reference/contacts/channels
        """
        _result: builtins.list[ContactChannel] = await self._driver.call(
            _prepare(
                _UPDATE_CHANNEL,
                path={
                    "contactID": contact_id,
                },
                body={
                    "channel_type": channel_type,
                    "channel_id": channel_id,
                },
            )
        )
        return _result

    async def add_channel(
        self,
        contact_id: str,
        *,
        channel_type: str,
        channel_id: str,
    ) -> builtins.list[ContactChannel]:
        """Add a channel.

        Adds a phone number, an e-mail address or another channel to a contact, and returns all its channels.

        Adding a channel that the contact has already adds nothing, so it may be retried (inferred).

        Args:
            contact_id: UUID of the contact; the integer id of `/v1` does not do.
            channel_type: Kind of channel, for example `phone`, `email` or `facebook`; the list may grow.
            channel_id: Phone number (E.164 digits, no plus), e-mail address or another value.

        Returns:
            The channels of the contact.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contacts_v2.add_channel(contact_id='8277d337-052d-51e4-a419-873e9fce855d',
            channel_type='email', channel_id='robin@example.com')

        Source:
            https://developers.heymarket.com/api-reference/contacts/channels
            https://developers.heymarket.com/guides/manage-contacts
        """
        _result: builtins.list[ContactChannel] = await self._driver.call(
            _prepare(
                _ADD_CHANNEL,
                path={
                    "contactID": contact_id,
                },
                body={
                    "channel_type": channel_type,
                    "channel_id": channel_id,
                },
            )
        )
        return _result


class ContactsV2WithRawResponse:
    def __init__(self, resource: ContactsV2Resource) -> None:
        self.create: Final = raw_response(resource.create)
        self.get: Final = raw_response(resource.get)
        self.update: Final = raw_response(resource.update)
        self.delete: Final = raw_response(resource.delete)
        self.create_many: Final = raw_response(resource.create_many)
        self.delete_many: Final = raw_response(resource.delete_many)
        self.list: Final = raw_response(resource.list)
        self.search: Final = raw_response(resource.search)
        self.update_channel: Final = raw_response(resource.update_channel)
        self.add_channel: Final = raw_response(resource.add_channel)


class AsyncContactsV2WithRawResponse:
    def __init__(self, resource: AsyncContactsV2Resource) -> None:
        self.create: Final = async_raw_response(resource.create)
        self.get: Final = async_raw_response(resource.get)
        self.update: Final = async_raw_response(resource.update)
        self.delete: Final = async_raw_response(resource.delete)
        self.create_many: Final = async_raw_response(resource.create_many)
        self.delete_many: Final = async_raw_response(resource.delete_many)
        self.list: Final = async_raw_response(resource.list)
        self.search: Final = async_raw_response(resource.search)
        self.update_channel: Final = async_raw_response(resource.update_channel)
        self.add_channel: Final = async_raw_response(resource.add_channel)
