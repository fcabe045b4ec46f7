"""Responses that do not match the spec: reported, and passed on as received."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec


class Drift(msgspec.Struct, frozen=True):
    """One value in one response that does not match the spec."""

    operation: str
    path: str
    """JSON path with `*` for every index and map key: `$[*].assigned`."""
    location: str
    """JSON path of this value: `$[3].assigned`."""
    expected: str
    found: str
    request_id: str | None

    def __str__(self) -> str:
        return f"{self.operation}: expected {self.expected} at {self.path}, found {self.found}"


OnDrift = Callable[[Drift], Any]


class SpecDriftWarning(UserWarning):
    """A response does not match the spec; the value was kept as received.

    Given once for each client, operation and JSON path. Please tell the maintainers of the spec.
    """

    def __init__(self, drift: Drift) -> None:
        super().__init__(str(drift))
        self.drift = drift


class WarnOnce:
    """The default `on_drift`: one `SpecDriftWarning` for each operation and JSON path."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def __call__(self, drift: Drift) -> None:
        path = (drift.operation, drift.path)
        if path not in self._told:
            warnings.warn(SpecDriftWarning(drift), stacklevel=2)
            self._told.add(path)  # not if a filter made the warning an error


class DriftRecorder:
    """An `on_drift` that appends each drift to a file, as one line of JSON without any value of the response.

    A file that cannot be written ends no job: a `RuntimeWarning` says so, once.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()
        self._told = False

    def __call__(self, drift: Drift) -> None:
        fields = {name: getattr(drift, name) for name in ("operation", "path", "expected", "found", "request_id")}
        line = msgspec.json.encode(fields) + b"\n"
        try:
            with self._lock, self._path.open("ab") as file:
                file.write(line)
        except OSError as error:
            if not self._told:
                self._told = True
                warnings.warn(
                    f"drift is not recorded: {self._path} cannot be written ({error.strerror})",
                    RuntimeWarning,
                    stacklevel=2,
                )
