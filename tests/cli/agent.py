"""An agent's host: the client of the `mcp` package, which starts the command and speaks over its standard streams."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import TextContent

from .command import COMMAND, clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

T = TypeVar("T")


class Agent:
    def __init__(self, client: Client) -> None:
        self.client = client

    async def text(self, tool: str, **arguments: Any) -> tuple[bool, str]:
        """Call a tool, and return whether it failed, and what it says."""
        result = await self.client.call_tool(tool, arguments)
        (content,) = result.content
        assert isinstance(content, TextContent)
        return result.is_error, content.text

    async def result(self, tool: str, **arguments: Any) -> Any:
        is_error, text = await self.text(tool, **arguments)
        assert not is_error, text
        return json.loads(text)

    async def refused(self, tool: str, **arguments: Any) -> str:
        is_error, text = await self.text(tool, **arguments)
        assert is_error, text
        return text


def talk(environ: Mapping[str, str], use: Callable[[Agent], Awaitable[T]], *words: str) -> T:
    """Start `heymarket mcp` in a process of its own, and use it."""
    python, *strict, as_module, module = COMMAND
    deprecated = ("-W", "default::DeprecationWarning")  # of the vendor's deprecated operations
    arguments = [*strict, *deprecated, as_module, module, "mcp", *words]
    server = StdioServerParameters(command=python, args=arguments, env=clean(environ))

    async def run() -> T:
        async with Client(stdio_client(server)) as client:
            return await use(Agent(client))

    return anyio.run(run)
