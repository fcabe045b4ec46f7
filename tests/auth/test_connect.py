"""Does `connect` find what is there, and say what to do about what is not?"""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from heymarket_auth import ApiSecret, CredentialsError, TeamApiKey, connect, connect_async

if TYPE_CHECKING:
    from collections.abc import Callable

ID = {"HEYMARKET_API_SECRET_ID": "an-id"}
KEY = {"HEYMARKET_API_SECRET_KEY": "a-key"}
TEAM = {"HEYMARKET_API_KEY": "team-key"}
BASE = {"HEYMARKET_BASE_URL": "http://localhost:8000"}


class Heymarket(SimpleNamespace):
    """Stands in for the generated client, which has tests of its own."""


class AsyncHeymarket(Heymarket):
    pass


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("heymarket")
    module.Heymarket, module.AsyncHeymarket = Heymarket, AsyncHeymarket
    monkeypatch.setitem(sys.modules, "heymarket", module)


both = pytest.mark.parametrize("function", [connect, connect_async])


def sent(auth: httpx.Auth) -> str:
    request = httpx.Request("GET", "https://api.heymarket.com/")
    next(auth.auth_flow(request))
    return request.headers["Authorization"]


def test_each_gives_its_client() -> None:
    assert type(connect(environ=ID | KEY)) is Heymarket
    assert type(connect_async(environ=ID | KEY)) is AsyncHeymarket


@both
@pytest.mark.parametrize(
    ("environ", "auth_class"),
    [
        (ID | KEY, ApiSecret),
        (TEAM, TeamApiKey),
        (ID | KEY | TEAM, ApiSecret),
        (ID | KEY | {"HEYMARKET_API_KEY": ""}, ApiSecret),
        (TEAM | {"HEYMARKET_API_SECRET_ID": "", "HEYMARKET_API_SECRET_KEY": ""}, TeamApiKey),
        (TEAM | {"HEYMARKET": "1", "PATH": "/bin", "MY_HEYMARKET_X": "1", "heymarket_x": "1"}, TeamApiKey),
        (TEAM | {"HEYMARKET_UNHEARD_OF": ""}, TeamApiKey),
        (TEAM | {"HEYMARKET_SYNC_SERVICE_HOST": "10.0.0.1", "HEYMARKET_API_PORT": "tcp://10.0.0.1:80"}, TeamApiKey),
        (ID | KEY | {"HEYMARKET_INBOX_ID": "2222", "HEYMARKET_API_SECRET": "x", "HEYMARKET_BASEURL": "x"}, ApiSecret),
    ],
)
def test_credentials_are_found(
    function: Callable[..., Any], environ: dict[str, str], auth_class: type[ApiSecret | TeamApiKey]
) -> None:
    client = function(environ=environ)
    assert type(client.auth) is auth_class
    assert list(vars(client)) == ["auth"]


def test_the_values_are_used() -> None:
    vector = ApiSecret("an-id", "a-key")
    assert sent(connect(environ=ID | KEY).auth).rsplit(".", 2)[0] == sent(vector).rsplit(".", 2)[0]
    assert sent(connect(environ=TEAM).auth) == "Bearer team-key"


@both
def test_the_process_environment_is_the_default(function: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (ID | KEY | BASE).items():
        monkeypatch.setenv(name, value)
    client = function()
    assert type(client.auth) is ApiSecret
    assert client.base_url == BASE["HEYMARKET_BASE_URL"]


@both
def test_options_pass_through_and_win(function: Callable[..., Any]) -> None:
    client = function(environ=ID | KEY | BASE, max_retries=7)
    assert (client.base_url, client.max_retries) == ("http://localhost:8000", 7)
    assert function(environ=ID | KEY | BASE, base_url="https://x.test").base_url == "https://x.test"
    assert not hasattr(function(environ=ID | KEY | {"HEYMARKET_BASE_URL": ""}), "base_url")


@both
@pytest.mark.parametrize(
    ("environ", "says"),
    [
        (ID, ["HEYMARKET_API_SECRET_KEY is not"]),
        (KEY, ["HEYMARKET_API_SECRET_ID is not"]),
        (ID | {"HEYMARKET_API_SECRET_KEY": ""}, ["HEYMARKET_API_SECRET_KEY is not"]),
        (ID | TEAM, ["HEYMARKET_API_SECRET_KEY is not"]),
        (KEY | TEAM, ["HEYMARKET_API_SECRET_ID is not"]),
        (
            {},
            [
                "HEYMARKET_API_SECRET_ID and HEYMARKET_API_SECRET_KEY",
                "HEYMARKET_API_KEY",
                "Settings > Integrations > API",
                "python -m heymarket_sandbox",
            ],
        ),
        (BASE, ["no credentials"]),
        (
            {"HEYMARKET_API_SECRET": "x"},
            ["no credentials", "HEYMARKET_API_SECRET is set, did you mean HEYMARKET_API_SECRET_ID?"],
        ),
        ({"heymarket_api_key": "x"}, ["heymarket_api_key is set, did you mean HEYMARKET_API_KEY?"]),
        ({"HEYMARKET_BASEURL": "x"}, ["HEYMARKET_BASEURL is set, did you mean HEYMARKET_BASE_URL?"]),
        (ID | {"HEYMARKET_SECRET_KEY": "x"}, ["HEYMARKET_SECRET_KEY is set, did you mean HEYMARKET_API_SECRET_KEY?"]),
        (ID | {"HEYMARKET_API_SECRET_KEY": "a-key\n"}, ["HEYMARKET_API_SECRET_KEY contains"]),
        (KEY | {"HEYMARKET_API_SECRET_ID": " "}, ["HEYMARKET_API_SECRET_ID contains"]),
        ({"HEYMARKET_API_KEY": "ключ"}, ["HEYMARKET_API_KEY contains", "ASCII"]),
    ],
)
def test_what_is_wrong_is_named(function: Callable[..., Any], environ: dict[str, str], says: list[str]) -> None:
    with pytest.raises(CredentialsError) as caught:
        function(environ=environ)
    for text in says:
        assert text in str(caught.value)


@both
@pytest.mark.parametrize("environ", [{}, ID, KEY])
@pytest.mark.parametrize(
    "name",
    [
        "HEYMARKET_INBOX_ID",
        "HEYMARKET_SYNC_SERVICE_HOST",
        "HEYMARKET_API_PORT_80_TCP_ADDR",
        "HEYMARKET_API_SERVICE_PORT",
        "HEYMARKET_PORT",
        "HEYMARKET_LOG_LEVEL",
        "SECRET_SERVICE_HOST",
    ],
)
def test_what_is_not_ours_is_not_named(function: Callable[..., Any], environ: dict[str, str], name: str) -> None:
    """Kubernetes makes such names from those of services, and applications have settings of their own."""
    with pytest.raises(CredentialsError) as caught:
        function(environ=environ | {name: "x"})
    assert name not in str(caught.value)
