"""Adds what the theme's HTML lacks for those who use a keyboard or a screen reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What scrolls has to be reached by a key, and a heading has a level.
LACKING = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper ': '<div tabindex="0" class="table-wrapper ',
}
# A signature of many lines: a list of definitions without terms, which says nothing of what it is.
LINES = re.compile(r"<dl>\n((?:<dd>.*</dd>\n)+)</dl>")
LINE = '<span style="display: block; margin-left: 2rem">'


def mend(site: Path) -> None:
    """Change the pages of a site in place."""
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for old, new in LACKING.items():
            text = text.replace(old, new)
        text = LINES.sub(lambda lines: lines[1].replace("<dd>", LINE).replace("</dd>", "</span>"), text)
        path.write_text(text, encoding="utf-8")
