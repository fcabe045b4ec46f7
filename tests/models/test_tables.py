"""Lists of models become tables, and one model a table in a notebook."""

from __future__ import annotations

import pandas
import polars
import pytest

from heymarket.models import Conversation, Inbox

from .every import MODELS, full, json_of

INBOXES = [Inbox(id=1, name="Support", members=[55, 72]), Inbox(id=2, name="Sales", phone="14155550100")]


def test_pandas_takes_their_json_forms() -> None:
    table = pandas.DataFrame([inbox.to_dict() for inbox in INBOXES])
    assert list(table["id"]) == [1, 2]
    assert list(table["name"]) == ["Support", "Sales"]
    assert table["members"][0] == [55, 72]
    assert table["phone"].isna().tolist() == [True, False]


def test_polars_takes_their_json_forms() -> None:
    table = polars.DataFrame([inbox.to_dict() for inbox in INBOXES], infer_schema_length=None)
    assert table["id"].to_list() == [1, 2]
    assert table["members"].to_list() == [[55, 72], None]
    assert table["phone"].to_list() == [None, "14155550100"]


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_a_row(model: type) -> None:
    row = full(model).to_dict()
    assert list(pandas.DataFrame([row]).columns) == polars.DataFrame([row]).columns == list(json_of(model))


@pytest.mark.parametrize("model", MODELS)
def test_a_notebook_shows_what_is_there(model: type) -> None:
    shown = full(model)._repr_html_()
    assert shown.count("<tr>") == len(json_of(model))
    assert "text <b>" not in shown


def test_a_notebook_shows_text_as_text_and_short() -> None:
    shown = Conversation(id=1, name="<script>'\"&", last_msg="x" * 10_000)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert len(shown) < 500
    assert "muted" not in shown
