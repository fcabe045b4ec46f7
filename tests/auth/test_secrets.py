"""Can the key or a token be read anywhere that people or tools look?"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import functools
import pickle
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import TYPE_CHECKING, Any

import httpcore
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heymarket_auth import ApiSecret, CredentialsError, TeamApiKey, connect, connect_async

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

URL = "https://api.heymarket.com/v1/team"
# At both ends of every secret, so that a find is no coincidence and a part of a secret is found too.
MARK = "x9Qz7Wv3"


def marked(text: str) -> str:
    return MARK + text + MARK


ASCII = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=40).map(marked)
ANY = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")), max_size=40).map(marked)
SPOILERS = ["\n", " ", "\x00", "\u200b", "\ud800"]


def forms(secret: str) -> set[str]:
    """The ways in which a text may show up in another."""
    raw = secret.encode("utf-8", "surrogatepass")
    return {secret, repr(secret)[1:-1], ascii(secret)[1:-1], repr(raw)[2:-1], raw.hex(), base64.b64encode(raw).decode()}


def shown(thing: object, depth: int = 4) -> Iterator[str]:
    """Everything that a crash reporter or pretty printer would print of `thing`."""
    yield repr(thing)
    yield str(thing)
    yield format(thing)
    if depth == 0:
        return
    parts = list(getattr(thing, "__dict__", {}).values())
    parts += [getattr(thing, name, None) for name in getattr(type(thing), "__slots__", ())]
    if isinstance(thing, tuple | list | set | frozenset):
        parts += thing
    if isinstance(thing, dict):
        parts += [*thing.keys(), *thing.values()]
    for part in parts:
        if not isinstance(part, type | ModuleType):
            yield from shown(part, depth - 1)
    with contextlib.suppress(Exception):
        yield repr(pickle.dumps(thing))


def told(error: BaseException) -> Iterator[str]:
    """Everything that an error tells, with the locals of each frame but those of this file."""
    chain: list[BaseException | None] = [error]
    while chain:
        error = chain.pop()
        if error is None:
            continue
        chain += [error.__cause__, error.__context__]
        yield from shown(error.args)
        yield from map(str, getattr(error, "__notes__", []))
        summary = traceback.TracebackException.from_exception(error, capture_locals=True)
        for frame in summary.stack:
            if frame.filename != __file__:
                yield repr(frame.locals)


def leaks(texts: Iterator[str], secrets: list[str]) -> list[str]:
    wanted = set().union(*map(forms, [*secrets, MARK]))
    return [text for text in texts if any(form in text for form in wanted)]


def authorize(auth: httpx.Auth) -> str:
    request = httpx.Request("GET", URL)
    next(auth.auth_flow(request))
    return request.headers["Authorization"].removeprefix("Bearer ")


@given(secret_id=ANY, secret_key=ANY)
def test_an_api_secret_shows_nothing(secret_id: str, secret_key: str) -> None:
    for auth in (ApiSecret(secret_id, secret_key), ApiSecret.from_provider(lambda: (secret_id, secret_key))):
        token = authorize(auth)
        assert leaks(shown(auth), [secret_key, token, token.rpartition(".")[2]]) == []
        assert leaks(iter([repr(auth)]), [secret_id]) == []


@given(key=ASCII)
def test_a_team_key_shows_nothing(key: str) -> None:
    auth = TeamApiKey(key)
    authorize(auth)
    assert leaks(shown(auth), [key]) == []


def test_the_repr_of_a_provider_is_not_shown() -> None:
    auth = ApiSecret.from_provider(functools.partial(lambda token: ("id", token), "vault-token-1234"))
    authorize(auth)
    assert leaks(shown(auth), ["vault-token-1234"]) == []


def failure(function: Callable[[], object]) -> BaseException:
    with pytest.raises((CredentialsError, ArithmeticError)) as caught:
        function()
    return caught.value


@given(good=ANY, head=ASCII, spoiler=st.sampled_from(SPOILERS))
def test_a_refusal_tells_no_secret(good: str, head: str, spoiler: str) -> None:
    bad = head + spoiler
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "heymarket", stub())
        for function in (
            lambda: ApiSecret(good, bad),
            lambda: ApiSecret(bad, good),
            lambda: TeamApiKey(bad),
            lambda: authorize(ApiSecret.from_provider(lambda: (good, bad))),
            lambda: authorize(ApiSecret.from_provider(lambda: (bad, good))),
            lambda: authorize(ApiSecret.from_provider(lambda: [bad])),
            lambda: authorize(TeamApiKey.from_provider(lambda: bad)),
            *(
                functools.partial(function, environ=environ)
                for function in (connect, connect_async)
                for environ in (
                    {"HEYMARKET_API_SECRET_ID": good, "HEYMARKET_API_SECRET_KEY": bad},
                    {"HEYMARKET_API_SECRET_ID": bad, "HEYMARKET_API_SECRET_KEY": good},
                    {"HEYMARKET_API_SECRET_KEY": good, "SOMETHING_ELSE": bad},
                    {"HEYMARKET_API_SECRET": good, "SOMETHING_ELSE": bad},
                    {"HEYMARKET_API_KEY": bad},
                )
            ),
        ):
            assert leaks(told(failure(function)), [good, bad, head]) == []


def stub() -> ModuleType:
    module = ModuleType("heymarket")

    def client(**options: object) -> None:
        raise ZeroDivisionError

    module.Heymarket = module.AsyncHeymarket = client
    return module


@pytest.mark.parametrize("function", [connect, connect_async])
def test_a_client_that_fails_to_start_tells_no_secret(
    function: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "heymarket", stub())
    environ = {"HEYMARKET_API_SECRET_ID": "id-0123456789", "HEYMARKET_API_SECRET_KEY": "key-0123456789"}
    error = failure(lambda: function(environ=environ))
    assert isinstance(error, ZeroDivisionError)
    assert leaks(told(error), ["key-0123456789"]) == []


@given(pair=st.tuples(ANY, ANY))
@settings(max_examples=30)
def test_an_error_within_a_request_tells_no_secret(pair: tuple[str, str]) -> None:
    """Whatever fails between minting and the response: the URL, the vault, the network, the second mint."""
    tokens: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        return httpx.Response(401)

    def fail(request: httpx.Request) -> httpx.Response:
        tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        raise ZeroDivisionError

    def call(auth: httpx.Auth, handler: Callable, url: str = URL) -> None:
        with httpx.Client(auth=auth, transport=httpx.MockTransport(handler)) as client:
            client.get(url)

    def vault() -> tuple[str, str]:
        if tokens:
            raise ZeroDivisionError
        return pair

    spoiled = iter([pair, (pair[0], pair[1] + "\n")])
    used = ApiSecret(*pair)
    authorize(used)
    for function in (
        lambda: call(ApiSecret(*pair), fail),
        lambda: call(used, refuse, "http://example.com/"),
        lambda: call(ApiSecret.from_provider(lambda: next(spoiled)), refuse),
        lambda: [tokens.clear(), call(ApiSecret.from_provider(vault), refuse)],
    ):
        error = failure(function)
        assert leaks(told(error), [pair[1], *tokens, *(token.rpartition(".")[2] for token in tokens)]) == []


class Refusing(BaseHTTPRequestHandler):
    """Refuses the first request of each connection and then accepts."""

    protocol_version = "HTTP/1.1"
    tokens: list[str]

    def do_GET(self) -> None:
        self.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
        self.send_response(200 if hasattr(self, "seen") else 401)
        self.seen = True
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize("auth", [ApiSecret("id-0123456789", "key-0123456789"), TeamApiKey("key-0123456789")])
def test_no_log_record_of_any_level_holds_a_secret(auth: httpx.Auth, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    for name in (httpx.__name__, httpcore.__name__, "asyncio", "heymarket", "jwt"):
        caplog.set_level(1, name)
    handler = type("Handler", (Refusing,), {"tokens": []})

    async def run(url: str) -> None:
        async with httpx.AsyncClient(auth=auth, trust_env=False) as client:
            await client.get(url)

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/"
        try:
            with httpx.Client(auth=auth, trust_env=False) as client:
                client.get(url)
            asyncio.run(run(url))
        finally:
            server.shutdown()
            thread.join()
    assert handler.tokens
    assert {record.name.split(".")[0] for record in caplog.records} >= {httpx.__name__, httpcore.__name__}
    secrets = ["key-0123456789", *handler.tokens]
    for record in caplog.records:
        assert leaks(iter([record.getMessage(), repr(record.__dict__)]), secrets) == []
