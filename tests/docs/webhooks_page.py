"""The tables of docs/webhooks.md, of the spec and the sandbox. `python -m tests.docs.webhooks_page` writes them."""

from __future__ import annotations

import re
from typing import Any

import yaml

from heymarket_sandbox.webhooks.faults import KINDS
from tests.docs.blocks import ROOT

PAGE = ROOT / "docs" / "webhooks.md"
BEGIN, END = "<!-- table: python -m tests.docs.webhooks_page -->", "<!-- end of table -->"


def tables() -> list[str]:
    """Return them in the order of the page."""
    return [faults(), events()]


def faults() -> str:
    return "\n".join(["| fault | what happens |", "|---|---|", *(f"| `{kind}` | {KINDS[kind]} |" for kind in KINDS)])


def events() -> str:
    spec: dict[str, Any] = yaml.safe_load((ROOT / "openapi" / "heymarket.yaml").read_text(encoding="utf-8"))
    schemas = spec["components"]["schemas"]
    mapping: dict[str, str] = schemas["WebhookEvent"]["discriminator"]["mapping"]
    values: dict[str, list[str]] = {}
    for value, reference in mapping.items():
        values.setdefault(reference.rpartition("/")[2], []).append(value)
    rows = ["| `type` | class | what happened | `event_data` | identified by |", "|---|---|---|---|---|"]
    for name, own in values.items():
        schema = schemas[name]
        data = schema["properties"]["event_data"]["$ref"].rpartition("/")[2]
        what = f"`{data}`" if schemas[data].get("properties") else "unpublished"
        pointers = [pointer.removeprefix("/event_data").removeprefix("/") for pointer in schema["x-event-identity"]]
        identity = ", ".join(f"`{each}`" for each in pointers) if any(pointers) else "all of `event_data`"
        told = " ".join(schema["description"].split()).rstrip(".")
        rows.append(f"| {' or '.join(f'`{each}`' for each in own)} | `{name}` | {told} | {what} | {identity} |")
    return "\n".join(rows)


def with_tables(page: str) -> str:
    """Return the page with its tables as they should be."""
    made = iter(tables())
    pattern = re.compile(f"{re.escape(BEGIN)}\n.*?{re.escape(END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{BEGIN}\n\n{next(made)}\n\n{END}", page)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
