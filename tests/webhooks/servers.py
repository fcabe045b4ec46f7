"""A receiver in every framework, each served on a socket of its own, as its users serve it."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import logging
import socket
import socketserver
import threading
import wsgiref.simple_server
from typing import TYPE_CHECKING, Any

import attrs
import django
import uvicorn
import werkzeug.serving
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.urls import path
from fastapi import FastAPI
from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Route

from heymarket import webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATH = "/heymarket"

settings.configure(ROOT_URLCONF="", ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None, SECRET_KEY="of tests")
django.setup(set_prefix=False)


@contextlib.contextmanager
def uvicorn_server(app: Any) -> Iterator[int]:
    config = uvicorn.Config(app, log_config=None, ws="none", lifespan="on", timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class _Threading(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def wsgiref_server(app: Any) -> Iterator[int]:
    server = wsgiref.simple_server.make_server("127.0.0.1", 0, app, _Threading, _Quiet)
    yield from _served(server, server.server_port)


@contextlib.contextmanager
def werkzeug_server(app: Any) -> Iterator[int]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
    yield from _served(server, server.server_port)


def _served(server: socketserver.BaseServer, port: int) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Urls:
    def __init__(self, view: Any) -> None:
        self.urlpatterns = [path(PATH.removeprefix("/"), view)]


def _flask(receiver: Any) -> Any:
    app = Flask("receiver")
    app.add_url_rule(PATH, view_func=webhooks.flask_view(receiver), methods=["POST"])
    return app


def _fastapi(receiver: Any) -> Any:
    app = FastAPI()
    app.post(PATH)(webhooks.starlette_endpoint(receiver))
    return app


def _starlette(receiver: Any) -> Any:
    return Starlette(routes=[Route(PATH, webhooks.starlette_endpoint(receiver), methods=["POST"])])


def _django(handler: Any) -> Callable[[Any], Any]:
    def app(receiver: Any) -> Any:
        settings.ROOT_URLCONF = _Urls(webhooks.django_view(receiver))
        return handler()

    return app


@attrs.frozen
class Way:
    app: Callable[[Any], Any]
    server: Callable[[Any], contextlib.AbstractContextManager[int]]
    can_await: bool = False


WAYS = {
    "ASGI": Way(webhooks.asgi_app, uvicorn_server, can_await=True),
    "Starlette": Way(_starlette, uvicorn_server, can_await=True),
    "FastAPI": Way(_fastapi, uvicorn_server, can_await=True),
    "WSGI, wsgiref": Way(webhooks.wsgi_app, wsgiref_server),
    "WSGI, werkzeug": Way(webhooks.wsgi_app, werkzeug_server),
    "Flask": Way(_flask, werkzeug_server),
    "Django, WSGI": Way(_django(WSGIHandler), wsgiref_server),
    "Django, ASGI": Way(_django(lambda: _without_lifespan(ASGIHandler())), uvicorn_server),
}


def _without_lifespan(app: Any) -> Any:
    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for _ in range(2):
                await send({"type": (await receive())["type"] + ".complete"})
        else:
            await app(scope, receive, send)

    return wrapped


def request(port: int, body: Any, method: str = "POST", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Send a request on a connection of its own; an iterator is sent in chunks."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        # A server may respond and close before it has the whole body; its response says why.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, PATH, body, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def post(port: int, event: Any) -> int:
    return request(port, json.dumps(event).encode())[0]
