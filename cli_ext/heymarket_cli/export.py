"""Writes one listing into a file, which is complete or not there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from heymarket import HeymarketError
from heymarket_cli.common import Common
from heymarket_cli.connection import client
from heymarket_cli.extras import needed
from heymarket_cli.progress import watched
from heymarket_cli.terminal import tell
from heymarket_cli.values import UsageError

Listing = Annotated[str, Parameter(help="Such as conversations, contacts or messages: what `heymarket sync` loads.")]
To = Annotated[str, Parameter(metavar="FILE", help="What to write: its name ends in .parquet, .csv or .jsonl.")]


def export(common: Common, listing: Listing, /, *, to: To) -> int:
    name, path = listing.replace("-", "_"), Path(to)
    with needed("cli,sync"):
        from heymarket_sync.exports import export as write  # noqa: PLC0415 (an extra)
        from heymarket_sync.files import writer  # noqa: PLC0415
        from heymarket_sync.listings import listing as known  # noqa: PLC0415

        try:
            known(name)
            writer(path)
        except ValueError as error:
            raise UsageError(str(error)) from error
    with client(common) as connected, watched(common) as progress:
        try:
            done = write(name, path, client=connected, progress=lambda items: progress.counted(items - progress.count))
        except (KeyboardInterrupt, HeymarketError, OSError):
            progress.clear()
            if progress.count:
                tell(f"stopped after {progress.count:,} items; the same command goes on from there")
            raise
        finally:
            progress.clear()
    resumed = f", {done.resumed:,} of them from before" if done.resumed else ""
    sys.stdout.write(f"{to}: {done.items:,} items{resumed}\n")
    return 0
