"""The figures that the SDK is held to, as ratios within one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from .command import HELP
from .contenders import OURS, OURS_AIOHTTP
from .report import Table, times
from .webhooks import OURS as WEBHOOK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .report import Result


@attrs.frozen
class Target:
    what: str
    question: str
    figure: str
    limit: float
    at_least: bool = False


TARGETS = (
    Target("decode a page of 50, against orjson.loads", "decode", f"50/{OURS}", 1.0),
    Target("decode a page of 1000, against orjson.loads", "decode", f"1000/{OURS}", 1.0),
    Target("sync call, page of 50, against raw httpx", "call", f"sync, alone/fifty/{OURS}", 1.15),
    Target("the same against httpx with the bare parser", "call", "beside the parser, sync, alone/fifty", 1.1),
    Target("async, 20 at once, against raw httpx", "call", f"async, 20 at once/fifty/{OURS}", 1.1),
    Target("the same with heymarket[aiohttp]", "call", f"async, 20 at once/fifty/{OURS_AIOHTTP}", 0.25),
    Target("import, against httpx", "import", OURS, 1.2),
    Target("heymarket --help, against the import, whole processes", "command", HELP, 3.0),
    Target("peak memory, listing 100 000 against 1 000", "listing", "memory, process", 1.1),
    Target("use of the rate budget", "listing", "rate budget", 0.97, at_least=True),
    Target("responses 429 meanwhile", "listing", "responses 429", 0),
    Target("parse and check a webhook, against json.loads", "webhooks", WEBHOOK, 1.5),
    Target("sync into DuckDB, against dlt fed from memory", "loading", "against memory", 1.3),
    # dlt and DuckDB grow with what they load, so a sync cannot stay flat; it may not add to that.
    Target("peak memory of that sync, against dlt fed from a file", "loading", "memory against dlt", 1.1),
    *[
        target
        for store in ("file", "redis")
        for target in (
            Target(f"the same for 8 processes over a {store}", "sharing", f"{store}/rate budget", 0.95, at_least=True),
            Target("responses 429 meanwhile", "sharing", f"{store}/responses 429", 0),
            Target("a fair share, against that of the slowest", "sharing", f"{store}/unfair", 2.0),
        )
    ],
)


def table(results: Mapping[str, Result]) -> Table:
    rows = []
    for target in TARGETS:
        if target.question not in results or target.figure not in results[target.question].figures:
            continue
        found = results[target.question].figures[target.figure]
        met = found >= target.limit if target.at_least else found <= target.limit
        limit = f"{'>=' if target.at_least else '<='} {target.limit:g}"
        rows.append((target.what, limit, times(found), "met" if met else "missed"))
    return Table("Targets", ("", "target", "measured", ""), rows)
