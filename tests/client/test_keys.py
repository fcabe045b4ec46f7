"""Keys of a map that mean something, and how to get them from titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import heymarket
from heymarket.models import ContactField
from heymarket_auth import ApiSecret
from heymarket_runtime.rules import Keys
from heymarket_sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = [ContactField(id=123, title="Plan"), ContactField(id=456, title="Size"), ContactField(id=7)]


@pytest.fixture(scope="module")
def client() -> Iterator[heymarket.Heymarket]:
    with (
        Sandbox() as sandbox,
        heymarket.Heymarket(
            auth=ApiSecret(sandbox.secret_id, sandbox.secret_key), base_url=sandbox.url, rate_limit=None
        ) as client,
    ):
        yield client


def test_titles_become_ids() -> None:
    assert heymarket.keyed_by_id({"Size": "43", "Plan": "Premium"}, FIELDS) == {"456": "43", "123": "Premium"}
    assert heymarket.keyed_by_id({}, []) == {}


def test_a_title_that_is_not_one_thing_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing has the title 'plan'; there are 'Plan', 'Size'"):
        heymarket.keyed_by_id({"plan": "Premium"}, FIELDS)
    with pytest.raises(KeyError, match="2 things have the title 'Plan'"):
        heymarket.keyed_by_id({"Plan": "Premium"}, [*FIELDS, ContactField(id=8, title="Plan")])


def test_a_contact_gets_its_custom_fields_by_title(client: heymarket.Heymarket) -> None:
    fields = client.contact_fields.list()
    made = client.contacts.create(phone="15005550006", custom=heymarket.keyed_by_id({"Plan": "Premium"}, fields))
    assert client.contacts.get(id=made.id).custom == {"123": "Premium"}


def test_a_title_is_refused_before_it_is_dropped(client: heymarket.Heymarket) -> None:
    with pytest.raises(heymarket.InvalidRequestError, match=r"custom: .* 123, not 'Plan'; heymarket.keyed"):
        client.contacts.create(phone="15005550007", custom={"Plan": "Premium"})


def test_a_rule_about_keys_needs_no_hint() -> None:
    rule = Keys("^[a-z]\\Z", "a", "")
    assert rule.problem({"a": 1, "B": 2}) == "expected keys such as a, not 'B'"
    assert rule.problem({"a": 1}) == rule.problem({}) == rule.problem("B") == ""
