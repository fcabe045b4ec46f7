"""What holds for every test."""

from __future__ import annotations

import hypothesis

# Benchmarks measure speed; tests never assert on time, and an example may meet a busy machine.
hypothesis.settings.register_profile("untimed", hypothesis.settings(deadline=None))
hypothesis.settings.load_profile("untimed")
