"""A pytest plugin, loaded before all others, that puts httpx2 in httpx's place."""

import httpx2

httpx2.alias_httpx()
