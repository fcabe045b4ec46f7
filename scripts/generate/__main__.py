"""Write generated/heymarket from openapi/heymarket.yaml and the templates here, and openapi/heymarket.json.

`--check` writes nothing, and fails if a file is not what the spec and the templates give.
"""

from __future__ import annotations

import difflib
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.generate.bundle import bundled
from scripts.generate.package import PACKAGE, generate
from scripts.generate.spec import SpecError
from scripts.repository import ROOT, SPEC, parser

REMEDY = "run `nox -s generate` and commit the result"


def main() -> int:
    command = parser(__doc__)
    command.add_argument("--spec", type=Path, default=ROOT / SPEC, help=f"the JSON form of {SPEC.name} goes beside it")
    command.add_argument("--output", type=Path, default=ROOT / "generated", help="folder that holds the package")
    command.add_argument("--check", action="store_true", help="compare instead of writing")
    command.add_argument(
        "--skip", action="store_true", help="leave out operations that cannot be honoured, and say which"
    )
    arguments = command.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="generate-") as folder:
            fresh = Path(folder) / "generated"
            fresh_json = Path(folder) / "spec.json"
            # Beside a spec of others there may be a JSON of theirs.
            as_json = arguments.spec.with_suffix(".json") if arguments.spec.name == SPEC.name else fresh_json
            fresh_json.write_text(bundled(generate(arguments.spec, fresh, skip=arguments.skip)), encoding="utf-8")
            if arguments.check:
                wanted, found = files(fresh, fresh_json, as_json.name), files(arguments.output, as_json, as_json.name)
                return compare(wanted, found, arguments.output.name)
            swap(fresh, arguments.output)
            if as_json != fresh_json:
                shutil.move(fresh_json, as_json)
    except SpecError as error:
        print(f"generate: {error}", file=sys.stderr)
        return 1
    return 0


def files(folder: Path, as_json: Path, name: str) -> dict[str, Path]:
    """Return the files of a generated folder, and the spec's JSON form, by the names to show."""
    found = [folder / "generation.json", *(folder / PACKAGE).rglob("*")]
    named = {path.relative_to(folder).as_posix(): path for path in found if "__pycache__" not in path.parts}
    return {name: path for name, path in {**named, name: as_json}.items() if path.is_file()}


def compare(wanted: dict[str, Path], found: dict[str, Path], label: str) -> int:
    """Print how the existing output differs from the fresh one; return 1 if it does."""
    differences: list[str] = []
    for name in sorted(wanted.keys() | found.keys()):
        old = found[name].read_text(encoding="utf-8", errors="replace") if name in found else ""
        new = wanted[name].read_text(encoding="utf-8") if name in wanted else ""
        if old != new or (name in found) != (name in wanted):
            lines = difflib.unified_diff(
                old.splitlines(),
                new.splitlines(),
                f"{label}/{name}",
                f"{name} from the spec",
                lineterm="",
            )
            differences.append("\n".join(lines) or f"{name}: only line endings, or an empty file, differ")
    if differences:
        print("\n".join(differences))
        stale = f"{label}/, or the JSON beside the spec, is not what the spec and the templates say"
        print(f"generate: {stale}; {REMEDY}", file=sys.stderr)
    return 1 if differences else 0


def swap(fresh: Path, output: Path) -> None:
    """Replace the old output, as the last step: a failure before it leaves the old output untouched."""
    output.mkdir(parents=True, exist_ok=True)
    retired = fresh.parent / "retired"
    if (output / PACKAGE).exists():
        shutil.move(output / PACKAGE, retired)
    shutil.move(fresh / PACKAGE, output / PACKAGE)
    shutil.move(fresh / "generation.json", output / "generation.json")


if __name__ == "__main__":
    sys.exit(main())
