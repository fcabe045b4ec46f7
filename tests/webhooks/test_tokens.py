"""Is an event taken only with a token that is configured, and is none of them to be guessed or read?"""

from __future__ import annotations

import ast
import hmac
import inspect
import logging
import textwrap
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heymarket import webhooks
from heymarket_runtime.model import Model, define
from heymarket_runtime.webhooks import parsing, tokens

from .events import EXAMPLES, MARK, TOKEN, VARIABLE, body, event
from .secrets import told

if TYPE_CHECKING:
    from collections.abc import Callable

ANY = st.text(st.characters(codec=None), max_size=40)
NOT_BLANK = ANY.filter(str.strip)
WRONG: list[Any] = [None, "", 7, 0, True, [TOKEN], {"token": TOKEN}, TOKEN.upper(), TOKEN[:-1], TOKEN + " "]
EMPTY: list[Any] = ["", " ", [], [TOKEN, ""], ["\n"], [None], [7], lambda: "", list, lambda: [None]]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@given(sent=ANY, known=st.lists(NOT_BLANK, min_size=1, max_size=3))
@example(sent="", known=["x"])
@example(sent="a", known=["a\x00"])
@example(sent="\ud800", known=["\ud800"])
@example(sent="é", known=["e\u0301"])
@example(sent="a", known=["b", "a"])
@example(sent="a", known=["a", "b"])
def test_one_of_the_tokens_has_to_be_there(sent: str, known: list[str]) -> None:
    if sent in known:
        assert webhooks.parse(body(token=sent), token=known).type == "message_recieved"
    else:
        with pytest.raises(webhooks.WebhookTokenError):
            webhooks.parse(body(token=sent), token=known)


@given(token=NOT_BLANK)
def test_each_way_to_say_the_same_token(token: str) -> None:
    ways: list[Any] = [token, [token], (token,), {token}, iter([token]), lambda: token, lambda: ["another", token]]
    for way in ways:
        assert webhooks.parse(body(token=token), token=way).type == "message_recieved"


def test_a_vault_is_asked_each_time() -> None:
    current = ["first"]
    for sent in ("first", "second"):
        current[:] = [sent]
        assert webhooks.parse(body(token=sent), token=lambda: current[0]).type == "message_recieved"
    with pytest.raises(webhooks.WebhookTokenError):
        webhooks.parse(body(token="first"), token=lambda: current[0])


def test_two_tokens_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, f"old {TOKEN}\n")
    for sent in ("old", TOKEN):
        assert webhooks.parse(body(token=sent)).type == "message_recieved"
    with pytest.raises(webhooks.WebhookTokenError):
        webhooks.parse(body(token=f"old {TOKEN}"))
    with pytest.raises(webhooks.WebhookTokenError):
        webhooks.parse(body(token="old"), token=TOKEN)


@pytest.mark.parametrize("sent", WRONG)
def test_what_is_not_the_token_is_refused(sent: Any) -> None:
    with pytest.raises(webhooks.WebhookTokenError):
        webhooks.parse(body(token=sent), token=TOKEN)
    assert webhooks.parse_unverified(body(token=sent)).type == "message_recieved"


def test_an_event_without_a_token_is_refused() -> None:
    bare = {name: value for name, value in event().items() if name != "token"}
    with pytest.raises(webhooks.WebhookTokenError, match="no token"):
        webhooks.parse(bare, token=TOKEN)
    assert webhooks.parse_unverified(bare).type == "message_recieved"


@pytest.mark.parametrize("token", EMPTY)
def test_an_empty_token_is_no_token(token: Any) -> None:
    for sent in ("", " ", TOKEN):
        with pytest.raises(webhooks.WebhookTokenError, match="token to compare with"):
            webhooks.parse(body(token=sent), token=token)


def test_no_token_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, "", " "):
        if value is not None:
            monkeypatch.setenv(VARIABLE, value)
        with pytest.raises(webhooks.WebhookTokenError, match=VARIABLE):
            webhooks.parse(body())


def test_the_token_is_looked_at_before_the_rest() -> None:
    for wrong in ({"token": "x"}, event(type=7, token="x"), event(token="x", event_data=None)):
        with pytest.raises(webhooks.WebhookTokenError):
            webhooks.parse(wrong, token=TOKEN, on_drift=lambda drift: pytest.fail(str(drift)))


