# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from heymarket_runtime import Later
from heymarket_runtime.client import AsyncClient, SyncClient

from ._version import SPEC_VERSION, VERSION

if TYPE_CHECKING:
    from .api import contact_fields as _contact_fields
    from .api import contacts as _contacts
    from .api import contacts_v2 as _contacts_v2
    from .api import conversations as _conversations
    from .api import email as _email
    from .api import inboxes as _inboxes
    from .api import lists as _lists
    from .api import lists_v1 as _lists_v1
    from .api import messages as _messages
    from .api import schedules as _schedules
    from .api import surveys as _surveys
    from .api import tags as _tags
    from .api import team as _team
    from .api import templates as _templates
    from .api import users as _users
else:  # each is imported by those who use it
    _conversations = Later(f"{__package__}.api.conversations")
    _inboxes = Later(f"{__package__}.api.inboxes")
    _team = Later(f"{__package__}.api.team")
    _tags = Later(f"{__package__}.api.tags")
    _templates = Later(f"{__package__}.api.templates")
    _messages = Later(f"{__package__}.api.messages")
    _email = Later(f"{__package__}.api.email")
    _surveys = Later(f"{__package__}.api.surveys")
    _users = Later(f"{__package__}.api.users")
    _contact_fields = Later(f"{__package__}.api.contact_fields")
    _contacts = Later(f"{__package__}.api.contacts")
    _lists = Later(f"{__package__}.api.lists")
    _lists_v1 = Later(f"{__package__}.api.lists_v1")
    _contacts_v2 = Later(f"{__package__}.api.contacts_v2")
    _schedules = Later(f"{__package__}.api.schedules")

_BASE_URL = "https://api.heymarket.com"
_USER_AGENT = f"heymarket-python/{VERSION} (spec {SPEC_VERSION})"


class Heymarket(SyncClient):
    """A client of the Heymarket API, for synchronous code.

    `auth` is any `httpx.Auth`; `heymarket_auth` brings those that the API knows. The other options are
    described by `ClientOptions`. Use the client in a `with` block, or `close()` it. Threads may share it.

    Raises `InvalidRequestError` for an option that makes no sense.
    """

    _default_base_url = _BASE_URL
    _user_agent = _USER_AGENT

    @cached_property
    def conversations(self) -> _conversations.ConversationsResource:
        """Message threads between a team and its customers."""
        return _conversations.ConversationsResource(self._driver)

    @cached_property
    def inboxes(self) -> _inboxes.InboxesResource:
        """Where conversations arrive; an inbox has phone numbers and members."""
        return _inboxes.InboxesResource(self._driver)

    @cached_property
    def team(self) -> _team.TeamResource:
        """The team and its members."""
        return _team.TeamResource(self._driver)

    @cached_property
    def tags(self) -> _tags.TagsResource:
        """Labels for contacts; a contact has at most five."""
        return _tags.TagsResource(self._driver)

    @cached_property
    def templates(self) -> _templates.TemplatesResource:
        """Saved texts with merge tokens, which are filled in when a message is sent."""
        return _templates.TemplatesResource(self._driver)

    @cached_property
    def messages(self) -> _messages.MessagesResource:
        """What teams and customers write to each other."""
        return _messages.MessagesResource(self._driver)

    @cached_property
    def email(self) -> _email.EmailResource:
        """E-mails, which travel in conversations as messages do."""
        return _email.EmailResource(self._driver)

    @cached_property
    def surveys(self) -> _surveys.SurveysResource:
        """Standard questions that are sent as messages and answered by the customer."""
        return _surveys.SurveysResource(self._driver)

    @cached_property
    def users(self) -> _users.UsersResource:
        """Members of the team with their accounts."""
        return _users.UsersResource(self._driver)

    @cached_property
    def contact_fields(self) -> _contact_fields.ContactFieldsResource:
        """Fields of a team's own that contacts can have."""
        return _contact_fields.ContactFieldsResource(self._driver)

    @cached_property
    def contacts(self) -> _contacts.ContactsResource:
        """The customers that a team writes to, by integer id or phone number."""
        return _contacts.ContactsResource(self._driver)

    @cached_property
    def lists(self) -> _lists.ListsResource:
        """Groups of recipients; a message to a list reaches each of them separately."""
        return _lists.ListsResource(self._driver)

    @cached_property
    def lists_v1(self) -> _lists_v1.ListsV1Resource:
        """The same lists by older operations, which the vendor deprecates; reading is possible only here."""
        return _lists_v1.ListsV1Resource(self._driver)

    @cached_property
    def contacts_v2(self) -> _contacts_v2.ContactsV2Resource:
        """The same contacts by UUID, with every channel by which they can be reached."""
        return _contacts_v2.ContactsV2Resource(self._driver)

    @cached_property
    def schedules(self) -> _schedules.SchedulesResource:
        """Messages that are sent at a later time."""
        return _schedules.SchedulesResource(self._driver)


