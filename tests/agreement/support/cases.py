"""The cases that schemathesis and hypothesis make, the same ones every time unless another seed is asked for.

Requests come from the spec as it is. For responses a mirror of the spec is made, in which the body of every
response is the body of a request: so schemathesis makes those too, right and wrong ones, through its public API.
"""

from __future__ import annotations

import datetime
import json
import os
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

from . import schemas, spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemathesis import BaseSchema

    from .spec import Operation

# Years of `datetime`, with room for the offset: other years are in the tables of odd strings.
_EARLIEST, _LATEST = datetime.datetime(2, 1, 1), datetime.datetime(9998, 1, 1)  # noqa: DTZ001 - as text, without zone

SEED = int(os.environ.get("AGREEMENT_SEED", "1"))
EXAMPLES = int(os.environ.get("AGREEMENT_EXAMPLES", "30"))
QUICK = "AGREEMENT_QUICK" in os.environ
"""Leave out the coverage phase where fuzzing and tests without random data say as much, only more slowly.

With it go the sorts of case that the few examples of a mutant's first look need not bring.
"""
SHRINK = "AGREEMENT_NO_SHRINK" not in os.environ

_PHASES = [Phase.explicit, Phase.generate, *([Phase.shrink] if SHRINK else [])]
_SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=_PHASES,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
hypothesis.settings.register_profile("agreement", _SETTINGS)


def _timestamps() -> st.SearchStrategy[str]:
    moments = st.datetimes(min_value=_EARLIEST, max_value=_LATEST).map(lambda moment: moment.isoformat()[:19])
    fractions = st.one_of(st.just(""), st.text("0123456789", min_size=1, max_size=9).map(lambda text: f".{text}"))
    offsets = st.one_of(
        st.just("Z"),
        st.tuples(st.sampled_from("+-"), st.integers(0, 23), st.integers(0, 59)).map(
            lambda parts: f"{parts[0]}{parts[1]:02}:{parts[2]:02}"
        ),
    )
    return st.tuples(moments, fractions, offsets).map("".join)


schemathesis.openapi.format("date-time", _timestamps())


def requests(
    openapi: dict[str, Any], mode: str, *, fuzzing: int | None = None, covering: bool = True, **sections: Any
) -> BaseSchema:
    """Load a spec for `parametrize`, with nothing taken from a `schemathesis.toml` in the way."""
    examples = EXAMPLES if fuzzing is None else min(fuzzing, EXAMPLES)
    config = schemathesis.Config.from_dict(
        {
            "seed": SEED,
            "generation": {"mode": mode, "max-examples": examples, "database": "none", "no-shrink": not SHRINK},
            "phases": {"coverage": {"enabled": covering or not QUICK, "unexpected-methods": []}},
            **sections,
        }
    )
    return schemathesis.openapi.from_dict(schemas.fitting(openapi), config=config)


def given(*arguments: Any, **options: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`hypothesis.given` with the settings of this folder."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        settings = hypothesis.settings(_SETTINGS)
        return hypothesis.seed(SEED)(settings(hypothesis.given(*arguments, **options)(test)))

    return decorate


Use = tuple["Operation", int]


def _uses(*, success: bool) -> dict[str, list[Use]]:
    """Return who responds with which schema; operations with the same schema share its values."""
    found: dict[str, list[Use]] = {}
    for operation in spec.OPERATIONS:
        for status, schema in operation.responses.items():
            if schema is not None and (status == operation.success) is success:
                found.setdefault(json.dumps(schema, sort_keys=True), []).append((operation, status))
    return {f"/{uses[0][0].raw['operationId']}/{uses[0][1]}": uses for uses in found.values()}


SUCCESSES = _uses(success=True)
ERRORS = _uses(success=False)


def responses(uses: dict[str, list[Use]], view: Callable[[Any], Any], mode: str, **options: Any) -> BaseSchema:
    """Load the mirror: a request for every schema of a response."""
    paths = {
        path: {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {spec.JSON: {"schema": view(users[0][0].responses[users[0][1]])}},
                },
                "responses": {"200": {"description": "received"}},
            }
        }
        for path, users in uses.items()
    }
    mirror = {"openapi": "3.1.0", "info": {"title": "mirror", "version": "1"}, "paths": paths}
    return requests(mirror, mode, **options)


def received(case: Any) -> bytes:
    """Return the bytes of a generated response; one that was left out is empty."""
    if type(case.body).__name__ == "NotSet":
        return b""
    return case.body if isinstance(case.body, bytes) else json.dumps(case.body).encode()


def about_what_exists(case: Any) -> Any:
    """Return a valid random case with ids that exist in two of three, since a random id gets 403 or 404 for ever."""
    if case.meta is None or case.meta.phase.name.value != "fuzzing" or case.meta.generation.mode.is_negative:
        return case
    number = zlib.crc32(repr((case.path_parameters, case.body)).encode())
    if number % 3:
        known = KNOWN[case.operation.label]
        case.path_parameters = {
            name: _replaced(value, name, known, number) for name, value in (case.path_parameters or {}).items()
        }
        if isinstance(case.body, dict):
            case.body = _replaced(case.body, "", known, number)
    return case


def _replaced(value: Any, name: str, known: dict[str, list[Any]], number: int) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(item, key, known, number) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, name, known, number) for item in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return known[name][number % len(known[name])] if is_number and known.get(name) else value


def _collect(value: Any, name: str, found: dict[str, list[Any]]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _collect(item, key, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, name, found)
    elif isinstance(value, int) and not isinstance(value, bool) and value not in found.setdefault(name, []):
        found[name].append(value)


def _known() -> dict[str, dict[str, list[Any]]]:
    """Return, by operation, the integers that the examples of its requests use for a name."""
    known: dict[str, dict[str, list[Any]]] = {}
    for operation in spec.OPERATIONS:
        found = known.setdefault(operation.label, {})
        for example in operation.examples:
            _collect(example, "", found)
        for parameter in operation.parameters:
            _collect(parameter.example, parameter.name, found)
    return known


KNOWN = _known()

Key = tuple[Any, ...]
SEEN: Counter[Key] = Counter()
"""How often tests got to their point: one that never does is green as well."""


def saw(*key: Any) -> None:
    SEEN[key] += 1


def check_seen(request: pytest.FixtureRequest, test: str, counts: dict[Key, int]) -> None:
    """Check that a test, which ran before, saw each of these things at least so often."""
    if not any(item.name.startswith(f"{test}[") for item in request.session.items):
        pytest.skip(f"{test} was not selected")
    assert {key: SEEN[key] for key, least in counts.items() if SEEN[key] < least} == {}


def least(operation: Operation) -> int:
    """Return how many requests of an operation are tried at least: there is but one without arguments."""
    return EXAMPLES // 2 if operation.parameters or operation.body is not None else 1
