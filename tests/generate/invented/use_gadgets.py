"""Uses the invented resource as a caller would; type-checked, then run by test_invented.py."""

from __future__ import annotations

import asyncio
import datetime
import json
from typing import Any

import httpx

import heymarket
from heymarket.models import Gadget, Maker

SEEN: list[httpx.Request] = []
MADE = [f"2026-01-01T00:00:{30 - index // 3:02d}Z" for index in range(12)]
LINES = {"": (["a", "b"], "2"), "2": (["c"], "3"), "3": ([], None)}


class NoAuth(httpx.Auth):
    pass


def serve(request: httpx.Request) -> httpx.Response:  # noqa: PLR0911
    SEEN.append(request)
    query = request.url.params
    match request.method, request.url.raw_path.partition(b"?")[0].decode():
        case "GET", "/v1/gadgets":
            page = int(query.get("page", "1"))
            return httpx.Response(200, json=[{"serial": f"{page}{letter}"} for letter in "xyz"] if page < 3 else [])
        case "POST", "/v1/gadgets":
            return httpx.Response(201, json={"serial": "n1", **json.loads(request.content)})
        case "POST", "/v1/gadgets/search":
            before = json.loads(request.content).get("before", "3")
            found = [{"serial": str(index), "made": made} for index, made in enumerate(MADE) if made < before]
            return httpx.Response(200, json={"found": found[:4]})
        case "GET", "/v1/gadgets/log":
            names, following = LINES[query.get("after", "")]
            return httpx.Response(200, json={"lines": [{"name": name} for name in names], "next": following})
        case "DELETE", "/v1/gadgets/a%2Fb/parts/wheel":
            return httpx.Response(204)
        case "GET", "/v1/gadgets/a%2Fb/parts/big%20wheel":
            return httpx.Response(200, json={"serial": "a/b", "maker": {"name": "Ada", "extra": 1}, "more": True})
    return httpx.Response(404, json={"message": "no such gadget"})


def check(client: heymarket.Heymarket) -> None:
    part: Gadget = client.gadgets.part(
        "a/b",
        "big wheel",
        since=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        deep=True,
        x_workshop="north",
    )
    serial: str = part.serial
    assert (serial, part.maker, part.raw["more"]) == ("a/b", Maker(name="Ada"), True)
    request = SEEN[-1]
    assert dict(request.url.params) == {"since": "2026-01-01T00:00:00Z", "deep": "true"}
    assert request.headers["x-workshop"] == "north"

    made = client.gadgets.create(
        maker={"name": "Ada", "cities": ["London"]},
        parts=[Gadget(serial="w"), {"serial": "v", "parts": [{"serial": "u"}]}],
        size=3,
        unit="cm",
    )
    assert made.maker == Maker(name="Ada", cities=["London"])
    assert json.loads(SEEN[-1].content)["parts"] == [{"serial": "w"}, {"serial": "v", "parts": [{"serial": "u"}]}]

    assert [gadget.serial for gadget in client.gadgets.list(tag=["a", "b c"])] == ["1x", "1y", "1z", "2x", "2y", "2z"]
    assert str(SEEN[-1].url).endswith("/v1/gadgets?tag=a&tag=b%20c&page=3")
    assert [gadget.serial for gadget in client.gadgets.search()] == [str(index) for index in range(12)]
    assert client.gadgets.search().items[0].raw == {"serial": "0", "made": MADE[0]}
    assert [line.name for line in client.gadgets.log()] == ["a", "b", "c"]
    client.gadgets.remove_part("a/b", "wheel")
    response = client.gadgets.with_raw_response.remove_part("a/b", "wheel")
    assert (response.status_code, response.content, response.parse()) == (204, b"", None)

    refused(lambda: client.gadgets.part("none", "wheel", deep=False), heymarket.NotFoundError, "no such gadget")
    refused(lambda: client.gadgets.part("..", "wheel", deep=False), heymarket.InvalidRequestError, "serial")
    nothing: Any = None
    refused(lambda: client.gadgets.part("a", "b", deep=nothing), heymarket.InvalidRequestError, "deep: is required")
    refused(lambda: client.gadgets.part(nothing, "b", deep=True), heymarket.InvalidRequestError, "serial: is required")
    refused(lambda: client.gadgets.part("", "wheel", deep=False), heymarket.InvalidRequestError, "serial")
    refused(lambda: client.gadgets.part("a", ".", deep=False), heymarket.InvalidRequestError, "part-name")
    refused(
        lambda: client.gadgets.part("a", "b", deep=True, x_workshop="a\r\nb: c"),
        heymarket.InvalidRequestError,
        "X-Workshop",
    )
    refused(lambda: client.gadgets.create(maker={}, size=3), heymarket.InvalidRequestError, "`size` and `unit`")
    refused(
        lambda: client.gadgets.create(maker={}, weight=1.5, parts=[{"serial": 1}]),  # type: ignore[list-item]
        heymarket.InvalidRequestError,
        "parts[0].serial",
    )
    refused(
        lambda: client.gadgets.create(maker={}, weight=1.5, parts=[{}]),  # type: ignore[list-item]
        heymarket.InvalidRequestError,
        "parts[0].serial: is required",
    )


def refused(call: object, kind: type[Exception], named: str) -> None:
    assert callable(call)
    before = len(SEEN)
    try:
        call()
    except kind as error:
        assert named in str(error), error  # noqa: PT017 (a program, not a test)
        assert (len(SEEN) == before) == (kind is heymarket.InvalidRequestError)
    else:
        raise AssertionError(f"{named} was accepted")


async def check_async(client: heymarket.AsyncHeymarket) -> None:
    assert [gadget.serial async for gadget in client.gadgets.list()] == ["1x", "1y", "1z", "2x", "2y", "2z"]
    assert [gadget.serial async for gadget in client.gadgets.search()] == [str(index) for index in range(12)]
    assert [line.name async for line in client.gadgets.log()] == ["a", "b", "c"]
    part: Gadget = await client.gadgets.part("a/b", "big wheel", deep=True)
    assert part.serial == "a/b"
    await client.gadgets.remove_part("a/b", "wheel")
    raw = await client.gadgets.with_raw_response.create(maker=Maker(name="Ada"), weight=1)
    created: Gadget = raw.parse()
    assert created.maker == Maker(name="Ada")


transport = httpx.MockTransport(serve)
with heymarket.Heymarket(auth=NoAuth(), transport=transport, max_retries=0) as sync_client:
    check(sync_client)
asyncio.run(check_async(heymarket.AsyncHeymarket(auth=NoAuth(), transport=transport)))
print("used")
