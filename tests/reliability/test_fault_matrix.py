"""No cell of the fault matrix loses, duplicates or hides anything."""

from __future__ import annotations

import pytest

from .matrix import CELLS, DRIFT, FULL, KINDS, POSITIONS, Cell, run


def test_the_matrix_is_wide_enough() -> None:
    assert len({kind.fault.kind for kind in KINDS}) >= 20
    assert len(CELLS) == len(KINDS) * len(POSITIONS) * 4


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_cell(cell: Cell) -> None:
    listing, resumed, expected = run(cell)
    assert len(listing.ids) == len(set(listing.ids)), "delivered twice"
    assert listing.ids == expected[: len(listing.ids)], "skipped or out of order"
    wanted = cell.kind.stays if cell.stays else cell.kind.once
    if listing.error is None:
        assert listing.ids == expected, "ended early and said nothing"
        assert wanted in {FULL, DRIFT} or cell.position in {"first", "end"}, f"expected {wanted}"
        assert bool(listing.drifts) == (wanted == DRIFT and bool(listing.drifts))
        return
    assert not isinstance(wanted, str), listing.error
    assert isinstance(listing.error, wanted)
    assert resumed is not None
    assert resumed.error is None
    assert set(listing.ids) | set(resumed.ids) == set(expected), "resuming lost something"
