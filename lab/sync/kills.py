"""Syncs that are killed, run twice at once or lose their database, while the API's data changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import psycopg2
from attrs import asdict, define, field

from heymarket import HeymarketError
from heymarket_auth import connect
from heymarket_sandbox import Sandbox, Settings
from heymarket_sync import sync

from .state import FILES, Row, differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from heymarket import Heymarket

_EARLIEST = 0.7  # seconds; before, Python imports
_RUNNING = 5
# Of each round: every run reads what all rounds before have made, so that without an end each would take longer.
_MOST_CONTACTS, _MOST_TAGS = 6, 2


@define
class Tally:
    """What happened; the last line of the output, and of each destination."""

    rounds: int = 0
    runs: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    """Items that are out of date, in part or gone."""
    refused: int = 0
    """Second runs at once that were told so."""
    disconnected: int = 0
    changes: int = 0
    stages: Counter[str] = field(factory=Counter[str])
    """Where the runs were when they were killed."""
    examples: list[str] = field(factory=list[str])

    def add(self, other: Tally) -> None:
        for name, value in asdict(other, recurse=False).items():
            mine = getattr(self, name)
            setattr(self, name, mine + value)


@define
class Trouble:
    """One destination, and everything that is done to it."""

    url: str
    dataset: str
    folder: Path
    random: Random
    tally: Tally = field(factory=Tally)

    def run(self, rounds: int, conversations: int = 400, seconds: float = float("inf")) -> Tally:
        """Make trouble so often, or for so long; after each, one run left alone has to end with the API's state."""
        settings = Settings(conversations=conversations, rate_limit=None)
        with Sandbox(settings) as sandbox, connect(environ=sandbox.environ, rate_limit=None) as client:
            environ = {**os.environ, **sandbox.environ, "DLT_DATA_DIR": str(self.folder)}
            begun = time.monotonic()
            end = begun + seconds
            if self._start(environ, full=True).wait():
                raise RuntimeError("not even a run that is left alone ends well")
            usual = time.monotonic() - begun
            for _ in range(rounds):
                if time.monotonic() > end:
                    break
                self.tally.rounds += 1
                self._forget()
                with self._changes(client):
                    self._trouble(environ, usual)
                self._settle(client)
        return self.tally

    def _trouble(self, environ: Mapping[str, str], usual: float) -> None:
        process = self._start(environ, full=self.random.random() < 0.3)  # noqa: PLR2004 (about a third)
        another = self._start(environ, full=False) if self.random.random() < 0.2 else None  # noqa: PLR2004
        self._wait(process, usual)
        if self.url.startswith("postgres") and self.random.random() < 0.2:  # noqa: PLR2004
            self._disconnect()
            process.wait()
        self.tally.runs += 1
        if process.poll() is None:
            process.kill()
            process.wait()
            self.tally.kills += 1
            self.tally.stages[self._stage()] += 1
        if another:
            self.tally.runs += 1
            self.tally.refused += another.wait() == _RUNNING

    def _wait(self, process: subprocess.Popen[bytes], usual: float) -> None:
        """Let a run come to a random moment: of all, or of a step that most moments would miss."""
        step = self.random.choice((None, "normalize", "load"))
        if step is None:
            time.sleep(self.random.uniform(_EARLIEST, max(_EARLIEST, usual * 1.8)))
            return
        while process.poll() is None and self._stage() != step:
            time.sleep(0.005)
        time.sleep(self.random.uniform(0, usual * 0.2))

    def _settle(self, client: Heymarket) -> None:
        sync(self.url, client=client, dataset=self.dataset, folder=self.folder / "pipelines")
        self.tally.runs += 1
        found = differences(client, self.url, self.dataset)
        self.tally.lost += len(found.lost)
        self.tally.doubled += len(found.doubled)
        self.tally.wrong += len(found.wrong)
        self.tally.examples += [*found.lost, *found.doubled, *found.wrong][:3]

    def _start(self, environ: Mapping[str, str], *, full: bool) -> subprocess.Popen[bytes]:
        options = ["--full-refresh"] if full else []
        command = [sys.executable, "-m", "heymarket_sync", "--to", self.url, "--dataset", self.dataset, *options]
        return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _stage(self) -> str:
        for stage, pattern in (("load", "load/normalized/*"), ("normalize", "normalize/extracted/*"), ("extract", "*")):
            if any(self.folder.glob(f"pipelines/heymarket_*/{pattern}")):
                return stage
        return "start"

    def _forget(self) -> None:
        """Now and then begin with an empty destination."""
        if self.random.random() > 0.2:  # noqa: PLR2004
            return
        scheme, _, place = self.url.partition(":///")
        if scheme in FILES:
            shutil.rmtree(place, ignore_errors=True)
        elif self.url.startswith("duckdb"):
            path = Path(self.url.removeprefix("duckdb:///"))
            for each in (path, path.with_suffix(f"{path.suffix}.wal")):
                each.unlink(missing_ok=True)
        else:
            for schema in (self.dataset, f"{self.dataset}_staging"):
                self._execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')

    def _disconnect(self) -> None:
        self._execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query <> ''"
        )
        self.tally.disconnected += 1

    def _execute(self, statement: str) -> None:
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()

    @contextmanager
    def _changes(self, client: Heymarket) -> Iterator[None]:
        """Change what the API lists for as long as this lasts."""
        over = threading.Event()
        conversations = [each.raw for each in client.conversations.list(limit=200).items]
        made = Counter[str]()

        def change() -> None:
            while not over.wait(0.01):
                try:
                    self._change(client, conversations, made)
                except HeymarketError:  # one more than a list takes, say
                    continue
                self.tally.changes += 1

        thread = threading.Thread(target=change)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _change(self, client: Heymarket, conversations: list[Row], made: Counter[str]) -> None:
        one: Any = self.random.choice(conversations)
        kind = self.random.randrange(12)
        if kind == 0 and made["tags"] < _MOST_TAGS:
            made["tags"] += 1
            client.tags.create(tag=f"tag {self.random.randrange(10**9)}", color="#123456")
        elif kind <= 3 and made["contacts"] < _MOST_CONTACTS:  # noqa: PLR2004 (a quarter)
            made["contacts"] += 1
            client.contacts.create(phone=f"1415{self.random.randrange(10**7):07}", first="New")
        elif kind % 2:
            client.conversations.close(inbox_id=one["inbox"], user_id=55, chat_id=one["id"])
        else:
            client.conversations.open(inbox_id=one["inbox"], user_id=55, chat_id=one["id"])


def trouble(url: str, folder: Path, seed: int, rounds: int, seconds: float) -> Tally:
    """Make trouble for one destination; what a process of its own runs."""
    return Trouble(url, "data", folder, Random(seed)).run(rounds, seconds=seconds)  # noqa: S311
