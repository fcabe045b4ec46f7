"""What the mutants showed, for people and for scripts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from lab.mutation.equivalent import reason
from lab.mutation.mutant import LAYERS, Mutant, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

Results = "Sequence[tuple[Mutant, Outcome]]"

TITLES = {
    1: "requests, spec to client",
    2: "requests, client to spec",
    3: "responses, spec to client",
    4: "responses, client to spec",
    5: "wrong responses and requests",
    6: "end to end through the client",
    7: "the sandbox",
    8: "structure",
    9: "ordinary tests",
}

GUARANTEES = {
    1: "each way to call an operation (plain, asynchronous, raw, with options) sends the same right request",
    2: "what a caller may write by the annotations, in Python's own values, is valid or refused before it is sent",
    3: "unknown fields, null and odd timestamps do no harm; each documented error is raised as its class",
    4: "what a caller may build of the models is written as the spec allows",
    5: "what is wrong in a response or an argument is told at its JSON path; the one is kept, the other not sent",
    6: "client and sandbox refuse the same requests, over a real connection, and the pages of a listing add up",
    7: "the sandbox by itself keeps credentials, names, limits and pages; the command of the README finds nothing",
    8: "what no value shows: statuses, versions, servers, what may be retried, the rules of paging",
    9: "what is no agreement but a safeguard: forks, clocks, deadlines, secrets, loops, pacing, odd servers",
}


def line(mutant: Mutant, outcome: Outcome, number: int, of: int) -> str:
    layers = "".join(str(layer) if layer in outcome.killers else "." for layer in LAYERS)
    note = outcome.note or next(iter(outcome.killers.values()), "")
    took = f"{outcome.seconds:5.1f} s"
    return f"{number:4}/{of} {outcome.verdict:8} {layers} {took}  {mutant.kind:11} {mutant.name}  {note[:60]}"


def verdict(mutant: Mutant, outcome: Outcome) -> str:
    """Return killed, equivalent, survived, broken, or, for documentation, harmless or noticed."""
    if mutant.harmless:
        return "harmless" if outcome.verdict in {"survived", "same"} else "noticed"
    if outcome.verdict in {"killed", "refused"}:
        return "killed"
    if outcome.verdict == "same" or (outcome.verdict == "survived" and reason(mutant)):
        return "equivalent"
    return outcome.verdict


def figures(results: Any, seconds: float) -> dict[str, Any]:
    counted = Counter(verdict(*each) for each in results)
    real = [each for each in results if not each[0].harmless]
    return {
        "mutants": len(real),
        "killed": counted["killed"],
        "equivalent": counted["equivalent"],
        "survived": counted["survived"],
        "broken": counted["broken"],
        "refused_by_the_generator": sum(outcome.verdict == "refused" for _, outcome in real),
        "documentation": counted["harmless"] + counted["noticed"],
        "noticed_documentation": counted["noticed"],
        "by_layer": {str(layer): row["killed"] for layer, row in layers(results).items()},
        "alone": {str(layer): row["alone"] for layer, row in layers(results).items()},
        "seconds": round(seconds),
        "cpu_seconds": round(sum(outcome.cpu for _, outcome in results)),
    }


def layers(results: Any) -> dict[int, dict[str, int]]:
    """Count, by layer, the mutants it was asked about, those it killed, and those that no other killed."""
    rows = {layer: {"asked": 0, "killed": 0, "alone": 0} for layer in LAYERS}
    for mutant, outcome in results:
        if mutant.harmless or outcome.verdict not in {"killed", "survived"} or verdict(mutant, outcome) == "equivalent":
            continue
        for layer in mutant.layers:
            rows[layer]["asked"] += 1
            rows[layer]["killed"] += layer in outcome.killers
            rows[layer]["alone"] += [*outcome.killers] == [layer]
    return rows


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in lines)


def summary(results: Any, seconds: float) -> str:
    return f"\n{_by_layer(results)}\n\n{_by_family(results)}\n\n{_open(results)}\n{len(results)} in {seconds:.0f} s"


def _by_layer(results: Any) -> str:
    rows = []
    for layer, row in layers(results).items():
        share = f"{100 * row['killed'] / row['asked']:.0f} %" if row["asked"] else "-"
        rows.append([f"{layer} {TITLES[layer]}", row["asked"], row["killed"], share, row["alone"]])
    return table(["layer", "mutants it sees", "killed", "score", "killed by no other layer"], rows)


def _by_family(results: Any) -> str:
    rows = []
    for family in dict.fromkeys(mutant.family for mutant, _ in results):
        of_family = [each for each in results if each[0].family == family]
        counted = Counter(verdict(*each) for each in of_family)
        refused = sum(outcome.verdict == "refused" for _, outcome in of_family)
        left = counted["survived"] + counted["broken"] + counted["noticed"]
        rows.append(
            [family, len(of_family), counted["killed"], refused, counted["equivalent"], counted["harmless"], left]
        )
    return table(
        ["family", "mutants", "killed", "of these refused by the generator", "equivalent", "harmless", "survived"], rows
    )


def _open(results: Any) -> str:
    left = [each for each in results if verdict(*each) in {"survived", "broken", "noticed"}]
    return "\n".join(
        f"{verdict(*each)}: {each[0].name} {each[1].note} {[*each[1].killers.values()][:1]}" for each in left
    )


def agreement(results: Any) -> str:
    """Return docs/agreement.md: what each layer is there for, and what no layer notices."""
    counts = figures(results, 0)
    alone = [
        [f"{layer} {TITLES[layer]}", GUARANTEES[layer], "; ".join(_only(results, layer)) or "no mutant"]
        for layer in LAYERS
    ]
    equivalent = [
        [mutant.name, mutant.family, reason(mutant) or outcome.note]
        for mutant, outcome in results
        if verdict(mutant, outcome) == "equivalent" and outcome.verdict == "survived"
    ]
    same = Counter(mutant.family for mutant, outcome in results if outcome.verdict == "same" and not mutant.harmless)
    survived = [
        [mutant.name, outcome.note or "nothing notices it yet"]
        for mutant, outcome in results
        if verdict(mutant, outcome) in {"survived", "broken", "noticed"}
    ]
    return _AGREEMENT.format(
        mutants=counts["mutants"],
        killed=counts["killed"],
        equivalent=counts["equivalent"],
        survived=counts["survived"],
        documentation=counts["documentation"],
        noticed=counts["noticed_documentation"],
        by_layer=_by_layer(results),
        by_family=_by_family(results),
        alone=table(["layer", "what it is there for", "what no other layer notices"], alone),
        equivalents=table(["mutant", "family", "why it is no disagreement"], equivalent),
        same=", ".join(f"{count} of {family}" for family, count in same.items()) or "none",
        survivors=table(["mutant", "why"], survived) if survived else "None.",
    )


def mutants(results: Any) -> str:
    """Return docs/mutants.md: every mutant, and which layers notice it."""
    every = [
        [mutant.name, mutant.family, mutant.kind, verdict(mutant, outcome), _who(outcome)]
        for mutant, outcome in results
    ]
    return _MUTANTS.format(every=table(["mutant", "family", "what is changed", "verdict", "noticed by layer"], every))


def _only(results: Any, layer: int) -> list[str]:
    return [mutant.name for mutant, outcome in results if [*outcome.killers] == [layer] and not mutant.harmless]


def _who(outcome: Outcome) -> str:
    if outcome.verdict == "refused":
        return "the generator"
    return " ".join(str(layer) for layer in outcome.killers) or "-"


_AGREEMENT = """# Agreement

Spec, client and sandbox say the same. Eight layers of tests in `tests/agreement/` hold them to it, and this page,
written by `nox -s mutation`, holds the tests to it. The ninth are the ordinary tests, which alone are asked about
safeguards that no agreement needs (`lab/mutation/safeguards.toml` names the files). Of {mutants} deliberate
faults {killed} are noticed, {equivalent} are shown to be none, and {survived} survive. Of {documentation} copies in
which only documentation or nothing at all is changed, the tests complain of {noticed}; it must be none.

## Layers

{by_layer}

A mutant of the spec is tried twice: with the client kept, and as a client generated from it against the
spec that we have. Each layer is asked about every mutant that it can see, with few examples and without
regard to the others; a mutant that all let pass is tried again with many examples and all operations.

## Survivors

{survivors}

## Equivalent

A client generated from a changed spec is often the same code: {same}. The others:

{equivalents}

## What would be lost without a layer

Layers overlap on purpose: a fault is described best by the layer nearest to it.

{alone}

## Families

{by_family}

[Every mutant](mutants.md) has a page of its own; `lab/mutation/` holds them.
"""

_MUTANTS = """# Every mutant

Written by `nox -s mutation`; [agreement.md](agreement.md) says what this means.

{every}
"""