class AsyncHeymarket(AsyncClient):
    """A client of the Heymarket API, for asyncio.

    `auth` is any `httpx.Auth`; `heymarket_auth` brings those that the API knows. The other options are
    described by `ClientOptions`. Use the client in an `async with` block, or `close()` it.

    Raises `InvalidRequestError` for an option that makes no sense.
    """

    _default_base_url = _BASE_URL
    _user_agent = _USER_AGENT

    @cached_property
    def conversations(self) -> _conversations.AsyncConversationsResource:
        """Message threads between a team and its customers."""
        return _conversations.AsyncConversationsResource(self._driver)

    @cached_property
    def inboxes(self) -> _inboxes.AsyncInboxesResource:
        """Where conversations arrive; an inbox has phone numbers and members."""
        return _inboxes.AsyncInboxesResource(self._driver)

    @cached_property
    def team(self) -> _team.AsyncTeamResource:
        """The team and its members."""
        return _team.AsyncTeamResource(self._driver)

    @cached_property
    def tags(self) -> _tags.AsyncTagsResource:
        """Labels for contacts; a contact has at most five."""
        return _tags.AsyncTagsResource(self._driver)

    @cached_property
    def templates(self) -> _templates.AsyncTemplatesResource:
        """Saved texts with merge tokens, which are filled in when a message is sent."""
        return _templates.AsyncTemplatesResource(self._driver)

    @cached_property
    def messages(self) -> _messages.AsyncMessagesResource:
        """What teams and customers write to each other."""
        return _messages.AsyncMessagesResource(self._driver)

    @cached_property
    def email(self) -> _email.AsyncEmailResource:
        """E-mails, which travel in conversations as messages do."""
        return _email.AsyncEmailResource(self._driver)

    @cached_property
    def surveys(self) -> _surveys.AsyncSurveysResource:
        """Standard questions that are sent as messages and answered by the customer."""
        return _surveys.AsyncSurveysResource(self._driver)

    @cached_property
    def users(self) -> _users.AsyncUsersResource:
        """Members of the team with their accounts."""
        return _users.AsyncUsersResource(self._driver)

    @cached_property
    def contact_fields(self) -> _contact_fields.AsyncContactFieldsResource:
        """Fields of a team's own that contacts can have."""
        return _contact_fields.AsyncContactFieldsResource(self._driver)

    @cached_property
    def contacts(self) -> _contacts.AsyncContactsResource:
        """The customers that a team writes to, by integer id or phone number."""
        return _contacts.AsyncContactsResource(self._driver)

    @cached_property
    def lists(self) -> _lists.AsyncListsResource:
        """Groups of recipients; a message to a list reaches each of them separately."""
        return _lists.AsyncListsResource(self._driver)

    @cached_property
    def lists_v1(self) -> _lists_v1.AsyncListsV1Resource:
        """The same lists by older operations, which the vendor deprecates; reading is possible only here."""
        return _lists_v1.AsyncListsV1Resource(self._driver)

    @cached_property
    def contacts_v2(self) -> _contacts_v2.AsyncContactsV2Resource:
        """The same contacts by UUID, with every channel by which they can be reached."""
        return _contacts_v2.AsyncContactsV2Resource(self._driver)

    @cached_property
    def schedules(self) -> _schedules.AsyncSchedulesResource:
        """Messages that are sent at a later time."""
        return _schedules.AsyncSchedulesResource(self._driver)
