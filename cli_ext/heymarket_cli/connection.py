"""A client with the user's credentials."""

from __future__ import annotations

import os
import sys

from heymarket import ClientOptions, Drift, Heymarket
from heymarket_auth import connect
from heymarket_cli.common import Common
from heymarket_cli.safety import Showing
from heymarket_cli.terminal import tell
from heymarket_runtime.http import httpx


def client(common: Common) -> Heymarket:
    if common.dry_run:
        base_url = os.environ.get("HEYMARKET_BASE_URL")
        options: ClientOptions = {"transport": Showing(sys.stdout)}
        return Heymarket(auth=httpx.Auth(), **(options | ({"base_url": base_url} if base_url else {})))
    return connect(on_drift=_Drift())


class _Drift:
    """Tells once of each JSON path where a response is not what the spec says; the value is shown as received."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def __call__(self, drift: Drift) -> None:
        text = f"note: {drift}"
        if text not in self._told:
            self._told.add(text)
            tell(text)
