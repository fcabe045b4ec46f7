"""Answers that do not match the contract: noticed, told, and passed on as received."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec


class Drift(msgspec.Struct, frozen=True):
    """One place of one answer that does not match the contract."""

    operation: str
    path: str
    """JSON path with `*` for any index or key: `$[*].assigned`."""
    location: str
    """JSON path of this very place: `$[3].assigned`."""
    expected: str
    found: str
    request_id: str | None

    def __str__(self) -> str:
        return f"{self.operation}: expected {self.expected} at {self.path}, found {self.found}"


OnDrift = Callable[[Drift], Any]


class SpecDriftWarning(UserWarning):
    """An answer of the server does not match the contract; the value was kept as received.

    Told once per client, operation and JSON path. The contract's maintainers want to know.
    """

    def __init__(self, drift: Drift) -> None:
        super().__init__(str(drift))
        self.drift = drift


class WarnOnce:
    """The default `on_drift`: one `SpecDriftWarning` for each operation and JSON path."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def __call__(self, drift: Drift) -> None:
        place = (drift.operation, drift.path)
        if place not in self._told:
            warnings.warn(SpecDriftWarning(drift), stacklevel=2)
            self._told.add(place)  # not if a filter made the warning an error


class DriftRecorder:
    """An `on_drift` that appends each drift to a file, as one line of JSON without any value of the answer."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()

    def __call__(self, drift: Drift) -> None:
        fields = {name: getattr(drift, name) for name in ("operation", "path", "expected", "found", "request_id")}
        with self._lock, self._path.open("ab") as file:
            file.write(msgspec.json.encode(fields) + b"\n")
