# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from heymarket_runtime.unions import one_of

if TYPE_CHECKING:
    from .chat_closed_event import ChatClosedEvent
    from .chat_opened_event import ChatOpenedEvent
    from .chat_pending_event import ChatPendingEvent
    from .chat_reassigned_event import ChatReassignedEvent
    from .chat_transferred_event import ChatTransferredEvent
    from .incoming_call_event import IncomingCallEvent
    from .message_received_event import MessageReceivedEvent
    from .message_sent_event import MessageSentEvent
    from .target_double_opt_in_event import TargetDoubleOptInEvent
    from .target_double_opt_restricted_event import TargetDoubleOptRestrictedEvent
    from .target_opt_in_event import TargetOptInEvent
    from .target_opt_out_event import TargetOptOutEvent

    WebhookEvent: TypeAlias = "MessageSentEvent | MessageReceivedEvent | ChatReassignedEvent | ChatClosedEvent | ChatOpenedEvent | ChatPendingEvent | ChatTransferredEvent | TargetOptOutEvent | TargetOptInEvent | TargetDoubleOptInEvent | TargetDoubleOptRestrictedEvent | IncomingCallEvent"
else:

    def _members() -> tuple[Any, ...]:
        from .chat_closed_event import ChatClosedEvent
        from .chat_opened_event import ChatOpenedEvent
        from .chat_pending_event import ChatPendingEvent
        from .chat_reassigned_event import ChatReassignedEvent
        from .chat_transferred_event import ChatTransferredEvent
        from .incoming_call_event import IncomingCallEvent
        from .message_received_event import MessageReceivedEvent
        from .message_sent_event import MessageSentEvent
        from .target_double_opt_in_event import TargetDoubleOptInEvent
        from .target_double_opt_restricted_event import TargetDoubleOptRestrictedEvent
        from .target_opt_in_event import TargetOptInEvent
        from .target_opt_out_event import TargetOptOutEvent

        return (
            MessageSentEvent,
            MessageReceivedEvent,
            ChatReassignedEvent,
            ChatClosedEvent,
            ChatOpenedEvent,
            ChatPendingEvent,
            ChatTransferredEvent,
            TargetOptOutEvent,
            TargetOptInEvent,
            TargetDoubleOptInEvent,
            TargetDoubleOptRestrictedEvent,
            IncomingCallEvent,
        )

    WebhookEvent = one_of(
        "WebhookEvent",
        _members,
        by="type",
        values={
            "message_sent": 0,
            "message_recieved": 1,
            "message_received": 1,
            "chat_reassigned": 2,
            "chat_closed": 3,
            "chat_opened": 4,
            "chat_pending": 5,
            "chat_transferred": 6,
            "target_opt_out": 7,
            "target_opt_in": 8,
            "target_double_opt_in": 9,
            "target_double_opt_restricted": 10,
            "incoming_call": 11,
            "MessageReceivedEvent": 1,
        },
    )
"""What is posted to the URL of a webhook, one event at a time; `type` says which it is. The list may grow."""
