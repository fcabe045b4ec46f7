"""The options that every command has, beside those of its operation."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Annotated, Any, Literal, Self, get_args

from attrs import field, fields, frozen
from cyclopts import Group, Parameter

from heymarket_cli.operations import Method, name_of
from heymarket_cli.values import UsageError, read_json

GROUP = Group("Common options", sort_key=2)
_METAVARS: dict[Any, str] = {str: "TEXT", int: "INTEGER"}
Format = Literal["table", "jsonl", "json", "csv", "yaml"]

_ALWAYS, _LISTING, _BODY, _WRITE, _EACH = "always", "listing", "body", "write", "each"


def _as(kind: Any, help_: str, *, alias: str | None = None, on: str = _ALWAYS) -> dict[str, Any]:
    return {"kind": kind, "help": help_, "alias": alias, "on": on}


@frozen
class Common:
    output: Format | None = field(
        default=None,
        metadata=_as(Format, "How to write the result: a table in a terminal, else JSON lines.", alias="-o"),
    )
    fields: str | None = field(default=None, metadata=_as(str, "Only these fields, as in id,name,members.0.name."))
    first: int | None = field(
        default=None,
        metadata=_as(int, "Stop after so many items, and fetch no page beyond them.", on=_LISTING),
    )
    json: str | None = field(
        default=None,
        metadata=_as(
            str, "The request body as JSON: text, @FILE, or - for standard input. Other options win over it.", on=_BODY
        ),
    )
    each: str | None = field(
        default=None,
        metadata=_as(
            str,
            "Call once for each row of this file (- for standard input): CSV with a header, or JSON lines, with columns"
            " named as options. Writes a line of report for each.",
            on=_EACH,
        ),
    )
    failed: str | None = field(
        default=None,
        metadata=_as(str, "With --each: write the rows that failed to this file, to run them again.", on=_EACH),
    )
    dry_run: bool = field(default=False, metadata=_as(bool, "Print the request without its token, and send nothing."))
    yes: bool = field(
        default=False, metadata=_as(bool, "Do not ask before changing several objects.", alias="-y", on=_WRITE)
    )
    profile: str | None = field(
        default=None, metadata=_as(str, "Use the credentials that `heymarket login` keeps under this name.")
    )
    debug: bool = field(default=False, metadata=_as(bool, "Show each attempt and pause, and where an error came from."))

    def body(self) -> Any:
        """Return what `--json` gives."""
        try:
            return None if self.json is None else read_json(self.json)
        except ValueError as error:
            raise UsageError(f"--json: {error}") from None

    @classmethod
    def taken_from(cls, given: dict[str, Any], method: Method | None, taken: Container[str] = ()) -> Self:
        """Take the common options out of what was given."""
        found = {own: given.pop(name) for own, name, _ in _present(method, taken) if name in given}
        common = cls(**{own: value for own, value in found.items() if value is not None})
        if common.first is not None and common.first < 0:
            raise UsageError("--first: expected a whole number, 0 or more")
        if common.failed is not None and common.each is None:
            raise UsageError("--failed: only with --each")
        return common


def parameters(method: Method | None, taken: Container[str] = ()) -> Mapping[str, Any]:
    """Return the annotation of each option that fits a method; all of them for a command that is no operation."""
    return {name: annotation for _, name, annotation in _present(method, taken)}


def _present(method: Method | None, taken: Container[str]) -> Iterator[tuple[str, str, Any]]:
    """Yield name, name of the parameter and annotation. The API's own arguments keep their names."""
    for each in fields(Common):
        described = each.metadata
        if not _fits(described["on"], method):
            continue
        name = f"cli_{each.name}" if each.name in taken else each.name
        kind = described["kind"]
        parameter = Parameter(
            name=f"--{name_of(name)}",
            alias=described["alias"],
            help=described["help"],
            group=GROUP,
            metavar=None if kind is bool else _METAVARS.get(kind, "|".join(get_args(kind))),
            allow_leading_hyphen=each.name in {"json", "each"},  # for standard input
            negative=(),
            show_default=False,
            show_choices=False,
        )
        yield each.name, name, Annotated[kind | None, parameter]


def _fits(on: str, method: Method | None) -> bool:
    if on == _ALWAYS or method is None:
        return True
    return {
        _LISTING: method.is_listing,
        _BODY: method.operation.body is not None,
        _WRITE: method.operation.semantics != "safe",
        _EACH: not method.is_listing and bool(method.arguments),
    }[on]
