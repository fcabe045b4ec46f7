"""The real API, asked with every call that only reads, and what its responses are made of."""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING, Any

import attrs
import httpx
from openapi_python_client.strings import PythonIdentifier

import heymarket
import heymarket_auth
from scripts.drift.traffic import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.drift.observed import Observer
    from scripts.generate.spec import Operation, Spec

NEEDED = ("HEYMARKET_API_SECRET_ID", "HEYMARKET_API_SECRET_KEY")
OR = "HEYMARKET_API_KEY"
PAGES = 3


class LiveError(Exception):
    """The API cannot be asked."""


class SkippedError(Exception):
    """A read cannot be made; the message says why."""


class Witness(httpx.BaseTransport):
    """Shows every exchange to an observer and keeps none."""

    def __init__(self, observer: Observer, inner: httpx.BaseTransport | None = None) -> None:
        self._observer = observer
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        received = response.read()
        url, sent = request.url, request.content
        self._observer.take(Exchange(request.method, url.host, url.path, response.status_code, sent, received))
        return response

    def close(self) -> None:
        self._inner.close()


@attrs.define
class Reads:
    """What became of the reads that are not observed, each with its reason."""

    failed: list[str] = attrs.field(factory=list[str])
    skipped: list[str] = attrs.field(factory=list[str])


def ask(spec: Spec, observer: Observer, environ: Mapping[str, str]) -> Reads:
    """Make every call that the spec says only reads. Raises `LiveError`."""
    if not all(environ.get(name) for name in NEEDED) and not environ.get(OR):
        raise LiveError(f"no credentials: set {' and '.join(NEEDED)}, or {OR}; only calls that read are made")
    try:
        client = heymarket_auth.connect(environ=environ, transport=Witness(observer), on_drift=lambda _: None)
    except (heymarket.HeymarketError, heymarket_auth.CredentialsError) as error:
        raise LiveError(str(error)) from None
    found = Reads()
    items: dict[str, dict[str, Any]] = {}
    with client, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what the spec calls deprecated may drift all the same
        for operation in reads(spec):
            try:
                first = _read(client, spec, operation, items)
            except SkippedError as reason:
                found.skipped.append(f"{operation.id}: {reason}")
            except heymarket.HeymarketError as error:
                found.failed.append(f"{operation.id}: {type(error).__name__}: {error}")
            else:
                if first:
                    items.setdefault(_tag(operation), first)
    return found


def reads(spec: Spec) -> list[Operation]:
    """Return the safe operations, listings before what needs an id or a field from them."""
    safe = [each for each in spec.operations() if each.semantics == "safe"]
    return sorted(safe, key=lambda each: (each.path.count("{"), bool(_needed(spec, each))))


def _needed(spec: Spec, operation: Operation) -> list[str]:
    """Return the fields that a body must have."""
    schema = spec.resolve(spec.body(operation.request)[1])
    alternatives = [each.get("required", []) for each in schema.get("anyOf", [])]
    return [*schema.get("required", []), *min(alternatives, key=len, default=[])]


def _read(client: heymarket.Heymarket, spec: Spec, operation: Operation, items: dict[str, Any]) -> dict[str, Any]:
    """Make one call, and some more pages of a listing; return the first object as received, if there is one."""
    method = _method(client, operation)
    arguments = dict(_arguments(spec, operation, items, inspect.signature(method)))
    result = page = method(**arguments)
    if "x-speakeasy-pagination" in operation.data:
        for _ in range(PAGES - 1):
            page = page and page.next_page()
        result = result.items
    first = next(iter(result), None) if isinstance(result, list) else result
    raw = getattr(first, "raw", None)
    return raw if isinstance(raw, dict) else {}


def _tag(operation: Operation) -> str:
    return str(operation.data["tags"][0])


def _method(client: heymarket.Heymarket, operation: Operation) -> Any:
    tag = PythonIdentifier(operation.data["tags"][0], "field_")
    name = operation.data.get("x-speakeasy-name-override") or PythonIdentifier(operation.id, "field_")
    method = getattr(getattr(client, tag, None), name, None)
    if method is None:
        raise SkippedError(f"the installed client has no {tag}.{name}")
    return method


def _named(value: Any, names: set[str]) -> Iterator[Any]:
    """Find the values of fields with one of these names, those further outside first."""
    waiting = [value]
    for each in waiting:
        if isinstance(each, dict):
            yield from (item for key, item in each.items() if key in names and item is not None)
        if isinstance(each, dict | list):
            waiting += each.values() if isinstance(each, dict) else each


def _arguments(
    spec: Spec, operation: Operation, items: dict[str, Any], signature: inspect.Signature
) -> Iterator[tuple[str, Any]]:
    """Find a value for all that is required: of the first item that a listing of the same resource gave."""
    item = items.get(_tag(operation), {})
    for each in operation.parameters:
        name = each["name"]
        if each["in"] != "path":
            if each.get("required"):
                raise SkippedError(f"needs the {each['in']} parameter {name}")
            continue
        plain = PythonIdentifier(name, "field_")
        value = next(_named(item, {name, str(plain)}), item.get("id"))
        if value is None:
            raise SkippedError(f"no earlier response has its {name}")
        yield next((each for each in (name, plain, f"{plain}_path") if each in signature.parameters), name), value
    needed = _needed(spec, operation)
    if any(name not in item for name in needed):
        raise SkippedError(f"needs {' and '.join(needed)} in its body")
    for name in needed:
        # What a response says in many fields a request says in others: only its example has their form.
        yield name, _example(operation).get(name) if isinstance(item[name], list | dict) else item[name]


def _example(operation: Operation) -> dict[str, Any]:
    """Return the first example of a request."""
    content = next(iter(operation.data["requestBody"]["content"].values()))
    first: dict[str, Any] = next(iter(content.get("examples", {}).values()), {})
    return dict(first.get("value", {}))
