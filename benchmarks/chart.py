"""The main figures as a picture."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, LABEL, ROW, TITLE = 760, 210, 22, 46
OURS, PEER = "#0b6e4f", "#b8bdc7"

Bars = "Sequence[tuple[str, float]]"


def svg(panels: Mapping[str, Sequence[tuple[str, float]]]) -> str:
    """Draw a panel of bars for each title; shorter is faster."""
    parts: list[str] = []
    top = 8
    for title, bars in panels.items():
        parts.append(_text(8, top + 26, escape(title), weight="600"))
        top += TITLE - 8
        scale = (WIDTH - LABEL - 60) / max(value for _, value in bars)
        for name, value in bars:
            colour = OURS if name.startswith("heymarket") else PEER
            width = max(1.0, value * scale)
            parts.append(_text(LABEL - 8, top + 15, escape(name), anchor="end"))
            parts.append(f'<rect x="{LABEL}" y="{top + 3}" width="{width:.1f}" height="{ROW - 6}" fill="{colour}"/>')
            parts.append(_text(LABEL + width + 6, top + 15, f"{value:.2f}"))
            top += ROW
        top += 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" '
        'font-family="system-ui, sans-serif" font-size="13">'
        f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _text(x: float, y: float, text: str, *, weight: str = "400", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y}" font-weight="{weight}" text-anchor="{anchor}" fill="#1f2430">{text}</text>'
