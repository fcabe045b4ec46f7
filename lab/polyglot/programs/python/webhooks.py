"""What a receiver of webhooks makes of what it is posted, as "Webhooks" in openapi/README.md says."""

from __future__ import annotations

import hmac
import json
from functools import reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def check(path: Path) -> int:
    """Try the vectors; return how many there are."""
    schemas = json.loads(path.with_name("heymarket.json").read_bytes())["components"]["schemas"]
    vectors = json.loads(path.read_bytes())["vectors"]
    for vector in vectors:
        body = bytes.fromhex(vector["body_hex"]) if "body_hex" in vector else vector["body"].encode()
        found = receive(body, vector["tokens"], schemas)
        if found != {name: vector[name] for name in ("verdict", "type", "identity") if name in vector}:
            raise ValueError(f"{vector['name']}: {found}")
    return len(vectors)


def receive(body: bytes, tokens: list[str], schemas: dict[str, Any]) -> dict[str, Any]:
    try:
        event = json.loads(body.decode(), parse_constant=no_constant)
    except ValueError:
        return {"verdict": "body"}
    if not isinstance(event, dict):
        return {"verdict": "body"}
    sent = event.get("token")
    # Every token is compared, in a time that does not tell where it differs.
    if not isinstance(sent, str) or True not in [hmac.compare_digest(sent.encode(), each.encode()) for each in tokens]:
        return {"verdict": "token"}
    kind = event.get("type")
    if not isinstance(kind, str):
        return {"verdict": "body"}
    mapping = schemas["WebhookEvent"]["discriminator"]["mapping"]
    if kind not in mapping:
        return {"verdict": "accepted", "type": kind}
    own = next(value for value, reference in mapping.items() if reference == mapping[kind])
    pointers = schemas[mapping[kind].rpartition("/")[2]]["x-event-identity"]
    return {"verdict": "accepted", "type": own, "identity": [at(event, pointer) for pointer in pointers]}


def no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def at(value: Any, pointer: str) -> Any:
    return reduce(lambda inner, step: inner.get(step), pointer.split("/")[1:], value)
