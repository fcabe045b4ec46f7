# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from heymarket_runtime.arguments import prepare as _prepare
from heymarket_runtime.driver import AsyncResource, Resource, async_raw_response, raw_response
from heymarket_runtime.operation import Operation

from ..models.email_request import EmailRequest
from ..models.sent_message import SentMessage

_SEND = Operation(
    name="email.send",
    method="POST",
    path="/v1/email/send",
    body=EmailRequest,
    one_of=(("targets",), ("convo_id",)),
    result=SentMessage,
    semantics="unsafe",
    idempotency_key="local_id",
)


class EmailResource(Resource):
    """E-mails, which travel in conversations as messages do."""

    @property
    def with_raw_response(self) -> EmailWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return EmailWithRawResponse(EmailResource(self._driver.returning_raw()))

    def send(
        self,
        *,
        creator_id: int,
        inbox: int,
        text: str,
        raw_text: str | None = None,
        local_id: str | None = None,
        conv_title: str | None = None,
        targets: Sequence[str] | None = None,
        convo_id: int | None = None,
    ) -> SentMessage:
        """Send an e-mail.

        Sends an e-mail from an inbox: to new recipients, which begins a conversation, or into a conversation
        that exists. The text may be HTML.

        Give exactly one of `targets` and `convo_id`. A repeated `local_id` sends nothing again, so a call may
        be repeated with the same one.

        Without `local_id` one is made. All attempts send the same, and the result, or the error, has it as
        `idempotency_key`.

        Args:
            creator_id: Member who sends it.
            inbox: Inbox to send from; `inbox_id` elsewhere.
            text: The text, which may be HTML.
            raw_text: The same without HTML, for programs that show none.
            local_id: Id of yours, unique for each e-mail: a repeated one sends nothing again.
            conv_title: Title of the conversation that begins.
            targets: Recipients of a new conversation.
            convo_id: Conversation to send into, as the answer to its first e-mail has it.

        Returns:
            What was sent.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.email.send(creator_id=55, inbox=2222, targets=['to:ada@example.com,grace@example.com',
            'cc:mary@example.com'], conv_title='Your order', text='<p>It has shipped.</p>', raw_text='It has
            shipped.', local_id='6d8d0429-3f15-4293-8d0b-38bf1dd5ca06')

        Source:
            https://developers.heymarket.com/api-reference/messages/send-email
            https://developers.heymarket.com/concepts/messages
        """
        _result: SentMessage = self._driver.call(
            _prepare(
                _SEND,
                body={
                    "creator_id": creator_id,
                    "inbox": inbox,
                    "text": text,
                    "raw_text": raw_text,
                    "local_id": local_id,
                    "conv_title": conv_title,
                    "targets": targets,
                    "convo_id": convo_id,
                },
            )
        )
        return _result


class AsyncEmailResource(AsyncResource):
    """E-mails, which travel in conversations as messages do."""

    @property
    def with_raw_response(self) -> AsyncEmailWithRawResponse:
        """The same methods, giving the response with its status, headers and bytes."""
        return AsyncEmailWithRawResponse(AsyncEmailResource(self._driver.returning_raw()))

    async def send(
        self,
        *,
        creator_id: int,
        inbox: int,
        text: str,
        raw_text: str | None = None,
        local_id: str | None = None,
        conv_title: str | None = None,
        targets: Sequence[str] | None = None,
        convo_id: int | None = None,
    ) -> SentMessage:
        """Send an e-mail.

        Sends an e-mail from an inbox: to new recipients, which begins a conversation, or into a conversation
        that exists. The text may be HTML.

        Give exactly one of `targets` and `convo_id`. A repeated `local_id` sends nothing again, so a call may
        be repeated with the same one.

        Without `local_id` one is made. All attempts send the same, and the result, or the error, has it as
        `idempotency_key`.

        Args:
            creator_id: Member who sends it.
            inbox: Inbox to send from; `inbox_id` elsewhere.
            text: The text, which may be HTML.
            raw_text: The same without HTML, for programs that show none.
            local_id: Id of yours, unique for each e-mail: a repeated one sends nothing again.
            conv_title: Title of the conversation that begins.
            targets: Recipients of a new conversation.
            convo_id: Conversation to send into, as the answer to its first e-mail has it.

        Returns:
            What was sent.

        Raises:
            InvalidRequestError: An argument is wrong; nothing was sent.
            ApiError: The server answered with an error status, after retries where they are safe.
            ConnectionFailedError: No complete response arrived, after retries where they are safe.
            DecodeError: The response is not JSON, or not the expected object or array.

        Example:
            heymarket.email.send(creator_id=55, inbox=2222, targets=['to:ada@example.com,grace@example.com',
            'cc:mary@example.com'], conv_title='Your order', text='<p>It has shipped.</p>', raw_text='It has
            shipped.', local_id='6d8d0429-3f15-4293-8d0b-38bf1dd5ca06')

        Source:
            https://developers.heymarket.com/api-reference/messages/send-email
            https://developers.heymarket.com/concepts/messages
        """
        _result: SentMessage = await self._driver.call(
            _prepare(
                _SEND,
                body={
                    "creator_id": creator_id,
                    "inbox": inbox,
                    "text": text,
                    "raw_text": raw_text,
                    "local_id": local_id,
                    "conv_title": conv_title,
                    "targets": targets,
                    "convo_id": convo_id,
                },
            )
        )
        return _result


class EmailWithRawResponse:
    def __init__(self, resource: EmailResource) -> None:
        self.send: Final = raw_response(resource.send)


class AsyncEmailWithRawResponse:
    def __init__(self, resource: AsyncEmailResource) -> None:
        self.send: Final = async_raw_response(resource.send)
