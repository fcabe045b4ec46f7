"""The tools: one for each operation that only reads, and for each other one that is named."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import mcp_types as types
from attrs import frozen

from heymarket import AsyncHeymarket
from heymarket_cli.mcp import results
from heymarket_cli.mcp.schemas import Schema, input_schema
from heymarket_cli.operations import Method, groups
from heymarket_cli.values import UsageError

_FIELDS: Schema = {
    "type": "array",
    "items": {"type": "string"},
    "description": "Only these fields of each object, as in `id` or `members.0.name`; all of them by default.",
}
_ENOUGH: Schema = {
    "type": "integer",
    "minimum": 1,
    "maximum": results.MOST,
    "default": results.ENOUGH,
    "description": "How many items are enough. Pages are kept whole, so more may come.",
}


@frozen
class Tool:
    method: Method

    @property
    def name(self) -> str:
        """Name of the tool. It has no full stop, which some hosts refuse."""
        return f"{self.method.resource}_{self.method.name}"

    @property
    def only_reads(self) -> bool:
        return self.method.operation.semantics == "safe"

    def definition(self) -> types.Tool:
        semantics = self.method.operation.semantics
        return types.Tool(
            name=self.name,
            title=self.method.doc.summary.removesuffix("."),
            description=self._description(),
            input_schema=self._schema(),
            annotations=types.ToolAnnotations(
                read_only_hint=self.only_reads,
                destructive_hint=not self.only_reads,  # the spec does not tell what only adds from what overwrites
                idempotent_hint=semantics != "unsafe",
                open_world_hint=True,
            ),
        )

    def _description(self) -> str:
        doc = self.method.doc
        going_on = (
            "The result is `items` and `next`: call again with the argument in `next` to go on, all others unchanged; "
            "null is the end. The last items may come once more."
        )
        returns = going_on if self.method.is_listing else f"Returns: {doc.returns}" if doc.returns else ""
        return "\n\n".join(part for part in (doc.summary, doc.description, returns) if part)

    def _own(self) -> dict[str, Schema]:
        """Return the arguments that the tool has beside those of the method."""
        own = {"fields": _FIELDS, "enough": _ENOUGH} if self.method.is_listing else {"fields": _FIELDS}
        return {name: schema for name, schema in own.items() if name not in self.method.arguments}

    def _schema(self) -> Schema:
        schema = input_schema(self.method)
        return {**schema, "properties": schema["properties"] | self._own()}

    async def call(self, client: AsyncHeymarket, given: Mapping[str, Any]) -> str:
        """Call the operation and return its result as JSON.

        Raises `UsageError` for arguments that the tool does not have, and what the client raises.
        """
        arguments = {name: value for name, value in given.items() if value is not None}
        fields, enough = self._taken(arguments)
        listing = self.method.operation.paging
        if listing is None:
            return results.of_call(await self.method.call(client, arguments), fields)
        if limit := self.method.argument_of(getattr(listing, "limit", None)):
            arguments.setdefault(limit, enough)
        resumed = arguments.get(self.method.cursor or "")
        page = await self.method.call(client, arguments)
        return await results.of_listing(self.method, page, None if resumed is None else str(resumed), enough, fields)

    def _taken(self, arguments: dict[str, Any]) -> tuple[Sequence[str], int]:
        """Take the tool's own arguments out of those that were given, and check the names of all."""
        known = [*self.method.arguments, *self._own()]
        if unknown := [name for name in arguments if name not in known]:
            raise UsageError(f"no such argument: {', '.join(unknown)}; there are {', '.join(known)}")
        if missing := [name for name in self.method.required if name not in arguments]:
            raise UsageError(f"missing {', '.join(missing)}")
        own = {name: arguments.pop(name) for name in self._own() if name in arguments}
        fields, enough = own.get("fields", []), own.get("enough", results.ENOUGH)
        if not (isinstance(fields, list) and all(isinstance(each, str) for each in fields)):
            raise UsageError("fields: expected a list of names")
        if isinstance(enough, bool) or not isinstance(enough, int) or not 1 <= enough <= results.MOST:
            raise UsageError(f"enough: expected a whole number from 1 to {results.MOST}")
        return fields, enough


def tools(allowed: Collection[str] = ()) -> dict[str, Tool]:
    """Return the tools by name: those that only read, and those named as in `messages.send`.

    Raises `UsageError` for a name that is no operation.
    """
    known = {each.operation.name: Tool(each) for group in groups() for each in group.methods()}
    wanted = {name.replace("-", "_") for name in allowed}
    if unknown := sorted(wanted - known.keys()):
        near = difflib.get_close_matches(unknown[0], known, n=1)
        meant = f"; did you mean {near[0]}?" if near else ", as in messages.send"
        raise UsageError(f"--allow: no such operation: {', '.join(unknown)}{meant}")
    return {each.name: each for name, each in known.items() if each.only_reads or name in wanted}
