# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.listings import ByPage
from heymarket_runtime.operation import Input, Operation, Parameter
from heymarket_runtime.page import AsyncPages, Page

from ..models.survey import Survey
from ..models.survey_query import SurveyQuery

_LIST = Operation(
    name="surveys.list",
    method="POST",
    path="/v1/surveys",
    body=SurveyQuery,
    result=list[Survey],
    semantics="safe",
    paging=ByPage(page=Input("page", "body"), least=1, items=()),
)


_GET = Operation(
    name="surveys.get",
    method="GET",
    path="/v1/survey/{id}",
    parameters=(Parameter("id", "path", int, required=True),),
    result=Survey,
    semantics="safe",
)


class SurveysResource(Resource):
    """Standard questions that are sent as messages and answered by the customer."""

    @property
    def with_raw_response(self) -> SurveysWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return SurveysWithRawResponse(SurveysResource(self._driver.returning_raw()))

    def list(
        self,
        *,
        limit: int | None = None,
        page: int | None = None,
    ) -> Page[Survey]:
        """List surveys.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the surveys of the team, page by page, as a bare array. Their ids are what a message is sent
        with as `survey_id`.

        Pages are numbered from 1. That an empty array is the end is inferred from other listings.

        Args:
            limit: Most surveys in one response, not in the whole listing; neither default nor maximum is
                published.
            page: Number of the page, from 1.

        Returns:
            One page of surveys; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.surveys.list()

        Source:
            https://developers.heymarket.com/api-reference/surveys
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "limit": limit,
                    "page": page,
                },
            )
        )

    def get(
        self,
        id: int,
    ) -> Survey:
        """Get a survey.

        Returns one survey.

        Args:
            id: Survey id.

        Returns:
            The survey.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.surveys.get(id=10)

        Source:
            https://developers.heymarket.com/api-reference/surveys
        """
        _result: Survey = self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result


class AsyncSurveysResource(AsyncResource):
    """Standard questions that are sent as messages and answered by the customer."""

    @property
    def with_raw_response(self) -> AsyncSurveysWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncSurveysWithRawResponse(AsyncSurveysResource(self._driver.returning_raw()))

    def list(
        self,
        *,
        limit: int | None = None,
        page: int | None = None,
    ) -> AsyncPages[Survey]:
        """List surveys.

        Iterating over the result goes on through all pages; `items` holds one page only.

        Returns the surveys of the team, page by page, as a bare array. Their ids are what a message is sent
        with as `survey_id`.

        Pages are numbered from 1. That an empty array is the end is inferred from other listings.

        Args:
            limit: Most surveys in one response, not in the whole listing; neither default nor maximum is
                published.
            page: Number of the page, from 1.

        Returns:
            One page of surveys; an empty array after the last one.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.
            PagingError: While iterating: the server's pages do not add up, so going on could skip or repeat items.

        Example:
            heymarket.surveys.list()

        Source:
            https://developers.heymarket.com/api-reference/surveys
        """
        return self._driver.page(
            _prepare(
                _LIST,
                body={
                    "limit": limit,
                    "page": page,
                },
            )
        )

    async def get(
        self,
        id: int,
    ) -> Survey:
        """Get a survey.

        Returns one survey.

        Args:
            id: Survey id.

        Returns:
            The survey.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.surveys.get(id=10)

        Source:
            https://developers.heymarket.com/api-reference/surveys
        """
        _result: Survey = await self._driver.call(
            _prepare(
                _GET,
                path={
                    "id": id,
                },
            )
        )
        return _result


class SurveysWithRawResponse:
    def __init__(self, resource: SurveysResource) -> None:
        self.list: Final = raw_response(resource.list)
        self.get: Final = raw_response(resource.get)


class AsyncSurveysWithRawResponse:
    def __init__(self, resource: AsyncSurveysResource) -> None:
        self.list: Final = async_raw_response(resource.list)
        self.get: Final = async_raw_response(resource.get)
