"""An operation that Heymarket does not have, with what its own may lack: nothing here is tied to those."""

from __future__ import annotations

from typing import Any

PATH = "/v9/kites/{kite_name}/flights/{number}"

SCHEMAS: dict[str, Any] = {
    "FlightPlan": {
        "type": "object",
        "required": ["wind"],
        "anyOf": [{"required": ["from_beach"]}, {"required": ["from_hill"]}],
        "properties": {
            "wind": {"$ref": "#/components/schemas/Wind"},
            "from_beach": {"type": "string"},
            "from_hill": {"type": "integer", "format": "int64"},
            "legs": {"type": "array", "items": {"$ref": "#/components/schemas/Leg"}},
            "not_before": {"type": "string", "format": "date-time"},
        },
    },
    "Wind": {
        "type": "object",
        "required": ["knots"],
        "properties": {"knots": {"type": "number", "format": "double"}, "gusty": {"type": "boolean"}},
    },
    "Leg": {
        "type": "object",
        "properties": {
            "turns": {"type": "array", "items": {"type": "integer", "format": "int64"}},
            "at": {"type": "string", "format": "date-time"},
        },
    },
    "Flight": {
        "type": "object",
        "required": ["kite_name"],
        "properties": {
            "kite_name": {"type": "string"},
            "height": {"type": "number"},
            "legs": {"type": "array", "items": {"$ref": "#/components/schemas/Leg"}},
            "wind": {"$ref": "#/components/schemas/Wind"},
            "landed": {"type": "string", "format": "date-time"},
        },
    },
}

OPERATION: dict[str, Any] = {
    "operationId": "planKiteFlight",
    "tags": ["kites"],
    "summary": "Plan a flight",
    "x-speakeasy-name-override": "plan_flight",
    "x-http-semantics": "idempotent",
    "parameters": [
        {"name": "kite_name", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "format": "int64"}},
        {"name": "dry-run", "in": "query", "schema": {"type": "boolean"}},
        {"name": "season", "in": "query", "required": True, "schema": {"type": "integer", "format": "int64"}},
        {"name": "crew", "in": "query", "schema": {"type": "array", "items": {"type": "integer", "format": "int64"}}},
        {"name": "X-Beaufort", "in": "header", "schema": {"type": "integer", "format": "int64"}},
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/FlightPlan"},
                "examples": {"hill": {"value": {"wind": {"knots": 9.5}, "from_hill": 3}}},
            }
        },
    },
    "responses": {
        "200": {
            "description": "The flight as planned.",
            "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Flight"}}},
        },
        "400": {"$ref": "#/components/responses/BadData"},
        "401": {"$ref": "#/components/responses/Unauthorized"},
        "403": {"$ref": "#/components/responses/Denied"},
        "404": {"$ref": "#/components/responses/NoSuchKite"},
        "429": {"$ref": "#/components/responses/RateLimited"},
        "500": {"$ref": "#/components/responses/ServerError"},
    },
}

HANDLER = """
from heymarket_sandbox.errors import ErrorResponse


def plan_kite_flight(request):
    name = request.parameters["kite_name"]
    if name.startswith("0"):
        raise ErrorResponse(404, "there is no such kite")
    return {"kite_name": name, "wind": request.body["wind"], "legs": request.body.get("legs", []), "height": 2}


HANDLERS["planKiteFlight"] = plan_kite_flight
"""


def add_to(spec: Any) -> None:
    """Add the operation to a spec."""
    missing = {**spec["components"]["responses"]["Denied"], "description": "There is no such kite."}
    spec["components"]["responses"]["NoSuchKite"] = missing
    spec["components"]["schemas"].update(SCHEMAS)
    spec["tags"].append({"name": "kites", "description": "Things that fly."})
    spec["paths"][PATH] = {"put": OPERATION}
