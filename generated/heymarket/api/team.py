# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.operation import Operation

from ..models.team import Team

_GET = Operation(
    name="team.get",
    method="GET",
    path="/v1/team",
    result=Team,
    semantics="safe",
)


class TeamResource(Resource):
    """The team and its members."""

    @property
    def with_raw_response(self) -> TeamWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return TeamWithRawResponse(TeamResource(self._driver.returning_raw()))

    def get(
        self,
    ) -> Team:
        """Get the team.

        Returns the team that the credentials belong to, with its members.

        Returns:
            The team.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.team.get()

        Source:
            https://developers.heymarket.com/api-reference/team/get
        """
        _result: Team = self._driver.call(
            _prepare(
                _GET,
            )
        )
        return _result


class AsyncTeamResource(AsyncResource):
    """The team and its members."""

    @property
    def with_raw_response(self) -> AsyncTeamWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncTeamWithRawResponse(AsyncTeamResource(self._driver.returning_raw()))

    async def get(
        self,
    ) -> Team:
        """Get the team.

        Returns the team that the credentials belong to, with its members.

        Returns:
            The team.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.team.get()

        Source:
            https://developers.heymarket.com/api-reference/team/get
        """
        _result: Team = await self._driver.call(
            _prepare(
                _GET,
            )
        )
        return _result


class TeamWithRawResponse:
    def __init__(self, resource: TeamResource) -> None:
        self.get: Final = raw_response(resource.get)


class AsyncTeamWithRawResponse:
    def __init__(self, resource: AsyncTeamResource) -> None:
        self.get: Final = async_raw_response(resource.get)
