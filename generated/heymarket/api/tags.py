# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import datetime
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByTimestamp
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page

from ..models.saved_record import SavedRecord
from ..models.tag import Tag
from ..models.tag_query import TagQuery
from ..models.tag_request import TagRequest

_CREATE = Operation(
    name="tags.create",
    method="POST",
    path="/v1/tag",
    body=TagRequest,
    result=SavedRecord,
    semantics="unsafe",
)


_GET = Operation(
    name="tags.get",
    method="GET",
    path="/v1/tag/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Tag,
    semantics="safe",
)


_DELETE = Operation(
    name="tags.delete",
    method="DELETE",
    path="/v1/tag/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=str,
    semantics="idempotent",
)


_LIST = Operation(
    name="tags.list",
    method="POST",
    path="/v1/tags",
    body=TagQuery,
    result=list[Tag],
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


class TagsResource(Resource):
    """Labels for contacts; a contact has at most five."""

    @property
    def with_raw_response(self) -> TagsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return TagsWithRawResponse(TagsResource(self._driver.returning_raw()))

    def create(
        self,
        *,
        tag: str,
        color: str | None = None,
    ) -> SavedRecord:
        """Create a tag.

        Makes a label that contacts can be given. Contacts get it through `tags` when they are created or
        updated.

        Nothing in the request tells a repeated one from a new one, so it must not be retried blindly.

        Args:
            tag: Text of the label.
            color: Colour in the app, in hexadecimal, for example `#FFD700`.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.tags.create(tag='VIP', color='#FFD700')

        Source:
            https://developers.heymarket.com/api-reference/tags
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "tag": tag,
                    "color": color,
                },
            )
        )
        return _result

    def get(
        self,
        id: int,
    ) -> Tag:
        """Get a tag.

        Returns one tag.

        Args:
            id: Tag id.

        Returns:
            The tag.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.tags.get(id=55)

        Source:
            https://developers.heymarket.com/api-reference/tags
        """
        _result: Tag = self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    def delete(
        self,
        id: int,
    ) -> str:
        """Delete a tag.

        Deletes a tag for good.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: Tag id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.tags.delete(id=58)

        Source:
            https://developers.heymarket.com/api-reference/tags
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

    def list(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> Page[Tag]:
        """List tags.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the tags of the team, most recently updated first, up to 30 at once, as a bare array.

        To read on, send the `updated` of the last tag of the response as `date`: only tags updated before
        that moment come back. That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only tags updated before this moment are returned. Use the `updated` of the
                last tag received, unchanged.

        Returns:
            One page of tags; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.tags.list()

        Source:
            https://developers.heymarket.com/api-reference/tags
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                },
            )
        )


class AsyncTagsResource(AsyncResource):
    """Labels for contacts; a contact has at most five."""

    @property
    def with_raw_response(self) -> AsyncTagsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncTagsWithRawResponse(AsyncTagsResource(self._driver.returning_raw()))

    async def create(
        self,
        *,
        tag: str,
        color: str | None = None,
    ) -> SavedRecord:
        """Create a tag.

        Makes a label that contacts can be given. Contacts get it through `tags` when they are created or
        updated.

        Nothing in the request tells a repeated one from a new one, so it must not be retried blindly.

        Args:
            tag: Text of the label.
            color: Colour in the app, in hexadecimal, for example `#FFD700`.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.tags.create(tag='VIP', color='#FFD700')

        Source:
            https://developers.heymarket.com/api-reference/tags
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "tag": tag,
                    "color": color,
                },
            )
        )
        return _result

    async def get(
        self,
        id: int,
    ) -> Tag:
        """Get a tag.

        Returns one tag.

        Args:
            id: Tag id.

        Returns:
            The tag.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.tags.get(id=55)

        Source:
            https://developers.heymarket.com/api-reference/tags
        """
        _result: Tag = await self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result

    async def delete(
        self,
        id: int,
    ) -> str:
        """Delete a tag.

        Deletes a tag for good.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: Tag id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.tags.delete(id=58)

        Source:
            https://developers.heymarket.com/api-reference/tags
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

    def list(
        self,
        *,
        date: datetime.datetime | str | None = None,
    ) -> AsyncPages[Tag]:
        """List tags.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the tags of the team, most recently updated first, up to 30 at once, as a bare array.

        To read on, send the `updated` of the last tag of the response as `date`: only tags updated before
        that moment come back. That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only tags updated before this moment are returned. Use the `updated` of the
                last tag received, unchanged.

        Returns:
            One page of tags; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.tags.list()

        Source:
            https://developers.heymarket.com/api-reference/tags
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                },
            )
        )


class TagsWithRawResponse:
    def __init__(self, resource: TagsResource) -> None:
        self.create: Final = raw_response(resource.create)
        self.get: Final = raw_response(resource.get)
        self.delete: Final = raw_response(resource.delete)
        self.list: Final = raw_response(resource.list)


class AsyncTagsWithRawResponse:
    def __init__(self, resource: AsyncTagsResource) -> None:
        self.create: Final = async_raw_response(resource.create)
        self.get: Final = async_raw_response(resource.get)
        self.delete: Final = async_raw_response(resource.delete)
        self.list: Final = async_raw_response(resource.list)
