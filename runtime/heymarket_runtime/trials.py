"""One request finds out whether the credentials are accepted; those that start meanwhile wait for what it learns.

Without it, a clock that is off would cost each request of a burst a 401, and a second one to repeat it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .forks import renew_in_children

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 2.0  # A refusal comes at once; who is silent for longer is at work, so the token was good.
_SHORTEST, _LONGEST = 0.005, 0.05


class Trials:
    """What the requests of one `httpx.Auth` know of each other. Threads, tasks and event loops may share it."""

    def __init__(self) -> None:
        self.settled = False
        """Whether nobody has to wait: a token was accepted, or nothing more can be learnt."""
        self._begin()
        renew_in_children(self)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._trial: object | None = None

    renew_in_child = _begin

    def wait(self, request: object) -> Iterator[float]:
        """Yield the seconds to sleep, again and again, until a request may be sent. Call `end` after it."""
        waited, nap = 0.0, _SHORTEST
        while waited < _PATIENCE and not self._may_start(request):
            yield nap
            waited += nap
            nap = min(2 * nap, _LONGEST)

    def _may_start(self, request: object) -> bool:
        if self.settled:
            return True
        with self._lock:
            if self._trial is None:
                self._trial = request
            return self._trial is request

    def end(self, request: object) -> None:
        """Let the next one try, if this was the trial and settled nothing."""
        with self._lock:
            if self._trial is request:
                self._trial = None
