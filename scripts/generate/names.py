"""Every name that Python gets: of classes, modules, methods, arguments and attributes."""

from __future__ import annotations

import keyword
import re
import unicodedata
from typing import TYPE_CHECKING

from openapi_python_client.strings import ClassName, PythonIdentifier

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# What `Model` and its annotations use themselves.
_TAKEN = {
    "raw",
    "idempotency_key",
    "to_dict",
    "self",
    "Any",
    "Timestamp",
    "bool",
    "bytes",
    "dict",
    "float",
    "int",
    "list",
    "str",
    "object",
    "staticmethod",
}
_TAKEN |= {"Annotated", "Deprecated", "Limits", "additional_properties", "None", "True", "False"}


def ascii_form(text: str) -> str:
    """Return text in ASCII: letters without their marks, and others by their number."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return _NOT_ASCII.sub(lambda found: f"_u{ord(found[0]):x}_", plain)


def class_name(text: str) -> str:
    """Return the name of a class; `Model` and a number sign for what has no letters."""
    made = str(ClassName(ascii_form(str(text)), ""))
    made = re.sub(r"\W", "", made, flags=re.ASCII).lstrip("_")
    if not made or made[0].isdigit():
        made = f"Model{made}"
    return f"{made}_" if keyword.iskeyword(made) else made


def snake_name(text: str, prefix: str = "field_") -> str:
    """Return the name of a module, a method or an argument."""
    made = str(PythonIdentifier(ascii_form(str(text)), prefix))
    made = re.sub(r"\W", "_", made, flags=re.ASCII).lstrip("_")
    return made or prefix.rstrip("_")


# What a client, and what a resource has itself.
_CLIENT = {"request", "close", "with_options", "aclose", "cached_property"}
_RESOURCE = {"with_raw_response", "prepare", "prepare_form", "self"}


def method_name(text: str) -> str:
    """Return the name of a method of a resource."""
    made = snake_name(text)
    return f"{made}_" if made in _RESOURCE else made


def resource_name(tag: str) -> str:
    """Return the attribute of a client for a tag; the stock generator leaves such a name as it is."""
    made = snake_name(snake_name(tag, "tag_")[:_LONGEST], "tag_")
    return f"{made}_tag" if made in _CLIENT or snake_name(made, "tag_") != made else made


def attribute(name: str) -> str:
    """Return the Python name of a field, which is its own where Python allows it."""
    made = re.sub(r"\W", "_", ascii_form(name), flags=re.ASCII).lstrip("_")
    if not made:
        return "field"
    if made[0].isdigit():
        made = f"field_{made}"
    return f"{made}_" if keyword.iskeyword(made) or made in _TAKEN else made


def distinct(wanted: Iterable[tuple[str, str]], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a name of its own for each key; who wrote it that way keeps it, the others are numbered in their order.

    The order is that of the keys, so that it does not matter how the spec is arranged. Names that are taken get an
    underscore.
    """
    reserved = set(taken)
    pairs = [(key, f"{name}_" if name in reserved else name) for key, name in wanted]
    found: dict[str, str] = {key: name for key, name in pairs if key == name}
    used = set(found.values())
    for key, name in sorted(pairs):
        if key in found:
            continue
        made, number = name, 2
        while made in used:
            made, number = f"{name}_{number}", number + 1
        found[key] = made
        used.add(made)
    return found


def is_wire_name(name: str) -> bool:
    """Say whether a field of a model can have this name in JSON: the decoder escapes none."""
    return not re.search(r'[\x00-\x1f"\\]', name)


# What generated modules import beside the models.
CLASSES = {"Any", "Annotated", "AsyncPages", "AsyncResource", "ByPage", "ByTimestamp", "ByToken", "ClassVar", "Final"}
CLASSES |= {"Input", "Limits", "Mapping", "Model", "MultipleOf", "Only", "Operation", "Page", "Parameter", "Required"}
CLASSES |= {"Deprecated", "Literal", "Resource", "Result", "Sequence", "Timestamp", "TypedDict", "Unique", "Upload"}
CLASSES |= {"Keys", "Moment", "Within"}


_LONGEST = 100
"""Letters of a name that names a file, too."""


def class_names(schemas: Iterable[str]) -> dict[str, str]:
    """Return a class name for each schema: its own where that can be one, numbered where two would be the same."""
    wanted = {name: class_name(name)[:_LONGEST] for name in schemas}
    dicts = {f"{made}Param" for made in wanted.values()}
    found: dict[str, str] = {}
    used: set[str] = set()
    modules: set[str] = set()
    for name in sorted(wanted, key=lambda each: (wanted[each] != each, each)):
        base = wanted[name]
        if base in CLASSES or base in dicts:
            base = f"{base}Model"
        made, number = base, 2
        while made in used or snake_name(made) in modules:
            made, number = f"{base}{number}", number + 1
        used.add(made)
        modules.add(snake_name(made))
        found[name] = made
    return found
