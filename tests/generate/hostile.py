"""Documents that mean harm, or that nobody thought of, by name; each must generate or be refused."""

from __future__ import annotations

from typing import Any

FRAME: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Hostile", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
}
TEXT = {"type": "string"}
EVIL = '"""\\\nraise SystemExit("executed") # {{ 7*7 }} {% raw %} \\N{BULLET} \\x41 \' """ \\'
"""Closes docstrings, speaks Jinja, ends in the middle of an escape, and holds code."""


def done(**more: Any) -> dict[str, Any]:
    return {"responses": {"204": {"description": "done"}}, **more}


def answers(schema: Any, **more: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}, **more}


def takes(schema: Any, **more: Any) -> dict[str, Any]:
    return done(requestBody={"required": True, "content": {"application/json": {"schema": schema}}}, **more)


def spec(paths: Any, schemas: Any = None, **more: Any) -> dict[str, Any]:
    return {**FRAME, "paths": paths, **({"components": {"schemas": schemas}} if schemas else {}), **more}


def fields(*names: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {**dict.fromkeys(names, TEXT), **more}}


def to(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def query(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": TEXT} for name in names]


KEYWORDS = ("class", "from", "None", "self", "import", "def", "match", "print", "list", "str", "__init__", "2fa")
BEYOND_ASCII = ("gr\u00f6\u00dfe", "\u65e5\u672c", "\U0001f600", "\u00e9", "e\u0301", "\u200b", "\u2028", "\ufeff")
OWN = (
    "raw",
    "to_dict",
    "Model",
    "Timestamp",
    "datetime",
    "Sequence",
    "Mapping",
    "Any",
    "Upload",
    "additional_properties",
    "staticmethod",
)
ODD = ("a-b", "a_b", "A_B", "a b", "-1", "+1", "_raw", "x')", "{{ 7*7 }}")
OF_CLASSES = (
    "A.b",
    "A-b",
    "a_b",
    "ABTest",
    "AbTest",
    "-",
    "...",
    "model",
    "Page",
    "Operation",
    "DefaultResource",
    "Warning",
)

GENERATED: dict[str, dict[str, Any]] = {
    "evil_words": spec(
        {
            "/a": {
                "get": answers(to("A"), summary=EVIL, description=EVIL, tags=["t"], operationId=EVIL),
                "post": takes(to("A"), tags=["t"], deprecated=True, parameters=query(EVIL, '"', "\\", "a\nb")),
            },
        },
        {
            "A": {
                "title": EVIL,
                "description": EVIL,
                **fields(x={**TEXT, "description": EVIL, "enum": [EVIL], "default": EVIL}),
            }
        },
        info={"title": EVIL, "version": EVIL},
        tags=[{"name": "t", "description": EVIL}],
    ),
    "evil_paths": spec(
        {"/a\"b\\c'/{x}/%7B% raw %": {"get": done()}, "/\u2028/{gr\u00f6\u00dfe}/{2x}/{class}": {"get": done()}}
    ),
    "evil_values": spec({"/a": {"get": answers(fields(a={"enum": [EVIL, '"', "\\", "\n"]}, b={"const": EVIL}))}}),
    "evil_choice": spec(
        {
            "/a": {
                "get": answers(
                    {"oneOf": [to("dog"), to("cat")], "discriminator": {"propertyName": EVIL, "mapping": {EVIL: "dog"}}}
                )
            }
        },
        {"dog": fields("k", "a"), "cat": fields("k", "b")},
    ),
    "evil_pattern": spec({"/a": {"post": takes(fields(a={**TEXT, "pattern": '"""+exit()\\\\'}))}}),
    "evil_tags": spec(
        {
            f"/{index}": {"get": done(tags=[tag])}
            for index, tag in enumerate(
                (
                    EVIL,
                    "",
                    "...",
                    "request",
                    "close",
                    "with_options",
                    "cached_property",
                    "a b",
                    "a-b",
                    "a_b",
                    *KEYWORDS,
                    *BEYOND_ASCII,
                )
            )
        }
    ),
    "names_of_fields": spec(
        {"/a": {"post": takes(to("A")), "get": answers(to("A"))}},
        {"A": fields(*KEYWORDS, *BEYOND_ASCII, *OWN, *ODD, "", "A", "AParam")},
    ),
    "names_of_arguments": spec(
        {
            "/a": {
                "get": done(
                    parameters=[
                        *query(
                            *KEYWORDS, *BEYOND_ASCII, *OWN, *ODD, "body", "path", "query", "userId", "user_id", "UserID"
                        ),
                        {"name": "userId", "in": "header", "schema": TEXT},
                    ]
                )
            }
        }
    ),
    "names_of_methods": spec(
        {
            f"/{index}": {"get": done(operationId=name, tags=["t"])}
            for index, name in enumerate(
                (
                    *KEYWORDS,
                    *BEYOND_ASCII,
                    "",
                    "with_raw_response",
                    "prepare",
                    "getUser",
                    "get_user",
                    "GetUser",
                    "_driver",
                )
            )
        }
    ),
    "names_of_classes": spec(
        {
            f"/{index}": {"get": answers(to(name))}
            for index, name in enumerate((*OF_CLASSES, *BEYOND_ASCII[:3], *KEYWORDS))
        },
        {name: fields("x") for name in (*OF_CLASSES, *BEYOND_ASCII[:3], *KEYWORDS)},
    ),
    "fields_called_like_types": spec(
        {"/a": {"post": takes(to("Holder")), "get": answers(to("Holder"))}},
        {
            "Holder": fields(Owner=to("Owner"), Pet={"type": "array", "items": to("Owner")}),
            "Owner": fields("x"),
            "Pet": fields("y"),
        },
    ),
    "names_of_inline_objects_that_are_taken": spec(
        {"/a": {"post": takes(to("User"))}},
        {"User": fields(address=fields("x")), "UserAddress": fields("y"), "User_address": fields("z")},
    ),
    "no_operation_ids": spec(
        {"/users/{id}": {"get": done(), "put": done()}, "/users-{id}": {"get": done()}, "/": {"get": done()}}
    ),
    "no_paths": {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "components": {"schemas": {"A": fields("x")}},
    },
    "aside": spec(
        {
            "/a": {"post": done(callbacks={"c": {"{$request.body#/url}": {"post": takes(fields("x"))}}})},
            "x-more": {"$ref": "no"},
        },
        webhooks={"w": {"post": takes(fields("x"))}},
    ),
    "recursive_choices": spec(
        {
            "/c": {"get": answers(to("C"))},
            "/d": {"get": answers(to("D"))},
            "/e": {"post": takes(to("E"))},
            "/f": {"get": answers(to("F"))},
        },
        {
            "C": {"type": "array", "items": to("C")},
            "D": {"type": "object", "additionalProperties": to("D")},
            "E": {"anyOf": [TEXT, {"type": "array", "items": to("E")}]},
            "F": {"oneOf": [to("G"), to("H")]},
            "G": fields(f=to("F")),
            "H": fields(h=to("F")),
        },
    ),
    "references_into_parts": spec(
        {
            "/a": {
                "get": answers({"$ref": "#/components/schemas/A/properties/b"}),
                "post": answers({"$ref": "#/components/schemas/Gr%C3%B6%C3%9Fe"}),
            }
        },
        {"A": fields(b=fields("x")), "Gr\u00f6\u00dfe": fields("x")},
    ),
    "any_and_null": spec(
        {"/a": {"get": answers(True), "post": takes(fields(a=True, n={"type": "null"})), "put": answers({})}}
    ),
    "ten_thousand_values": spec(
        {"/a": {"get": answers(fields(x={**TEXT, "enum": [f"v{index}" for index in range(10_000)]}))}}
    ),
    "long_names": spec(
        {
            "/" + "a" * 3000: {
                "get": answers(fields("x" * 300), operationId="o" * 300, tags=["t" * 300], description="w" * 5000)
            }
        }
    ),
    "servers_that_say_little": spec({"/a": {"get": done()}}, servers=[{"url": "https://{tenant}.example.com"}]),
    "statuses": spec(
        {
            "/a": {
                "get": {"responses": {"2XX": {"description": "x"}, "default": {"description": "y"}}},
                "put": {"responses": {"400": {"description": "y"}}},
                "post": {"responses": {}},
                "patch": {"summary": "none"},
            }
        }
    ),
    **{
        f"doubled_{word}": spec(
            {"/a": {"get": answers(to("A40"))}},
            {
                "A0": fields("x"),
                **{f"A{index}": {word: [to(f"A{index - 1}"), to(f"A{index - 1}")]} for index in range(1, 41)},
            },
        )
        for word in ("allOf", "anyOf", "oneOf")
    },
}

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "names that the decoder has not": (
        spec({"/a": {"post": takes(fields('a"b', "a\\b", "a\x00b"))}}),
        "quotes, backslashes or control",
    ),
    "fields that are no object": (
        spec({"/a": {"get": answers({"type": "object", "properties": []})}}),
        'not of type "object"',
    ),
    "a path that is null": (spec({"/a": None}), 'not of type "object"'),
    "components that are null": (spec({"/a": {"get": done()}}, components=None), 'not of type "object"'),
    "parameters that are null": (spec({"/a": {"get": done(parameters=None)}}), 'not of type "array"'),
    "no such type": (spec({"/a": {"get": answers({"type": "text"})}}), "there is no type `text`"),
    "braces in a path": (spec({"/{{7*7}}": {"get": done()}}), "braces that hold no parameter"),
    "a parameter that the path has not": (
        spec({"/a": {"get": done(parameters=[{"name": "x", "in": "path", "required": True, "schema": TEXT}])}}),
        "`/a` has no `{x}`",
    ),
    "a parameter twice": (spec({"/a": {"get": done(parameters=query("x", "x"))}}), "`x` in query is declared twice"),
    "paging that is no object": (
        spec({"/a": {"get": answers({}, **{"x-speakeasy-pagination": "x"})}}),
        "expected cursor or offsetLimit",
    ),
    "paging without inputs": (
        spec({"/a": {"get": answers({}, **{"x-speakeasy-pagination": {"type": "cursor"}})}}),
        "needs an input",
    ),
    "semantics that are no word": (
        spec({"/a": {"get": done(**{"x-http-semantics": [1]})}}),
        "expected safe, idempotent or unsafe",
    ),
    "parts that contradict": (
        spec(
            {
                "/a": {
                    "get": answers(
                        {"allOf": [{"oneOf": [fields("a"), fields("b")]}, {"oneOf": [fields("c"), fields("d")]}]}
                    )
                }
            }
        ),
        "the parts of `allOf` say different things of `oneOf`",
    ),
    "a chain without end": (
        spec(
            {"/a": {"get": answers(to("A0"))}},
            {**{f"A{index}": to(f"A{index + 1}") for index in range(1500)}, "A1500": TEXT},
        ),
        "too deeply",
    ),
}
