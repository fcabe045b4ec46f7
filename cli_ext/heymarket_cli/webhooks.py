"""Receives the events of a webhook, and shows them as they come."""

from __future__ import annotations

import datetime
import shutil
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Annotated, Any

from cyclopts import Parameter
from rich.cells import cell_len, set_cell_size

from heymarket.webhooks import Receiver, WebhookTokenError
from heymarket_auth import CredentialsError
from heymarket_cli.common import Common
from heymarket_cli.connection import DriftNotes
from heymarket_cli.rows import json_text, plain, wanted_fields
from heymarket_cli.terminal import tell
from heymarket_cli.values import UsageError
from heymarket_cli.writing import writer_for
from heymarket_runtime.errors import printable
from heymarket_runtime.http import httpx, is_loopback

Host = Annotated[str, Parameter(help="Address to listen on.")]
Port = Annotated[int, Parameter(help="Port to listen on; 0 takes any free one.")]
Forward = Annotated[
    str | None,
    Parameter(metavar="URL", help="Send each event there too, as it was received: https, or http on this machine."),
]


def listen(common: Common, *, host: Host = "127.0.0.1", port: Port = 8788, forward_to: Forward = None) -> None:
    forward = None if forward_to is None else _Forward(forward_to)
    shown = _Shown(common)
    try:
        receiver = Receiver(shown.show, on_drift=DriftNotes())
    except WebhookTokenError:
        raise CredentialsError(f"no token to know events by: set {_TOKEN}") from None
    with _opened(host, port) as server:
        server.receiver, server.shown, server.forward = receiver, shown, forward
        tell(f"listening at http://{host}:{server.server_address[1]}/; Ctrl-C ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            tell(f"stopped after {shown.count:,} events")
    if shown.failure is not None:
        raise shown.failure


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    receiver: Receiver
    shown: _Shown
    forward: _Forward | None

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        tell(f"a connection broke: {type(sys.exception()).__name__}")


def _opened(host: str, port: int) -> _Server:
    try:
        return _Server((host, port), _Handler)
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot listen at {host}:{port}: {getattr(error, 'strerror', None) or error}") from None


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 30

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(min(int(length) if length.isdecimal() else 0, self.server.receiver.max_size + 1))
        answer = self.server.receiver.receive("POST", body)
        self._answer(answer.status)
        if answer.work is not None:
            answer.work()
            self._pass_on(body)
        elif answer.status in _REFUSED:
            tell(f"refused with {answer.status}: {_REFUSED[answer.status]}")

    def do_GET(self) -> None:
        self._answer(405)

    def _pass_on(self, body: bytes) -> None:
        if self.server.shown.failure is not None:
            self.server.shutdown()
        elif self.server.forward is not None:
            self.server.forward.send(body)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: what happens is told otherwise."""


_TOKEN = "HEYMARKET_WEBHOOK_TOKEN"  # noqa: S105 (a name)
_REFUSED = {400: "it is no event", 401: f"its token is not the one in {_TOKEN}", 413: "it is too large"}


class _Shown:
    """Writes events, one at a time, whatever thread they come from."""

    def __init__(self, common: Common) -> None:
        self._fields = wanted_fields(common.fields)
        self._is_for_people = common.output == "table" or (common.output is None and sys.stdout.isatty())
        self._writer = writer_for(common, self._fields, [])
        self._lock = Lock()
        self.count = 0
        self.failure: OSError | None = None
        """What the output cannot be written for."""

    def show(self, event: Any) -> None:
        with self._lock:
            self.count += 1
            value = plain(event)
            try:
                if self._is_for_people and not self._fields:
                    self._line(value)
                else:
                    self._writer.page([value])
            except OSError as error:
                self.failure = error

    def _line(self, value: dict[str, Any]) -> None:
        kind = str(value.get("type", ""))
        rest = {name: each for name, each in value.items() if name != "type"}
        text = printable(f"{datetime.datetime.now().astimezone():%H:%M:%S}  {kind:16}  {json_text(rest)}")
        width = shutil.get_terminal_size().columns
        shown = text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"
        sys.stdout.write(shown + "\n")
        sys.stdout.flush()


class _Forward:
    """Sends events on. They carry the token, so not in clear text to other machines."""

    def __init__(self, url: str) -> None:
        parsed = httpx.URL(url)
        if parsed.scheme != "https" and not (parsed.scheme == "http" and is_loopback(parsed.host)):
            raise UsageError("--forward-to: expected an https URL, or an http URL of this machine")
        self._url = parsed

    def send(self, body: bytes) -> None:
        try:
            response = httpx.post(self._url, content=body, headers={"Content-Type": "application/json"}, timeout=10)
            if not response.is_success:
                tell(f"{self._url.host} answered {response.status_code} to what was forwarded")
        except httpx.HTTPError as error:
            tell(f"not forwarded: {printable(str(error))}")
