"""How schemathesis and hypothesis make values here: the same ones every time unless another seed is asked for."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemathesis import BaseSchema

# Years of `datetime`, with room for the offset: other years are in the tables of odd strings.
_EARLIEST, _LATEST = datetime.datetime(2, 1, 1), datetime.datetime(9998, 1, 1)  # noqa: DTZ001 - as text, without zone

SEED = int(os.environ.get("AGREEMENT_SEED", "1"))
EXAMPLES = int(os.environ.get("AGREEMENT_EXAMPLES", "30"))
QUICK = "AGREEMENT_QUICK" in os.environ
"""Leave out the coverage phase where fuzzing and tests without random data say as much, only more slowly."""
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


def schema(
    spec: dict[str, Any], mode: str, *, fuzzing: int | None = None, covering: bool = True, **sections: Any
) -> BaseSchema:
    """Load a document for `parametrize`, with nothing taken from a `schemathesis.toml` in the way."""
    examples = EXAMPLES if fuzzing is None else min(fuzzing, EXAMPLES)
    config = schemathesis.Config.from_dict(
        {
            "seed": SEED,
            "generation": {"mode": mode, "max-examples": examples, "database": "none", "no-shrink": not SHRINK},
            "phases": {"coverage": {"enabled": covering or not QUICK, "unexpected-methods": []}},
            **sections,
        }
    )
    return schemathesis.openapi.from_dict(spec, config=config)


def given(*arguments: Any, **options: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`hypothesis.given` with the settings of this folder."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        settings = hypothesis.settings(_SETTINGS)
        return hypothesis.seed(SEED)(settings(hypothesis.given(*arguments, **options)(test)))

    return decorate
