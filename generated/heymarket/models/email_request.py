# Written by scripts/generate; change openapi/heymarket.yaml or scripts/generate/templates instead.
from __future__ import annotations

from typing import Annotated

from heymarket_runtime.model import Model, define
from heymarket_runtime.rules import Like, Limits


@define(kw_only=True)
class EmailRequest(Model):
    """What to send by e-mail, to whom, and in whose name."""

    creator_id: int
    """Member who sends it."""
    inbox: int
    """Inbox to send from; `inbox_id` elsewhere."""
    text: str
    """The text, which may be HTML."""
    raw_text: str | None = None
    """The same without HTML, for programs that show none."""
    local_id: str | None = None
    """Id of yours, unique for each e-mail: a repeated one sends nothing again."""
    conv_title: str | None = None
    """Title of the conversation that begins."""
    targets: (
        list[
            Annotated[
                str,
                Limits(
                    pattern="^(to|cc):[^@\\t-\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff,]+@[^@\\t-\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff,]+(,[^@\\t-\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff,]+@[^@\\t-\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff,]+)*\\Z"
                ),
                Like("to:ada@example.com,grace@example.com"),
            ]
        ]
        | None
    ) = None
    """Recipients of a new conversation."""
    convo_id: int | None = None
    """Conversation to send into, as the answer to its first e-mail has it."""
