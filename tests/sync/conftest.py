from __future__ import annotations

import contextlib
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest

from heymarket import FileStore
from heymarket_sync import RedisStore
from lab.servers import NotHereError, postgres_server, redis_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from heymarket import RateLimitStore


@contextlib.contextmanager
def here(server: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(server(Path(folder)))
        except NotHereError as error:
            pytest.skip(f"NOT HERE, so nothing of this was tried: {error}")
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with here(redis_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    with here(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server_url: str) -> str:
    """Return a new, empty database."""
    with contextlib.closing(psycopg2.connect(postgres_server_url)) as connection:
        connection.autocommit = True
        name = f"test_{secrets.token_hex(4)}"
        connection.cursor().execute(f"CREATE DATABASE {name}")
    return f"{postgres_server_url.rpartition('/')[0]}/{name}"


@pytest.fixture(params=["file", "redis"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], RateLimitStore]:
    """Return what opens the same store once more, as another process would."""
    if request.param == "file":
        return lambda: FileStore(tmp_path / "limit")
    url, name = request.getfixturevalue("redis_url"), secrets.token_hex(4)
    return lambda: RedisStore(url, name)
