"""The tree of commands, made from the resources of a client."""

from __future__ import annotations

import inspect
import platform
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import cyclopts
from cyclopts import App, Parameter, Token

import heymarket
from heymarket._version import SPEC_VERSION
from heymarket_cli import common, own
from heymarket_cli.common import Common
from heymarket_cli.operations import Client, Group, Method, groups, name_of
from heymarket_cli.options import Option, Options
from heymarket_cli.run import run
from heymarket_cli.values import Kind

_OPTIONS = cyclopts.Group("Options", sort_key=1)
_ARGUMENTS = cyclopts.Group("Arguments", sort_key=0)
_RESOURCES = cyclopts.Group("Resources", sort_key=0)


def normal(words: Sequence[str]) -> list[str]:
    """Let resources and methods be called as in Python too: `mark_read`."""
    return [*map(name_of, words[:2]), *words[2:]]


def build(chosen: Sequence[str] | None = None, client: Client = heymarket.Heymarket) -> App:
    """Return the command.

    With `chosen`, the words of a command line, only the methods of the resource that it names are there: to find
    those of all the others is work for nothing.
    """
    app = App(
        name="heymarket",
        help="Heymarket's API from the command line: heymarket RESOURCE METHOD [OPTIONS].",
        version=_version,
        help_format="plaintext",
        version_format="plaintext",
        suppress_keyboard_interrupt=False,
        result_action="return_value",
        group_parameters=_OPTIONS,
        group_arguments=_ARGUMENTS,
    )
    for group in groups(client):
        resource = App(name=name_of(group.name), help=group.help, group=_RESOURCES, group_arguments=_ARGUMENTS)
        if chosen is None or chosen[:1] in ([name_of(group.name)], ["completion"]):
            _add_methods(resource, group, chosen or ())
        app.command(resource)
    own.add_to(app, chosen)
    return app


def _version() -> str:
    return f"heymarket {heymarket.__version__} (spec {SPEC_VERSION}, Python {platform.python_version()})"


def _add_methods(resource: App, group: Group, words: Sequence[str]) -> None:
    for method in group.methods():
        resource.command(_command(method, words), name=name_of(method.name), help=_help(method))


def _help(method: Method) -> str:
    doc = method.doc
    returns = f"Returns: {doc.returns}" if doc.returns else ""
    source = f"Source: {' '.join(doc.source.split())}" if doc.source else ""
    return "\n\n".join(part for part in (doc.summary, doc.description, returns, source) if part)


def _command(method: Method, words: Sequence[str]) -> Callable[..., int]:
    options = Options.of(method)
    taken = {option.argument for option in options.each}

    def command(*in_order: Any, **given: Any) -> int:
        given |= zip((option.identifier for option in options.each if option.is_positional), in_order, strict=False)
        return run(options, given, Common.taken_from(given, method, taken), words)

    positional = inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter(
            option.identifier, positional[not option.is_positional], default=None, annotation=_annotation(option)
        )
        for option in options.each
    ]
    for name, annotation in common.parameters(method, taken).items():
        parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation))
    command.__name__ = method.name
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def _annotation(option: Option) -> Any:
    kind = option.kind
    # What comes out of the converter; a narrower type would be checked by pydantic, in programs that have imported it.
    annotated: Any = {"one": Any, "many": list[Any], "map": dict[str, Any]}[kind.form]
    required = "Required. " if option.is_required else ""
    repeated = {"one": "", "many": " May be given again.", "map": f" As {option.flag}.KEY."}[kind.form]
    parameter = Parameter(
        name=None if option.is_positional else option.flag,
        help=f"{required}{option.help}{repeated}".strip(),
        group=_ARGUMENTS if option.is_positional else _OPTIONS,
        converter=_converter(kind, option.flag),
        metavar="|".join(kind.choices) or kind.name,
        negative=(),
        show_default=False,
        allow_leading_hyphen=True,
        n_tokens=1 if kind.form == "one" else None,
        json_dict=False,
        json_list=False,
    )
    return Annotated[annotated | None, parameter]


def _converter(kind: Kind, flag: str) -> Callable[[Any, Any], Any]:
    def read(token: Token) -> Any:
        try:
            return kind.read(token.value)
        except ValueError as error:
            raise cyclopts.CoercionError(
                msg=f"{token.keyword or 'argument'}: {error}{_got(kind, token.value)}"
            ) from None

    def convert(_type: Any, tokens: Any) -> Any:
        match kind.form:
            case "one":
                return read(tokens[0])
            case "many":
                return [read(token) for token in tokens]
            case _ if not isinstance(tokens, Mapping):
                raise cyclopts.CoercionError(msg=f"give it by key, as {flag}.KEY VALUE")
            case _:
                return {key: read(found[0]) for key, found in tokens.items()}

    return convert


def _got(kind: Kind, text: str) -> str:
    return "" if kind.name == "JSON" else f", got {text!r}"
