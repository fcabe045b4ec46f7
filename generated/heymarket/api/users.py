# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.operation import Operation

from ..models.memberships import Memberships
from ..models.user_query import UserQuery
from ..models.user_update import UserUpdate, UserUpdateParam
from ..models.user_update_request import UserUpdateRequest

_FIND = Operation(
    name="users.find",
    method="GET",
    path="/v1/users/get",
    body=UserQuery,
    result=Memberships,
    semantics="safe",
)


_UPDATE = Operation(
    name="users.update",
    method="POST",
    path="/v1/users/update",
    body=UserUpdateRequest,
    result=Memberships,
    semantics="idempotent",
)


class UsersResource(Resource):
    """Members of the team with their accounts."""

    @property
    def with_raw_response(self) -> UsersWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return UsersWithRawResponse(UsersResource(self._driver.returning_raw()))

    def find(
        self,
        *,
        phone: Sequence[str] | None = None,
        email: Sequence[str] | None = None,
    ) -> Memberships:
        """Find users.

        Returns the members of the team that have one of these phone numbers or e-mail addresses.

        The request is a `GET` with a JSON body. HTTP gives such a body no meaning, and some libraries,
        proxies and caches drop it.

        Args:
            phone: Phone numbers (digits, no plus).
            email: E-mail addresses.

        Returns:
            The members that were found.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.users.find(phone=['14155550155'], email=['ada@example.com'])

        Source:
            https://developers.heymarket.com/api-reference/users
        """
        _result: Memberships = self._driver.call(
            _prepare(
                _FIND,
                body={
                    "phone": phone,
                    "email": email,
                },
            )
        )
        return _result

    def update(
        self,
        *,
        users: Sequence[UserUpdate | UserUpdateParam],
    ) -> Memberships:
        """Update users.

        Changes the names or roles of one or several members.

        Setting the same values again changes nothing, so it may be retried (inferred).

        Args:
            users: One entry a member.

        Returns:
            The members as they are now.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.users.update(users=[{'id': 55, 'first_name': 'Grace', 'last_name': 'Hopper'}, {'id': 72,
            'role_id': 4}])

        Source:
            https://developers.heymarket.com/api-reference/users-update
            https://developers.heymarket.com/api-reference/users
        """
        _result: Memberships = self._driver.call(
            _prepare(
                _UPDATE,
                body={
                    "users": users,
                },
            )
        )
        return _result


class AsyncUsersResource(AsyncResource):
    """Members of the team with their accounts."""

    @property
    def with_raw_response(self) -> AsyncUsersWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncUsersWithRawResponse(AsyncUsersResource(self._driver.returning_raw()))

    async def find(
        self,
        *,
        phone: Sequence[str] | None = None,
        email: Sequence[str] | None = None,
    ) -> Memberships:
        """Find users.

        Returns the members of the team that have one of these phone numbers or e-mail addresses.

        The request is a `GET` with a JSON body. HTTP gives such a body no meaning, and some libraries,
        proxies and caches drop it.

        Args:
            phone: Phone numbers (digits, no plus).
            email: E-mail addresses.

        Returns:
            The members that were found.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.users.find(phone=['14155550155'], email=['ada@example.com'])

        Source:
            https://developers.heymarket.com/api-reference/users
        """
        _result: Memberships = await self._driver.call(
            _prepare(
                _FIND,
                body={
                    "phone": phone,
                    "email": email,
                },
            )
        )
        return _result

    async def update(
        self,
        *,
        users: Sequence[UserUpdate | UserUpdateParam],
    ) -> Memberships:
        """Update users.

        Changes the names or roles of one or several members.

        Setting the same values again changes nothing, so it may be retried (inferred).

        Args:
            users: One entry a member.

        Returns:
            The members as they are now.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.users.update(users=[{'id': 55, 'first_name': 'Grace', 'last_name': 'Hopper'}, {'id': 72,
            'role_id': 4}])

        Source:
            https://developers.heymarket.com/api-reference/users-update
            https://developers.heymarket.com/api-reference/users
        """
        _result: Memberships = await self._driver.call(
            _prepare(
                _UPDATE,
                body={
                    "users": users,
                },
            )
        )
        return _result


class UsersWithRawResponse:
    def __init__(self, resource: UsersResource) -> None:
        self.find: Final = raw_response(resource.find)
        self.update: Final = raw_response(resource.update)


class AsyncUsersWithRawResponse:
    def __init__(self, resource: AsyncUsersResource) -> None:
        self.find: Final = async_raw_response(resource.find)
        self.update: Final = async_raw_response(resource.update)
