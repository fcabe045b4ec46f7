"""Where a client's requests go, by what the spec says of servers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from ruamel.yaml import YAML

from scripts.generate import package

from .others import FRAME

if TYPE_CHECKING:
    from pathlib import Path

UNTOLD: dict[str, Any] = {
    "no_servers": {"servers": None},
    "empty": {"servers": []},
    "plain_http": {"servers": [{"url": "http://api.example.com"}]},
    "path_alone": {"servers": [{"url": "/v1"}]},
    "some_of_their_own": {"servers": None, "one": [{"url": "https://one.example.com"}]},
}
TOLD: dict[str, Any] = {
    "loopback": {"servers": [{"url": "http://localhost:8000/v1"}]},
    "one_server": {"servers": [{"url": "https://api.example.com/v2/"}, {"url": "https://other.example.com"}]},
    "each_its_own": {
        "servers": None,
        "one": [{"url": "https://one.example.com"}],
        "two": [{"url": "https://two.example.com/x"}],
    },
}
SENT = {
    "loopback": ["http://localhost:8000/v1/one", "http://localhost:8000/v1/two"],
    "one_server": ["https://api.example.com/v2/one", "https://api.example.com/v2/two"],
    "each_its_own": ["https://one.example.com/one", "https://two.example.com/x/two"],
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("servers")
    for name, told in {**UNTOLD, **TOLD}.items():
        spec = {key: value for key, value in FRAME.items() if key != "servers"}
        spec |= {"servers": told["servers"]} if told["servers"] is not None else {}
        spec["paths"] = {
            f"/{each}": {
                "get": {"operationId": each, "tags": ["a"], "responses": {"204": {"description": ""}}},
                **({"servers": told[each]} if each in told else {}),
            }
            for each in ("one", "two")
        }
        with (root / f"{name}.yaml").open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(spec, file)
        package.generate(root / f"{name}.yaml", root / f"servers_{name}")
    return root


def module(packages: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(packages))
    return importlib.import_module(f"servers_{name}.heymarket")


@pytest.mark.parametrize("name", UNTOLD)
def test_a_client_asks_for_the_server_that_the_spec_does_not_name(
    packages: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = module(packages, name, monkeypatch)
    for client in (made.Heymarket, made.AsyncHeymarket):
        with pytest.raises(
            made.InvalidRequestError, match=r"^base_url: is required, as the spec names no server with https"
        ):
            client(auth=httpx.Auth())
        assert "`base_url` is required, as the spec names no server with https." in " ".join(client.__doc__.split())
        assert "https://here.example.com" in repr(client(auth=httpx.Auth(), base_url="https://here.example.com"))


@pytest.mark.parametrize("name", TOLD)
def test_requests_go_to_the_servers_that_the_spec_names(
    packages: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = module(packages, name, monkeypatch)
    sent: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        sent.append(str(request.url))
        return httpx.Response(204)

    with made.Heymarket(auth=httpx.Auth(), transport=httpx.MockTransport(serve)) as client:
        client.a.one()
        client.a.two()
    assert sent == SENT[name]
    assert "is required" not in client.__doc__
