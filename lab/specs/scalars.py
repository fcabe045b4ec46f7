"""Text, numbers and booleans that a schema allows."""

from __future__ import annotations

import functools
import math
import re
import string
from typing import TYPE_CHECKING, Any

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

if TYPE_CHECKING:
    import random

    from lab.specs.drawing import Wish

_FORMATS = {
    "date-time": ("2024-02-29T12:34:56.789Z", "2023-12-31T23:59:59+05:30"),
    "date": ("2024-02-29", "0999-01-01"),
    "time": ("12:34:56Z", "23:59:59.5+01:00"),
    "duration": ("P3DT4H", "PT1S"),
    "email": ("ada@example.com", "a.b+c@example.org"),
    "idn-email": ("ada@example.com",),
    "hostname": ("example.com", "a.example.org"),
    "idn-hostname": ("example.com",),
    "ipv4": ("192.0.2.1", "198.51.100.7"),
    "ipv6": ("2001:db8::1", "::1"),
    "uri": ("https://example.com/a?b=c%20d#e", "urn:isbn:0451450523"),
    "uri-reference": ("/a/b?c", "../d"),
    "iri": ("https://example.com/a",),
    "uri-template": ("/a/{b}",),
    "json-pointer": ("/a/b",),
    "relative-json-pointer": ("1/a",),
    "regex": ("^a+$",),
    "uuid": ("6d8d0429-3f15-4293-8d0b-38bf1dd5ca06", "00000000-0000-4000-8000-000000000000"),
    "byte": ("aGVsbG8=", "AAEC"),
    "base64url": ("aGVsbG8", "AAEC"),
}
_AWKWARD = " Ünï/?&=%20+,;|.~ "
FILE = b"\x89PNG\r\n\x00\xff--"


def draw(kind: str, schema: dict[str, Any], wish: Wish, dice: random.Random, attempt: int) -> Any:
    """Return a value of a type; the first attempts give what is easily lost or changed on the way."""
    match kind:
        case "string":
            return _text(schema, wish, dice, attempt)
        case "integer":
            return _number(schema, dice, attempt, whole=True)
        case "number":
            return _number(schema, dice, attempt, whole=False)
        case "boolean":
            return wish.full if not attempt else dice.random() < 0.5  # noqa: PLR2004
        case "null":
            return None
        case _:
            return "anything"


def _text(schema: dict[str, Any], wish: Wish, dice: random.Random, attempt: int) -> Any:
    is_file = schema.get("format") == "binary" or ("contentMediaType" in schema and "contentEncoding" not in schema)
    if wish.binary and is_file:
        return FILE if not attempt else bytes(dice.randrange(256) for _ in range(5))
    least, most = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    if pattern := schema.get("pattern"):
        return matching(pattern, least, most, attempt)
    if known := _FORMATS.get(schema.get("format", "")):
        return known[min(attempt, len(known) - 1)]
    text = "text" if wish.plain or not wish.full else _AWKWARD
    if attempt:
        text = "".join(dice.choices(string.ascii_letters, k=6))
    while len(text) < least:
        text += string.ascii_letters[: int(min(52, least - len(text)))]
    return text[: int(min(most, len(text)))]


@functools.cache
def matching(pattern: str, least: int = 0, most: float = math.inf, attempt: int = 0) -> str:
    """Return text that a pattern of ECMA-262 finds something in; whether it does is for the validator to say."""
    widest = 10_000
    try:
        re.compile(_python(pattern))
    except re.error:
        return "text"
    texts = st.from_regex(re.compile(_python(pattern), re.ASCII)).map(lambda text: text.removesuffix("\n"))
    texts = texts.filter(lambda text: least <= len(text) <= min(most, widest) and text.isprintable())
    found: list[str] = []

    @hypothesis.seed(attempt + 1)
    @hypothesis.settings(
        database=None,
        deadline=None,
        max_examples=12,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @hypothesis.given(texts)
    def gather(text: str) -> None:
        found.append(text)

    try:
        gather()
    except HypothesisException:
        return "text"
    return found[-1] if found else "text"


def _python(pattern: str) -> str:
    """Return a pattern in Python's words: names of groups stand in `(?P<`, letters and numbers are written out."""
    text = re.sub(r"\(\?<([A-Za-z_]\w*)>", r"(?P<\1>", pattern)
    text = re.sub(r"\\p\{L[ulo]?\}", "[A-Za-z]", text)
    text = re.sub(r"\\u\{?([0-9A-Fa-f]{4})\}?", lambda found: re.escape(chr(int(found[1], 16))), text)
    return text.replace(r"\/", "/")


def _number(schema: dict[str, Any], dice: random.Random, attempt: int, *, whole: bool) -> Any:
    step = schema.get("multipleOf")
    width = 2**31 if schema.get("format") == "int32" else 2**53
    low, high = _bounds(schema, whole=whole)
    wide_low, wide_high = max(low, -width), min(high, width - 1)
    preferred = [7, 7.5, 0] if not whole else [7, 2**31 - 1, 0]
    if step:
        count = math.ceil(wide_low / step) if low != -math.inf else attempt + 3
        value = (count + attempt if low != -math.inf else count) * step
        value = round(value, 9) if isinstance(step, float) else value
        return int(value) if whole or float(value).is_integer() else value
    fitting = [each for each in preferred if wide_low <= each <= wide_high]
    if not attempt and fitting:
        return fitting[0] if whole else next((each for each in fitting if each == 7.5), fitting[0])  # noqa: PLR2004
    if whole:
        return dice.randint(math.ceil(wide_low), math.floor(wide_high)) if attempt else math.ceil(wide_low)
    return dice.uniform(wide_low, wide_high) if attempt else wide_low


def _bounds(schema: dict[str, Any], *, whole: bool) -> tuple[float, float]:
    low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    tiny = 1 if whole else 1e-6
    if isinstance(below := schema.get("exclusiveMinimum"), int | float) and not isinstance(below, bool):
        low = max(low, below + tiny)
    if isinstance(above := schema.get("exclusiveMaximum"), int | float) and not isinstance(above, bool):
        high = min(high, above - tiny)
    return low, high
