"""Does docs/webhooks.md say of events and faults what the spec and the sandbox say?"""

from __future__ import annotations

from tests.docs import webhooks_page


def test_the_tables_are_those_of_the_spec() -> None:
    page = webhooks_page.PAGE.read_text(encoding="utf-8")
    assert page.count(webhooks_page.BEGIN) == page.count(webhooks_page.END) == len(webhooks_page.tables())
    assert page == webhooks_page.with_tables(page), "run `python -m tests.docs.webhooks_page`"


def test_a_table_that_was_changed_is_noticed() -> None:
    page = webhooks_page.PAGE.read_text(encoding="utf-8")
    for cell in ("`chat_closed`", "delivered, and then once more"):
        assert webhooks_page.with_tables(page.replace(cell, "x")) != page.replace(cell, "x")
