# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.deprecation import deprecated as _deprecated
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByTimestamp
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page

from ..models.contact_list import ContactList
from ..models.list_query import ListQuery
from ..models.list_target import ListTarget, ListTargetParam
from ..models.list_v1_request import ListV1Request
from ..models.list_v1_update import ListV1Update
from ..models.saved_record import SavedRecord

_CREATE = Operation(
    name="lists_v1.create",
    method="POST",
    path="/v1/list",
    body=ListV1Request,
    result=SavedRecord,
    semantics="unsafe",
)


_GET = Operation(
    name="lists_v1.get",
    method="GET",
    path="/v1/list/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=ContactList,
    semantics="safe",
)


_UPDATE = Operation(
    name="lists_v1.update",
    method="PUT",
    path="/v1/list/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    body=ListV1Update,
    result=SavedRecord,
    semantics="idempotent",
)


_DELETE = Operation(
    name="lists_v1.delete",
    method="DELETE",
    path="/v1/list/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=str,
    semantics="idempotent",
)


_LIST = Operation(
    name="lists_v1.list",
    method="POST",
    path="/v1/lists",
    body=ListQuery,
    result=list[ContactList],
    semantics="safe",
    paging=ByTimestamp(
        sent_as=Input("date", "body"),
        items=(),
        field="updated",
        identity="id",
        limit=None,
        reversed_by=None,
        first_only=(),
    ),
)


class ListsV1Resource(Resource):
    """The same lists by older operations, which the vendor deprecates; reading is possible only here."""

    @property
    def with_raw_response(self) -> ListsV1WithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return ListsV1WithRawResponse(ListsV1Resource(self._driver.returning_raw()))

    @_deprecated("lists_v1.create is deprecated")
    def create(
        self,
        *,
        title: str,
        local_id: str | None = None,
        members: Mapping[str, ListTarget | ListTargetParam] | None = None,
    ) -> SavedRecord:
        """Create a list (v1).

        Deprecated.

        Makes a list of phone numbers. Deprecated: use `POST /v2/lists`.

        Whether `local_id` keeps a repeated request from making a second list is unpublished here, so it must
        not be retried blindly.

        Args:
            title: Name of the list; `name` in responses.
            local_id: Id of yours, unique among your lists.
            members: Members by phone number (E.164 digits, no plus); they replace all that there are.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.create(title='Wednesday class', members={'14155550199': {'f': 'Robin', 'l':
            'Lee'}})

        Source:
            https://developers.heymarket.com/api-reference/lists/create
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "title": title,
                    "local_id": local_id,
                    "members": members,
                },
            )
        )
        return _result

    @_deprecated("lists_v1.get is deprecated")
    def get(
        self,
        id: int,
    ) -> ContactList:
        """Get a list (v1).

        Deprecated.

        Returns one list. Deprecated, and without a successor: `/v2` has no operation that reads a list.

        Args:
            id: List id.

        Returns:
            The list.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.get(id=42)

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
        """
        _result: ContactList = self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    @_deprecated("lists_v1.update is deprecated")
    def update(
        self,
        id: int,
        *,
        title: str,
        add_phone: str | None = None,
        remove_phone: str | None = None,
        members: Mapping[str, ListTarget | ListTargetParam] | None = None,
    ) -> SavedRecord:
        """Update a list (v1).

        Deprecated.

        Renames a list, replaces its members, or adds or removes one phone number. Deprecated: use `PUT
        /v2/lists/{id}`.

        Args:
            id: List id.
            title: Name of the list; `name` in responses.
            add_phone: A phone number (E.164 digits, no plus) to add.
            remove_phone: A phone number (E.164 digits, no plus) to take out.
            members: Members by phone number (E.164 digits, no plus); they replace all that there are.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.update(id=45, title='Wednesday class', add_phone='14155550199')

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "title": title,
                    "add_phone": add_phone,
                    "remove_phone": remove_phone,
                    "members": members,
                },
            )
        )
        return _result

    @_deprecated("lists_v1.delete is deprecated")
    def delete(
        self,
        id: int,
    ) -> str:
        """Delete a list (v1).

        Deprecated.

        Deletes a list for good. Deprecated: use `DELETE /v2/lists/{id}`.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: List id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.delete(id=46)

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
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

    @_deprecated("lists_v1.list is deprecated")
    def list(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> Page[ContactList]:
        """List lists (v1).

        Deprecated.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the lists of the team, most recently updated first, as a bare array. Deprecated, and without a
        successor: `/v2` has no operation that reads lists.

        To read on, send the `updated` of the last list of the response as `date` (inferred from templates and
        tags, whose pages hold up to 30). That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only lists updated before this moment are returned. Use the `updated` of
                the last list received, unchanged.

        Returns:
            One page of lists; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.lists_v1.list()

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                },
            )
        )


