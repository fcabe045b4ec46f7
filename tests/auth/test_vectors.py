"""Is every token what the vendor describes, byte for byte?"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import unicodedata
import warnings
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema_rs
import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import HMACAlgorithm

from heymarket_auth import ApiSecret
from heymarket_auth._jwt import sign

if TYPE_CHECKING:
    from collections.abc import Callable

OPENAPI = Path(__file__).parents[2] / "openapi"
DOCUMENT = json.loads((OPENAPI / "jwt-vectors.json").read_text("utf-8"))
SCHEMA = jsonschema_rs.Draft202012Validator(json.loads((OPENAPI / "jwt-vectors.schema.json").read_text("utf-8")))
VECTORS = DOCUMENT["vectors"]
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
    texts = [vector[name] for vector in VECTORS for name in ("secret_id", "secret_key")]
    lengths = [len(bytes.fromhex(vector["signing_key_utf8_hex"])) for vector in VECTORS]
    assert any(ord(character) > 0xFFFF for character in "".join(texts))
    assert any(unicodedata.combining(character) for character in "".join(texts))
    for form in ("NFC", "NFD"):
        assert any(unicodedata.normalize(form, text) != text for text in texts)
    assert min(lengths) < 31
    assert {31, 32, 63, 64, 65} <= set(lengths)
    assert any(200 < length < 1000 for length in lengths)
    edges = (2**31, 2**32)
    assert {0, *(edge - 1 for edge in edges), *edges, 2**53 - 1} <= {vector["iat"] for vector in VECTORS}
    assert set("\"'\\/|<>&") <= set("".join(texts))
    assert any({"-", "_"} <= set(vector["token"]) for vector in VECTORS)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_any_language_can_hold_a_vector(vector: dict) -> None:
    for name in ("secret_id", "secret_key"):
        assert vector[name].encode("utf-8").decode("utf-8") == vector[name]
    ApiSecret(vector["secret_id"], vector["secret_key"])


def test_the_file_is_what_its_schema_says() -> None:
    assert [error.message for error in SCHEMA.iter_errors(DOCUMENT)] == []
    assert (OPENAPI / DOCUMENT["$schema"]).samefile(OPENAPI / "jwt-vectors.schema.json")


def put(name: str, value: object) -> Callable[[Any], object]:
    return lambda vectors: vectors[0].__setitem__(name, value)


BROKEN = {
    "no vector": lambda vectors: vectors.clear(),
    "the same vector twice": lambda vectors: vectors.append(vectors[0]),
    "a vector that is text": lambda vectors: vectors.append("token"),
    "an unknown name": put("tokn", "x"),
    **{f"no {name}": lambda vectors, name=name: vectors[0].pop(name) for name in VECTORS[0]},
    **{f"{name} is null": put(name, None) for name in VECTORS[0]},
    "an empty name": put("name", ""),
    "an empty id": put("secret_id", ""),
    "an empty key": put("secret_key", ""),
    "a space in the key": put("secret_key", "a b"),
    "a line break after the id": put("secret_id", "a\n"),
    "a time as text": put("iat", "1764000000"),
    "a time in fractions": put("iat", 1764000000.5),
    "a time before 1970": put("iat", -1),
    "a time that JavaScript rounds": put("iat", 2**53),
    "hex in upper case": put("signing_key_utf8_hex", "617C7C62"),
    "half a byte": put("signing_key_utf8_hex", "617c7c6"),
    "a key without bars": put("signing_key_utf8_hex", "6162"),
    "another algorithm": put("header", '{"alg":"HS512","typ":"JWT"}'),
    "the header in another order": put("header", '{"typ":"JWT","alg":"HS256"}'),
    "the claims in another order": put("payload", '{"iat":0,"iss":"a"}'),
    "spaces in the claims": put("payload", '{"iss": "a", "iat": 0}'),
    "a claim more": put("payload", '{"iss":"a","iat":0,"exp":300}'),
    "claims that are not ASCII": put("payload", '{"iss":"\u00e9","iat":0}'),
    "a token without a signature": put("token", VECTORS[0]["token"].rpartition(".")[0] + "."),
    "a token in base64": put("token", VECTORS[0]["token"][:-1] + "="),
    "a token with another header": put("token", "e30." + VECTORS[0]["token"].partition(".")[2]),
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(spoil: Callable[[Any], object]) -> None:
    broken = deepcopy(DOCUMENT)
    spoil(broken["vectors"])
    assert not SCHEMA.is_valid(broken)


@pytest.mark.parametrize("name", ["secret_id", "secret_key", "iat", "signing_key_utf8_hex", "payload", "token"])
def test_a_vector_with_a_value_of_another_is_refused(name: str) -> None:
    other = next(vector for vector in VECTORS if all(vector[key] != VECTORS[0][key] for key in (name, "token")))
    with pytest.raises(AssertionError):
        test_a_vector_is_what_hmac_gives({**VECTORS[0], name: other[name]})


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
