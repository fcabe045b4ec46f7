# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
"""The objects of the API; those that end in `Param` are types of plain dicts that stand for an object in a request."""

from .conversation import Conversation
from .conversation_count_query import ConversationCountQuery
from .conversation_filters import ConversationFilters, ConversationFiltersParam
from .conversation_mark_request import ConversationMarkRequest
from .conversation_member import ConversationMember
from .conversation_query import ConversationQuery
from .conversation_reassign_request import ConversationReassignRequest
from .conversation_state_request import ConversationStateRequest
from .conversation_transfer_request import ConversationTransferRequest
from .error_body import ErrorBody
from .inbox import Inbox
from .team import Team
from .team_member import TeamMember
from .widget_settings import WidgetSettings

__all__ = [
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
