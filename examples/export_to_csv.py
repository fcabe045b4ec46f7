"""Write all open conversations to a CSV file, however many there are.

    python examples/export_to_csv.py open.csv

Pages are fetched as the file is written, so memory stays flat. If the listing breaks off, the error says where to go
on: give that as a second argument, and the rest is added to the same file. Its first rows may repeat a few of the
last ones.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from heymarket import HeymarketError
from heymarket_auth import connect

COLUMNS = ("id", "name", "target", "inbox", "assigned", "updated")


def main() -> None:
    path, *cursor = sys.argv[1:]
    with Path(path).open("a" if cursor else "w", newline="", encoding="utf-8") as file, connect() as heymarket:
        writer = csv.writer(file)
        if not cursor:
            writer.writerow(COLUMNS)
        conversations = heymarket.conversations.list(filters={"closed": False}, date=cursor[0] if cursor else None)
        count = 0
        try:
            for count, each in enumerate(conversations, start=1):  # noqa: B007 (said after the loop)
                row = each.to_dict()
                writer.writerow([row.get(name) for name in COLUMNS])
        except HeymarketError as error:
            sys.exit(f"{error}\nto go on: python examples/export_to_csv.py {path} {error.cursor}")
    print(f"{count} conversations in {path}")


if __name__ == "__main__":
    main()
