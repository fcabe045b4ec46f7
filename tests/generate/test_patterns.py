"""Regular expressions mean in Python what they mean in ECMA 262."""

from __future__ import annotations

import re

import pytest

from scripts.generate.patterns import PatternError, as_python

# A pattern, texts in which ECMA 262 finds it, and texts in which it does not.
PATTERNS: list[tuple[str, list[str], list[str]]] = [
    ("b", ["abc", "b"], ["ac", ""]),
    ("^a$", ["a"], ["a\n", "ba", "\na"]),
    (r"^\d+$", ["12"], ["\u0661", "1\n"]),
    (r"^\D$", ["\u0661", "a"], ["1"]),
    (r"^\w+$", ["aZ_9"], ["\u00e9", "-"]),
    (r"^\W$", ["\u00e9", "-"], ["a"]),
    (r"^\s$", ["\ufeff", "\u00a0", "\u2028", "\t"], ["\x1c", "a"]),
    (r"^\S$", ["\x1c", "a"], ["\ufeff"]),
    (r"^[\d\-x]+$", ["1-x"], ["\u0661", "y"]),
    (r"^[^\s]$", ["a"], ["\ufeff"]),
    (r"^[\S]$", ["a", "\x1c"], ["\ufeff", " "]),
    (r"^[\W]$", ["\u00e9"], ["a"]),
    (r"^[\D]$", ["\u0661"], ["5"]),
    (r"^[a-zA-Z0-9\-_.]+$", ["a-b_c.D9"], ["a b"]),
    (r"^[\w-.]+$", ["a-.b"], ["a,b"]),
    ("^.$", ["a", "\x0b", "\U0001f600"], ["\n", "\r", "\u2028"]),
    (r"\bfoo\b", ["foo bar", "\u00e9foo"], ["food"]),
    (r"(?<year>\d{4})-\k<year>", ["2026-2026"], ["2026-2025"]),
    (r"^\/a\/$", ["/a/"], ["a"]),
    (r"^[[&&~|]$", ["[", "&", "~", "|"], ["a"]),
    ("^[^]$", ["\n", "a"], [""]),
    ("[]", [], ["", "a"]),
    (r"^\u0041\x42\cJ$", ["AB\n"], ["ab"]),
    (r"^\u{1F600}$", ["\U0001f600"], ["u"]),
    ("^a{,2}$", ["a{,2}"], ["aa"]),
    ("^{a}$", ["{a}"], ["a"]),
    ("^a{2}?$", ["aa"], ["a"]),
    ("^(?:a|b)(?=c)(?!d)c", ["ac"], ["ad"]),
    (r"^[\b]$", ["\b"], ["b"]),
    (r"^\0$", ["\0"], ["0"]),
    (r"^\$\.\]\}$", ["$.]}"], [""]),
    (r"\++", ["+"], [""]),
]


@pytest.mark.parametrize(("pattern", "found", "missing"), PATTERNS)
def test_found_as_in_ecma(pattern: str, found: list[str], missing: list[str]) -> None:
    made = re.compile(as_python(pattern))
    assert [text for text in found if not made.search(text)] == []
    assert [text for text in missing if made.search(text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{L}",
        "(?i)a",
        "(?P<a>b)",
        "a++",
        "(",
        "[a",
        "[b-a]",
        "\\",
        r"\u12",
        "(?>a)",
        r"\q",
        "(?<=a*)b",
        "a{99999999999}",
    ],
)
def test_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="cannot be honoured"):
        as_python(pattern)
