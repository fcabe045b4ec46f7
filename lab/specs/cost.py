"""What generating costs beside the stock generator, and what a package costs its users, as operations grow.

`python -m lab.specs.cost` generates synthetic documents of 10, 100 and 1 000 operations with both generators by turns,
formatting included, each in a process of its own. Then it imports each package and makes its client. Prints a table of
medians and a line of JSON; fails if a target is missed.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from scripts.repository import parser

SIZES = (10, 100, 1_000)
TARGET = 1.5
"""At 100 operations, against the stock generator."""
FLAT = 1.5
"""The largest package against the smallest: its import, and making its client."""
_ROOT = Path(__file__).parents[2]
_SECONDS = 900
_MEASURED = """
import json, resource, sys, time
from pathlib import Path
started = time.perf_counter()
{body}
took = time.perf_counter() - started
print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, {extra}]))
"""
_GENERATE = {
    "ours": "from scripts.generate.package import generate; generate(Path({spec!r}), Path({output!r}))",
    "stock": """
import contextlib, io, openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType
with contextlib.redirect_stdout(io.StringIO()):
    openapi_python_client.generate(config=Config.from_sources(ConfigFile(package_name_override="stock_client"),
        MetaType.NONE, Path({spec!r}), "utf-8", overwrite=False, output_path=Path({output!r}) / "stock_client"))
""",
}
_USE = """
import httpx
httpx_took = time.perf_counter() - started
sys.path.insert(0, {output!r})
from heymarket import Heymarket
client = Heymarket(auth=httpx.Auth())
client.tag0
"""


def document(operations: int) -> dict[str, Any]:
    """Return a document of so many operations, ten to a tag, each with models of its own."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number in range(operations):
        fields: dict[str, Any] = {
            "id": {"type": "integer", "format": "int64", "description": "Number of the thing."},
            "name": {"type": "string", "maxLength": 100, "description": "What it is called."},
            "kind": {"type": "string", "enum": ["round", "square"]},
            "made": {"type": "string", "format": "date-time"},
            "price": {"type": ["number", "null"]},
            "labels": {"type": "array", "items": {"type": "string"}},
            "parts": {"type": "array", "items": {"$ref": f"#/components/schemas/Part{number}"}},
        }
        schemas[f"Part{number}"] = {"type": "object", "properties": {"n": {"type": "integer"}, "of": fields["name"]}}
        schemas[f"Thing{number}"] = {"type": "object", "required": ["id", "name"], "properties": fields}
        thing = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/Thing{number}"}}}}
        paths[f"/things{number}/{{id}}"] = {
            "put": {
                "operationId": f"putThing{number}",
                "tags": [f"tag{number // 10}"],
                "summary": "Puts a thing in its place.",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
                ],
                "requestBody": {"required": True, **thing},
                "responses": {"200": {"description": "The thing.", **thing}},
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def child(body: str, extra: str = "0") -> list[float]:
    """Return seconds, peak of memory in MB, and something else, of a program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED.format(body=body, extra=extra)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def generating(folder: Path, size: int, repeats: int) -> dict[str, list[float]]:
    """Return the medians of seconds and memory of each generator."""
    spec = folder / f"{size}.yaml"
    spec.write_text(yaml.dump(document(size), Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")
    runs: dict[str, list[list[float]]] = {name: [] for name in _GENERATE}
    for turn in range(repeats):
        for name, body in _GENERATE.items():
            output = folder / f"{name}-{size}-{turn}"
            output.mkdir()
            runs[name].append(child(body.format(spec=str(spec), output=str(output))))
    return {name: [statistics.median(column) for column in zip(*each, strict=True)][:2] for name, each in runs.items()}


def using(folder: Path, size: int, repeats: int) -> dict[str, float]:
    """Return seconds of importing a package and making its client, beyond httpx, and how many modules that loads."""
    body = _USE.format(output=str(folder / f"ours-{size}-0"))
    extra = "[httpx_took, sum(name.startswith('heymarket.') for name in sys.modules)]"
    runs: list[Any] = [child(body, extra) for _ in range(repeats)]
    return {
        "seconds": statistics.median(took - more[0] for took, _, more in runs),
        "modules": statistics.median(more[1] for _, _, more in runs),
    }


def main() -> int:
    command = parser(__doc__)
    command.add_argument("--quick", action="store_true", help="10 and 100 operations only, once each")
    quick = command.parse_args().quick
    sizes = SIZES[:2] if quick else SIZES
    made: dict[int, dict[str, list[float]]] = {}
    used: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="cost-") as name:
        for size in sizes:
            made[size] = generating(Path(name), size, 1 if quick or size == SIZES[-1] else 3)
        for size in sizes:
            used[size] = using(Path(name), size, 5)
    print("| operations | ours, s | stock, s | ratio | ours, MB | stock, MB | import and client, ms | modules loaded |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for size in sizes:
        (ours, ours_peak), (stock, stock_peak) = made[size]["ours"], made[size]["stock"]
        cells = (f"{ours:.2f}", f"{stock:.2f}", f"{ours / stock:.2f}", f"{ours_peak:.0f}", f"{stock_peak:.0f}")
        print(f"| {size:,} | {' | '.join(cells)} | {used[size]['seconds'] * 1e3:.0f} | {used[size]['modules']:.0f} |")
    ratio = made[100]["ours"][0] / made[100]["stock"][0]
    growth = used[sizes[-1]]["seconds"] / used[sizes[0]]["seconds"]
    figures = {"ratio_at_100": round(ratio, 2), "import_growth": round(growth, 2), "generating": made, "using": used}
    print(f"\n{json.dumps(figures)}")
    is_flat = growth <= FLAT and used[sizes[-1]]["modules"] == used[sizes[0]]["modules"]
    return 0 if ratio <= TARGET and is_flat else 1


if __name__ == "__main__":
    sys.exit(main())
