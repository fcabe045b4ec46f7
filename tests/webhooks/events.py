"""Events as the spec's examples have them, and a token at both ends of which is a mark that nothing else has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
SPEC: dict[str, Any] = yaml.load((ROOT / "openapi/heymarket.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
_BODY = SPEC["webhooks"]["event"]["post"]["requestBody"]["content"]["application/json"]
EXAMPLES: dict[str, Any] = {name: each["value"] for name, each in _BODY["examples"].items()}
MARK = "x9Qz7Wv3"
TOKEN = f"{MARK}-sesame-{MARK}"
VARIABLE = "HEYMARKET_WEBHOOK_TOKEN"


def event(name: str = "message_recieved", **fields: Any) -> dict[str, Any]:
    return {**EXAMPLES[name], "token": TOKEN, **fields}


def body(name: str = "message_recieved", **fields: Any) -> bytes:
    return json.dumps(event(name, **fields)).encode()
