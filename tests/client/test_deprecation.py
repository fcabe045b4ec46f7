"""What is deprecated warns whoever uses it, and names itself."""

from __future__ import annotations

import asyncio
import inspect
import warnings
from typing import Annotated, Any

import pytest

from heymarket_runtime import arguments, forms
from heymarket_runtime.deprecation import Deprecated, deprecated
from heymarket_runtime.model import Model
from heymarket_runtime.operation import Operation as Declared
from heymarket_runtime.operation import Parameter
from heymarket_runtime.unions import one_of


@deprecated("books.old is deprecated")
def old(number: int, *, text: str = "a") -> str:
    """Read."""
    return text * number


@deprecated("books.old_async is deprecated")
async def old_async(number: int) -> int:
    return number + 1


def test_methods() -> None:
    with pytest.warns(DeprecationWarning, match=r"^books\.old is deprecated$") as caught:
        assert old(2, text="b") == "bb"
    assert caught[0].filename == __file__
    assert (old.__name__, old.__doc__, str(inspect.signature(old))) == (
        "old", "Read.", "(number: 'int', *, text: 'str' = 'a') -> 'str'"
    )  # fmt: skip
    assert old.__deprecated__ == "books.old is deprecated"  # type: ignore[attr-defined]


def test_asynchronous_methods() -> None:
    async def using() -> int:
        return await old_async(1)

    with pytest.warns(DeprecationWarning, match=r"^books\.old_async is deprecated$") as caught:
        assert asyncio.run(using()) == 2
    assert caught[0].filename == __file__
    assert inspect.iscoroutinefunction(old_async)


class Inner(Model):
    size: int | None = None
    width: Annotated[int | None, Deprecated()] = None


class Outer(Model):
    inner: Inner | None = None
    many: list[Inner] | None = None
    named: dict[str, Inner] | None = None
    either: Any = None
    node: Outer | None = None


Pick: Any = one_of("Pick", lambda: (Inner, Outer))


class Choosing(Model):
    pick: Pick | None = None


def told(operation: Declared, prepare: Any = arguments.prepare, **given: Any) -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        prepare(operation, **given)
    assert {each.filename for each in caught} <= {__file__}
    assert {each.category for each in caught} <= {DeprecationWarning}
    return [str(each.message).removesuffix(" is deprecated") for each in caught]


def operation(*parameters: Parameter, **others: Any) -> Declared:
    return Declared(
        name="books.find", method="POST", path="/{id}", result=None, parameters=parameters, deprecated=True, **others
    )


def test_arguments() -> None:
    each = operation(
        Parameter("id", "path", int, required=True),
        Parameter("sort", "query", str, deprecated=True),
        Parameter("limit", "query", int),
        Parameter("X-Old", "header", str, deprecated=True),
        cookies=(Parameter("session", "cookie", str, deprecated=True),),
        form=(Parameter("title", "form", str, deprecated=True), Parameter("name", "form", str)),
        media_type="multipart/form-data",
    )
    assert told(each, path={"id": 1}, query={"limit": 1, "sort": None}) == []
    assert told(each, path={"id": 1}, query={"sort": "a"}, headers={"X-Old": "b"}) == ["`sort`", "`X-Old`"]
    assert told(each, forms.prepare, path={"id": 1}, cookies={"session": "s"}, form={"title": "t", "name": "n"}) == [
        "`session`", "`title`"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"inner": {"size": 1}}, []),
        ({"inner": {"width": None}}, []),
        ({"inner": {"width": 1}}, ["`inner.width`"]),
        ({"inner": Inner(width=1)}, ["`inner.width`"]),
        ({"many": [{}, {"width": 1}, Inner(width=2)]}, ["`many[1].width`", "`many[2].width`"]),
        ({"named": {"a": {"width": 1}}}, ["`named.a.width`"]),
        ({"node": {"node": {"inner": {"width": 1}}}}, ["`node.node.inner.width`"]),
    ],
)
def test_fields(given: dict[str, Any], names: list[str]) -> None:
    assert told(operation(body=Outer), path={"id": 1}, body=given) == names
    in_query = operation(Parameter("filter", "query", Outer, style="deepObject"))
    assert told(in_query, query={"filter": given}) == [f"`filter.{name[1:]}" for name in names]


def test_fields_of_a_choice() -> None:
    assert told(operation(body=Choosing), body={"pick": {"width": 1}}) == ["`pick.width`"]


def test_a_warning_that_is_an_error_stops_before_anything_is_sent() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning, match=r"`inner\.width` is deprecated"):
            arguments.prepare(operation(body=Outer), body={"inner": {"width": 1}})
