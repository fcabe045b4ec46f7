"""Is every token what the vendor describes, byte for byte?"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import unicodedata
import warnings
from pathlib import Path

import httpx
import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import HMACAlgorithm

from heymarket_auth import ApiSecret
from heymarket_auth._jwt import sign

VECTORS = json.loads((Path(__file__).parents[2] / "openapi" / "jwt-vectors.json").read_text("utf-8"))["vectors"]
SEEN = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"))
# With quotes and bars more often than chance would bring them.
CREDENTIAL = st.text(SEEN | st.sampled_from('|"\\/{}0-_'), min_size=1, max_size=200)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_vector_is_what_hmac_gives(vector: dict) -> None:
    key = (vector["secret_id"] + "||" + vector["secret_key"]).encode()
    signing_input = b64(vector["header"].encode()) + "." + b64(vector["payload"].encode())
    assert vector["signing_key_utf8_hex"] == key.hex()
    assert vector["header"] == '{"alg":"HS256","typ":"JWT"}'
    assert vector["payload"].isascii()
    assert list(json.loads(vector["payload"]).items()) == [("iss", vector["secret_id"]), ("iat", vector["iat"])]
    assert vector["token"] == signing_input + "." + b64(hmac.digest(key, signing_input.encode(), hashlib.sha256))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_we_sign_as_the_vector_says(vector: dict) -> None:
    assert sign(vector["secret_id"], vector["secret_key"], vector["iat"]) == vector["token"]


def test_vectors_cover_what_differs_between_languages() -> None:
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)
    ids = "".join(vector["secret_id"] for vector in VECTORS)
    lengths = [len(bytes.fromhex(vector["signing_key_utf8_hex"])) for vector in VECTORS]
    assert any(ord(character) > 0xFFFF for character in ids)
    assert any(unicodedata.normalize("NFC", vector["secret_id"]) != vector["secret_id"] for vector in VECTORS)
    assert min(lengths) < 32
    assert {64, 65} <= set(lengths)
    assert {0, 2**31} <= {vector["iat"] for vector in VECTORS}
    assert any({"-", "_"} <= set(vector["token"]) for vector in VECTORS)


@given(secret_id=CREDENTIAL, secret_key=CREDENTIAL)
def test_any_credentials_give_a_token_that_verifies_by_hand(secret_id: str, secret_key: str) -> None:
    request = httpx.Request("GET", "https://api.heymarket.com/v1/team")
    next(ApiSecret(secret_id, secret_key).auth_flow(request))
    scheme, _, token = request.headers["Authorization"].partition(" ")
    header, payload, signature = token.split(".")
    mac = hmac.digest(f"{secret_id}||{secret_key}".encode(), f"{header}.{payload}".encode(), hashlib.sha256)
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert scheme == "Bearer"
    assert header == b64(b'{"alg":"HS256","typ":"JWT"}')
    assert list(claims) == ["iss", "iat"]
    assert claims["iss"] == secret_id
    assert type(claims["iat"]) is int
    assert signature == b64(mac)


@pytest.mark.parametrize(
    ("secret_id", "secret_key"),
    [
        ("a", "b"),  # under 32 bytes: PyJWT warns
        ('{"kty":"a', '","k":"b"}'),  # a JWK once joined: PyJWT raises
        ("-----BEGIN", "CERTIFICATE-----"),
        ("ssh-rsa", "AAAA"),
    ],
)
def test_pyjwt_neither_warns_nor_raises(secret_id: str, secret_key: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sign(secret_id, secret_key, 0)


def test_pyjwt_keeps_its_algorithm_for_others() -> None:
    sign("a", "b", 0)
    assert type(jwt.get_algorithm_by_name("HS256")) is HMACAlgorithm


@pytest.mark.skipif(not hasattr(jwt, "InsecureKeyLengthWarning"), reason="PyJWT before 2.11 does not warn")
def test_pyjwt_keeps_its_warning_for_others() -> None:
    sign("a", "b", 0)
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        jwt.encode({}, "short", "HS256")
