"""The main figures beside the peers', as the README shows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .contenders import CONTENDERS, HTTPX, ORJSON
from .report import Table, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .report import Answer

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- table: nox -s bench -->\n", "<!-- end of table -->\n"
COLUMNS = {
    "decode 50": ("decode", "50/{}"),
    "decode 1000": ("decode", "1000/{}"),
    "call": ("call", "sync, alone/fifty/{}"),
    "20 async calls at once": ("call", "async, 20 at once/fifty/{}"),
    "import": ("import", "{}"),
}
BASES = {HTTPX, ORJSON}  # what the others are measured against


def table(answers: Mapping[str, Answer]) -> Table:
    rows = []
    for name in [each.name for each in CONTENDERS if each.call or each.call_async]:
        figures = [answers[question].figures.get(key.format(name)) for question, key in COLUMNS.values()]
        if name not in BASES:
            rows.append((name, *["" if figure is None else times(figure) for figure in figures]))
    return Table("Beside the peers", ("", *COLUMNS), rows)


def write(answers: Mapping[str, Answer]) -> None:
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = table(answers).markdown().partition("\n\n")[2]
    README.write_text(f"{before}{BEGIN}\n{rows}\n{END}{after}", encoding="utf-8")
