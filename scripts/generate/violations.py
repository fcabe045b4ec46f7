"""What is wrong with a document as OpenAPI, whatever a generator can make of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from openapi_spec_validator.schemas import schema_v31

from scripts.generate.document import references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.generate.document import Pointer

_UNEXPECTED = re.compile(r"'([^']*)'")
# Words for people, which do no harm where OpenAPI has no place for them.
_FOR_PEOPLE = {"title", "description", "summary", "example", "examples"}


def violations(data: dict[str, Any], resolve: Callable[[Any], Any]) -> Iterator[tuple[Pointer, str]]:
    """Find all violations, each with the pointer of its place."""
    for pointer, reference in references(data):
        try:
            resolve({"$ref": reference})
        except (LookupError, TypeError, ValueError):
            yield pointer, f"`{reference}` leads nowhere inside the spec, or to itself"
    for error in _validator().iter_errors(data):
        message = str(error.message).splitlines()[0]
        if "nevaluated properties" in message and _FOR_PEOPLE.issuperset(_UNEXPECTED.findall(message)):
            continue
        yield tuple(error.instance_path), message if len(message) < 300 else f"{message[:300]}..."  # noqa: PLR2004


def _validator() -> Any:
    return jsonschema_rs.Draft202012Validator(dict(schema_v31))
