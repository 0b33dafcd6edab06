"""Reports whose day is not known: each joins the one contact that it can mean, or stands alone."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.query.merging.cluster import Cluster, Node, closest, fitting
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


def attach(group: Cluster, contacts: Mapping[Key, Cluster], decided: Decided) -> tuple[Key, float] | None:
    """The contact that a group belongs to, named by its first report, and how well it fits: log-odds, infinite where a person
    said so. None where no contact fits, or more than one would do.

    contacts: all whose time may be that of the group, by the key of their first report, firm reports only.
    """
    wanted = {decided.group(t.key) for t in group} - {None}
    for key, members in contacts.items():
        if any(decided.group(t.key) in wanted for t in members):
            return key, math.inf
    leader = Node(group)
    leader.profiles = [group[0]]
    nodes = [Node(members) for _, members in sorted(contacts.items()) if not decided.apart(group, members)]
    best = fitting(leader, nodes, decided, _logit)
    return None if best is None else (best.members[0].key, closest(leader, best, _logit))


def clash(group: Cluster, others: Sequence[Told], decided: Decided) -> bool:
    """Whether two groups that fit a contact must not both be in it: a person parted them, or a document tells both as two."""
    documents = {t.document for t in group} & {t.document for t in others}
    return decided.apart(group, others) or any(
        t.document == other.document and (t.action == other.action or t.status != other.status)
        for t in group
        if t.document in documents
        for other in others
    )


def _logit(one: Told, other: Told) -> float:
    return compare(one, other).logit
