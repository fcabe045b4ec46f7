from __future__ import annotations

import contextlib
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heymarket import FileStore
from heymarket_sync import RedisStore
from lab.servers import NotHereError, redis_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heymarket import RateLimitStore


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(redis_server(Path(folder)))
        except NotHereError as error:
            pytest.skip(f"NOT HERE, so nothing of this was tried: {error}")
        yield url


@pytest.fixture(params=["file", "redis"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], RateLimitStore]:
    """Return what opens the same store once more, as another process would."""
    if request.param == "file":
        return lambda: FileStore(tmp_path / "limit")
    url, name = request.getfixturevalue("redis_url"), secrets.token_hex(4)
    return lambda: RedisStore(url, name)
