"""What a forked child makes anew, so that it shares no connection, lock or queue with its parent."""

from __future__ import annotations

import os
from typing import Any, Protocol
from weakref import WeakSet


class Renewed(Protocol):
    def renew_in_child(self) -> None:
        """Start afresh. Other threads of the parent are not there; what they held stays held for ever."""


_living: WeakSet[Renewed] = WeakSet()
_inherited: list[Any] = []


def renew_in_children(each: Renewed) -> None:
    """Have an object renewed in every child that this process forks, as long as somebody else refers to it."""
    _living.add(each)


def keep_inherited(connections: object) -> None:
    """Keep what the parent's event loop owns for as long as this process lives.

    Parent and child share what the kernel knows of that loop: to close a connection here would make the parent
    deaf to it, and say goodbye in its name.
    """
    _inherited.append(connections)


def _renew_all() -> None:
    for each in list(_living):
        each.renew_in_child()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_renew_all)
