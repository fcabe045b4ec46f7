"""The command `heymarket mcp`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from heymarket_cli.common import Common
from heymarket_cli.connection import Source
from heymarket_cli.extras import needed

Allow = Annotated[
    list[str] | None,
    Parameter(
        name="--allow",
        negative=(),
        metavar="OPERATION",
        help="Offer this operation too, although it writes, as in messages.send. May be given again.",
    ),
]


def mcp(common: Common, *, allow: Allow = None) -> None:
    with needed("mcp"):
        from heymarket_cli.mcp.server import serve  # noqa: PLC0415 (an extra)
    serve(Source.of(common).environ(), allow or ())
