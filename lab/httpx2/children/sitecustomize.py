"""Found on PYTHONPATH by every Python that a test starts: there too httpx2 has httpx's place."""

import httpx2

httpx2.alias_httpx()
