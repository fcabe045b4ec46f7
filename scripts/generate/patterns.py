"""Regular expressions of ECMA-262, which JSON Schema uses, in Python's words."""

from __future__ import annotations

import re
import sys

_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_"}
_NEGATED = {"D": "0-9", "W": "A-Za-z0-9_"}


class PatternError(Exception):
    """Python has no such expression."""


def as_python(pattern: str) -> str:
    """Return the expression for `re.search`. Raises `PatternError`."""
    made = _translated(pattern)
    try:
        re.compile(made)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"Python has no expression like `{pattern}` ({error})") from None
    return made


def _translated(pattern: str) -> str:
    made: list[str] = []
    inside, position = False, 0
    while position < len(pattern):
        each = pattern[position]
        if each == "\\" and position + 1 < len(pattern):
            text, position = _escaped(pattern, position, inside=inside)
            made.append(text)
            continue
        if each == "[" and not inside:
            inside = True
            made.append(each)
        elif each == "[":
            made.append("\\[")
        elif each == "]" and inside:
            inside = False
            made.append(each)
        elif each == "$" and not inside:
            made.append(r"\Z")  # Python's `$` also matches before a newline at the end
        elif (
            pattern.startswith("(?<", position)
            and not inside
            and pattern[position + 3 : position + 4] not in {"=", "!"}
        ):
            made.append("(?P<")
            position += 2
        else:
            made.append(each)
        position += 1
    return "".join(made)


def _escaped(pattern: str, position: int, *, inside: bool) -> tuple[str, int]:
    letter = pattern[position + 1]
    after = position + 2
    if letter in _CLASSES:
        return (_CLASSES[letter] if inside else f"[{_CLASSES[letter]}]"), after
    if letter in _NEGATED:
        if inside:
            raise PatternError(f"`\\{letter}` inside of `[...]` is not supported (`{pattern}`)")
        return f"[^{_NEGATED[letter]}]", after
    if letter == "u" and (found := re.match(r"\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4})", pattern[after:])):
        number = int(found[1] or found[2], 16)
        if number > sys.maxunicode:
            raise PatternError(f"`{pattern}` names a character that does not exist")
        return re.escape(chr(number)), after + found.end()
    if letter in {"p", "P"}:
        raise PatternError(f"Unicode properties such as `\\{letter}` are not supported (`{pattern}`)")
    if letter in {"/", "-"}:
        return (re.escape(letter) if letter == "-" else "/"), after
    return pattern[position:after], after
