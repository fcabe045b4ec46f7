"""What changed in the Python API, for those who call it. griffe reads the sources; nothing is imported."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import attrs
import griffe

from scripts.compat import Change, Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from griffe import Alias, Function, Object, Parameter, Parameters

PACKAGES = ("heymarket", "heymarket_runtime", "heymarket_auth")
# Modules whose names are imported by users; others are reached through what these export.
_EXPORTING = ("", "models")
_API = "api"
_POSITIONAL = {griffe.ParameterKind.positional_only, griffe.ParameterKind.positional_or_keyword}
_VARIADIC = {griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword}
_NAME = re.compile(r"\w+")


@attrs.frozen
class Member:
    """Something that a caller can name."""

    kind: str
    type: str = ""
    required: bool = False
    """For a field of a model: its constructor needs it."""
    model: str = ""
    """The model that a field belongs to."""
    function: Function | None = None
    doc: str = ""


def python_changes(old: list[Path], new: list[Path]) -> list[Change]:
    """Compare the packages found in two lists of folders; the worst change comes first."""
    before, after = surface(old), surface(new)
    received = _received(before) | _received(after)
    found: set[Change] = set()
    for path in before.keys() | after.keys():
        parent = path.rpartition(".")[0]
        if path not in after:
            if parent in after or parent not in before:
                found.add(Change("breaking", path, "removed"))
        elif path not in before:
            if parent in before or parent not in after:
                required = after[path].required
                text = "added, and the constructor needs it" if required else "added"
                found.add(Change("breaking" if required else "additive", path, text))
        else:
            found.update(_compare(path, before[path], after[path], given=before[path].model not in {"", *received}))
    return sorted(found)


def surface(folders: list[Path]) -> dict[str, Member]:
    """Return what the packages in the folders offer, by dotted name."""
    offered: dict[str, Member] = {}
    for name in PACKAGES:
        if not any((folder / name).is_dir() for folder in folders):
            continue
        package = griffe.load(name, search_paths=list(folders), allow_inspection=False, resolve_aliases=True)
        for owner, each in _exports(package):
            offered.update(_members(f"{owner}.{each.name}", each))
    return offered


def _exports(package: Object | Alias) -> Iterator[tuple[str, Object | Alias]]:
    for name in _EXPORTING:
        if name and name not in package.members:
            continue
        module = package[name] if name else package
        for exported in module.exports or ():
            if not str(exported).startswith("_"):
                yield module.path, module[str(exported)]
        if _API in package.members and not name:
            for resource in package[_API].modules.values():
                for each in resource.members.values():
                    # The classes for raw responses mirror the methods of the others.
                    if each.is_alias or not each.is_class or each.name.endswith("WithRawResponse"):
                        continue
                    yield resource.path, each


def _members(path: str, each: Object | Alias) -> Iterator[tuple[str, Member]]:
    if each.is_alias:
        try:
            each = each.final_target  # type: ignore[union-attr]
        except griffe.AliasResolutionError:
            yield path, Member("name")  # a name of another package
            return
    doc = each.docstring.value if each.docstring else ""
    if each.is_class:
        yield path, Member("class", doc=doc)
        model = any("Model" in str(base) for base in each.bases)  # type: ignore[union-attr]
        for name, member in each.all_members.items():
            if not name.startswith("_") or (name == "__init__" and f".{_API}." not in path):
                for inner, found in _members(f"{path}.{name}", member):
                    if model and found.kind == "attribute" and inner == f"{path}.{name}":
                        required = getattr(member, "value", None) is None
                        yield inner, attrs.evolve(found, required=required, model=each.name)
                    else:
                        yield inner, found
    elif each.is_function:
        yield path, Member("function", function=each, doc=doc)  # type: ignore[arg-type]
    elif each.is_attribute:
        yield path, Member("attribute", _without_limits(str(each.annotation or "")), doc=doc)  # type: ignore[union-attr]


def _without_limits(annotation: str) -> str:
    """Return a type as type checkers see it, without what `Annotated` adds."""
    if "Annotated[" not in annotation:
        return annotation
    return ast.unparse(_Bare().visit(ast.parse(annotation, mode="eval")))


class _Bare(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        annotated = isinstance(node.value, ast.Name) and node.value.id == "Annotated"
        return node.slice.elts[0] if annotated and isinstance(node.slice, ast.Tuple) else node


def _received(offered: dict[str, Member]) -> set[str]:
    """Return the names of the models that responses consist of."""
    types: dict[str, set[str]] = {}
    for member in offered.values():
        types.setdefault(member.model, set()).update(_NAME.findall(member.type))
        if member.function:
            types[""].update(_NAME.findall(str(member.function.returns)))
    received, found = set[str](), {""}
    while found:
        received |= found
        found = {name for each in found for name in types.get(each, ())} - received
    return received - {""}


def _compare(path: str, old: Member, new: Member, *, given: bool) -> Iterator[Change]:
    """Compare a member; `given` is a field of a model that callers only send."""
    if old.kind != new.kind:
        yield Change("breaking", path, f"{old.kind} became {new.kind}")
        return
    if old.function and new.function:
        yield from _signature(path, old.function, new.function)
    if new.required and not old.required:
        yield Change("breaking", path, "the constructor needs it now")
    if old.type != new.type:
        wide, narrow = (new, old) if given else (old, new)
        compatible = _union(narrow.type) <= _union(wide.type)
        yield Change("additive" if compatible else "breaking", path, f"{old.type or 'untyped'} became {new.type}")
    if old.doc != new.doc:
        yield Change("docs", path, "documentation changed")


def _signature(path: str, old: Function, new: Function) -> Iterator[Change]:
    before, after = old.parameters, new.parameters
    for parameter in before:
        where = f"{path}({parameter.name})"
        if parameter.name not in after:
            yield Change("breaking", where, "removed")
            continue
        later = after[parameter.name]
        yield from _parameter(where, parameter, later)
        if parameter.kind is later.kind and _position(before, parameter.name) != _position(after, parameter.name):
            yield Change("breaking", where, "stands at another position")
    for parameter in after:
        if parameter.name not in before:
            required = parameter.required and parameter.kind not in _VARIADIC
            text = "added, required" if required else "added"
            yield Change("breaking" if required else "additive", f"{path}({parameter.name})", text)
    returns = str(old.returns or ""), str(new.returns or "")
    if returns[0] != returns[1]:
        narrower = _union(returns[1]) <= _union(returns[0])
        yield Change("additive" if narrower else "breaking", path, f"returns {returns[1]} instead of {returns[0]}")


def _parameter(where: str, old: Parameter, new: Parameter) -> Iterator[Change]:
    if new.required != old.required:
        text = "became required" if new.required else "became optional"
        yield Change("breaking" if new.required else "additive", where, text)
    elif str(old.default) != str(new.default):
        yield Change("breaking", where, f"default {old.default} became {new.default}")
    if old.kind is not new.kind:
        compatible = new.kind is griffe.ParameterKind.positional_or_keyword
        yield Change("additive" if compatible else "breaking", where, "may be given in another way")
    before, after = _union(str(old.annotation or "")), _union(str(new.annotation or ""))
    # That None is refused now is said by "became required".
    if before not in {after, after | {"None"}}:
        level: Level = "additive" if before <= after | {"None"} else "breaking"
        yield Change(level, where, f"{old.annotation or 'untyped'} became {new.annotation or 'untyped'}")


def _position(parameters: Parameters, name: str) -> int | None:
    names = [parameter.name for parameter in parameters if parameter.kind in _POSITIONAL]
    return names.index(name) if name in names else None


def _union(annotation: str) -> frozenset[str]:
    """Split `A[B | C] | None` at its top level."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(annotation):
        depth += (letter == "[") - (letter == "]")
        if letter == "|" and not depth:
            parts.append(annotation[start:index])
            start = index + 1
    found = {part.strip() for part in [*parts, annotation[start:]]}
    return frozenset(found | ({"int"} if "float" in found else set()))
