"""The table of the events that the API posts, from the spec."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.generate.spec import Spec


def text(spec: Spec) -> str:
    """Return the page in Markdown: a row for each type, then each example."""
    (media,) = (
        content
        for item in spec.data["webhooks"].values()
        for content in item["post"]["requestBody"]["content"].values()
    )
    union = spec.resolve(media["schema"])
    parts = [
        "# Events",
        "[Webhooks](../docs/webhooks.md) says how to receive them. A type that is not here becomes an `UnknownEvent`.",
        "| `type` | class | meaning |\n|---|---|---|\n"
        + "\n".join(row(name, target, spec) for name, target in union["discriminator"]["mapping"].items()),
        "## Examples",
    ]
    for example in media["examples"].values():
        body = json.dumps(example["value"], indent=2, ensure_ascii=False)
        parts += [f"### {example['summary']}", f"```json\n{body}\n```"]
    return "\n\n".join(parts) + "\n"


def row(name: str, target: str, spec: Spec) -> str:
    meaning = " ".join(str(spec.resolve({"$ref": target}).get("description", "")).split()).replace("|", "\\|")
    return f"| `{name}` | {{py:class}}`~heymarket.models.{target.rpartition('/')[2]}` | {meaning} |"
