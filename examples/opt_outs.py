"""Opt customers out of messages, from a file with a phone number in each line, and say what became of each.

    python examples/opt_outs.py numbers.txt

To set a status again changes nothing, so the file can be given again after an error. Numbers that nobody has are
listed, not created. Prints `number,state` for each.
"""

from __future__ import annotations

import sys
from pathlib import Path

from heymarket import ApiError, Heymarket, InvalidRequestError, NotFoundError
from heymarket_auth import connect


def opt_out(heymarket: Heymarket, phone: str) -> str:
    """Opt a customer out, and return what the API says of them afterwards."""
    try:
        heymarket.contacts.set_status(status="unsubscribed", phone=phone)
        return "opted out" if heymarket.contacts.status(phone=phone).unsubscribed else "still opted in"
    except NotFoundError:
        return "unknown"
    except InvalidRequestError as error:
        return f"not sent: {error}"
    except ApiError as error:
        return f"refused: {error.status_code}, request {error.request_id}"


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    with connect() as heymarket:
        for phone in filter(None, map(str.strip, lines)):
            print(f"{phone},{opt_out(heymarket, phone)}")


if __name__ == "__main__":
    main()
