# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.resource import AsyncResource, Resource, async_raw_response, raw_response

from ...models.team import Team
from .get_team import operation as _get


class TeamResource(Resource):
    """The team and its members."""

    @property
    def with_raw_response(self) -> TeamWithRawResponse:
        """The same methods, giving the answer with its status, headers and bytes."""
        return TeamWithRawResponse(TeamResource(self._core, raw=True))

    def get(
        self,
    ) -> Team:
        """Get the team.

        Returns the team that the credentials belong to, with its members.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/team/get
        """
        _result: Team = self._call(
            _prepare(
                _get,
            )
        )
        return _result


class AsyncTeamResource(AsyncResource):
    """The team and its members."""

    @property
    def with_raw_response(self) -> AsyncTeamWithRawResponse:
        """The same methods, giving the answer with its status, headers and bytes."""
        return AsyncTeamWithRawResponse(AsyncTeamResource(self._core, raw=True))

    async def get(
        self,
    ) -> Team:
        """Get the team.

        Returns the team that the credentials belong to, with its members.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete answer arrived, after retries where they are safe.
            DecodeError: The answer is no JSON of the promised kind.

        Source:
            https://developers.heymarket.com/api-reference/team/get
        """
        _result: Team = await self._call(
            _prepare(
                _get,
            )
        )
        return _result


class TeamWithRawResponse:
    def __init__(self, resource: TeamResource) -> None:
        self.get = raw_response(resource.get)


class AsyncTeamWithRawResponse:
    def __init__(self, resource: AsyncTeamResource) -> None:
        self.get = async_raw_response(resource.get)
