"""What openapi-python-client is given to read: the operations by their tags, and nothing that it could get wrong.

It makes the package's folders and files from our templates; types, arguments and bodies are read by `shapes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.generate.view import Resource


def lowered(title: str, resources: list[Resource]) -> dict[str, Any]:
    """Return a spec with an operation for each resource, which stands for all of them."""
    responses = {"204": {"description": ""}}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": {
            f"/{each.attribute}": {
                "get": {"operationId": each.attribute, "tags": [each.attribute], "responses": responses}
            }
            for each in resources
        },
    }
