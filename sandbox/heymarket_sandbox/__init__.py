"""An embedded Heymarket to develop and test against.

    with Sandbox() as sandbox:
        print(sandbox.url, sandbox.environ)

Needs the extra: `pip install "heymarket[sandbox]"`. Importing this package does not load it yet.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from heymarket_sandbox.errors import SandboxError
from heymarket_sandbox.settings import Settings
from heymarket_sandbox.team import Inbox, Member, Team

if TYPE_CHECKING:
    from heymarket_sandbox.faults import KINDS, Fault, Faults
    from heymarket_sandbox.messages import SeenRequest
    from heymarket_sandbox.sandbox import Sandbox

__all__ = [
    "KINDS",
    "Fault",
    "Faults",
    "Inbox",
    "Member",
    "Sandbox",
    "SandboxError",
    "SeenRequest",
    "Settings",
    "Team",
]

_LATER = {
    "KINDS": "heymarket_sandbox.faults",
    "Fault": "heymarket_sandbox.faults",
    "Faults": "heymarket_sandbox.faults",
    "Sandbox": "heymarket_sandbox.sandbox",
    "SeenRequest": "heymarket_sandbox.messages",
}
_EXTRA = ("jsonschema_rs", "yaml", "starlette", "uvicorn")


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(_LATER[name]), name)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        message = f'the sandbox needs {error.name}, which is not installed: pip install "heymarket[sandbox]"'
        raise SandboxError(message) from None
