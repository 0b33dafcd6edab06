"""One sentence while its phrases are found: what is read, and which tokens belong to a phrase already."""

from communique.annotate.mentions.gazetteer import Hit
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.titles import LINKS, Title, find_titles
from communique.annotate.mentions.words import Words
from communique.lexicon.titles import title_words

STATES = frozenset(("state", "nationality", "capital", "seat", "people"))
SENT = frozenset(  # who holds these acts for another than whom the title names after "for", "to" or "on"
    "envoy representative ambassador coordinator rapporteur chargé charge consul nuncio mediator secretary director".split()
)


class Scan:
    """One sentence being read. at: the table's name at a token; by_first: titles by their first token."""

    def __init__(self, words: Words, found: list[Hit]) -> None:
        self.words, self.hits = words, found
        self.at = {i: hit for hit in found for i in range(hit.first, hit.last + 1)}
        self.titles = find_titles(words, found)
        self.by_first = {t.first: t for t in self.titles}
        self.out: list[Phrase] = []
        self.used: set[int] = set()

    def fill(self, phrase: Phrase, title: Title) -> None:
        """Title words, state and body of a title onto a phrase."""
        w = self.words
        phrase.noun = title.noun
        phrase.title = name_words(w, title.first, title.last)
        phrase.said = w.span(title.first, title.last)
        sent = [
            h
            for h in title.hits
            if title.noun in SENT and h.first > title.head and _link(w, title.head, h.first) != "of"
        ]
        states = [h.key for h in title.hits if h.kind in STATES and h not in sent]
        named = [h.key for h in title.hits if h.kind == "body" and h not in sent]
        phrase.to = next((h.key for h in sent if h.kind in STATES), "")
        phrase.states = phrase.states or tuple(dict.fromkeys(states))
        phrase.body = phrase.body or (named[0] if named else "")
        phrase.gender = title_words().gender.get(title.noun, phrase.gender)

    def take(self, indices: range) -> None:
        """Marks tokens as belonging to a phrase."""
        self.used.update(indices)


def _link(words: Words, head: int, first: int) -> str:
    """The preposition that a name at `first` hangs by, after the head noun of a title."""
    return next((words.lower[k] for k in range(first - 1, head, -1) if words.lower[k] in LINKS), "")


def name_words(words: Words, first: int, last: int) -> str:
    """The words of a name with blanks as in the text."""
    out = words.text[first]
    for k in range(first + 1, last + 1):
        out += words.text[k] if words.adjacent(k - 1) else " " + words.text[k]
    return out.rstrip(",")
