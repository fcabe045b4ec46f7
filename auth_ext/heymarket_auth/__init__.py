"""Credentials for the Heymarket API: from an API Secret to a signed request.

`connect()` and `connect_async()` read the environment and return a ready client. `ApiSecret` and
`TeamApiKey` are `httpx.Auth` objects, for `Heymarket(auth=...)` or for any httpx client.
"""

from heymarket_auth._auth import ApiSecret, TeamApiKey
from heymarket_auth._credentials import CredentialsError
from heymarket_auth._environment import connect, connect_async

__all__ = ["ApiSecret", "CredentialsError", "TeamApiKey", "connect", "connect_async"]
