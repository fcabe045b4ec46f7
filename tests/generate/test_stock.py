"""Where the stock generator goes wrong without a word, ours refuses or does it right."""

from __future__ import annotations

import copy
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from openapi_python_client import Project, cli
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from ruamel.yaml import YAML
from typer.testing import CliRunner

from scripts.generate import package, upstream
from scripts.generate.spec import SpecError

if TYPE_CHECKING:
    from collections.abc import Callable

STOCK = Path(__file__).parent / "stock.yaml"
DATA: dict[str, Any] = YAML(typ="safe").load(STOCK.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate with the generator's own templates."""
    folder = tmp_path_factory.mktemp("stock")
    config = Config.from_sources(
        ConfigFile(package_name_override="stock_client", post_hooks=[]),
        MetaType.NONE,
        STOCK,
        "utf-8",
        overwrite=False,
        output_path=folder / "stock_client",
    )
    parsed = GeneratorData.from_dict(copy.deepcopy(DATA), config=config)
    assert isinstance(parsed, GeneratorData)
    Project(openapi=parsed, config=config).build()
    return folder


@pytest.fixture
def call(stock: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call an operation of the stock client; gives its result and the request."""
    monkeypatch.syspath_prepend(str(stock))

    def called(module: str, body: Any, *arguments: Any, **options: Any) -> tuple[Any, httpx.Request]:
        seen: list[httpx.Request] = []

        def serve(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return httpx.Response(200, json=body)

        client = importlib.import_module("stock_client").Client(base_url="https://api.example.com")
        client.set_httpx_client(httpx.Client(base_url=client._base_url, transport=httpx.MockTransport(serve)))
        result = importlib.import_module(f"stock_client.api.{module}").sync(*arguments, client=client, **options)
        return result, seen[0]

    return called


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Generate ours from one operation, into a package of its own."""

    def made(path: str) -> Any:
        spec = copy.deepcopy(DATA)
        spec["paths"] = {path: spec["paths"][path]}
        file = tmp_path / "spec.yaml"
        with file.open("w", encoding="utf-8") as opened:
            YAML(typ="safe").dump(spec, opened)
        name = f"ours_{path.split('/')[1]}"
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        package.generate(file, tmp_path / name)
        monkeypatch.syspath_prepend(str(tmp_path))
        return importlib.import_module(f"{name}.heymarket")

    return made


def client(package: Any, body: Any, seen: list[httpx.Request] | None = None) -> Any:
    def serve(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return httpx.Response(200, json=body)

    return package.Heymarket(auth=httpx.Auth(), transport=httpx.MockTransport(serve))


def sent(package: Any, call: Callable[[Any], object]) -> str:
    """Return the query of a call as it is on the wire."""
    seen: list[httpx.Request] = []
    call(client(package, "", seen))
    return seen[0].url.query.decode()


def test_discriminator(call: Any, ours: Any) -> None:
    pet, _ = call("pets.get_pet", {"kind": "dog", "name": "Rex"})
    assert type(pet).__name__ == "Cat"
    pet = client(ours("/discriminator"), {"kind": "dog", "name": "Rex"}).pets.get_pet()
    assert type(pet).__name__ == "Dog"


def test_explode_false(call: Any, ours: Any) -> None:
    _, request = call("pets.find_pets", "", ids=[1, 2])
    assert str(request.url).endswith("?ids=1&ids=2")  # the spec says ids=1,2
    assert sent(ours("/explode"), lambda made: made.pets.find_pets(ids=[1, 2])) == "ids=1,2"


def test_deep_object(call: Any, ours: Any, stock: Path) -> None:
    cat = importlib.import_module("stock_client.models").Cat(name="Tom")
    _, request = call("pets.filter_pets", "", filter_=cat)
    assert str(request.url).endswith("?name=Tom")  # the spec says filter[name]=Tom
    assert sent(ours("/deep"), lambda made: made.pets.filter_pets(filter_={"name": "Tom"})) == "filter%5Bname%5D=Tom"


def test_another_media_type_drops_the_endpoint_and_the_command_succeeds(ours: Any, tmp_path: Path) -> None:
    options = ["--path", str(STOCK), "--meta", "none", "--output-path", str(tmp_path / "stock")]
    done = CliRunner().invoke(cli.app, ["generate", *options])
    assert (done.exit_code, "WARNING parsing POST /csv" in done.output) == (0, True), done.output
    assert (tmp_path / "stock" / "api" / "pets" / "find_pets.py").exists()
    assert not (tmp_path / "stock" / "api" / "pets" / "upload_pets.py").exists()
    seen: list[httpx.Request] = []
    client(ours("/csv"), "", seen).pets.upload_pets("a,b")
    assert (seen[0].headers["content-type"], seen[0].content) == ("text/csv", b"a,b")


def test_constraints(call: Any, ours: Any) -> None:
    _, request = call("pets.list_pets", "", limit=500)
    assert str(request.url).endswith("?limit=500")
    package = ours("/maximum")
    with pytest.raises(package.InvalidRequestError, match="limit: expected int <= 5"):
        client(package, "").pets.list_pets(limit=500)


def test_values_that_an_enum_lacks(call: Any, ours: Any) -> None:
    with pytest.raises(ValueError, match="pending"):
        call("states.get_state", {"id": 1, "state": "pending"})
    assert client(ours("/enum"), {"id": 1, "state": "pending"}).states.get_state().state == "pending"


def test_a_required_field_that_is_missing(call: Any, ours: Any) -> None:
    with pytest.raises(KeyError):
        call("states.get_state", {"state": "open"})
    package = ours("/enum")
    with pytest.warns(package.SpecDriftWarning, match=r"expected integer at \$\.id, found nothing"):
        assert client(package, {"state": "open"}).states.get_state().state == "open"


def test_dot_segments(call: Any, ours: Any) -> None:
    _, request = call("states.get_dots", "", "..")
    assert request.url.path == "/"
    package = ours("/dots/{name}")
    with pytest.raises(package.InvalidRequestError):
        client(package, "").states.get_dots("..")


def test_an_upstream_template_that_moved_says_what_to_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert upstream.moved() == []
    stock = Path(upstream.openapi_python_client.__file__).parent / "templates"
    for path in stock.glob("*.jinja"):
        (tmp_path / path.name).write_bytes(path.read_bytes() + (b"\n" if path.name == "model.py.jinja" else b""))
    (tmp_path / "client.py.jinja").unlink()
    gone, changed = upstream.moved(tmp_path)
    assert "no longer has its template client.py.jinja" in gone
    assert (
        "changed its template model.py.jinja since 0.29.1: review scripts/generate/templates/model.py.jinja" in changed
    )
    monkeypatch.setattr(upstream, "moved", lambda: [changed])
    with pytest.raises(SpecError, match="review scripts/generate/templates/model"):
        package.generate(STOCK, tmp_path / "out")


def test_every_template_of_ours_has_been_reviewed() -> None:
    ours_alone = {"choice.py.jinja", "webhooks.py.jinja"}
    assert {path.name for path in upstream.TEMPLATES.glob("*.jinja")} - ours_alone == upstream.shadowed().keys()
    assert "gone" not in upstream.shadowed().values()