class AsyncListsV1Resource(AsyncResource):
    """The same lists by older operations, which the vendor deprecates; reading is possible only here."""

    @property
    def with_raw_response(self) -> AsyncListsV1WithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncListsV1WithRawResponse(AsyncListsV1Resource(self._driver.returning_raw()))

    @_deprecated("lists_v1.create is deprecated")
    async def create(
        self,
        *,
        title: str,
        local_id: str | None = None,
        members: Mapping[str, ListTarget | ListTargetParam] | None = None,
    ) -> SavedRecord:
        """Create a list (v1).

        Deprecated.

        Makes a list of phone numbers. Deprecated: use `POST /v2/lists`.

        Whether `local_id` keeps a repeated request from making a second list is unpublished here, so it must
        not be retried blindly.

        Args:
            title: Name of the list; `name` in responses.
            local_id: Id of yours, unique among your lists.
            members: Members by phone number (E.164 digits, no plus); they replace all that there are.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.create(title='Wednesday class', members={'14155550199': {'f': 'Robin', 'l':
            'Lee'}})

        Source:
            https://developers.heymarket.com/api-reference/lists/create
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "title": title,
                    "local_id": local_id,
                    "members": members,
                },
            )
        )
        return _result

    @_deprecated("lists_v1.get is deprecated")
    async def get(
        self,
        id: int,
    ) -> ContactList:
        """Get a list (v1).

        Deprecated.

        Returns one list. Deprecated, and without a successor: `/v2` has no operation that reads a list.

        Args:
            id: List id.

        Returns:
            The list.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.get(id=42)

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
        """
        _result: ContactList = await self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    @_deprecated("lists_v1.update is deprecated")
    async def update(
        self,
        id: int,
        *,
        title: str,
        add_phone: str | None = None,
        remove_phone: str | None = None,
        members: Mapping[str, ListTarget | ListTargetParam] | None = None,
    ) -> SavedRecord:
        """Update a list (v1).

        Deprecated.

        Renames a list, replaces its members, or adds or removes one phone number. Deprecated: use `PUT
        /v2/lists/{id}`.

        Args:
            id: List id.
            title: Name of the list; `name` in responses.
            add_phone: A phone number (E.164 digits, no plus) to add.
            remove_phone: A phone number (E.164 digits, no plus) to take out.
            members: Members by phone number (E.164 digits, no plus); they replace all that there are.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.update(id=45, title='Wednesday class', add_phone='14155550199')

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "title": title,
                    "add_phone": add_phone,
                    "remove_phone": remove_phone,
                    "members": members,
                },
            )
        )
        return _result

    @_deprecated("lists_v1.delete is deprecated")
    async def delete(
        self,
        id: int,
    ) -> str:
        """Delete a list (v1).

        Deprecated.

        Deletes a list for good. Deprecated: use `DELETE /v2/lists/{id}`.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: List id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.lists_v1.delete(id=46)

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
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

    @_deprecated("lists_v1.list is deprecated")
    def list(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> AsyncPages[ContactList]:
        """List lists (v1).

        Deprecated.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the lists of the team, most recently updated first, as a bare array. Deprecated, and without a
        successor: `/v2` has no operation that reads lists.

        To read on, send the `updated` of the last list of the response as `date` (inferred from templates and
        tags, whose pages hold up to 30). That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only lists updated before this moment are returned. Use the `updated` of
                the last list received, unchanged.

        Returns:
            One page of lists; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.lists_v1.list()

        Source:
            https://developers.heymarket.com/api-reference/lists/overview
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                },
            )
        )


class ListsV1WithRawResponse:
    def __init__(self, resource: ListsV1Resource) -> None:
        self.create: Final = raw_response(resource.create)
        self.get: Final = raw_response(resource.get)
        self.update: Final = raw_response(resource.update)
        self.delete: Final = raw_response(resource.delete)
        self.list: Final = raw_response(resource.list)


class AsyncListsV1WithRawResponse:
    def __init__(self, resource: AsyncListsV1Resource) -> None:
        self.create: Final = async_raw_response(resource.create)
        self.get: Final = async_raw_response(resource.get)
        self.update: Final = async_raw_response(resource.update)
        self.delete: Final = async_raw_response(resource.delete)
        self.list: Final = async_raw_response(resource.list)
