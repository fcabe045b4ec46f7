import json

from jwt import PyJWS
from jwt.algorithms import HMACAlgorithm


class _Hs256(HMACAlgorithm):
    """HS256 for a signer whose key the vendor has chosen.

    PyJWT warns of keys under 32 bytes and raises for keys that look like PEM, SSH or JWK. That
    protects a verifier; here it could only fail, with the key in the frames of the traceback.
    """

    def prepare_key(self, key: str | bytes) -> bytes:
        return key.encode() if isinstance(key, str) else key

    def check_key_length(self, key: bytes) -> None:
        pass


# Our own registry: `jwt.register_algorithm` would change it for the whole process.
_JWS = PyJWS(algorithms=[])
_JWS.register_algorithm("HS256", _Hs256(HMACAlgorithm.SHA256))


def sign(secret_id: str, secret_key: str, iat: int) -> str:
    """Return the JWT that Heymarket accepts until 5 minutes after `iat` (Unix seconds)."""
    claims = json.dumps({"iss": secret_id, "iat": iat}, separators=(",", ":"))
    # PyJWT sorts the header's names: `alg`, `typ`.
    return _JWS.encode(claims.encode(), f"{secret_id}||{secret_key}", "HS256")
