"""The operations of a document, from its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from lab.specs.document import Document

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
# OpenAPI 3.1.1, parameter object: definitions of these are ignored.
_NO_PARAMETERS = {"accept", "content-type", "authorization"}
UNTOLD = "https://api.example.com"
"""Where the API is if its document does not say so."""


@attrs.frozen
class Parameter:
    name: str
    location: str
    required: bool
    schema: Any
    style: str
    explode: bool
    is_json: bool = False
    allow_reserved: bool = False


@attrs.frozen
class Operation:
    method: str
    path: str
    raw: dict[str, Any] = attrs.field(repr=False, eq=False)
    parameters: tuple[Parameter, ...] = attrs.field(repr=False)
    is_body_required: bool
    contents: dict[str, Any] = attrs.field(repr=False)
    """Media objects of the request, by media type."""
    answers: dict[str, dict[str, Any]] = attrs.field(repr=False)
    """Media objects of each response, by status."""
    server: str
    """Where it is; empty if the document does not say."""

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def successes(self) -> list[str]:
        """Statuses of a success, as the document writes them; `default` if it names none."""
        found = [status for status in self.answers if status.upper().startswith("2")]
        return found or [status for status in self.answers if status == "default"]


def walk(document: Document) -> list[Operation]:
    """Return all operations below `paths`."""
    common = document.data.get("servers")
    found = []
    for path, held in (document.data.get("paths") or {}).items():
        item = document.resolve(held)
        for method in METHODS:
            if isinstance(item, dict) and method in item:
                raw = item[method]
                shared = [document.resolve(each) for each in item.get("parameters", [])]
                own = [document.resolve(each) for each in raw.get("parameters", [])]
                given = {(each["in"], each["name"]): each for each in [*shared, *own]}
                body = document.resolve(raw.get("requestBody", {}))
                found.append(
                    Operation(
                        method.upper(),
                        path,
                        raw,
                        tuple(_parameter(each) for each in given.values() if _is_sent(path, each)),
                        body.get("required") is True,
                        body.get("content", {}),
                        {
                            status: document.resolve(response).get("content", {})
                            for status, response in raw.get("responses", {}).items()
                            if not status.startswith("x-")
                        },
                        server(raw.get("servers") or item.get("servers") or common),
                    )
                )
    return found


def _is_sent(path: str, raw: dict[str, Any]) -> bool:
    if raw["in"] == "path":
        return f"{{{raw['name']}}}" in path
    return raw["in"] != "header" or raw["name"].lower() not in _NO_PARAMETERS


def _parameter(raw: dict[str, Any]) -> Parameter:
    content = raw.get("content", {})
    holder = next(iter(content.values()), {}) if content else raw
    style = raw.get("style", _STYLES[raw["in"]])
    return Parameter(
        raw["name"],
        raw["in"],
        raw.get("required") is True or raw["in"] == "path",
        holder.get("schema", {}),
        style,
        raw.get("explode", style == "form"),
        any(map(is_json, content)),
        raw.get("allowReserved") is True,
    )


def server(servers: Any) -> str:
    """Return the URL of the first server, with the values that its variables have by default."""
    if not servers:
        return ""
    url = str(servers[0].get("url", ""))
    for name, variable in servers[0].get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    return url.rstrip("/")


def placed(url: str) -> str:
    """Return where a server is: one that is a path alone is at the place that a caller has to name."""
    return url if url.startswith(("http://", "https://")) else f"{UNTOLD}{url}".rstrip("/")


def chosen(contents: dict[str, Any], wanted: str) -> str:
    """Return the media type of a response that a client's `Accept` asks for most; the first that there is otherwise."""
    ranges = [each.partition(";")[0].strip().lower() for each in wanted.split(",") if each.strip()]
    for each in ranges:
        for media_type in contents:
            if fits(media_type, each):
                return media_type
    return next(iter(contents), "")


def fits(media_type: str, other: str) -> bool:
    """Say whether two media types, either of which may be a range, can be the same."""
    one, two = (each.partition(";")[0].strip().lower().partition("/")[::2] for each in (media_type, other))
    return all("*" in {left, right} or left == right for left, right in zip(one, two, strict=True))


def is_json(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return essence in {"application/json", "*/*", "application/*"} or essence.endswith(("+json", "/json"))
