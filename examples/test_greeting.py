"""Test code of your own against the sandbox, without an account and without a mock.

    pip install "heymarket[sandbox]" pytest
    pytest examples/test_greeting.py

The package brings the fixture `heymarket_sandbox`: a Heymarket on loopback, fresh for each test. It checks tokens,
validates requests, keeps its state, and fails on demand.
"""

from __future__ import annotations

import pytest

from heymarket import Heymarket, NotFoundError
from heymarket_auth import connect
from heymarket_sandbox import Sandbox


def greet(heymarket: Heymarket, phone: str) -> None:
    """Send a greeting to a contact. This is the code that is tested."""
    contact = heymarket.contacts.find(phone=phone)
    inbox = heymarket.inboxes.list()[0]
    heymarket.messages.send(
        inbox_id=inbox.id,
        creator_id=(inbox.members or [])[0],
        phone_number=phone,
        text=f"Hello {contact.first or 'there'}!",
    )


def test_a_contact_is_greeted_by_name(heymarket_sandbox: Sandbox) -> None:
    with connect(environ=heymarket_sandbox.environ) as heymarket:
        heymarket.contacts.create(phone="14155550177", first="Ada")
        greet(heymarket, "14155550177")
    assert heymarket_sandbox.messages[0]["text"] == "Hello Ada!"


def test_a_stranger_is_not_greeted(heymarket_sandbox: Sandbox) -> None:
    before = len(heymarket_sandbox.messages)
    with connect(environ=heymarket_sandbox.environ) as heymarket, pytest.raises(NotFoundError):
        greet(heymarket, "19995550100")
    assert len(heymarket_sandbox.messages) == before
