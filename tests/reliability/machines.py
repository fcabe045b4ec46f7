"""How long the state machines run: CI a few examples with a fixed seed, `nox -s reliability` many at random."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

LONG = os.environ.get("RELIABILITY_EXAMPLES")
SETTINGS = settings(
    # Shrinking a failure takes longer than finding it; the steps as found say enough.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=int(LONG or 12),
    stateful_step_count=50 if LONG else 25,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
