"""The main figures beside the peers', as the README shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.repository import ROOT

from .contenders import CONTENDERS, HTTPX, ORJSON
from .report import Table, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .report import Result

README = ROOT / "README.md"
BEGIN, END = "<!-- table: nox -s bench -->\n", "<!-- end of table -->\n"
COLUMNS = {
    "decode 50": ("decode", "50/{}"),
    "decode 1000": ("decode", "1000/{}"),
    "call": ("call", "sync, alone/fifty/{}"),
    "20 async calls at once": ("call", "async, 20 at once/fifty/{}"),
    "import": ("import", "{}"),
}
BASES = {HTTPX, ORJSON}  # what the others are measured against


def table(results: Mapping[str, Result]) -> Table:
    rows = []
    for name in [each.name for each in CONTENDERS if each.call or each.call_async]:
        figures = [results[question].figures.get(key.format(name)) for question, key in COLUMNS.values()]
        if name not in BASES and any(figure is not None for figure in figures):
            rows.append((name, *["" if figure is None else times(figure) for figure in figures]))
    return Table("Beside the peers", ("", *COLUMNS), rows)


def write(results: Mapping[str, Result]) -> None:
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = table(results).markdown().partition("\n\n")[2]
    README.write_text(f"{before}{BEGIN}\n{rows}\n{END}{after}", encoding="utf-8")
