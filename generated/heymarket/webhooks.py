# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
"""Events that the API posts to a program by itself: checked, typed, and told apart by `type`.

```python
event = parse(body)  # the token is in HEYMARKET_WEBHOOK_TOKEN
if event.type == "message_sent":
    ...  # to type checkers it is a MessageSentEvent here
```
"""

from __future__ import annotations

import typing
from typing import Final, Literal, TypeAlias

from heymarket_runtime.model import Model, define
from heymarket_runtime.webhooks import (
    Kind,
    MemorySeen,
    Parser,
    Seen,
    SqliteSeen,
    WebhookBodyError,
    WebhookError,
    WebhookTokenError,
)
from heymarket_runtime.webhooks import (
    Receiver as _Receiver,
)

from .models.chat_closed_event import ChatClosedEvent
from .models.chat_opened_event import ChatOpenedEvent
from .models.chat_pending_event import ChatPendingEvent
from .models.chat_reassigned_event import ChatReassignedEvent
from .models.chat_transferred_event import ChatTransferredEvent
from .models.incoming_call_event import IncomingCallEvent
from .models.message_received_event import MessageReceivedEvent
from .models.message_sent_event import MessageSentEvent
from .models.target_double_opt_in_event import TargetDoubleOptInEvent
from .models.target_double_opt_restricted_event import TargetDoubleOptRestrictedEvent
from .models.target_opt_in_event import TargetOptInEvent
from .models.target_opt_out_event import TargetOptOutEvent

if typing.TYPE_CHECKING:
    from heymarket_runtime.webhooks.asgi import asgi_app
    from heymarket_runtime.webhooks.django import django_view
    from heymarket_runtime.webhooks.flask import flask_view
    from heymarket_runtime.webhooks.starlette import starlette_endpoint
    from heymarket_runtime.webhooks.wsgi import wsgi_app

__all__ = [
    "Event",
    "MemorySeen",
    "Receiver",
    "Seen",
    "SqliteSeen",
    "MessageSentEvent",
    "MessageReceivedEvent",
    "ChatReassignedEvent",
    "ChatClosedEvent",
    "ChatOpenedEvent",
    "ChatPendingEvent",
    "ChatTransferredEvent",
    "TargetOptOutEvent",
    "TargetOptInEvent",
    "TargetDoubleOptInEvent",
    "TargetDoubleOptRestrictedEvent",
    "IncomingCallEvent",
    "UnknownEvent",
    "WebhookBodyError",
    "WebhookError",
    "WebhookTokenError",
    "asgi_app",
    "django_view",
    "flask_view",
    "identity",
    "parse",
    "parse_unverified",
    "starlette_endpoint",
    "wsgi_app",
]


@define(kw_only=True)
class UnknownEvent(Model):
    """An event of a type that the spec does not have; `raw` holds what was received."""

    type: Literal["unknown"] = "unknown"
    received_type: str
    """The type as received."""


Event: TypeAlias = (
    MessageSentEvent
    | MessageReceivedEvent
    | ChatReassignedEvent
    | ChatClosedEvent
    | ChatOpenedEvent
    | ChatPendingEvent
    | ChatTransferredEvent
    | TargetOptOutEvent
    | TargetOptInEvent
    | TargetDoubleOptInEvent
    | TargetDoubleOptRestrictedEvent
    | IncomingCallEvent
    | UnknownEvent
)
"""Any event; those of types that the spec does not have are `UnknownEvent`."""

_PARSER: Final[Parser[Event]] = Parser(
    Kind(MessageSentEvent, ("message_sent",), (("event_data", "id"),)),
    Kind(MessageReceivedEvent, ("message_recieved", "message_received"), (("event_data", "id"),)),
    Kind(ChatReassignedEvent, ("chat_reassigned",), (("event_data", "id"), ("event_data", "updated"))),
    Kind(ChatClosedEvent, ("chat_closed",), (("event_data", "id"), ("event_data", "updated"))),
    Kind(ChatOpenedEvent, ("chat_opened",), (("event_data", "id"), ("event_data", "updated"))),
    Kind(ChatPendingEvent, ("chat_pending",), (("event_data", "id"), ("event_data", "updated"))),
    Kind(ChatTransferredEvent, ("chat_transferred",), (("event_data", "id"), ("event_data", "updated"))),
    Kind(TargetOptOutEvent, ("target_opt_out",), (("event_data",),)),
    Kind(TargetOptInEvent, ("target_opt_in",), (("event_data",),)),
    Kind(TargetDoubleOptInEvent, ("target_double_opt_in",), (("event_data",),)),
    Kind(TargetDoubleOptRestrictedEvent, ("target_double_opt_restricted",), (("event_data",),)),
    Kind(IncomingCallEvent, ("incoming_call",), (("event_data",),)),
    unknown=lambda name: UnknownEvent(received_type=name),
    by="type",
    token="token",
    variable="HEYMARKET_WEBHOOK_TOKEN",
)
parse: Final = _PARSER.parse
parse_unverified: Final = _PARSER.parse_unverified
identity: Final = _PARSER.identity


class Receiver(_Receiver[Event]):
    __doc__ = _Receiver.__doc__
    _parser = _PARSER


_FRAMEWORKS = {
    "asgi_app": "asgi",
    "django_view": "django",
    "flask_view": "flask",
    "starlette_endpoint": "starlette",
    "wsgi_app": "wsgi",
}


def __getattr__(name: str) -> object:
    # Only those who use a framework import it.
    if name in _FRAMEWORKS:
        from importlib import import_module

        return getattr(import_module(f"heymarket_runtime.webhooks.{_FRAMEWORKS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
