"""Show, for each member, how many conversations they have and how many of those are closed: a pandas table.

    pip install heymarket pandas
    python examples/who_answers.py

A model is a row: `to_dict()` gives its fields as JSON has them, without absent ones, and pandas fills the gaps.
"""

from __future__ import annotations

import pandas as pd

from heymarket_auth import connect


def main() -> None:
    with connect() as heymarket:
        names = {member.id: member.name for member in heymarket.team.get().members or []}
        rows = [each.to_dict() for each in heymarket.conversations.list()]
    conversations = pd.DataFrame(rows, columns=["id", "assigned", "status"])
    conversations["closed"] = conversations["status"] == "closed"
    conversations["member"] = conversations["assigned"].map(names).fillna("nobody")
    table = conversations.groupby("member").agg(conversations=("id", "count"), closed=("closed", "sum"))
    print(table.sort_values("conversations", ascending=False).to_string())


if __name__ == "__main__":
    main()
