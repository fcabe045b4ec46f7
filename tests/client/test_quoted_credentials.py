"""A server that quotes the key or token back puts it into nothing that the client says or keeps."""

from __future__ import annotations

import html
import json
import logging
import pickle
import traceback
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heymarket import Heymarket, HeymarketError
from heymarket_auth import ApiSecret, TeamApiKey

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20).map('Zq7%s9Xv&"</'.__mod__)
ESCAPES: list[Callable[[str], str]] = [
    str,
    str.upper,
    lambda text: json.dumps(text)[1:-1],
    html.escape,
    lambda text: quote(text, safe=""),
]


class Quoting:
    """Quotes what `Authorization` holds, and the secret, in every place that a response has."""

    def __init__(self, status: int, secret: str, escape: Callable[[str], str]) -> None:
        self.status, self.secret, self.escape = status, secret, escape
        self.quoted: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        said = self.escape(f"{self.secret} {token}")
        self.quoted += [self.secret, token, self.escape(self.secret), self.escape(token)]
        if self.status == 0:
            raise httpx.RemoteProtocolError(f"illegal header {said}")
        if self.status == 1:
            raise ValueError(f"mine {said}")
        return httpx.Response(
            self.status,
            content=f"no key {said}" if self.status == 200 else json.dumps({"error": said, said: 1}).encode(),
            headers={"X-Request-Id": f"req-{said}", "X-Said": said},
            extensions={"reason_phrase": said.encode()},
        )


def told(error: BaseException) -> str:
    texts = [repr(error), str(error), repr(vars(error)), repr(getattr(error, "headers", None))]
    texts += traceback.TracebackException.from_exception(error).format()
    texts += [repr(error.__cause__), repr(pickle.loads(pickle.dumps(error)).__dict__)]
    return "\n".join(texts)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    key=KEYS,
    status=st.sampled_from([0, 1, 200, 400, 401, 403, 429, 500]),
    escape=st.sampled_from(ESCAPES),
    team=st.booleans(),
)
def test_nothing_holds_what_was_sent(
    caplog: pytest.LogCaptureFixture, key: str, status: int, escape: Callable[[str], str], team: bool
) -> None:
    caplog.clear()
    caplog.set_level(logging.INFO, httpx.__name__)
    caplog.set_level(logging.INFO, "heymarket")
    handler = Quoting(status, key, escape)
    auth: Any = TeamApiKey(key) if team else ApiSecret("id", key)
    client = Heymarket(auth=auth, transport=httpx.MockTransport(handler), max_retries=0, rate_limit=None)
    with client, pytest.raises((HeymarketError, ValueError)) as caught:
        client.team.get()
    ours = [line for line in told(caught.value).splitlines() if "test_quoted_credentials" not in line]
    text = "\n".join([*ours, *(f"{record.getMessage()} {record.args}" for record in caplog.records)])
    assert not [each for each in handler.quoted if each in text]


@pytest.mark.parametrize("auth", [httpx.BasicAuth("me", "hm4Kz8Qw2Rt6"), TeamApiKey("hm4Kz8Qw2Rt6")])
def test_other_credentials_are_found_too(auth: httpx.Auth) -> None:
    handler = httpx.MockTransport(lambda _: httpx.Response(403, json={"error": "hm4Kz8Qw2Rt6 may not"}))
    with Heymarket(auth=auth, transport=handler) as client, pytest.raises(HeymarketError) as caught:
        client.team.get()
    assert "hm4Kz8Qw2Rt6" not in told(caught.value)
    assert "[redacted] may not" in str(caught.value)
