"""Every Python name that is made from a name in the spec."""

from __future__ import annotations

import keyword
import re

from openapi_python_client.strings import ClassName

# What `Model` and its annotations use themselves.
_TAKEN = {
    "raw",
    "to_dict",
    "self",
    "Annotated",
    "Any",
    "Literal",
    "Timestamp",
    "bool",
    "dict",
    "float",
    "int",
    "list",
    "str",
}


def attribute(name: str) -> str:
    """Return the Python name of a field, which is its own where Python allows it; empty if there is none."""
    made = re.sub(r"\W", "_", name, flags=re.ASCII).lstrip("_")
    if not made or not name.isascii():
        return ""
    if made[0].isdigit():
        made = f"field_{made}"
    return f"{made}_" if keyword.iskeyword(made) or made in _TAKEN else made


def class_name(name: str) -> str:
    """Return the name of the class of a schema."""
    return str(ClassName(name, ""))
