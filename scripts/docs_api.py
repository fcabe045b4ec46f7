"""Write the spec as one HTML page that needs no other file and sends no request.

The page is Scalar's, as a PyPI package ships it; only that package's JavaScript file is used.
"""

from __future__ import annotations

import html
import json
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.generate.spec import Spec, SpecError
from scripts.generate.structure import is_field_sets
from scripts.repository import ROOT, SPEC, parser

if TYPE_CHECKING:
    from collections.abc import Iterator

RENDERER = "flask-openapi3-scalar"
# The browser refuses whatever the renderer's code tries to load.
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:"
OPTIONS = {
    "withDefaultFonts": False,
    "telemetry": False,
    "hideClientButton": True,
    "hideTestRequestButton": True,
    "showDeveloperTools": "never",
    "documentDownloadType": "none",
    "defaultOpenAllTags": True,
    "orderSchemaPropertiesBy": "preserve",
    # It asks for a token, which this page could not send anywhere.
    "customCss": ".scalar-reference-intro-auth { display: none !important }",
    "agent": {"disabled": True},
    "mcp": {"disabled": True},
}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
</head>
<body>
<noscript>This page needs JavaScript; openapi/heymarket.yaml says the same.</noscript>
<div id="page"></div>
<script type="application/json" id="spec">{spec}</script>
<script>{renderer}</script>
<script>
const content = JSON.parse(document.getElementById("spec").textContent);
Scalar.createApiReference("#page", {{ ...{options}, content }});
</script>
</body>
</html>
"""


def main(given: list[str] | None = None) -> int:
    command = parser(__doc__)
    command.add_argument("--spec", type=Path, default=ROOT / SPEC)
    command.add_argument("--output", type=Path, default=ROOT / "dist" / "heymarket-api.html")
    arguments = command.parse_args(given)
    try:
        text = page(Spec.load(arguments.spec))
    except SpecError as error:
        print(f"docs-api: {error}", file=sys.stderr)
        return 1
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text, encoding="utf-8")
    print(f"{arguments.output}: {len(text.encode()):,} bytes")
    return 0


def page(spec: Spec) -> str:
    info = spec.data["info"]
    return PAGE.format(
        policy=POLICY,
        title=html.escape(f"{info['title']} {info['version']}"),
        spec=in_script(json.dumps(with_authentication(explained(spec.data)), ensure_ascii=False)),
        renderer=renderer(),
        options=in_script(json.dumps(OPTIONS)),
    )


def in_script(text: str) -> str:
    """Keep JSON from ending the script element that holds it."""
    return text.replace("<", "\\u003c")


def renderer() -> str:
    (found,) = (path for path in metadata.files(RENDERER) or [] if path.name == "scalar.standalone.js")
    code = Path(str(found.locate())).read_text(encoding="utf-8")
    # Three texts would end a script or start a comment; the HTML standard says how to write them.
    return code.replace("<!--", "<\\x21--").replace("<script", "<\\x73cript").replace("</script", "<\\/script")


def with_authentication(spec: dict[str, Any]) -> dict[str, Any]:
    """Add how to sign to the introduction: the renderer shows it folded, beside a field for the token."""
    schemes = spec["components"]["securitySchemes"]
    sections = [f"## {name}\n\n{scheme['description']}" for name, scheme in schemes.items()]
    info = spec["info"]
    return {**spec, "info": {**info, "description": "\n\n".join([info["description"], "# Credentials", *sections])}}


def events(value: dict[str, Any]) -> Iterator[str]:
    if isinstance(value.get("x-webhook-token"), str):
        yield f"**Token**: `{value['x-webhook-token']}`; compare it with yours, in constant time, before anything else."
    if isinstance(value.get("x-event-identity"), list):
        pointers = ", ".join(f"`{pointer}`" for pointer in value["x-event-identity"])
        yield f"**Identified by** its type and {pointers}, each time it is delivered."


def explained(value: Any) -> Any:
    """Return a copy whose descriptions also explain our extensions, which no renderer knows."""
    if isinstance(value, list):
        return [explained(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {name: explained(item) for name, item in value.items()}
    if lines := [
        *semantics(value),
        *idempotency_key(value),
        *paging(value),
        *choices(value),
        *events(value),
        *provenance(value),
    ]:
        copy["description"] = "\n\n".join([str(value.get("description", "")).rstrip(), *lines]).lstrip()
    for word in ("anyOf", "oneOf"):
        if is_field_sets(value.get(word)):
            # With these the renderer drops the fields that are always required.
            del copy[word]
    if "schema" in value and isinstance(value.get("examples"), dict):
        # The renderer shows a string without its quotes, which is not JSON.
        for example in copy["examples"].values():
            if isinstance(example.get("value"), str):
                example["value"] = json.dumps(example["value"])
    return copy


def semantics(value: dict[str, Any]) -> Iterator[str]:
    known = {
        "safe": "only reads, so it may be retried.",
        "idempotent": "may be retried: doing it twice changes nothing.",
    }
    if word := value.get("x-http-semantics"):
        yield f"**{word.capitalize()}**: {known.get(word, 'must not be retried blindly.')}"


def idempotency_key(value: dict[str, Any]) -> Iterator[str]:
    if isinstance(key := value.get("x-idempotency-key"), dict):
        yield f"**Repeatable**: a repeated `{key['field']}` does nothing again. {key['says']}"


def paging(value: dict[str, Any]) -> Iterator[str]:
    pages, cursor = value.get("x-speakeasy-pagination"), value.get("x-cursor")
    if pages and cursor:
        field = next(each["name"] for each in pages["inputs"] if each["type"] == "cursor")
        reverses = f", `{cursor['reversed-by']}` reverses it" if "reversed-by" in cursor else ""
        yield (
            f"**Paging**: `{field}` takes `{pages['outputs']['nextCursor']}` of the response (JSONPath) and is "
            f"{cursor['bound']}; the order is {cursor['order']}{reverses}; "
            f"`{cursor['identity']}` tells items apart."
        )
    elif pages:
        number = next((each["name"] for each in pages["inputs"] if each["type"] == "page"), None)
        first = value.get("x-first-page", 1)
        yield f"**Paging**: `{number}` is the number of the page, from {first}; a page without items is the end."


def choices(value: dict[str, Any]) -> Iterator[str]:
    if is_field_sets(value.get("anyOf")):
        sets = (" and ".join(f"`{name}`" for name in choice["required"]) for choice in value["anyOf"])
        yield f"**Required**: at least one of {', '.join(sets)}."
    if is_field_sets(value.get("oneOf")):
        sets = (" and ".join(f"`{name}`" for name in choice["required"]) for choice in value["oneOf"])
        yield f"**Required**: exactly one of {', '.join(sets)}."
    for name, needed in value.get("dependentRequired", {}).items():
        yield f"**Required** with `{name}`: {', '.join(f'`{each}`' for each in needed)}."


def provenance(value: dict[str, Any]) -> Iterator[str]:
    if isinstance(origin := value.get("x-provenance"), dict):
        pages = [f"[{url.removeprefix('https://')}]({url})" for url in origin.get("pages", [])]
        facts = ", ".join([origin["status"], *pages])
        yield f"**Provenance**: {facts}. {origin.get('note', '')}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
