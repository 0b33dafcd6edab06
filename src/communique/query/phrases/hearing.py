"""What is gathered about phrases while all documents are gone through: their wordings, and which stand in which."""

from collections import Counter, defaultdict

from communique.query.phrases.matching import Found, variant
from communique.query.phrases.mining import PIECE
from communique.query.phrases.texts import Text
from communique.query.phrases.words import tokens
from communique.store.rows import plain

NEAR = 40  # phrases before and after one that may stand around it
NAMED = 0.5  # share of a phrase's uses in which all its words are capitals: then it is a name


class Heard:
    """Takes what is found in each document."""

    def __init__(self) -> None:
        self.surfaces: dict[str, Counter[str]] = defaultdict(Counter)
        self.origins: Counter[str] = Counter()
        self.within: Counter[tuple[str, str]] = Counter()
        self.seen: set[str] = set()

    def add(self, document: Text, found: list[Found]) -> None:
        """Take what was found in a document; for what stands in what, one of each origin."""
        text = document.record.document.text
        for one in found:
            self.surfaces[one.phrase].update([" ".join(plain(text[one.start : one.end]).split())])
        if document.origin not in self.seen:
            self.seen.add(document.origin)
            self.origins.update({one.phrase for one in found})
            self.within.update(_within(found))

    def best(self, phrase: str, mined: str) -> str:
        """A phrase as it is used most often in the order that was mined, without owners and commas where it is used so."""
        said_so = self.surfaces[phrase]
        return min(said_so, key=lambda s: (*_odd(s, mined), -said_so[s], s))

    def names(self) -> set[str]:
        """Phrases whose words are mostly capitals."""
        found = set()
        for phrase, said_so in self.surfaces.items():
            capitals = sum(n for s, n in said_so.items() if all(t.capital for t in tokens(s) if t.part == "word"))
            if capitals > NAMED * said_so.total():
                found.add(phrase)
        return found

    def pieces(self) -> set[str]:
        """Phrases that stand in one other nearly always."""
        return {piece for (piece, _), n in self.within.items() if n >= PIECE * self.origins[piece]}


def _within(found: list[Found]) -> set[tuple[str, str]]:
    """Pairs of phrases of which the first always stands in the second here. found: in order of their beginnings."""
    inside: dict[str, set[str]] = {}
    for i, one in enumerate(found):
        around = set()
        for other in found[max(0, i - NEAR) : i + NEAR]:
            wider = other.end - other.start > one.end - one.start
            if wider and other.start <= one.start and one.end <= other.end:
                around.add(other.phrase)
        inside[one.phrase] = inside.get(one.phrase, around) & around
    return {(phrase, other) for phrase, others in inside.items() for other in others}


def _odd(surface: str, mined: str) -> tuple[bool, bool, bool]:
    words = tokens(surface)
    other = variant(words) != mined
    return other, any(t.part == "left out" for t in words), "," in surface and mined.count(" and ") < 2
