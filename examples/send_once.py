"""Send a message from a job that may be started again, and never twice.

    python examples/send_once.py order-1042 14155550123 "Order 1042 is on its way."

The key of the order is the `local_id`: the API sends nothing again for one that it knows. So whatever happens, start
the same command again. The exit code says whether that helps: 75 is for "try again later", 1 for "it will not help".
"""

from __future__ import annotations

import sys

import heymarket
from heymarket_auth import CredentialsError, connect

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h


def main() -> int:
    key, phone, text = sys.argv[1:]
    try:
        with connect(deadline=60) as client:
            inbox = client.inboxes.list()[0]
            sender = (inbox.members or [])[0]
            sent = client.messages.send(
                inbox_id=inbox.id, creator_id=sender, phone_number=phone, text=text, local_id=key
            )
    except (heymarket.ConnectionFailedError, heymarket.RateLimitError, heymarket.ServerError) as error:
        print(f"later, with the same key: {error}", file=sys.stderr)
        return TRY_AGAIN
    except (heymarket.HeymarketError, CredentialsError) as error:
        print(f"never: {error}", file=sys.stderr)
        return 1
    print(f"sent as message {sent.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
