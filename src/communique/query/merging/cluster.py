"""Reports brought together into contacts: greedily, the surest first, and never against any pair within."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from communique.query.merging import weights
from communique.query.merging.decided import Decided
from communique.query.merging.score import NEVER, compare
from communique.query.merging.told import Key, Told

Cluster = tuple[Told, ...]
Joint = Callable[[Told, Told], float]


class Node:
    """Reports that are to be told apart no further: of one profile, or joined by a person."""

    def __init__(self, members: Sequence[Told]) -> None:
        self.members: list[Told] = []
        self.documents: dict[str, list[Told]] = {}
        self.profiles: list[Told] = []
        self.first = min(t.order for t in members)
        self._add(members)

    def take(self, other: "Node") -> None:
        """Take in the reports of another."""
        self.first = min(self.first, other.first)
        self._add(other.members)

    def _add(self, members: Sequence[Told]) -> None:
        self.members += members
        for t in members:
            self.documents.setdefault(t.document, []).append(t)
        self.profiles = list({t.profile: t for t in (*self.profiles, *members)}.values())


def cluster(told: Iterable[Told], decided: Decided) -> list[Cluster]:
    """Contacts of reports whose time is known. The order in which they come does not matter."""
    ordered = sorted(told, key=lambda t: t.order)
    known: dict[tuple[Key, Key], float] = {}

    def logit(one: Told, other: Told) -> float:
        pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
        if pair not in known:
            known[pair] = compare(one, other).logit
        return known[pair]

    nodes = _nodes(ordered, decided)
    firm = _agglomerate([n for n in nodes if not all(t.vague for t in n.members)], decided, logit)
    loose = _agglomerate([n for n in nodes if all(t.vague for t in n.members)], decided, logit)
    for node in sorted(loose, key=lambda n: n.first):
        best = fitting(node, firm, decided, logit)
        if best is None:
            firm.append(node)
        else:
            best.take(node)
    return sorted((tuple(sorted(n.members, key=lambda t: t.order)) for n in firm), key=lambda c: c[0].order)


def fitting(node: Node, among: Sequence[Node], decided: Decided, logit: Joint) -> Node | None:
    """The one contact that reports belong to; None where there is none or two would do as well."""
    scored = sorted(
        ((closest(node, n, logit), n.first, n) for n in among if joint(node, n, decided, logit) >= weights.JOIN),
        key=lambda s: (-s[0], s[1]),
    )
    if not scored:
        return None
    best = scored[0][2]
    rivals = [n for s, _, n in scored[1:] if s > scored[0][0] - weights.MARGIN]
    announced = all(t.ahead for t in node.members)  # a list of meetings to come announces each of them
    if not announced and any(logit(a, b) < weights.FLOOR for n in rivals for a in n.profiles for b in best.profiles):
        return None
    return best


def closest(one: Node, other: Node, logit: Joint) -> float:
    """The most that a pair of their reports speaks for one contact."""
    return max(logit(a, b) for a in one.profiles for b in other.profiles)


def joint(one: Node, other: Node, decided: Decided, logit: Joint) -> float:
    """Mean log-odds over all pairs of different profiles; NEVER where a pair, a person or a document forbids it."""
    if decided.apart(one.members, other.members) or _told_apart(one, other, logit):
        return NEVER
    total = 0.0
    for a in one.profiles:
        for b in other.profiles:
            found = logit(a, b)
            if found < weights.FLOOR:
                return NEVER
            total += found
    return total / (len(one.profiles) * len(other.profiles))


def _told_apart(one: Node, other: Node, logit: Joint) -> bool:
    """Whether a document tells both as two. Two words for one contact, "talks" and "a meeting", are often read as two."""
    return any(
        a.action == b.action or a.status != b.status or logit(a, b) < weights.SURE
        for document in one.documents.keys() & other.documents.keys()
        for a in one.documents[document]
        for b in other.documents[document]
    )


def _nodes(ordered: Sequence[Told], decided: Decided) -> list[Node]:
    """One for each profile, or for what people joined. Two events of one document never share one, unless a person says so."""
    nodes: dict[object, list[Told]] = {}
    taken: set[object] = set()
    for told in ordered:
        group = decided.group(told.key)
        if group is not None:
            nodes.setdefault(("joined", group), []).append(told)
            continue
        sure = compare(told, told).logit >= weights.JOIN
        same: tuple[object, ...] = (told.profile,) if sure else (told.profile, told.origin, told.likeness)
        nth = 0
        while (told.document, same, nth) in taken or decided.apart(nodes.get((same, nth), ()), (told,)):
            nth += 1
        taken.add((told.document, same, nth))
        nodes.setdefault((same, nth), []).append(told)
    return [Node(members) for members in nodes.values()]


def _agglomerate(nodes: list[Node], decided: Decided, logit: Joint) -> list[Node]:
    """Join the two that fit best until none fit. Ties go to those told first.

    What two nodes say for each other is a sum over their pairs, so that it need not be worked out again when one grows; a pair
    that may not be in one contact is left out of the table, and whatever takes in one of it may not either.
    """
    alive = dict(enumerate(sorted(nodes, key=lambda n: n.first)))
    table: dict[int, dict[int, tuple[float, int]]] = {i: {} for i in alive}
    waiting: list[tuple[float, int, int, int]] = []

    def note(i: int, j: int, total: float, pairs: int) -> None:
        table[i][j] = table[j][i] = (total, pairs)
        if total >= weights.JOIN * pairs:
            heapq.heappush(waiting, (-total / pairs, min(i, j), max(i, j), pairs))

    for i, j in combinations(alive, 2):
        mean, pairs = joint(alive[i], alive[j], decided, logit), len(alive[i].profiles) * len(alive[j].profiles)
        if mean > NEVER:
            note(i, j, mean * pairs, pairs)
    while waiting:
        _, i, j, pairs = heapq.heappop(waiting)
        if table.get(i, {}).get(j, (0.0, 0))[1] != pairs:  # one of them is gone, or grew since
            continue
        alive[i].take(alive.pop(j))
        mine, theirs = table[i], table.pop(j)
        for k in {*mine, *theirs} - {i, j}:
            if k in mine and k in theirs:
                note(i, k, mine[k][0] + theirs[k][0], mine[k][1] + theirs[k][1])
            else:
                table[k].pop(i, None)
                mine.pop(k, None)
        for row in table.values():
            row.pop(j, None)
    return [alive[i] for i in sorted(alive)]
