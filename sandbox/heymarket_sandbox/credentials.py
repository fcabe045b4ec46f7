"""Who may call: a JWT signed with the API secret, or the team's older key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any, cast

from heymarket_sandbox.errors import ErrorResponse

if TYPE_CHECKING:
    from heymarket_sandbox.settings import Settings

_LARGEST = 2**53  # beyond it a number of seconds is neither a time nor always a float


class Credentials:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._signing_key = f"{settings.secret_id}||{settings.secret_key}".encode()

    def check(self, authorization: str | None, now: float) -> None:
        """Refuses with 401 and a message that says what is wrong; never quotes what was sent."""
        if not authorization:
            raise ErrorResponse(401, "the Authorization header is missing")
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise ErrorResponse(401, "the Authorization header must be `Bearer <token>`")
        token = token.strip()
        if hmac.compare_digest(token.encode(), self._settings.team_api_key.encode()):
            return
        self._check_jwt(token, now)

    def _check_jwt(self, token: str, now: float) -> None:
        parts = token.split(".")
        if len(parts) != 3:  # noqa: PLR2004 - header, claims, signature
            raise ErrorResponse(401, "the token is neither the team key nor a JWT of three parts")
        header, claims = _json_object("header", parts[0]), _json_object("claims", parts[1])
        if header.get("alg") != "HS256":
            raise ErrorResponse(401, "token header: alg must be HS256")
        if header.get("typ") != "JWT":
            raise ErrorResponse(401, "token header: typ must be JWT")
        if "crit" in header:
            raise ErrorResponse(401, "token header: crit names extensions that are not understood")
        if claims.get("iss") != self._settings.secret_id:
            raise ErrorResponse(401, "token claims: iss is not a known API secret id")
        expected = hmac.new(self._signing_key, f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(_decode("signature", parts[2]), expected):
            raise ErrorResponse(401, "token signature does not match; the signing key is `<secret id>||<secret key>`")
        self._check_times(claims, now)

    def _check_times(self, claims: dict[str, Any], now: float) -> None:
        issued = claims.get("iat")
        if not isinstance(issued, int) or isinstance(issued, bool):
            raise ErrorResponse(401, "token claims: iat must be a whole number of seconds")
        if abs(issued) > _LARGEST:
            raise ErrorResponse(401, "token claims: iat is no date; compare the Date header")
        if issued - now > self._settings.leeway:
            raise ErrorResponse(401, f"token issued {issued - now:.0f} seconds in the future; compare the Date header")
        if now - issued >= self._settings.token_lifetime:
            raise ErrorResponse(401, f"token expired: issued {now - issued:.0f} seconds ago; compare the Date header")
        expires = claims.get("exp")
        if expires is not None and (not isinstance(expires, (int, float)) or now >= expires):
            raise ErrorResponse(401, "token expired: exp has passed")


def _decode(part: str, text: str) -> bytes:
    try:
        decoded = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != text.encode():
        raise ErrorResponse(401, f"token {part} is not unpadded base64url")
    return decoded


def _json_object(part: str, text: str) -> dict[str, Any]:
    try:
        value = json.loads(_decode(part, text).decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ErrorResponse(401, f"token {part} is not a JSON object")
    return cast("dict[str, Any]", value)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
