# ruff: noqa: E501 - a template is read by its lines
"""Reference pages in the style of the vendor's, from a list of fields; every word is ours."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

PLACEHOLDERS = {"string": "<string>", "integer": 123, "number": 1.5, "boolean": True, "object": {}}


@dataclass
class Row:
    name: str
    type: str
    required: bool = False
    words: str = ""
    children: list[Row] = field(default_factory=list)

    @property
    def value(self) -> Any:
        base = self.type.split("<")[0].split("[")[0].split(" ")[0]
        value = {row.name: row.value for row in self.children} if self.children else PLACEHOLDERS[base]
        return [value] if self.type.endswith("[]") else value


@dataclass
class Doc:
    title: str
    method: str
    path: str
    response: str
    """Type of the whole response."""
    sections: dict[str, list[Row]]
    """Body, Path Parameters, Query Parameters, Response."""
    address: str = "https://developers.heymarket.com/api-reference/conversations/list"

    @property
    def sample(self) -> str:
        value: Any = {row.name: row.value for row in self.sections.get("Response", [])}
        if self.response == "string":
            value = "<string>"
        return json.dumps([value] if self.response.endswith("[]") else value, indent=2)

    @property
    def curl(self) -> str:
        lines = [f"curl --request {self.method} \\", f"  --url https://api.heymarket.com{self.path} \\"]
        body = {row.name: row.value for row in self.sections.get("Body", [])}
        lines.append("  --header 'Authorization: Bearer <token>'" + (" \\" if body else ""))
        if body:
            lines.append("  --header 'Content-Type: application/json' \\")
            lines.append(f"  --data '\n{json.dumps(body, indent=2)}\n'")
        return "\n".join(lines)


def text(doc: Doc) -> str:
    """The plain text of the rendered page: menu, path in pieces, one thing a line."""
    pieces = [piece for step in doc.path.strip("/").split("/") for piece in ("/", step)]
    menu = ["Search...", "Documentation", "Response", "Conversations", "POST", "Another page", "GET", "A third page"]
    lines = [*menu, doc.title, "What it is good for, in a sentence.", doc.method, *pieces, "Try it", "cURL", doc.curl]
    lines += ["200", doc.sample, "Authorizations", "Authorization", "string", "header", "required"]
    lines.append("Give the token as Bearer <token>.")
    for name, rows in doc.sections.items():
        lines.append(name)
        if name == "Body":
            lines.append("application/json")
        if name == "Response":
            lines += ["200", "application/json", f"The response is of type {doc.response}."]
        for row in rows:
            lines += _text_row(row, "")
    return "\n".join([*lines, "Was this page helpful?", "Yes", "No", "support", "Powered by a tool", "x", "github"])


def _text_row(row: Row, prefix: str) -> list[str]:
    lines = [prefix + row.name] if not prefix else [prefix, row.name]
    lines.append(row.type)
    lines += ["required"] if row.required else []
    lines += [row.words] if row.words else []
    if row.children:
        lines.append("Hide child attributes")
        for child in row.children:
            lines += _text_row(child, f"{prefix}{row.name}.")
    return lines


def markdown(doc: Doc) -> str:
    lines = [f"# {doc.title}", "", "> What it is good for.", "", f"`{doc.method}` `{doc.path}`"]
    lines[4] = f"`{doc.method} {doc.path}`"
    lines += ["", "```bash cURL", doc.curl, "```", "", "200", "", "```json", doc.sample, "```", ""]
    lines += ["## Authorizations", "", "**Authorization** `string` `required`", ""]
    for name, rows in doc.sections.items():
        lines += [f"## {name}", ""]
        lines += [f"The response is of type `{doc.response}`.", ""] if name == "Response" else []
        for index, row in enumerate(rows):
            lines += _markdown_row(row, "", own_lines=index % 2 == 0)
    return "\n".join([*lines, "", "Was this page helpful?", ""])


def _markdown_row(row: Row, prefix: str, *, own_lines: bool) -> list[str]:
    name, mark = (prefix + row.name).replace("_", "\\_"), " `required`" if row.required else ""
    if own_lines:
        lines = [f"#### {name}", "", row.type.replace("[]", "\\[]"), *(["", "required"] if row.required else [])]
        lines += ["", row.words] if row.words else []
    else:
        lines = [f"- **{prefix}{row.name}** `{row.type}`{mark}" + (f": {row.words}" if row.words else "")]
    if row.children:
        lines += ["", "Show child attributes", ""]
        for child in row.children:
            lines += _markdown_row(child, f"{prefix}{row.name}.", own_lines=own_lines)
    return [*lines, ""]


def html(doc: Doc) -> str:
    """The page as a browser saves it: menu, scripts, and an element for everything."""
    pieces = "".join(f"<div>/</div><div class='p'>{escape(step)}</div>" for step in doc.path.strip("/").split("/"))
    body = "".join(
        f"<section><h4 id='{name.lower()}'>{name}</h4>"
        + (f"<div><p>The response is of type <code>{doc.response}</code>.</p></div>" if name == "Response" else "")
        + "".join(_html_row(row, "") for row in rows)
        + "</section>"
        for name, rows in doc.sections.items()
    )
    return f"""<!DOCTYPE html>
<!-- saved from url=(0042)https://developers.heymarket.com/ -->
<html lang="en" class="dark"><head><meta charset="utf-8"><title>{escape(doc.title)} - docs</title>
<link rel="canonical" href="{doc.address}"><style>.a{{color:red}}</style>
<script>var method = "POST"; var path = "/v1/not/this";</script></head>
<body><nav><ul><li><a href="#"><span>POST</span>Another page</a></li><li><a><span>GET</span> A third one</a></li></ul></nav>
<main><header><h1>{escape(doc.title)}</h1><p>What it is <em>good</em> for, see <a href="#body">Body</a> below.</p></header>
<div class="flex"><div class="m">{doc.method}</div><div>{pieces}</div><button>Try it</button></div>
<div><pre class="shiki"><code><span class="line">{escape(doc.curl)}</span></code></pre></div>
<div><button>200</button><pre><code>{escape(doc.sample)}</code></pre></div>
<h4>Authorizations</h4><div><div>Authorization</div><div><span>string</span><span>header</span><span>required</span></div></div>
{body}</main>
<aside><div>On this page</div><ul><li><a>Authorizations</a></li><li><a>Body</a></li><li><a>Response</a></li></ul></aside>
<footer><div>Was this page helpful?</div><a>support</a><a>x</a><script>void 0</script></footer></body></html>
"""


def _html_row(row: Row, prefix: str) -> str:
    inner = "".join(_html_row(child, f"{prefix}{row.name}.") for child in row.children)
    return (
        f"<div class='field'><div class='head'><div><span class='dim'>{prefix}</span><span>{row.name}</span></div>"
        f"<div><div>{escape(row.type)}</div>{'<div>required</div>' if row.required else ''}</div></div>"
        + (f"<div><p>{escape(row.words)}</p></div>" if row.words else "")
        + (f"<div><button>Hide child attributes</button>{inner}</div>" if inner else "")
        + "</div>"
    )


def bare_text(doc: Doc) -> str:
    """The same with children that do not repeat the name of their parent."""
    return re.sub(r"^\w+\.\n", "", text(doc), flags=re.MULTILINE)


STYLES = {"text": (text, "txt"), "bare text": (bare_text, "txt"), "markdown": (markdown, "md"), "html": (html, "html")}
