"""Decoding a body that does not match the spec: value by value, so that what matches is not lost."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .drift import Drift
from .errors import DecodeError
from .kinds import found as found_kind
from .kinds import kind
from .model import parse_json
from .redaction import clean_bytes
from .taking import EXACT, Key, Steps, Taker

if TYPE_CHECKING:
    from collections.abc import Callable

    from .operation import Operation
    from .redaction import Clean

_ANYWHERE = "*"


class Salvage(Taker):
    """Takes a body apart, and tells or raises what does not match."""

    def __init__(  # noqa: PLR0913
        self,
        operation: Operation,
        body: bytes,
        request_id: str | None,
        *,
        strict: bool,
        on_drift: Callable[[Drift], Any],
        clean: Clean,
    ) -> None:
        super().__init__()
        self._operation = operation
        self._body = body
        self._clean = clean
        self._request_id = request_id and clean(request_id)
        self._strict = strict
        self._on_drift = on_drift

    def run(self) -> Any:
        try:
            value = parse_json(self._body)
        except ValueError as error:
            raise self._error(f"the body is not JSON ({error})" if self._body else "the body is empty", ()) from None
        promised = kind(self._operation.result)
        if promised in {"array", "object"} and promised != found_kind(value):
            raise self._error(f"expected {promised}, found {found_kind(value)}", ())
        return self.take(value, self._operation.result, ())

    def whole(self, value: float, steps: Steps) -> int | None:
        if abs(value) < EXACT:
            return super().whole(value, steps)
        written = self._written
        for step in steps:
            written = written[step]
        return int(written) if written == written.to_integral_value() else None

    @cached_property
    def _written(self) -> Any:
        """The body once more, with its numbers as they were written."""
        return json.loads(self._body, parse_float=Decimal)

    def tell(self, expected: str, value: Any, steps: Steps, found: str | None = None) -> None:
        found = found or found_kind(value)
        if self._strict:
            raise self._error(f"expected {expected}, found {found}", steps)
        self._on_drift(
            Drift(
                operation=self._operation.name,
                path=_json_path(tuple(_ANYWHERE if isinstance(step, int | Key) else step for step in steps)),
                location=self._clean(_json_path(steps)),
                expected=expected,
                found=found,
                request_id=self._request_id,
            ),
        )

    def _error(self, problem: str, steps: Steps) -> DecodeError:
        return DecodeError(
            problem,
            operation=self._operation.name,
            path=self._clean(_json_path(steps)),
            body=clean_bytes(self._body, self._clean),
            request_id=self._request_id,
        )


def _json_path(steps: Steps) -> str:
    written = (f"[{step}]" if isinstance(step, int) or step == _ANYWHERE else f".{step}" for step in steps)
    return f"${''.join(written)}"
