"""What the environment says of proxies and certificates is followed, but for this machine, or refused by name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import httpx
import pytest

from heymarket import HeymarketError, InvalidRequestError

from .raw_server import RawServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .driving import Driver

API = "https://api.heymarket.com"
GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n" + RawServer.CLOSE


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SSL"):
            monkeypatch.delenv(name)


@pytest.fixture
def proxy() -> Iterator[RawServer]:
    with RawServer() as proxy:
        proxy.responses = [GATEWAY]
        yield proxy


def ask(drive: Driver, url: str) -> None:
    client = drive.client(base_url=url, max_retries=0, timeout=5)
    try:
        drive.run(client.conversations.list())
    finally:
        drive.run(client.close())


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_is_for_this_machine_goes_through_no_proxy(
    drive: Driver, raw_server: RawServer, proxy: RawServer, monkeypatch: pytest.MonkeyPatch, name: str, host: str
) -> None:
    monkeypatch.setenv(name, proxy.url)
    ask(drive, raw_server.url.replace("127.0.0.1", host))
    assert (raw_server.requests, proxy.connections) == (1, 0)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("scheme", ["http://", ""])
def test_a_proxy_carries_what_is_encrypted(
    drive: Driver, proxy: RawServer, monkeypatch: pytest.MonkeyPatch, name: str, scheme: str
) -> None:
    monkeypatch.setenv(name, proxy.url.replace("http://", scheme))
    with pytest.raises(HeymarketError, match="502"):
        ask(drive, API)
    assert proxy.requests == 1


@pytest.mark.parametrize(
    "value",
    [
        "api.heymarket.com",
        ".heymarket.com",
        "x, heymarket.com",
        "*",
        "heymarket.com,[::1]",
        "::1,10.0.0.0/8,fe80::/10,heymarket.com",
    ],
)
def test_no_proxy_is_followed(drive: Driver, proxy: RawServer, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", value)
    client = drive.client(base_url=API)
    assert "Proxy" not in type(client._driver.connections._transport._pool).__name__
    drive.run(client.close())


@pytest.mark.parametrize("value", ["[::1]", "::1", "fe80::/10", "10.0.0.0/8", "localhost,[::1]:80", "://", "a b"])
def test_no_value_of_no_proxy_ends_a_client(
    drive: Driver, proxy: RawServer, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", value)
    with pytest.raises(HeymarketError, match="502"):
        ask(drive, API)


@pytest.mark.parametrize("name", ["ALL_PROXY", "HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize("value", ["socks://user:hushhush@h:1080", "ftp://hushhush:1", "http://hushhush:port", "://"])
def test_a_proxy_that_cannot_be_used_is_named(
    drive: Driver, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidRequestError, match="expected a proxy such as") as caught:
        drive.client(base_url=API)
    assert caught.value.argument == name
    assert caught.value.__cause__ is None
    assert "hushhush" not in str(caught.value)


KEY_LOG = pytest.param(
    "SSLKEYLOGFILE", marks=pytest.mark.skipif(httpx.__name__ == "httpx2", reason="httpx2 does not read SSLKEYLOGFILE")
)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", KEY_LOG])
def test_certificates_that_are_gone_are_named(
    drive: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "gone" / "file"))
    with pytest.raises(InvalidRequestError, match="No such file") as caught:
        drive.client(base_url=API)
    assert caught.value.argument == name


def test_certificates_that_are_none_are_named(drive: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "text.pem").write_text("text")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "text.pem"))
    with pytest.raises(InvalidRequestError, match="SSL_CERT_FILE: cannot be used"):
        drive.client(base_url=API)


def test_a_transport_of_the_caller_needs_none_of_it(drive: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://h:1080")
    monkeypatch.setenv("NO_PROXY", "[::1]")
    drive.first(drive.client(lambda _: httpx.Response(200, json=[])))
