# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.operation import Operation

from ..models.contact_field import ContactField
from ..models.contact_field_request import ContactFieldRequest, ContactFieldRequestParam

_LIST = Operation(
    name="contact_fields.list",
    method="POST",
    path="/v1/contact-fields",
    result=list[ContactField],
    semantics="safe",
)


_CREATE = Operation(
    name="contact_fields.create",
    method="POST",
    path="/v1/contacts/fields",
    body=list[ContactFieldRequest],
    needs_body=True,
    result=list[ContactField],
    semantics="idempotent",
)


class ContactFieldsResource(Resource):
    """Fields of a team's own that contacts can have."""

    @property
    def with_raw_response(self) -> ContactFieldsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return ContactFieldsWithRawResponse(ContactFieldsResource(self._driver.returning_raw()))

    def list(
        self,
    ) -> builtins.list[ContactField]:
        """List contact fields.

        Returns the custom fields of the team with their ids, which are the keys of `custom` in a contact.

        Returns:
            All custom fields.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contact_fields.list()

        Source:
            https://developers.heymarket.com/concepts/contacts
        """
        _result: builtins.list[ContactField] = self._driver.call(
            _prepare(
                _LIST,
            )
        )
        return _result

    def create(
        self,
        body: Sequence[ContactFieldRequest | ContactFieldRequestParam],
    ) -> builtins.list[ContactField]:
        """Create contact fields.

        Makes custom fields with these titles. A title that exists already gives the field that has it, marked
        with `duplicate`.

        That `duplicate` means so, and that the request may therefore be retried, is inferred from the name.

        Returns:
            One field for each title.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Source:
            https://developers.heymarket.com/api-reference/contacts/create-contact-fields
        """
        _result: builtins.list[ContactField] = self._driver.call(
            _prepare(
                _CREATE,
                body=body,
            )
        )
        return _result


class AsyncContactFieldsResource(AsyncResource):
    """Fields of a team's own that contacts can have."""

    @property
    def with_raw_response(self) -> AsyncContactFieldsWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncContactFieldsWithRawResponse(AsyncContactFieldsResource(self._driver.returning_raw()))

    async def list(
        self,
    ) -> builtins.list[ContactField]:
        """List contact fields.

        Returns the custom fields of the team with their ids, which are the keys of `custom` in a contact.

        Returns:
            All custom fields.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.contact_fields.list()

        Source:
            https://developers.heymarket.com/concepts/contacts
        """
        _result: builtins.list[ContactField] = await self._driver.call(
            _prepare(
                _LIST,
            )
        )
        return _result

    async def create(
        self,
        body: Sequence[ContactFieldRequest | ContactFieldRequestParam],
    ) -> builtins.list[ContactField]:
        """Create contact fields.

        Makes custom fields with these titles. A title that exists already gives the field that has it, marked
        with `duplicate`.

        That `duplicate` means so, and that the request may therefore be retried, is inferred from the name.

        Returns:
            One field for each title.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Source:
            https://developers.heymarket.com/api-reference/contacts/create-contact-fields
        """
        _result: builtins.list[ContactField] = await self._driver.call(
            _prepare(
                _CREATE,
                body=body,
            )
        )
        return _result


class ContactFieldsWithRawResponse:
    def __init__(self, resource: ContactFieldsResource) -> None:
        self.list: Final = raw_response(resource.list)
        self.create: Final = raw_response(resource.create)


class AsyncContactFieldsWithRawResponse:
    def __init__(self, resource: AsyncContactFieldsResource) -> None:
        self.list: Final = async_raw_response(resource.list)
        self.create: Final = async_raw_response(resource.create)
