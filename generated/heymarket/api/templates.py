# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import datetime
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByTimestamp
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page

from ..models.gallery_content import GalleryContent, GalleryContentParam
from ..models.saved_record import SavedRecord
from ..models.template import Template
from ..models.template_query import TemplateQuery
from ..models.template_request import TemplateRequest

_CREATE = Operation(
    name="templates.create",
    method="POST",
    path="/v1/template",
    body=TemplateRequest,
    result=SavedRecord,
    semantics="unsafe",
)


_GET = Operation(
    name="templates.get",
    method="GET",
    path="/v1/template/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Template,
    semantics="safe",
)


_UPDATE = Operation(
    name="templates.update",
    method="PUT",
    path="/v1/template/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    body=TemplateRequest,
    result=SavedRecord,
    semantics="idempotent",
)


_DELETE = Operation(
    name="templates.delete",
    method="DELETE",
    path="/v1/template/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=str,
    semantics="idempotent",
)


_LIST = Operation(
    name="templates.list",
    method="POST",
    path="/v1/templates",
    body=TemplateQuery,
    result=list[Template],
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


class TemplatesResource(Resource):
    """Saved texts with merge tokens, which are filled in when a message is sent."""

    @property
    def with_raw_response(self) -> TemplatesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return TemplatesWithRawResponse(TemplatesResource(self._driver.returning_raw()))

    def create(
        self,
        *,
        title: str,
        content: GalleryContent | GalleryContentParam,
        local_id: str | None = None,
        archived: bool | None = None,
    ) -> SavedRecord:
        """Create a template.

        Saves a text, and images if there are any, to send again and again. `{{first_name}}`, `{{last_name}}`
        and `{{custom_field_name}}` stand for what the contact of a message has.

        `local_id` maps a template to a record of yours. Whether it keeps a repeated request from making a
        second template is unpublished, so a creation must not be retried blindly.

        Args:
            title: Name of the template; `name` in responses.
            content: Text and images of a message or a template.
            local_id: Id of yours, unique among your templates.
            archived: Save it as archived.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.create(title='Welcome message',
            local_id='88ae517b-ff42-4ef2-958d-86b27db6b21c', content={'text': 'Hey {{first_name}}
            {{last_name}}, welcome to our service!'}, archived=False)

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
            https://developers.heymarket.com/api-reference/templates/overview
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "title": title,
                    "content": content,
                    "local_id": local_id,
                    "archived": archived,
                },
            )
        )
        return _result

    def get(
        self,
        id: int,
    ) -> Template:
        """Get a template.

        Returns one template.

        Args:
            id: Template id.

        Returns:
            The template.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.get(id=101)

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
        """
        _result: Template = self._driver.call(
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
        title: str,
        content: GalleryContent | GalleryContentParam,
        local_id: str | None = None,
        archived: bool | None = None,
    ) -> SavedRecord:
        """Update a template.

        Replaces the title and content of a template. The body is that of a creation.

        Args:
            id: Template id.
            title: Name of the template; `name` in responses.
            content: Text and images of a message or a template.
            local_id: Id of yours, unique among your templates.
            archived: Save it as archived.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.update(id=102, title='Welcome message', content={'text': 'Hey {{first_name}},
            good to have you!'})

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
        """
        _result: SavedRecord = self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "title": title,
                    "content": content,
                    "local_id": local_id,
                    "archived": archived,
                },
            )
        )
        return _result

    def delete(
        self,
        id: int,
    ) -> str:
        """Delete a template.

        Deletes a template for good.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: Template id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.delete(id=103)

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
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
    ) -> Page[Template]:
        """List templates.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the templates of the team, most recently updated first, up to 30 at once, as a bare array.

        To read on, send the `updated` of the last template of the response as `date`: only templates updated
        before that moment come back. That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only templates updated before this moment are returned. Use the `updated`
                of the last template received, unchanged.

        Returns:
            One page of templates; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.templates.list()

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                },
            )
        )


class AsyncTemplatesResource(AsyncResource):
    """Saved texts with merge tokens, which are filled in when a message is sent."""

    @property
    def with_raw_response(self) -> AsyncTemplatesWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncTemplatesWithRawResponse(AsyncTemplatesResource(self._driver.returning_raw()))

    async def create(
        self,
        *,
        title: str,
        content: GalleryContent | GalleryContentParam,
        local_id: str | None = None,
        archived: bool | None = None,
    ) -> SavedRecord:
        """Create a template.

        Saves a text, and images if there are any, to send again and again. `{{first_name}}`, `{{last_name}}`
        and `{{custom_field_name}}` stand for what the contact of a message has.

        `local_id` maps a template to a record of yours. Whether it keeps a repeated request from making a
        second template is unpublished, so a creation must not be retried blindly.

        Args:
            title: Name of the template; `name` in responses.
            content: Text and images of a message or a template.
            local_id: Id of yours, unique among your templates.
            archived: Save it as archived.

        Returns:
            What was created.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.create(title='Welcome message',
            local_id='88ae517b-ff42-4ef2-958d-86b27db6b21c', content={'text': 'Hey {{first_name}}
            {{last_name}}, welcome to our service!'}, archived=False)

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
            https://developers.heymarket.com/api-reference/templates/overview
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _CREATE,
                body={
                    "title": title,
                    "content": content,
                    "local_id": local_id,
                    "archived": archived,
                },
            )
        )
        return _result

    async def get(
        self,
        id: int,
    ) -> Template:
        """Get a template.

        Returns one template.

        Args:
            id: Template id.

        Returns:
            The template.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.get(id=101)

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
        """
        _result: Template = await self._driver.call(
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
        title: str,
        content: GalleryContent | GalleryContentParam,
        local_id: str | None = None,
        archived: bool | None = None,
    ) -> SavedRecord:
        """Update a template.

        Replaces the title and content of a template. The body is that of a creation.

        Args:
            id: Template id.
            title: Name of the template; `name` in responses.
            content: Text and images of a message or a template.
            local_id: Id of yours, unique among your templates.
            archived: Save it as archived.

        Returns:
            What was changed.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.update(id=102, title='Welcome message', content={'text': 'Hey {{first_name}},
            good to have you!'})

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
        """
        _result: SavedRecord = await self._driver.call(
            _prepare(
                _UPDATE,
                path={
                    "id": id,
                },
                body={
                    "title": title,
                    "content": content,
                    "local_id": local_id,
                    "archived": archived,
                },
            )
        )
        return _result

    async def delete(
        self,
        id: int,
    ) -> str:
        """Delete a template.

        Deletes a template for good.

        Deleting it again finds nothing, so a retried request may give 404.

        Args:
            id: Template id.

        Returns:
            Deleted.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.templates.delete(id=103)

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
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
    ) -> AsyncPages[Template]:
        """List templates.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the templates of the team, most recently updated first, up to 30 at once, as a bare array.

        To read on, send the `updated` of the last template of the response as `date`: only templates updated
        before that moment come back. That an empty array is the end is inferred from conversations.

        Args:
            date: Cursor (RFC 3339): only templates updated before this moment are returned. Use the `updated`
                of the last template received, unchanged.

        Returns:
            One page of templates; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.templates.list()

        Source:
            https://developers.heymarket.com/api-reference/templates/manage
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "date": date,
                },
            )
        )


class TemplatesWithRawResponse:
    def __init__(self, resource: TemplatesResource) -> None:
        self.create: Final = raw_response(resource.create)
        self.get: Final = raw_response(resource.get)
        self.update: Final = raw_response(resource.update)
        self.delete: Final = raw_response(resource.delete)
        self.list: Final = raw_response(resource.list)


class AsyncTemplatesWithRawResponse:
    def __init__(self, resource: AsyncTemplatesResource) -> None:
        self.create: Final = async_raw_response(resource.create)
        self.get: Final = async_raw_response(resource.get)
        self.update: Final = async_raw_response(resource.update)
        self.delete: Final = async_raw_response(resource.delete)
        self.list: Final = async_raw_response(resource.list)
