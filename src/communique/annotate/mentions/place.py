"""Whether a name stands where a place is told ("in Baku"), not for a government."""

from communique.annotate.mentions.words import Words

WITHIN = frozenset("in at inside near across throughout around outside within through into".split())
MOVES = frozenset(
    """arrive arrived arrives arriving travel traveled travelled travels traveling travelling return returned returns visit
    visited visits visiting fly flew flying flies depart departed departs leave left leaves land landed lands based""".split()
)


def is_place(words: Words, first: int, root: int) -> bool:
    """Whether the parse hangs the name at `root` by a preposition of place, or by "to" or "from" under a verb of motion."""
    head = words.head[root]
    while words.dep[root] in ("conj", "appos") and head != root:
        root, head = head, words.head[head]
    if words.dep[root] == "pobj":
        preposition = words.lower[head]
        if preposition in WITHIN:
            return True
        if preposition in ("to", "from", "for"):
            return words.lower[words.head[head]] in MOVES
        return False
    return first > 0 and words.lower[first - 1] in ("in", "at")
