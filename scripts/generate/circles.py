"""What leads back to itself, in a graph: by work that is linear, and not by recursion, as chains may be long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def circles(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the nodes in groups of those that lead to one another; a group comes after all that it leads to.

    Tarjan's algorithm: https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm.
    """
    found: list[list[str]] = []
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: dict[str, None] = {}
    for start in sorted(edges):
        path = [(start, iter(edges[start]))] if start not in number else []
        while path:
            node, following = path[-1]
            if node not in number:
                number[node] = lowest[node] = len(number)
                open_nodes[node] = None
            target = next(following, None)
            if target is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == number[node]:
                    group: list[str] = []
                    while node not in group[-1:]:
                        group.append(open_nodes.popitem()[0])
                    found.append(sorted(group))
            elif target not in number:
                path.append((target, iter(edges[target])))
            elif target in open_nodes:
                lowest[node] = min(lowest[node], number[target])
    return found


def shallow(edges: Mapping[str, Sequence[str]], deepest: int) -> list[list[str]]:
    """Return the nodes in groups that lead to one another in no circle, and only so far: each after what it leads to.

    All that those lead to from which it would go on for too long are one group.
    """
    groups = circles(edges)
    depths: dict[str, int] = {}
    for group in groups:
        depth = 1 + max((depths[each] for node in group for each in edges[node] if each in depths), default=0)
        depths.update(dict.fromkeys(group, depth))
    waiting = [node for node, depth in depths.items() if depth > deepest]
    joined = set(waiting)
    while waiting:
        new = set(edges[waiting.pop()]) - joined
        joined |= new
        waiting += new
    return [*([sorted(joined)] if joined else []), *(group for group in groups if group[0] not in joined)]
