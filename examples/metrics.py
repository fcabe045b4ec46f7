"""Count what the client does: attempts by status, retries, and the time that it waited.

    python examples/metrics.py

The client logs each attempt and each pause as one record, whose fields are what a metric needs. This handler adds
them up; in a service, let it call the counters of your metrics library instead. `docs/observability.md` does it with
OpenTelemetry.
"""

from __future__ import annotations

import logging
from collections import Counter

from heymarket_auth import connect


class Metrics(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.attempts: Counter[tuple[str, str]] = Counter()
        """How many there were, by operation and by what came of them."""
        self.retries = 0
        self.waited = 0.0
        """Seconds in pauses."""

    def emit(self, record: logging.LogRecord) -> None:
        values = vars(record)
        if "heymarket_reason" in values:
            self.waited += values["heymarket_seconds"]
        elif "heymarket_attempt" in values:
            outcome = values.get("heymarket_status_code") or values.get("heymarket_failure")
            self.attempts[values["heymarket_operation"], str(outcome)] += 1
            self.retries += values["heymarket_attempt"] > 1


def main() -> None:
    metrics = Metrics()
    logger = logging.getLogger("heymarket")
    logger.setLevel(logging.INFO)
    logger.addHandler(metrics)
    with connect() as heymarket:
        for conversation in heymarket.conversations.list(limit=50):
            assert conversation.id
        heymarket.inboxes.list()
    for (operation, outcome), count in sorted(metrics.attempts.items()):
        print(f"{operation:24} {outcome:8} {count}")
    print(f"{metrics.retries} retries, waited {metrics.waited:.1f} s")


if __name__ == "__main__":
    main()
