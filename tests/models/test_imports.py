"""Who does not use attrs, pydantic or Hypothesis does not wait for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

OTHERS = {"attr", "attrs", "cattrs", "pydantic", "pydantic_core", "hypothesis", "annotated_types", "pandas", "polars"}


def loaded(program: str) -> set[str]:
    script = f"import sys; {program}; print(*(name for name in sys.modules if '.' not in name))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "program",
    [
        "import heymarket",
        "import heymarket.models",
        "import heymarket_auth",
        "from heymarket.models import Team; Team(id=1).to_dict(); repr(Team(id=1))",
    ],
)
def test_what_is_not_asked_for_is_not_imported(program: str) -> None:
    # httpx may bring some of them itself one day: that is not ours to mend.
    assert not (loaded(program) & OTHERS) - loaded("import httpx, msgspec, jwt")


def test_attrs_comes_with_the_first_question() -> None:
    assert "attr" in loaded("from heymarket.models import Team; Team.__attrs_attrs__")
