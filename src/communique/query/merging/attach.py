"""Reports whose day is not known: each joins the one contact that it can mean, or stands alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from communique.query.merging.cluster import Cluster, Node, fitting
from communique.query.merging.decided import Decided
from communique.query.merging.score import compare
from communique.query.merging.told import Key, Told


def groups(loose: Iterable[Told], decided: Decided) -> list[Cluster]:
    """Loose reports of the same words in copies, or that people joined; the one told first leads."""
    found: dict[object, list[list[Told]]] = {}
    for told in sorted(loose, key=lambda t: t.order):
        joined = decided.group(told.key)
        same: Any = joined or (told.origin, told.likeness)
        some = found.setdefault(same, [])
        fits = (
            g
            for g in some
            if joined or (not any(t.document == told.document for t in g) and not decided.apart(g, (told,)))
        )
        group = next(fits, None)
        if group is None:
            some.append([told])
        else:
            group.append(told)
    return sorted((tuple(g) for gs in found.values() for g in gs), key=lambda g: g[0].order)


def attach(group: Cluster, contacts: Mapping[Key, Cluster], decided: Decided) -> Key | None:
    """The contact that a group belongs to, named by its first report; None where there is none or more than one would do.

    contacts: all whose time may be that of the group, by the key of their first report, firm reports only.
    """
    wanted = {decided.group(t.key) for t in group} - {None}
    for key, members in contacts.items():
        if any(decided.group(t.key) in wanted for t in members):
            return key
    leader = Node(group)
    leader.profiles = [group[0]]
    nodes = [Node(members) for _, members in sorted(contacts.items()) if not decided.apart(group, members)]
    best = fitting(leader, nodes, decided, lambda a, b: compare(a, b).logit)
    return None if best is None else best.members[0].key
