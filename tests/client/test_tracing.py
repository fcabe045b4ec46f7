"""A span for each call, and one for each attempt inside of it, by OpenTelemetry, with every transport."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.instrumentation.httpx import AsyncOpenTelemetryTransport, HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

import heymarket
from heymarket_auth import connect, connect_async
from heymarket_sandbox import Sandbox, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opentelemetry.sdk.trace import ReadableSpan

TEXT = "A text that belongs to nobody else"
WRITTEN = {"inbox_id": 2222, "creator_id": 55, "phone_number": "14155550123", "text": TEXT}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Settings(conversations=30, rate_limit=None)) as running:
        yield running


class Traces:
    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.options: Any = {"on_call": self.provider.get_tracer("test").start_as_current_span}

    @property
    def spans(self) -> list[ReadableSpan]:
        return sorted(self.exporter.get_finished_spans(), key=lambda span: span.start_time or 0)

    def tree(self) -> list[tuple[str, list[Any]]]:
        """The name of each span without a parent, with the statuses of those inside of it."""
        return [
            (
                span.name,
                [
                    (inner.attributes or {}).get("http.status_code", (inner.attributes or {}).get("error.type"))
                    for inner in self.spans
                    if inner.parent and span.context and inner.parent.span_id == span.context.span_id
                ],
            )
            for span in self.spans
            if span.parent is None
        ]

    def text(self) -> str:
        return "".join(span.to_json() for span in self.spans)


@pytest.fixture
def traces() -> Iterator[Traces]:
    made = Traces()
    HTTPXClientInstrumentor().instrument(tracer_provider=made.provider)
    yield made
    HTTPXClientInstrumentor().uninstrument()


def sync(sandbox: Sandbox, traces: Traces) -> None:
    with connect(environ=sandbox.environ, **traces.options) as client:
        client.messages.send(**WRITTEN)
        client.inboxes.list()
        with pytest.raises(heymarket.NotFoundError):
            client.conversations.get(1)


def asynchronous(transport: Callable[[Traces], Any]) -> Callable[[Sandbox, Traces], None]:
    def run(sandbox: Sandbox, traces: Traces) -> None:
        async def main() -> None:
            options = traces.options | ({} if (given := transport(traces)) is None else {"transport": given})
            async with connect_async(environ=sandbox.environ, **options) as client:
                await client.messages.send(**WRITTEN)
                await client.inboxes.list()
                with pytest.raises(heymarket.NotFoundError):
                    await client.conversations.get(1)

        asyncio.run(main())

    return run


def over_aiohttp(traces: Traces) -> Any:
    return AsyncOpenTelemetryTransport(heymarket.AiohttpTransport(), tracer_provider=traces.provider)


WAYS = {"sync": sync, "httpx": asynchronous(lambda _: None), "aiohttp": asynchronous(over_aiohttp)}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_span_for_each_call_and_one_inside_for_each_attempt(
    way: Callable[[Sandbox, Traces], None], sandbox: Sandbox, traces: Traces
) -> None:
    sandbox.faults.script(None, "503", "503")
    way(sandbox, traces)
    assert traces.tree() == [
        ("messages.send", [200]),
        ("inboxes.list", [503, 503, 200]),
        ("conversations.get", [404]),
    ]
    outer = {span.name: span for span in traces.spans if span.parent is None}
    assert outer["inboxes.list"].status.status_code is StatusCode.UNSET
    assert outer["conversations.get"].status.status_code is StatusCode.ERROR


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_spans_hold_neither_secrets_nor_bodies(
    way: Callable[[Sandbox, Traces], None], sandbox: Sandbox, traces: Traces
) -> None:
    way(sandbox, traces)
    text = traces.text()
    assert "/v1/message/send" in text
    for secret in (sandbox.secret_key, "Bearer", "eyJ", TEXT, "14155550123"):
        assert secret not in text


def test_each_page_is_a_call(sandbox: Sandbox, traces: Traces) -> None:
    with connect(environ=sandbox.environ, **traces.options) as client:
        assert len(list(client.conversations.list(limit=20))) == 30
    assert traces.tree() == [("conversations.list", [200])] * len(sandbox.requests)
    assert len(sandbox.requests) > 1


def test_it_may_be_set_for_some_calls(sandbox: Sandbox) -> None:
    names: list[str] = []

    @contextlib.contextmanager
    def noted(name: str) -> Iterator[None]:
        names.append(name)
        yield
        names.append("end")

    with connect(environ=sandbox.environ) as client:
        client.with_options(on_call=noted).inboxes.list()
        client.inboxes.list()
        client.with_options(on_call=noted).with_options(on_call=None).inboxes.list()
        client.with_options(on_call=noted).team.with_raw_response.get()
        with pytest.raises(heymarket.InvalidRequestError, match="on_call"):
            client.with_options(on_call="name")  # type: ignore[typeddict-item]
    assert names == ["inboxes.list", "end", "team.get", "end"]


def test_an_error_cannot_be_swallowed(sandbox: Sandbox) -> None:
    async def main() -> None:
        async with connect_async(environ=sandbox.environ, on_call=lambda _: contextlib.suppress(Exception)) as client:
            await client.conversations.get(1)

    options: Any = {"on_call": lambda _: contextlib.suppress(Exception)}
    with connect(environ=sandbox.environ, **options) as client, pytest.raises(RuntimeError, match="on_call"):
        client.conversations.get(1)
    with pytest.raises(RuntimeError, match="on_call"):
        asyncio.run(main())


def test_records_have_what_a_metric_needs(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """docs/observability.md counts by these fields."""
    sandbox.faults.script("503")
    with caplog.at_level(logging.INFO, "heymarket"), connect(environ=sandbox.environ) as client:
        client.inboxes.list()
    failed, pause, good = (vars(record) for record in caplog.records)
    assert (failed["heymarket_operation"], failed["heymarket_status_code"]) == ("inboxes.list", 503)
    assert (pause["heymarket_operation"], pause["heymarket_reason"]) == ("inboxes.list", "503")
    assert pause["heymarket_seconds"] > 0
    assert (good["heymarket_attempt"], good["heymarket_status_code"]) == (2, 200)
