"""Makes typed values of parsed JSON step by step, so that what is wrong is known by its JSON path."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, Literal, NoReturn, get_args, get_origin

import msgspec

from .checks import CheckedType, alternatives, is_own
from .choosing import by_field, by_fit
from .facts import Facts, facts
from .kinds import bare, kind, name, split, suits
from .kinds import found as found_kind
from .protocols import ModelMeta

Steps = tuple[str | int, ...]
_SAID = re.compile(r"Expected `(?P<type>\w+)`(?P<limit> .*?)?( - at `.*)?")
_KINDS = {"int": "integer", "float": "number", "str": "string", "dict": "object"}
# From here on a float may be another integer than the one that was written.
EXACT = 2**53


class Key(str):
    """A step into an object by a name that the spec does not know."""

    __slots__ = ()


class Taker:
    """Takes values apart. What `tell` does when one does not match is up to who uses it."""

    is_sent = False
    """Values go to the server, rather than come from it."""
    is_native = False
    """What msgspec can check is left to it: where no number can be infinite."""

    def __init__(self) -> None:
        self.tried: dict[tuple[int, int], Trial] = {}
        """What became of an object or array as one of several types; each is tried once."""

    def tell(self, expected: str, value: Any, steps: Steps, found: str | None = None) -> None:
        raise NotImplementedError

    def take(self, value: Any, expected: Any, steps: Steps) -> Any:
        """Return a value as one of a type, or as it is where it is none."""
        expected, optional = bare(expected)
        if value is None and optional:
            return None
        if isinstance(expected, CheckedType):
            return self._take_checked(value, expected, steps)
        if self.is_native and not is_own(expected):
            try:
                return msgspec.convert(value, expected)
            except msgspec.ValidationError:
                pass
        origin, limits = split(expected)
        if len(alternatives(origin)) > 1:
            return by_fit(self, value, origin, steps)
        if isinstance(value, list | dict) and (kind(origin) == found_kind(value) or origin is Any):
            self._limit(value, limits, steps)
            return self._take_parts(value, origin, steps)
        return (
            self._take_float(value, expected, steps)
            if isinstance(value, float)
            else self._convert(value, expected, steps)
        )

    def _take_parts(self, value: Any, expected: Any, steps: Steps) -> Any:
        if isinstance(expected, ModelMeta):
            return self._take_object(value, expected, steps)
        item = get_args(expected)[-1] if get_args(expected) else Any
        if isinstance(value, list):
            return [self.take(each, item, (*steps, index)) for index, each in enumerate(value)]
        return self._take_map(value, item, steps)

    def _take_map(self, value: dict[str, Any], item: Any, steps: Steps) -> dict[str, Any]:
        return {key: self.take(each, item, (*steps, Key(key))) for key, each in value.items()}

    def attempt(self, value: Any, expected: Any, steps: Steps) -> Trial:
        if not isinstance(value, dict | list):
            return Trial(self, value, expected, steps)
        key = (id(value), id(expected))
        if key not in self.tried:
            self.tried[key] = Trial(self, value, expected, steps)
        return self.tried[key]

    def _take_checked(self, value: Any, expected: CheckedType, steps: Steps) -> Any:
        choice = expected.choice
        if choice is None:
            taken = self.take(value, expected.inner, steps)
        elif hasattr(choice, "values") and isinstance(value, dict):
            taken = by_field(self, value, choice.name, choice.values, steps)
        else:
            taken = by_fit(self, value, expected.inner, steps)
        for rule in expected.rules:
            if not rule.holds(value):
                self.tell(rule.expected, value, steps, f"another {found_kind(value)}")
        return taken

    def _limit(self, value: Any, limits: tuple[msgspec.Meta, ...], steps: Steps) -> None:
        if limits:
            try:
                msgspec.convert(value, Annotated[(type(value), *limits)])
            except msgspec.ValidationError as error:
                self.mismatch(error, type(value), value, steps)

    def _convert(self, value: Any, expected: Any, steps: Steps) -> Any:
        try:
            return msgspec.convert(value, expected)
        except msgspec.ValidationError as error:
            self.mismatch(error, expected, value, steps)
            return value

    def mismatch(self, error: msgspec.ValidationError, expected: Any, value: Any, steps: Steps) -> None:
        """Tell what msgspec said of a value without parts."""
        said = _SAID.fullmatch(str(error))
        if said and said["limit"] and said["limit"] != " | null" and " got " not in said["limit"]:
            self.tell(f"{_KINDS.get(said['type'], said['type'])}{said['limit']}", value, steps, _measured(value))
        else:
            is_other = get_origin(expected) is Literal and suits(value, expected)
            self.tell(name(expected), value, steps, f"another {found_kind(value)}" if is_other else None)

    def _take_float(self, value: float, expected: Any, steps: Steps) -> Any:
        if math.isinf(value):  # JSON has no bounds for numbers, and Python's floats have
            self.tell("number within the bounds of a float", value, steps)
            return value
        # JSON Schema counts 1.0 among the integers.
        if not self.is_sent and alternatives(expected) == (int,) and (exact := self.whole(value, steps)) is not None:
            return self._convert(exact, expected, steps)
        return self._convert(value, expected, steps)

    def whole(self, value: float, _steps: Steps) -> int | None:
        """Return the integer that was written as this float; None if it was none."""
        return int(value) if abs(value) < EXACT and value.is_integer() else None

    def _take_object(self, value: dict[str, Any], model: Any, steps: Steps) -> Any:
        own = facts(model)
        values: dict[str, Any] = {}
        for field in own.fields:
            json_name, where = field.encode_name, (*steps, field.encode_name)
            if json_name in value:
                values[field.name] = self.take(value[json_name], field.type, where)
                if self.is_sent and json_name in own.read_only:
                    self.tell("no value", value[json_name], where)
            elif self._is_required(field, own):
                self.tell(name(bare(field.type)[0]), None, where, found="nothing")
            if field.required:
                values.setdefault(field.name, None)
        if own.is_closed:
            known = {field.encode_name for field in own.fields}
            others = {key: each for key, each in value.items() if key not in known}
            if own.others:
                item = get_args(alternatives(own.others.type)[0])[1]
                values[own.others.name] = self._take_map(others, item, steps)
            else:
                for key, each in others.items():
                    self.tell("no such field", each, (*steps, key))
        return model(**values)

    def _is_required(self, field: msgspec.structs.FieldInfo, own: Facts) -> bool:
        if not self.is_sent:
            return field.required
        return own.write_only.get(field.encode_name, field.required) and field.encode_name not in own.read_only


class Trial(Taker):
    """Takes a value as one of several types that it may be, and keeps what there is to tell."""

    def __init__(self, parent: Taker, value: Any, expected: Any, steps: Steps) -> None:
        self.is_sent, self.is_native = parent.is_sent, parent.is_native
        self.tried = parent.tried
        self._parent, self._steps = parent, steps
        self.told: list[tuple[str, Any, Steps, str | None]] = []
        self.result = self.take(value, expected, ())

    def tell(self, expected: str, value: Any, steps: Steps, found: str | None = None) -> None:
        self.told.append((expected, value, steps, found))

    def whole(self, value: float, steps: Steps) -> int | None:
        return self._parent.whole(value, (*self._steps, *steps))

    def tell_again(self, taker: Taker, steps: Steps) -> None:
        for expected, value, where, found in self.told:
            taker.tell(expected, value, (*steps, *where), found)


class Strict(Taker):
    """Ends at the first value that does not match: msgspec asks for no more."""

    is_native = True

    def tell(self, expected: str, value: Any, _steps: Steps, found: str | None = None) -> NoReturn:
        raise ValueError(f"expected {expected}, found {found or found_kind(value)}")


def _measured(value: Any) -> str:
    """Return what a value is that is of the right type, but beyond a limit."""
    return f"{found_kind(value)} of {len(value)}" if isinstance(value, list | dict) else f"another {found_kind(value)}"
