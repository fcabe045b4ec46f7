from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
DEPRECATED = r"ignore:\w+\.\w+ is deprecated\Z:DeprecationWarning"
"""What the client says of an operation that the spec calls deprecated; these tests call every operation."""


def pytest_configure(config: pytest.Config) -> None:
    """`--hypothesis-seed=random` draws a seed; any other value, and the default, is used as it is."""
    seed = config.getoption("--hypothesis-seed")
    if seed is not None and not hasattr(config, "workerinput"):  # xdist's workers inherit what was drawn
        os.environ["AGREEMENT_SEED"] = str(random.SystemRandom().getrandbits(32) if seed == "random" else seed)


def pytest_report_header() -> str:
    return f"agreement: seed {os.environ.get('AGREEMENT_SEED', '1')}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Refuse equal ids: some versions of pytest give the operations of a test one id, and then plugins run one."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.filterwarnings(DEPRECATED))
    counted = Counter(item.nodeid for item in items)
    if twice := [name for name, count in counted.items() if count > 1]:
        raise pytest.UsageError(f"tests that share an id: {sorted(twice)}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    failed = [report.nodeid for report in terminalreporter.getreports("failed") if "/agreement/" in report.nodeid]
    if failed:
        seed = os.environ.get("AGREEMENT_SEED", "1")
        examples = os.environ.get("AGREEMENT_EXAMPLES")
        terminalreporter.section("to reproduce")
        terminalreporter.write_line(
            f"{f'AGREEMENT_EXAMPLES={examples} ' if examples else ''}python -m pytest --hypothesis-seed={seed} "
            + " ".join(f"'{name}'" for name in failed[:3])
        )
