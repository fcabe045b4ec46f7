"""Objects of httpx2 are refused by a client that runs on httpx, and the other way round, by the names of both."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import httpx2
import pytest

import heymarket_runtime.http
from heymarket import InvalidRequestError

from .driving import Counting, Script

if TYPE_CHECKING:
    from collections.abc import Callable

    from .driving import Driver


def class_of(package: str, name: str) -> type[Any]:
    return type(name, (), {"__module__": package})


def stand_in(package: str) -> Any:
    """Where httpx2 has httpx's place, httpx itself cannot be imported; the names of its classes are what counts."""
    names = ("BasicAuth", "FunctionAuth", "Timeout", "HTTPTransport", "AsyncHTTPTransport", "MockTransport")
    return SimpleNamespace(__name__=package, **{name: class_of(package, name) for name in names})


OURS = httpx.__name__
OTHER: Any = stand_in("httpx") if OURS == "httpx2" else httpx2


def made(name: str) -> Any:
    """Return an object of the other package."""
    arguments: dict[str, tuple[Any, ...]] = {
        "BasicAuth": ("user", "secret"),
        "Timeout": (5,),
        "MockTransport": (print,),
    }
    kind = getattr(OTHER, name)
    return kind(*arguments.get(name, ())) if isinstance(OTHER, ModuleType) else kind()


def derived(name: str) -> Any:
    """Return an object of a class that a user derived from one of the other package."""
    return type("Mine", (getattr(OTHER, name),), {"__init__": lambda _: None})()


CASES: list[tuple[str, Callable[[str], Any], str, str]] = [
    ("auth", made, "BasicAuth", "BasicAuth"),
    ("auth", derived, "BasicAuth", "Mine"),
    ("timeout", made, "Timeout", "Timeout"),
    ("transport", made, "HTTPTransport", "HTTPTransport"),
    ("transport", made, "AsyncHTTPTransport", "AsyncHTTPTransport"),
    ("transport", made, "MockTransport", "MockTransport"),
    ("transport", derived, "MockTransport", "Mine"),
]


@pytest.mark.parametrize(("option", "make", "name", "shown"), CASES)
def test_an_object_of_the_other_package_is_refused(
    drive: Driver, option: str, make: Callable[[str], Any], name: str, shown: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        drive.client(Script([[]]), **{option: make(name)})
    assert caught.value.argument == option
    assert str(caught.value) == (
        f"{option}: {shown} is built on {OTHER.__name__}, and this client on {OURS}; give one built on {OURS}"
    )


def test_a_copy_refuses_it_too(drive: Driver) -> None:
    client = drive.client(Script([[]]))
    with pytest.raises(InvalidRequestError, match=f"^timeout: Timeout is built on {OTHER.__name__}, "):
        client.with_options(timeout=made("Timeout"))


def test_it_works_the_other_way_round(monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = heymarket_runtime.http.foreign_package
    assert foreign(made("Timeout")) == OTHER.__name__
    assert foreign(httpx.Timeout(5)) is None
    monkeypatch.setattr("heymarket_runtime.http.httpx", OTHER)
    assert foreign(made("Timeout")) is None
    assert foreign(httpx.Timeout(5)) == OURS


@pytest.mark.parametrize("value", [None, 5, "text", Counting(), object()])
def test_what_is_of_neither_is_not_foreign(value: object) -> None:
    assert heymarket_runtime.http.foreign_package(value) is None


def test_what_is_built_on_both_is_welcome(drive: Driver) -> None:
    both = type("Both", (Counting, OTHER.BasicAuth), {"__init__": Counting.__init__})()
    script = Script([[]])
    drive.first(drive.client(script, auth=both))
    assert script.tokens == ["Bearer token-1"]
