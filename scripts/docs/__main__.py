"""Build the site: a folder of HTML that opens from a file system, and loads nothing from another host."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.application import Sphinx

from scripts import docs_api
from scripts.docs import accessible, docstrings, events, pages, reference
from scripts.generate.spec import Spec
from scripts.repository import ROOT, SPEC, package_version, parser

CONFIGURATION = {
    "project": "Heymarket for Python",
    "author": "The Heymarket SDK authors",
    "extensions": ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"],
    "html_theme": "furo",
    "html_title": "Heymarket for Python",
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_copyright": False,
    "myst_heading_anchors": 6,
    "napoleon_custom_sections": [("Source", "notes_style")],
    "suppress_warnings": ["myst.header"],  # a page may leave out a level of headings
    "autodoc_member_order": "bysource",
    "autodoc_typehints": "signature",
    "python_use_unqualified_type_names": True,
    "python_maximum_signature_line_length": 88,
}


def main(arguments: list[str] | None = None) -> int:
    command = parser(__doc__)
    command.add_argument("--output", type=Path, default=ROOT / "dist" / "docs", help="the folder (%(default)s)")
    output = command.parse_args(arguments).output
    if output.exists() and any(output.iterdir()) and not (output / "objects.inv").is_file():
        print(f"{output} holds something else than a site: give a folder that is empty or not there", file=sys.stderr)
        return 1
    shutil.rmtree(output, ignore_errors=True)
    spec = Spec.load(ROOT / SPEC)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        pages.write(source)
        reference.write(source / "reference")
        (source / "reference" / "events.md").write_text(events.text(spec), encoding="utf-8")
        configuration = {**CONFIGURATION, "release": package_version()}
        site = Sphinx(
            source, None, output, Path(folder, "trees"), "html", configuration, status=None, warningiserror=True
        )
        site.connect("autodoc-process-docstring", docstrings.convert)
        site.build()
        accessible.mend(output)
    (output / "heymarket-api.html").write_text(docs_api.page(spec), encoding="utf-8")
    print(output / "index.html")
    return site.statuscode


if __name__ == "__main__":
    sys.exit(main())
