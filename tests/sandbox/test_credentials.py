from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from heymarket_sandbox import Sandbox

PATH = "/v1/conversations"
HEADER = {"alg": "HS256", "typ": "JWT"}


def encode(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forge(
    sandbox: Sandbox, *, header: Any = HEADER, key: str | None = None, digest: Any = hashlib.sha256, **claims: Any
) -> str:
    """A token like the right one but for what is given; a claim of None is left out."""
    told = {"iss": sandbox.secret_id, "iat": int(time.time()), **claims}
    text = f"{encode(header)}.{encode({name: value for name, value in told.items() if value is not None})}"
    secret = key if key is not None else f"{sandbox.secret_id}||{sandbox.secret_key}"
    return f"{text}.{encode(hmac.new(secret.encode(), text.encode(), digest).digest())}"


def ask(sandbox: Sandbox, authorization: str | None) -> httpx.Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    return httpx.post(sandbox.url + PATH, json={}, headers=headers, trust_env=False, verify=False)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"iat": -295},
        {"iat": 55},
        {"exp": 300},
        {"aud": "anyone"},
        {"header": {"typ": "JWT", "alg": "HS256", "kid": "1"}},
    ],
)
def test_tokens_that_are_let_in(sandbox: Sandbox, changes: dict[str, Any]) -> None:
    changes = {name: value + int(time.time()) if name in {"iat", "exp"} else value for name, value in changes.items()}
    assert ask(sandbox, f"Bearer {forge(sandbox, **changes)}").status_code == 200


def test_the_team_key_is_let_in(sandbox: Sandbox) -> None:
    assert ask(sandbox, f"Bearer {sandbox.team_api_key}").status_code == 200
    assert ask(sandbox, f"bearer  {sandbox.team_api_key}").status_code == 200


REFUSED = {
    "alg none, unsigned": (lambda s: forge(s, header={"alg": "none", "typ": "JWT"}).rpartition(".")[0] + ".", "alg"),
    "alg none, signed": (lambda s: forge(s, header={"alg": "none", "typ": "JWT"}), "alg must be HS256"),
    "alg None": (lambda s: forge(s, header={"alg": None, "typ": "JWT"}), "alg must be HS256"),
    "alg hs256": (lambda s: forge(s, header={"alg": "hs256", "typ": "JWT"}), "alg must be HS256"),
    "HS512": (lambda s: forge(s, header={"alg": "HS512", "typ": "JWT"}, digest=hashlib.sha512), "alg must be HS256"),
    "HS512 said to be HS256": (lambda s: forge(s, digest=hashlib.sha512), "signature does not match"),
    "no typ": (lambda s: forge(s, header={"alg": "HS256"}), "typ must be JWT"),
    "crit": (lambda s: forge(s, header={**HEADER, "crit": ["x"]}), "crit"),
    "unsigned": (lambda s: forge(s).rpartition(".")[0] + ".", "signature does not match"),
    "no signature part": (lambda s: forge(s).rpartition(".")[0], "three parts"),
    "four parts": (lambda s: forge(s) + ".x", "three parts"),
    "key without the id": (lambda s: forge(s, key=s.secret_key), "signature does not match"),
    "one bar": (lambda s: forge(s, key=f"{s.secret_id}|{s.secret_key}"), "signature does not match"),
    "other key": (lambda s: forge(s, key="x" * 40), "signature does not match"),
    "claims changed": (lambda s: ".".join([encode(HEADER), encode({"iss": s.secret_id, "iat": int(time.time()) + 1}),
                                           forge(s).rpartition(".")[2]]), "signature does not match"),
    "padded": (lambda s: forge(s) + "=", "unpadded"),
    "signature with other spare bits": (lambda s: forge(s)[:-1] + chr(ord(forge(s)[-1]) + 1), "token signature"),
    "header not base64": (lambda s: "!!." + forge(s).partition(".")[2], "token header"),
    "header not JSON": (lambda s: encode(b"{") + "." + forge(s).partition(".")[2], "header is not a JSON object"),
    "header an array": (lambda s: forge(s, header=[]), "header is not a JSON object"),
    "wrong iss": (lambda s: forge(s, iss="someone"), "iss"),
    "no iss": (lambda s: forge(s, iss=None), "iss"),
    "no iat": (lambda s: forge(s, iat=None), "iat must be a whole number"),
    "iat a bool": (lambda s: forge(s, iat=True), "iat must be a whole number"),
    "iat a float": (lambda s: forge(s, iat=time.time()), "iat must be a whole number"),
    "iat a string": (lambda s: forge(s, iat=str(int(time.time()))), "iat must be a whole number"),
    "iat in milliseconds": (lambda s: forge(s, iat=int(time.time() * 1000)), "in the future"),
    "iat beyond a float": (lambda s: forge(s, iat=10**400), "iat is no date"),
    "iat beyond a float, before": (lambda s: forge(s, iat=-(10**400)), "iat is no date"),
    "exp not a number": (lambda s: forge(s, exp=float("nan")), "claims is not a JSON object"),
    "exp without end": (lambda s: forge(s, exp=float("inf")), "claims is not a JSON object"),
    "expired": (lambda s: forge(s, iat=int(time.time()) - 300), "expired: issued 30"),
    "issued later": (lambda s: forge(s, iat=int(time.time()) + 63), "in the future"),
    "exp passed": (lambda s: forge(s, exp=int(time.time()) - 1), "exp has passed"),
    "exp a string": (lambda s: forge(s, exp="soon"), "exp has passed"),
    "the secret key itself": (lambda s: s.secret_key, "three parts"),
    "a longer team key": (lambda s: s.team_api_key + "x", "three parts"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_tokens_that_are_refused(sandbox: Sandbox, case: str) -> None:
    make, reason = REFUSED[case]
    sent = make(sandbox)
    response = ask(sandbox, f"Bearer {sent}")

    assert response.status_code == 401
    assert response.json()["error"] == "Unauthorized"
    assert reason in response.json()["message"]
    assert sent not in response.text
    assert sandbox.secret_key not in response.text


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "the Authorization header is missing"),
        ("", "the Authorization header is missing"),
        ("Bearer", "must be `Bearer <token>`"),
        ("Basic aG06", "must be `Bearer <token>`"),
        ("hm_sandbox_team_key_known_to_everyone", "must be `Bearer <token>`"),
    ],
)
def test_headers_that_are_no_bearer_token(sandbox: Sandbox, header: str | None, reason: str) -> None:
    response = ask(sandbox, header)
    assert response.status_code == 401
    assert reason in response.json()["message"]


@pytest.mark.parametrize("skew", [600, -600])
def test_a_skewed_clock_refuses_tokens_and_says_so_in_date(sandbox: Sandbox, skew: int) -> None:
    sandbox.clock.skew = skew
    refused = ask(sandbox, f"Bearer {forge(sandbox)}")
    assert refused.status_code == 401

    shown = time.mktime(time.strptime(refused.headers["Date"], "%a, %d %b %Y %H:%M:%S GMT")) - time.timezone
    corrected = forge(sandbox, iat=int(shown))
    assert ask(sandbox, f"Bearer {corrected}").status_code == 200
