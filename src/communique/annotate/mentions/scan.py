"""One sentence while its phrases are found: what is read, and which tokens belong to a phrase already."""

from communique.annotate.mentions.gazetteer import Hit
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.titles import Title, find_titles
from communique.annotate.mentions.words import Words
from communique.lexicon.titles import title_words


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
        states = [h.key for h in title.hits if h.kind in ("state", "nationality", "capital", "seat", "people")]
        named = [h.key for h in title.hits if h.kind == "body"]
        phrase.states = phrase.states or tuple(dict.fromkeys(states))
        phrase.body = phrase.body or (named[0] if named else "")
        phrase.gender = title_words().gender.get(title.noun, phrase.gender)

    def take(self, indices: range) -> None:
        """Marks tokens as belonging to a phrase."""
        self.used.update(indices)


def name_words(words: Words, first: int, last: int) -> str:
    """The words of a name with blanks as in the text."""
    out = words.text[first]
    for k in range(first + 1, last + 1):
        out += words.text[k] if words.adjacent(k - 1) else " " + words.text[k]
    return out.rstrip(",")
