"""Regular expressions of ECMA 262, as JSON Schema has them, in the words of Python's `re`."""

from __future__ import annotations

import re
import string
import warnings

# What `\\s` is there: white space and line ends, of Unicode too.
_SPACES = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_NO_SPACES = (
    r"\x00-\x08\x0e-\x1f!-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e"
    r"\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\U0010ffff"
)
_OUTSIDE = {
    "d": "[0-9]", "D": "[^0-9]", "w": "[0-9A-Z_a-z]", "W": "[^0-9A-Z_a-z]", "s": f"[{_SPACES}]", "S": f"[^{_SPACES}]",
    "b": "(?a:\\b)", "B": "(?a:\\B)", "v": "\\x0b", "0": "\\x00",
}  # fmt: skip
_INSIDE = {
    "d": "0-9", "D": r"\x00-/:-\U0010ffff", "w": "0-9A-Z_a-z", "W": r"\x00-/:-@\[-\^`{-\U0010ffff", "s": _SPACES,
    "S": _NO_SPACES, "b": "\\x08", "v": "\\x0b", "0": "\\x00",
}  # fmt: skip
# `$` of Python also matches before a line end, and `.` all line ends but one.
_ALONE = {"$": "\\Z", ".": "[^\\n\\r\\u2028\\u2029]", "]": "\\]", "}": "\\}"}
_HEX = set(string.hexdigits)
_NAMED = re.compile(r"\(\?<([A-Za-z_]\w*)>", re.ASCII)
_COUNT = re.compile(r"\{\d+(,\d*)?\}", re.ASCII)


class PatternError(Exception):
    """Python has no such expression."""


def as_python(pattern: str) -> str:
    """Return a pattern for `re.search` that finds what `pattern` finds. Raises `PatternError`."""
    try:
        made = "".join(_Reader(pattern).parts())
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(made)
    except (re.error, ValueError, OverflowError, RecursionError, Warning) as error:
        raise PatternError(f"`{pattern}` cannot be honoured as a pattern: {error}") from None
    return made


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def parts(self) -> list[str]:
        found: list[str] = []
        while self._at < len(self._pattern):
            found.append(self._next(found[-1] if found else ""))
        return found

    def _take(self, length: int = 1) -> str:
        text = self._pattern[self._at : self._at + length]
        self._at += length
        return text

    def _next(self, before: str) -> str:
        rest = self._pattern[self._at :]
        if rest.startswith("(?"):
            return self._group()
        if rest[0] == "{":
            return self._take(len(count[0])) if (count := _COUNT.match(rest)) else "\\" + self._take()
        char = self._take()
        if char == "\\":
            return self._escape(_OUTSIDE)
        if char == "[":
            return self._class()
        if char == "+" and before and before[-1] in "*+?}" and not before.startswith("\\"):
            raise ValueError("a quantifier after a quantifier")
        return _ALONE.get(char, char)

    def _group(self) -> str:
        rest = self._pattern[self._at :]
        if named := _NAMED.match(rest):
            self._take(len(named[0]))
            return f"(?P<{named[1]}>"
        for start in ("(?:", "(?=", "(?!", "(?<=", "(?<!"):
            if rest.startswith(start):
                return self._take(len(start))
        raise ValueError(f"`{rest[:4]}` is no group of ECMA 262")

    def _escape(self, classes: dict[str, str]) -> str:
        if not (char := self._take()):
            raise ValueError("a backslash at the end")
        if char in classes:
            return classes[char]
        if char in "tnrf" or (char in string.digits and classes is _OUTSIDE):
            return f"\\{char}"
        if char in "ux":
            return self._code(char)
        if char == "c" and (letter := self._take()) and letter in string.ascii_letters:
            return f"\\x{ord(letter) % 32:02x}"
        if char == "k" and (name := re.match(r"<(\w+)>", self._pattern[self._at :])):
            self._take(len(name[0]))
            return f"(?P={name[1]})"
        if char in "pP":
            raise ValueError("Unicode properties are not supported")
        if char in string.ascii_letters or char in string.digits:
            raise ValueError(f"`\\{char}` is not supported")
        return re.escape(char)

    def _code(self, char: str) -> str:
        braced = re.match(r"\{([0-9a-fA-F]{1,6})\}", self._pattern[self._at :]) if char == "u" else None
        if braced:
            self._take(len(braced[0]))
            return f"\\U{int(braced[1], 16):08x}"
        digits = self._take(4 if char == "u" else 2)
        if len(digits) != (4 if char == "u" else 2) or not set(digits) <= _HEX:
            raise ValueError(f"`\\{char}{digits}` is not supported")
        return f"\\{char}{digits}"

    def _class(self) -> str:
        negated = "^" if self._pattern.startswith("^", self._at) else ""
        self._take(len(negated))
        found: list[str] = []
        while (char := self._take()) != "]":
            if not char:
                raise ValueError("a class without an end")
            found.append(self._escape(_INSIDE) if char == "\\" else f"\\{char}" if char in "[&~|^" else char)
            if found[-1] == "-" and len(found) > 1 and not self._pattern.startswith("]", self._at):
                ends = (found[-2], self._pattern[self._at : self._at + 2])
                if ends[0] in _INSIDE.values() or ends[1] in {"\\d", "\\D", "\\w", "\\W", "\\s", "\\S"}:
                    found[-1] = "\\-"  # between classes it is a hyphen
        if not found:  # `[]` finds nothing, `[^]` anything
            return "[\\s\\S]" if negated else "(?!)"
        if found[0] == "-":
            found[0] = "\\-"
        return f"[{negated}{''.join(found)}]"
