"""In the type of a timestamp: tells Hypothesis and pydantic, in their own ways, that it has an offset from UTC."""

from __future__ import annotations

import datetime
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import GetCoreSchemaHandler
    from pydantic_core.core_schema import CoreSchema


class AwareForHypothesis:
    """Gives a strategy: Hypothesis looks for one in what calls itself grouped metadata, as annotated-types does."""

    __is_annotated_types_grouped_metadata__ = True

    def __iter__(self) -> Iterator[Any]:
        if hypothesis := sys.modules.get("hypothesis"):
            yield hypothesis.strategies.datetimes(timezones=hypothesis.strategies.just(datetime.UTC))


class AwareForPydantic:
    """Gives a schema. It stands apart as pydantic takes only what is inside of grouped metadata."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415

        return core_schema.datetime_schema(tz_constraint="aware")
