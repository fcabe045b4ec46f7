# Written by scripts/generate.py; change openapi/heymarket.yaml or scripts/templates instead.
"""The objects of the API."""

from .conversation import Conversation
from .conversation_filters import ConversationFilters
from .conversation_member import ConversationMember
from .conversation_query import ConversationQuery
from .error_body import ErrorBody

__all__ = [
    "Conversation",
    "ConversationFilters",
    "ConversationMember",
    "ConversationQuery",
    "ErrorBody",
]
