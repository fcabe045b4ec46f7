# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
"""The objects of the API; those that end in `Param` are types of plain dicts that stand for an object in a request."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .channel_ids import ChannelIds as ChannelIds
    from .channel_ids import ChannelIdsParam as ChannelIdsParam
    from .chat_closed_event import ChatClosedEvent as ChatClosedEvent
    from .chat_opened_event import ChatOpenedEvent as ChatOpenedEvent
    from .chat_pending_event import ChatPendingEvent as ChatPendingEvent
    from .chat_reassigned_event import ChatReassignedEvent as ChatReassignedEvent
    from .chat_transferred_event import ChatTransferredEvent as ChatTransferredEvent
    from .contact import Contact as Contact
    from .contact_channel import ContactChannel as ContactChannel
    from .contact_channel_request import ContactChannelRequest as ContactChannelRequest
    from .contact_channel_request import ContactChannelRequestParam as ContactChannelRequestParam
    from .contact_count_query import ContactCountQuery as ContactCountQuery
    from .contact_field import ContactField as ContactField
    from .contact_field_request import ContactFieldRequest as ContactFieldRequest
    from .contact_field_request import ContactFieldRequestParam as ContactFieldRequestParam
    from .contact_find_query import ContactFindQuery as ContactFindQuery
    from .contact_list import ContactList as ContactList
    from .contact_note import ContactNote as ContactNote
    from .contact_query import ContactQuery as ContactQuery
    from .contact_request import ContactRequest as ContactRequest
    from .contact_request import ContactRequestParam as ContactRequestParam
    from .contact_search import ContactSearch as ContactSearch
    from .contact_status import ContactStatus as ContactStatus
    from .contact_status_query import ContactStatusQuery as ContactStatusQuery
    from .contact_status_request import ContactStatusRequest as ContactStatusRequest
    from .contact_tag import ContactTag as ContactTag
    from .contact_tag_request import ContactTagRequest as ContactTagRequest
    from .contact_tag_request import ContactTagRequestParam as ContactTagRequestParam
    from .contact_v2_batch import ContactV2Batch as ContactV2Batch
    from .contact_v2_batch_deletion import ContactV2BatchDeletion as ContactV2BatchDeletion
    from .contact_v2_batch_result import ContactV2BatchResult as ContactV2BatchResult
    from .contact_v2_entry import ContactV2Entry as ContactV2Entry
    from .contact_v2_entry import ContactV2EntryParam as ContactV2EntryParam
    from .contact_v2_query import ContactV2Query as ContactV2Query
    from .contact_v2_request import ContactV2Request as ContactV2Request
    from .contact_v2_update import ContactV2Update as ContactV2Update
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
    from .deleted_list import DeletedList as DeletedList
    from .email_request import EmailRequest as EmailRequest
    from .error_body import ErrorBody as ErrorBody
    from .failed_contact import FailedContact as FailedContact
    from .gallery_content import GalleryContent as GalleryContent
    from .gallery_content import GalleryContentParam as GalleryContentParam
    from .gallery_entry import GalleryEntry as GalleryEntry
    from .gallery_entry import GalleryEntryParam as GalleryEntryParam
    from .inbox import Inbox as Inbox
    from .incoming_call_event import IncomingCallEvent as IncomingCallEvent
    from .list_deletion import ListDeletion as ListDeletion
    from .list_query import ListQuery as ListQuery
    from .list_request import ListRequest as ListRequest
    from .list_target import ListTarget as ListTarget
    from .list_target import ListTargetParam as ListTargetParam
    from .list_update import ListUpdate as ListUpdate
    from .list_v1_request import ListV1Request as ListV1Request
    from .list_v1_update import ListV1Update as ListV1Update
    from .memberships import Memberships as Memberships
    from .message import Message as Message
    from .message_count_query import MessageCountQuery as MessageCountQuery
    from .message_custom import MessageCustom as MessageCustom
    from .message_query import MessageQuery as MessageQuery
    from .message_received_event import MessageReceivedEvent as MessageReceivedEvent
    from .message_request import MessageRequest as MessageRequest
    from .message_sent_event import MessageSentEvent as MessageSentEvent
    from .saved_record import SavedRecord as SavedRecord
    from .schedule import Schedule as Schedule
    from .schedule_meta import ScheduleMeta as ScheduleMeta
    from .schedule_request import ScheduleRequest as ScheduleRequest
    from .scheduled_attachment import ScheduledAttachment as ScheduledAttachment
    from .scheduled_attachment import ScheduledAttachmentParam as ScheduledAttachmentParam
    from .scheduled_content import ScheduledContent as ScheduledContent
    from .scheduled_content import ScheduledContentParam as ScheduledContentParam
    from .sent_message import SentMessage as SentMessage
    from .survey import Survey as Survey
    from .survey_query import SurveyQuery as SurveyQuery
    from .tag import Tag as Tag
    from .tag_query import TagQuery as TagQuery
    from .tag_request import TagRequest as TagRequest
    from .target_double_opt_in_event import TargetDoubleOptInEvent as TargetDoubleOptInEvent
    from .target_double_opt_restricted_event import TargetDoubleOptRestrictedEvent as TargetDoubleOptRestrictedEvent
    from .target_opt_in_event import TargetOptInEvent as TargetOptInEvent
    from .target_opt_out_event import TargetOptOutEvent as TargetOptOutEvent
    from .team import Team as Team
    from .team_member import TeamMember as TeamMember
    from .team_user import TeamUser as TeamUser
    from .template import Template as Template
    from .template_query import TemplateQuery as TemplateQuery
    from .template_request import TemplateRequest as TemplateRequest
    from .user_query import UserQuery as UserQuery
    from .user_update import UserUpdate as UserUpdate
    from .user_update import UserUpdateParam as UserUpdateParam
    from .user_update_request import UserUpdateRequest as UserUpdateRequest
    from .webhook_event import WebhookEvent as WebhookEvent
    from .widget_settings import WidgetSettings as WidgetSettings

_MODULES: dict[str, str] = {
    "ChannelIds": "channel_ids",
    "ChannelIdsParam": "channel_ids",
    "ChatClosedEvent": "chat_closed_event",
    "ChatOpenedEvent": "chat_opened_event",
    "ChatPendingEvent": "chat_pending_event",
    "ChatReassignedEvent": "chat_reassigned_event",
    "ChatTransferredEvent": "chat_transferred_event",
    "Contact": "contact",
    "ContactChannel": "contact_channel",
    "ContactChannelRequest": "contact_channel_request",
    "ContactChannelRequestParam": "contact_channel_request",
    "ContactCountQuery": "contact_count_query",
    "ContactField": "contact_field",
    "ContactFieldRequest": "contact_field_request",
    "ContactFieldRequestParam": "contact_field_request",
    "ContactFindQuery": "contact_find_query",
    "ContactList": "contact_list",
    "ContactNote": "contact_note",
    "ContactQuery": "contact_query",
    "ContactRequest": "contact_request",
    "ContactRequestParam": "contact_request",
    "ContactSearch": "contact_search",
    "ContactStatus": "contact_status",
    "ContactStatusQuery": "contact_status_query",
    "ContactStatusRequest": "contact_status_request",
    "ContactTag": "contact_tag",
    "ContactTagRequest": "contact_tag_request",
    "ContactTagRequestParam": "contact_tag_request",
    "ContactV2Batch": "contact_v2_batch",
    "ContactV2BatchDeletion": "contact_v2_batch_deletion",
    "ContactV2BatchResult": "contact_v2_batch_result",
    "ContactV2Entry": "contact_v2_entry",
    "ContactV2EntryParam": "contact_v2_entry",
    "ContactV2Query": "contact_v2_query",
    "ContactV2Request": "contact_v2_request",
    "ContactV2Update": "contact_v2_update",
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
    "DeletedList": "deleted_list",
    "EmailRequest": "email_request",
    "ErrorBody": "error_body",
    "FailedContact": "failed_contact",
    "GalleryContent": "gallery_content",
    "GalleryContentParam": "gallery_content",
    "GalleryEntry": "gallery_entry",
    "GalleryEntryParam": "gallery_entry",
    "Inbox": "inbox",
    "IncomingCallEvent": "incoming_call_event",
    "ListDeletion": "list_deletion",
    "ListQuery": "list_query",
    "ListRequest": "list_request",
    "ListTarget": "list_target",
    "ListTargetParam": "list_target",
    "ListUpdate": "list_update",
    "ListV1Request": "list_v1_request",
    "ListV1Update": "list_v1_update",
    "Memberships": "memberships",
    "Message": "message",
    "MessageCountQuery": "message_count_query",
    "MessageCustom": "message_custom",
    "MessageQuery": "message_query",
    "MessageReceivedEvent": "message_received_event",
    "MessageRequest": "message_request",
    "MessageSentEvent": "message_sent_event",
    "SavedRecord": "saved_record",
    "Schedule": "schedule",
    "ScheduleMeta": "schedule_meta",
    "ScheduleRequest": "schedule_request",
    "ScheduledAttachment": "scheduled_attachment",
    "ScheduledAttachmentParam": "scheduled_attachment",
    "ScheduledContent": "scheduled_content",
    "ScheduledContentParam": "scheduled_content",
    "SentMessage": "sent_message",
    "Survey": "survey",
    "SurveyQuery": "survey_query",
    "Tag": "tag",
    "TagQuery": "tag_query",
    "TagRequest": "tag_request",
    "TargetDoubleOptInEvent": "target_double_opt_in_event",
    "TargetDoubleOptRestrictedEvent": "target_double_opt_restricted_event",
    "TargetOptInEvent": "target_opt_in_event",
    "TargetOptOutEvent": "target_opt_out_event",
    "Team": "team",
    "TeamMember": "team_member",
    "TeamUser": "team_user",
    "Template": "template",
    "TemplateQuery": "template_query",
    "TemplateRequest": "template_request",
    "UserQuery": "user_query",
    "UserUpdate": "user_update",
    "UserUpdateParam": "user_update",
    "UserUpdateRequest": "user_update_request",
    "WebhookEvent": "webhook_event",
    "WidgetSettings": "widget_settings",
}

__all__: list[str] = [
    "ChannelIds",
    "ChannelIdsParam",
    "ChatClosedEvent",
    "ChatOpenedEvent",
    "ChatPendingEvent",
    "ChatReassignedEvent",
    "ChatTransferredEvent",
    "Contact",
    "ContactChannel",
    "ContactChannelRequest",
    "ContactChannelRequestParam",
    "ContactCountQuery",
    "ContactField",
    "ContactFieldRequest",
    "ContactFieldRequestParam",
    "ContactFindQuery",
    "ContactList",
    "ContactNote",
    "ContactQuery",
    "ContactRequest",
    "ContactRequestParam",
    "ContactSearch",
    "ContactStatus",
    "ContactStatusQuery",
    "ContactStatusRequest",
    "ContactTag",
    "ContactTagRequest",
    "ContactTagRequestParam",
    "ContactV2Batch",
    "ContactV2BatchDeletion",
    "ContactV2BatchResult",
    "ContactV2Entry",
    "ContactV2EntryParam",
    "ContactV2Query",
    "ContactV2Request",
    "ContactV2Update",
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
    "DeletedList",
    "EmailRequest",
    "ErrorBody",
    "FailedContact",
    "GalleryContent",
    "GalleryContentParam",
    "GalleryEntry",
    "GalleryEntryParam",
    "Inbox",
    "IncomingCallEvent",
    "ListDeletion",
    "ListQuery",
    "ListRequest",
    "ListTarget",
    "ListTargetParam",
    "ListUpdate",
    "ListV1Request",
    "ListV1Update",
    "Memberships",
    "Message",
    "MessageCountQuery",
    "MessageCustom",
    "MessageQuery",
    "MessageReceivedEvent",
    "MessageRequest",
    "MessageSentEvent",
    "SavedRecord",
    "Schedule",
    "ScheduleMeta",
    "ScheduleRequest",
    "ScheduledAttachment",
    "ScheduledAttachmentParam",
    "ScheduledContent",
    "ScheduledContentParam",
    "SentMessage",
    "Survey",
    "SurveyQuery",
    "Tag",
    "TagQuery",
    "TagRequest",
    "TargetDoubleOptInEvent",
    "TargetDoubleOptRestrictedEvent",
    "TargetOptInEvent",
    "TargetOptOutEvent",
    "Team",
    "TeamMember",
    "TeamUser",
    "Template",
    "TemplateQuery",
    "TemplateRequest",
    "UserQuery",
    "UserUpdate",
    "UserUpdateParam",
    "UserUpdateRequest",
    "WebhookEvent",
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
