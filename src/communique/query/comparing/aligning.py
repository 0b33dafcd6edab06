"""Which sentences of two texts say the same: shared weight of their terms, the best one-to-one choice, then merges.

A long sentence may stand for several short ones, and order is free: readouts of one call seldom keep it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from communique.query.comparing.terms import CONTACT, Terms, keys_of

LESSER = 0.65  # share that the lesser of two weights has in what both are measured by
LEAST = 0.25  # likeness of two sentences that are about the same
TELLING = 1.5  # weight of a term that tells what a sentence is about
TOGETHER = 6.0  # weight that two sentences must share at least
TERM = 4.0  # weight that they must share where only one term tells
SURE = 0.55  # likeness of two sentences with one telling term
GAIN = 0.05  # likeness that a further sentence must bring to a pair
CELLS = 4_000_000  # of the table of likenesses, beyond which sentences are only paired by equal terms


class Link(NamedTuple):
    """Sentences of the one and of the other that say the same (their numbers, in order)."""

    one: tuple[int, ...]
    other: tuple[int, ...]


Bag = dict[str, float]


def bag(terms: Sequence[Terms]) -> Bag:
    """What some sentences say: each term's weight, once; weightless terms are left out."""
    out: Bag = {}
    for term in (t for sentence in terms for t in sentence if t.weight):
        for what in ["@" + key for key in keys_of(term)] if term.what.startswith("@") else [term.what]:
            out[what] = max(out.get(what, 0.0), term.weight)
    return out


def likeness(one: Bag, other: Bag) -> float:
    """Shared weight over the weight of both, 0 to 1. The lesser counts for more: a report may say in a clause what
    another says in a sentence."""
    less, more = sorted((sum(one.values()), sum(other.values())))
    return shared(one, other) / (LESSER * less + (1 - LESSER) * more) if more else 0.0


def shared(one: Bag, other: Bag) -> float:
    """Weight of the terms that both have."""
    return sum(min(w, other[t]) for t, w in one.items() if t in other)


def comparable(one: Bag, other: Bag) -> bool:
    """Whether they share enough to say the same thing: two telling terms, not only parties; or one, in short sentences that say
    little else. What tells the contact that both are about is the same in any words."""
    both = {t: min(w, other[t]) for t, w in one.items() if t in other}
    total, telling = sum(both.values()), sum(w >= TELLING for w in both.values())
    words = sum(w for t, w in both.items() if not t.startswith("@"))
    if CONTACT in both or (telling >= 2 and total >= TOGETHER and words >= TELLING):
        return True
    return telling == 1 and total >= TERM and likeness(one, other) >= SURE


def align(one: Sequence[Terms], other: Sequence[Terms]) -> list[Link]:
    """Links between the sentences of two texts, by the first sentence of the one. No sentence stands in two links."""
    bags = [bag([s]) for s in one], [bag([s]) for s in other]
    pairs = _pairs(*bags)
    links: list[tuple[list[int], list[int]]] = [([i], [j]) for i, j in pairs]
    _attach(links, bags)
    return sorted(Link(tuple(sorted(a)), tuple(sorted(b))) for a, b in links)


def _pairs(one: list[Bag], other: list[Bag]) -> list[tuple[int, int]]:
    if not one or not other:
        return []
    if len(one) * len(other) > CELLS:
        return _equal(one, other)
    terms = {t: n for n, t in enumerate(dict.fromkeys(t for b in (*one, *other) for t in b))}
    a, b = _matrix(one, terms), _matrix(other, terms)
    both = (a @ b.T).toarray()
    mine, theirs = np.array([[sum(x.values())] for x in one]), np.array([[sum(x.values()) for x in other]])
    whole = LESSER * np.minimum(mine, theirs) + (1 - LESSER) * np.maximum(mine, theirs)
    like = np.divide(both, whole, out=np.zeros_like(both), where=whole > 0)
    like[like < LEAST] = 0.0
    for i, j in np.argwhere(like > 0):
        if one[i] != other[j] and not comparable(one[i], other[j]):
            like[i, j] = 0.0
    # a little for the same place in both texts, so that equal sentences are paired in their order
    place = np.arange(len(one))[:, None] / len(one) - np.arange(len(other))[None, :] / len(other)
    rows, columns = linear_sum_assignment(np.where(like > 0, -like + 1e-3 * np.abs(place), 0.0))
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if like[i, j] > 0]


def _matrix(bags: list[Bag], terms: dict[str, int]) -> csr_matrix:
    """Square roots of weights, so that the product of two sentences is about the weight that they share."""
    rows = [i for i, b in enumerate(bags) for _ in b]
    columns = [terms[t] for b in bags for t in b]
    values = [w**0.5 for b in bags for w in b.values()]
    return csr_matrix((values, (rows, columns)), shape=(len(bags), len(terms)))


def _equal(one: list[Bag], other: list[Bag]) -> list[tuple[int, int]]:
    """Pairs of sentences with the same terms, for texts too long for the table."""
    where: dict[frozenset[str], list[int]] = {}
    for j, b in enumerate(other):
        where.setdefault(frozenset(b), []).append(j)
    return [(i, where[key].pop(0)) for i, b in enumerate(one) if b and where.get(key := frozenset(b))]


def _attach(links: list[tuple[list[int], list[int]]], bags: tuple[list[Bag], list[Bag]]) -> None:
    """Add sentences left over to the link that they complete: the one that becomes most alike by it, best first."""
    for here, there in ((0, 1), (1, 0)):
        linked = {i for link in links for i in link[here]}
        said = [union(bags[here][i] for i in link[here]) for link in links]
        opposite = [union(bags[there][i] for i in link[there]) for link in links]
        speaking = telling_of(opposite)
        gains = []
        for i, mine in enumerate(bags[here]):
            if i not in linked:
                for number in sharing(mine, speaking, 1):
                    gain = _gain(mine, said[number], opposite[number])
                    if gain >= GAIN:
                        gains.append((-gain, i, number))
        for _, i, number in sorted(gains):
            if i not in linked and _gain(bags[here][i], said[number], opposite[number]) >= GAIN:
                links[number][here].append(i)
                linked.add(i)
                said[number] = union((said[number], bags[here][i]))


def _gain(mine: Bag, said: Bag, opposite: Bag) -> float:
    """How much more alike what is said becomes to the opposite by one more sentence."""
    if not comparable(mine, opposite):
        return 0.0
    return likeness(union((said, mine)), opposite) - likeness(said, opposite)


def union(bags: Iterable[Bag]) -> Bag:
    """What some sentences say together."""
    out: Bag = {}
    for each in bags:
        for term, w in each.items():
            out[term] = max(out.get(term, 0.0), w)
    return out


def telling_of(bags: Sequence[Bag]) -> dict[str, list[int]]:
    """For each telling term the numbers of the bags that have it."""
    where: dict[str, list[int]] = {}
    for n, each in enumerate(bags):
        for term, w in each.items():
            if w >= TELLING:
                where.setdefault(term, []).append(n)
    return where


def sharing(one: Bag, where: dict[str, list[int]], least: int) -> list[int]:
    """Numbers of the bags that have at least so many of the telling terms of one, in order. where: from `telling_of`."""
    counts = Counter(n for term in one for n in where.get(term, ()))
    return sorted(n for n, count in counts.items() if count >= least)
