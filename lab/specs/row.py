"""What became of one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from pathlib import Path


@attrs.define
class Row:
    path: Path
    ours: dict[str, Any]
    """What `trial` says."""
    stock: dict[str, Any]
    """What `stock` says."""
    mypy: list[str] = attrs.field(factory=list)
    pyright: list[str] = attrs.field(factory=list)
    stock_mypy: list[str] = attrs.field(factory=list)
    stock_pyright: list[str] = attrs.field(factory=list)

    @property
    def operations(self) -> int:
        return int(self.ours.get("operations", 0))

    @property
    def generated(self) -> int:
        return int(self.ours.get("generated", 0))

    @property
    def called(self) -> int:
        return int(self.ours.get("called", 0))

    @property
    def is_refused(self) -> bool:
        """Whether there is no package, with reasons."""
        return bool(self.ours.get("refused")) and not self.ours.get("imports") and not self.ours.get("crashed")

    @property
    def is_whole(self) -> bool:
        return bool(self.ours.get("imports")) and not self.ours.get("refused") and self.generated == self.operations

    @property
    def is_clean(self) -> bool:
        """Whether what was generated keeps all promises, or nothing was, for reasons that are listed."""
        return self.is_refused or not self.faults()

    @property
    def is_stock_clean(self) -> bool:
        """Whether the stock generator made all operations, of which both checkers and the import find nothing wrong."""
        made = self.stock.get("imports") and self.stock.get("generated", 0) >= self.operations
        return bool(made) and not self.stock_mypy and not self.stock_pyright and not self.stock.get("errors")

    def faults(self) -> list[str]:
        """Return what is wrong with what was generated."""
        found = [f"crashed: {self.ours['crashed']}"] if self.ours.get("crashed") else []
        found += [f"mypy: {each}" for each in self.mypy] + [f"pyright: {each}" for each in self.pyright]
        if not self.is_refused and not self.ours.get("imports") and not found:
            found.append("the package cannot be imported")
        if self.ours.get("imports") and not self.ours.get("constructs"):
            found.append(f"no client was made: {self.ours.get('unreadable') or 'its document cannot be read here'}")
        if not self.ours.get("refused"):
            found += [f"{each}: it is not generated" for each in self.ours.get("missing", [])]
        for label, lines in self.ours.get("faults", {}).items():
            found += [f"{label}: {line}" for line in lines]
        return found

    def figures(self) -> dict[str, Any]:
        """Return what a script may want to know."""
        return {
            "document": self.path.name,
            "operations": self.operations,
            "generated": self.generated,
            "refused": bool(self.ours.get("refused")),
            "mypy": len(self.mypy),
            "pyright": len(self.pyright),
            "imports": bool(self.ours.get("imports")),
            "constructs": bool(self.ours.get("constructs")),
            "called": self.called,
            "untried": len(self.ours.get("untried", {})),
            "clean": self.is_clean,
            "stock": {
                "generated": self.stock.get("generated", 0),
                "imports": bool(self.stock.get("imports")),
                "mypy": len(self.stock_mypy),
                "pyright": len(self.stock_pyright),
                "clean": self.is_stock_clean,
            },
        }
