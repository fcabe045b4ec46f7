"""What is accepted as a credential, and what becomes of the object that holds it."""

from __future__ import annotations

import ast
import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

import heymarket_auth
from heymarket_auth import ApiSecret, CredentialsError, TeamApiKey

PACKAGE = Path(heymarket_auth.__file__).parent
UNUSABLE = [
    "",
    " ",
    "pasted\n",
    "\tpasted",
    "two words",
    "no\u00a0break",
    "line\u2028separator",
    "paragraph\u2029separator",
    "nul\x00",
    "delete\x7f",
    "c1\x85",
    "zero\u200bwidth",
    "\ufeffmark",
    "lone\ud800",
    b"bytes",
    None,
    7,
]


@pytest.mark.parametrize("value", UNUSABLE, ids=ascii)
@pytest.mark.parametrize("name", ["secret_id", "secret_key"])
def test_an_unusable_secret_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(CredentialsError, match=f"^{name} ") as caught:
        ApiSecret(**({"secret_id": "id", "secret_key": "key"} | {name: value}))
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("value", [*UNUSABLE, "ключ"], ids=ascii)
def test_an_unusable_team_key_is_refused(value: Any) -> None:
    with pytest.raises(CredentialsError, match="team API key"):
        TeamApiKey(value)


@pytest.mark.parametrize("auth", [ApiSecret("id", "key"), TeamApiKey("key"), ApiSecret.from_provider(lambda: ("", ""))])
def test_copies_are_the_object_and_pickling_is_refused(auth: httpx.Auth) -> None:
    assert copy.copy(auth) is auth
    assert copy.deepcopy({"auth": auth})["auth"] is auth
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match=f"{type(auth).__name__} cannot be pickled"):
            pickle.dumps(auth, protocol)


def test_the_repr_names_the_class_only() -> None:
    assert repr(ApiSecret("an-id", "a-key")) == "ApiSecret(***)"
    assert repr(TeamApiKey("a-key")) == "TeamApiKey(***)"


def test_the_team_key_is_sent_as_it_is() -> None:
    request = httpx.Request("GET", "https://api.heymarket.com/", headers={"Authorization": "Basic old"})
    next(TeamApiKey("hm_!~key").auth_flow(request))
    assert request.headers.get_list("Authorization") == ["Bearer hm_!~key"]


def imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_depends_on_httpx_and_pyjwt_only() -> None:
    imported = {name for path in PACKAGE.glob("*.py") for name in imports(path)}
    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == {
        "heymarket",
        "heymarket_auth",
        "heymarket_runtime",
        "jwt",
    }
    assert {name for name in imported if name.startswith("heymarket_runtime")} == {
        "heymarket_runtime",
        "heymarket_runtime.forks",
        "heymarket_runtime.http",
        "heymarket_runtime.redaction",
        "heymarket_runtime.trials",
    }


@pytest.mark.parametrize("name", ["heymarket", "msgspec", "heymarket_runtime.options"])
def test_the_client_is_not_imported_until_connect(name: str) -> None:
    program = f"import sys, heymarket_auth; sys.exit({name!r} in sys.modules)"
    path = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); "
    subprocess.run([sys.executable, "-c", path + program], check=True)


def test_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
