"""Look at every page of the site in Chromium: wide and narrow, light and dark.

python -m lab.browser              the site in dist/docs, which `nox -s docs` writes
python -m lab.browser --shots 0    without screenshots

Counts what the console says, pages that scroll sideways, links of the start page that the keyboard does not reach, and
what axe-core finds serious or critical. Ends with a table and one line of JSON; says "not here" where Chromium is
missing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from playwright.sync_api import sync_playwright

from scripts.repository import ROOT, parser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
AXE = "axe-core@4.14.1"
WIDTHS = {1280: 900, 390: 844}
SCHEMES = ("light", "dark")
BAD = {"serious", "critical"}
SHOWN = ("index.html", "docs/tasks.html", "reference/resources/messages.html", "docs/webhooks.html", "docs/cli.html")
# The renderer of this page is another project's; its colours and roles are not ours to mend.
FOREIGN = {"heymarket-api.html"}
VISIBLE_LINKS = """
[...document.links]
    .filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .map(each => each.href)
"""


@attrs.define
class Look:
    """What was seen of a page, over all widths and schemes."""

    page: str
    size: int
    console: list[str] = attrs.field(factory=list[str])
    sideways: list[str] = attrs.field(factory=list[str])
    findings: Counter[str] = attrs.field(factory=Counter[str])
    unreached: list[str] = attrs.field(factory=list[str])

    @property
    def is_good(self) -> bool:
        return not (self.console or self.sideways or self.findings or self.unreached)


def main() -> int:
    command = parser(__doc__)
    command.add_argument("--site", type=Path, default=ROOT / "dist" / "docs", help="the folder (%(default)s)")
    command.add_argument("--shots", type=int, default=len(SHOWN), metavar="N", help="screenshots to keep (%(default)s)")
    arguments = command.parse_args()
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None or shutil.which("npm") is None:
        print(f"not here: {'npm' if found else 'Chromium (Debian has it as chromium)'}")
        print(json.dumps({"here": False}))
        return 0
    site = arguments.site.resolve()
    shots = site.parent / "screenshots"
    shots.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        looks = looked_at(browser, site, axe(), shots, SHOWN[: arguments.shots])
    return report(looks)


def axe() -> str:
    """Return axe-core, as npm has it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", folder, AXE], check=True)
        return Path(folder, "node_modules", "axe-core", "axe.min.js").read_text(encoding="utf-8")


def looked_at(browser: Browser, site: Path, rules: str, shots: Path, shown: tuple[str, ...]) -> list[Look]:
    paths = sorted(site.rglob("*.html"))
    looks = {path: Look(path.relative_to(site).as_posix(), path.stat().st_size) for path in paths}
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            size: Any = {"width": width, "height": height}
            context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            for path, look in looks.items():
                _look(page, path, look, f"{width} {scheme}", rules)
                if look.page in shown:
                    page.screenshot(path=shots / f"{path.stem}-{width}-{scheme}.png")
            if width == max(WIDTHS):
                looks[site / "index.html"].unreached += unreached(page, site / "index.html")
            context.close()
    return list(looks.values())


def _look(page: Page, path: Path, look: Look, how: str, rules: str) -> None:
    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            look.console.append(f"{how}: {message.text}")

    def failed(error: Error) -> None:
        look.console.append(f"{how}: {error}")

    page.on("console", said)
    page.on("pageerror", failed)
    page.goto(path.as_uri(), wait_until="load")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        look.sideways.append(how)
    if look.page not in FOREIGN:
        page.evaluate(rules)
        for each in page.evaluate("axe.run({preload: false}).then(found => found.violations)"):
            if each["impact"] in BAD:
                look.findings[f"{each['id']}: {each['nodes'][0]['html'][:90]}"] += len(each["nodes"])
    page.remove_listener("console", said)
    page.remove_listener("pageerror", failed)


def unreached(page: Page, path: Path) -> list[str]:
    """Return the visible links that the Tab key does not lead to."""
    page.goto(path.as_uri(), wait_until="load")
    links: list[str] = page.evaluate(VISIBLE_LINKS)
    reached: set[str] = set()
    for _ in range(3 * len(links)):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.href || ''"))
    return sorted(set(links) - reached)


def report(looks: list[Look]) -> int:
    print(f"{'page':<44} {'kB':>6} {'console':>8} {'sideways':>8} {'axe':>4}")
    for look in looks:
        counts = len(look.console), len(look.sideways), look.findings.total()
        print(f"{look.page:<44} {look.size / 1000:>6.0f} {counts[0]:>8} {counts[1]:>8} {counts[2]:>4}")
    for look in looks:
        for what in (*look.console, *(f"scrolls sideways: {each}" for each in look.sideways), *look.findings):
            print(f"{look.page}: {what}")
        for link in look.unreached:
            print(f"{look.page}: no key leads to {link}")
    figures = {
        "here": True,
        "pages": len(looks),
        "console": sum(len(look.console) for look in looks),
        "sideways": sum(len(look.sideways) for look in looks),
        "axe": sum(look.findings.total() for look in looks),
        "unreached": sum(len(look.unreached) for look in looks),
    }
    print(json.dumps(figures))
    return 0 if all(look.is_good for look in looks) else 1


if __name__ == "__main__":
    sys.exit(main())