def test_every_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the right one stands, and wherever the first difference is."""
    compared: list[tuple[bytes, bytes]] = []
    compare = hmac.compare_digest

    def counted(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", counted)
    for known in (["a", "b", "c"], ["c", "b", "a"], ["x", "y", "z"]):
        compared.clear()
        assert tokens.is_known("a", tokens.configured(known, VARIABLE)) is ("a" in known)
        assert compared == [(b"a", each.encode()) for each in known]


def test_nothing_else_compares_tokens() -> None:
    """By construction: in what looks at a token, no operator and no method compares it, and no loop ends early."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(tokens.is_known)))
    kinds = {type(node) for node in ast.walk(tree)}
    assert not kinds & {ast.Eq, ast.NotEq, ast.Is, ast.For, ast.While, ast.GeneratorExp, ast.BoolOp}
    memberships = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    assert [ast.unparse(node) for node in memberships] == ["True in results"]
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert calls == {"isinstance", "given.encode", "hmac.compare_digest"}
    source = inspect.getsource(parsing)
    assert source.count("is_known(given, tokens)") == 1
    assert "compare_digest" not in source


# What could be seen of a token.


def fail() -> Any:
    raise ArithmeticError("the vault is closed")


def refuse(_drift: object) -> None:
    raise ArithmeticError("told")


FAILURES: dict[str, Callable[[], object]] = {
    "wrong token": lambda: webhooks.parse(body(), token="another"),
    "wrong token, parsed": lambda: webhooks.parse(event(), token="another"),
    "another sent": lambda: webhooks.parse(body(token=f"{MARK}{MARK}"), token=TOKEN),
    "no JSON": lambda: webhooks.parse(body()[:-1], token=TOKEN),
    "no JSON, text": lambda: webhooks.parse(body()[:-1].decode(), token=TOKEN),
    "no UTF-8": lambda: webhooks.parse(body() + b"\xff", token=TOKEN),
    "no type": lambda: webhooks.parse(event(type=None), token=TOKEN),
    "too large": lambda: webhooks.parse(body(), token=TOKEN, max_size=9),
    "too deep": lambda: webhooks.parse(event(more=[[[]] * 2] * 100, deep=[*nested()]), token=TOKEN),
    "an object that is none": lambda: webhooks.parse([event()], token=TOKEN),  # type: ignore[arg-type]
    "an empty token": lambda: webhooks.parse(body(), token=[TOKEN, ""]),
    "the vault fails": lambda: webhooks.parse(body(), token=fail),
    "whoever is told of drift fails": lambda: webhooks.parse(body(id="x"), token=TOKEN, on_drift=refuse),
    "drift is an error": lambda: webhooks.parse(body("target_opt_in", id=MARK), token=TOKEN),
    "unverified": lambda: webhooks.parse_unverified(body()[:-1]),
    "unverified, told of drift": lambda: webhooks.parse_unverified(body(id="x"), on_drift=refuse),
    "unverified, no type": lambda: webhooks.parse_unverified(event(type=None)),
}


def nested() -> list[Any]:
    value: list[Any] = []
    for _ in range(100):
        value = [value]
    return value


@pytest.mark.parametrize("fails", FAILURES.values(), ids=FAILURES)
def test_an_error_shows_no_token(fails: Callable[[], object], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises((webhooks.WebhookError, ArithmeticError, UserWarning)) as caught:
        fails()
    assert [text for text in told(caught.value) if MARK in text] == []
    assert MARK not in caplog.text
    assert caught.value.__traceback__ is not None
    assert caught.value.__traceback__.tb_next is not None, "the frames are there, and empty"


def test_what_callers_were_handling_keeps_its_frames() -> None:
    def handle() -> None:
        kept = MARK  # noqa: F841 (this frame is looked at)
        try:
            fail()
        except ArithmeticError:
            with pytest.raises(webhooks.WebhookTokenError):
                webhooks.parse(body(), token="another")
            raise

    with pytest.raises(ArithmeticError) as caught:
        handle()
    assert [entry.frame.f_locals for entry in caught.traceback][1:-1] == [{"kept": MARK}]


@pytest.mark.parametrize("name", [*EXAMPLES, "of another type"])
def test_an_event_shows_no_token(name: str) -> None:
    wrong = event("incoming_call", type=name) if name not in EXAMPLES else event(name, note={"id": 3})
    parsed: Any = webhooks.parse(wrong, token=TOKEN)
    for text in (repr(parsed), str(parsed), parsed._repr_html_(), repr(parsed.raw), repr(parsed.to_dict())):
        assert MARK not in text
    assert MARK not in repr(parsed._received.parse())
    assert not hasattr(parsed, "token")


@define(kw_only=True)
class Counted(Model):
    type: str
    counts: dict[str, int]


def test_a_path_of_drift_shows_no_token() -> None:
    """A field of the sender's own may be called like the token."""
    kind = parsing.Kind(Counted, ("counted",), (("counts",),))
    parser: parsing.Parser[Any] = parsing.Parser(kind, unknown=Counted, by="type", token="token", variable=VARIABLE)
    found: list[Any] = []
    wrong = {"type": "counted", "token": TOKEN, "counts": {TOKEN: "x", "y": "z"}}
    parser.parse(wrong, token=TOKEN, on_drift=found.append)
    assert [each.location for each in found] == ["$.counts.[redacted]", "$.counts.y"]
    assert MARK not in repr(found)
