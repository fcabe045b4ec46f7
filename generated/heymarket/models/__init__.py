# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
"""The objects of the API; those that end in `Param` are types of plain dicts that stand for an object in a request."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conversation import Conversation as Conversation
    from .conversation_count_query import ConversationCountQuery as ConversationCountQuery
    from .conversation_filters import ConversationFilters as ConversationFilters
    from .conversation_filters import ConversationFiltersParam as ConversationFiltersParam
    from .conversation_mark_request import ConversationMarkRequest as ConversationMarkRequest
    from .conversation_member import ConversationMember as ConversationMember
    from .conversation_query import ConversationQuery as ConversationQuery
    from .conversation_reassign_request import ConversationReassignRequest as ConversationReassignRequest
    from .conversation_state_request import ConversationStateRequest as ConversationStateRequest
    from .conversation_transfer_request import ConversationTransferRequest as ConversationTransferRequest
    from .error_body import ErrorBody as ErrorBody
    from .inbox import Inbox as Inbox
    from .team import Team as Team
    from .team_member import TeamMember as TeamMember
    from .widget_settings import WidgetSettings as WidgetSettings

_MODULES: dict[str, str] = {
    "Conversation": "conversation",
    "ConversationCountQuery": "conversation_count_query",
    "ConversationFilters": "conversation_filters",
    "ConversationFiltersParam": "conversation_filters",
    "ConversationMarkRequest": "conversation_mark_request",
    "ConversationMember": "conversation_member",
    "ConversationQuery": "conversation_query",
    "ConversationReassignRequest": "conversation_reassign_request",
    "ConversationStateRequest": "conversation_state_request",
    "ConversationTransferRequest": "conversation_transfer_request",
    "ErrorBody": "error_body",
    "Inbox": "inbox",
    "Team": "team",
    "TeamMember": "team_member",
    "WidgetSettings": "widget_settings",
}

__all__: list[str] = [
    "Conversation",
    "ConversationCountQuery",
    "ConversationFilters",
    "ConversationFiltersParam",
    "ConversationMarkRequest",
    "ConversationMember",
    "ConversationQuery",
    "ConversationReassignRequest",
    "ConversationStateRequest",
    "ConversationTransferRequest",
    "ErrorBody",
    "Inbox",
    "Team",
    "TeamMember",
    "WidgetSettings",
]


def __getattr__(name: str) -> object:
    # Each is imported by those who use it.
    if name in _MODULES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
