"""Reading a document for its cast: phrases in text order, each resolved to drafts or left open with a reason."""

from bisect import bisect_right
from itertools import pairwise

from communique.annotate.layers import Layers
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.lexicon.office_classes import classes_of
from communique.lexicon.person_names import fold
from communique.resolve import described, named
from communique.resolve.cast import Reference
from communique.resolve.draft import Draft
from communique.resolve.groups import group
from communique.resolve.knowledge import holder, look_up
from communique.resolve.pronouns import FIRST, WE, pronoun
from communique.resolve.register import INTERNATIONAL, US_ONLY, Found, Register
from communique.resolve.surroundings import surroundings
from communique.resolve.turns import speaker_of

OPENING = 6  # sentences at the head of a text that may say who issues it
ISSUED = frozenset("statement declaration communiqué communique released issued".split())
FORMS = {"pronoun": "pronoun", "office": "title", "group": "nominal", "organ": "nominal", "people": "nominal"}


class Reading:
    """One document's phrases resolved. speakers: for each part of the document, who speaks it where it is a turn."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.register = Register(layers, surroundings(layers))
        self.references: list[tuple[Phrase, tuple[Draft, ...], str]] = []
        self.speakers: list[Draft | None] = []
        self._by_sentence: dict[int, list[Phrase]] = {}
        self.authors: tuple[Draft, ...] = ()
        self.signer: Draft | None = None
        self._starts = [part.start for part in layers.document.parts]

    def read(self, phrases: list[Phrase], columns: list[Words]) -> None:
        """Resolves the phrases of the whole document: full names first, so that a headline's surname finds its bearer."""
        register = self.register
        _rejoin(phrases, columns)
        for phrase in phrases:
            self._by_sentence.setdefault(phrase.sentence, []).append(phrase)
        self._inherit(phrases, columns)
        for phrase in phrases:
            if phrase.kind == "person" and len(fold(phrase.name)) > 1:
                found, _ = named.person(register, phrase)
                if found and phrase.title and columns[phrase.sentence].lower[phrase.first] == "the":
                    register.introduced.append((phrase.sentence, phrase.noun, found[0]))
        self.speakers = [speaker_of(part, register) if part.label else None for part in self.layers.document.parts]
        self.authors = self._authors(phrases, columns)
        for phrase in phrases:
            words = columns[phrase.sentence]
            drafts, reason = self._resolve(phrase, words)
            self.references.append((phrase, drafts, reason))
            if drafts and phrase.key not in FIRST:
                register.talk.add(drafts, phrase, words, register.around.quote_at(phrase.head.start))

    def _inherit(self, phrases: list[Phrase], columns: list[Words]) -> None:
        """Gives "Adviser Meir" in "Israeli Minister Levin and Adviser Meir" the state of whom it is coordinated with.

        Only in official texts, and only for another state than the publisher's: "our" people are named without a state.
        """
        around = self.register.around
        if not around.official:
            return
        before: Phrase | None = None
        for phrase in phrases:
            if phrase.kind != "person":
                continue
            words = columns[phrase.sentence]
            if before and before.sentence == phrase.sentence and before.states and before.states[0] != around.home:
                joined = words.dep[phrase.root] == "conj" and before.first <= words.head[phrase.root] <= before.last
                several = INTERNATIONAL & set(classes_of(phrase.title))
                if joined and phrase.title and not (phrase.states or phrase.body or several or self._at_home(phrase)):
                    phrase.states = before.states[:1]
            before = phrase

    def _at_home(self, phrase: Phrase) -> bool:
        """Whether somebody with a title is the publishing state's own: by an office that only it has, or by the table."""
        office, around = named.office_of(phrase), self.register.around
        if office is None or around.day is None:
            return False
        spells, _ = look_up(phrase.name, (office,), around.day, around.home)
        known = any(s.of == around.home and s.runs(around.day.isoformat()) for s in spells)
        return known or (around.home == "USA" and bool(US_ONLY & set(office.classes)))

    def _resolve(self, phrase: Phrase, words: Words) -> Found:
        register, kind = self.register, phrase.kind
        if kind in ("state", "nationality", "capital", "people", "seat", "region"):
            return named.state(register, phrase)
        if kind == "body":
            return (register.body(phrase.key),), "name of the body"
        if kind == "person":
            return named.person(register, phrase)
        if kind == "name":
            return named.name(register, phrase, words)
        if kind == "organ":
            return described.organ(register, phrase, words)
        if kind == "office":
            speakers = self._speakers(phrase.head.start)
            return described.office(register, phrase, words, speakers[0] if speakers else None)
        if kind == "group":
            return group(register, phrase, words)
        ahead = self._ahead(phrase, words) if phrase.key in ("his", "her", "he", "she") else None
        if ahead:
            return (ahead,), "the subject that follows"
        return pronoun(register, phrase, words, self._speakers(phrase.head.start, phrase.key in WE))

    def _ahead(self, phrase: Phrase, words: Words) -> Draft | None:
        """The person that a pronoun in an opening phrase looks forward to ("During his visit, Smith said")."""
        k, path = phrase.root, 0
        while words.head[k] != k and path < 12:
            branch, k, path = k, words.head[k], path + 1
        if path == 0 or words.dep[branch] not in ("prep", "advcl", "npadvmod") or branch > k:
            return None
        for other in self._by_sentence.get(phrase.sentence, ()):
            if other.kind in ("person", "name") and other.first > phrase.root and words.head[other.root] == k:
                if words.dep[other.root] == "nsubj":
                    draft, _ = self.register.people.find(other.name, None, "-")
                    wanted = "m" if phrase.key in ("his", "he") else "f"
                    return draft if draft and draft.gender in (wanted, "-") else None
        return None

    def _speakers(self, offset: int, plural: bool = False) -> tuple[Draft, ...]:
        """Who says "I" (`plural`: "we") at `offset` outside quotations."""
        i = bisect_right(self._starts, offset) - 1
        speaker = self.speakers[i] if i >= 0 and offset < self.layers.document.parts[i].end else None
        if speaker:
            return (speaker,)
        return self.authors if plural or self.signer is None else (self.signer,)

    def _authors(self, phrases: list[Phrase], columns: list[Words]) -> tuple[Draft, ...]:
        """Who signs an official text without turns: those who issue it together, its byline, or the publisher's state.

        "I" in a text without a byline is the head of the publishing organ.
        """
        around, parts = self.register.around, self.layers.document.parts
        if not around.official or any(p.role == "turn" for p in parts):
            return ()
        for phrase in phrases:
            if phrase.kind == "group" and phrase.sentence < OPENING and len(phrase.states) > 1:
                if any(w in ISSUED for w in columns[phrase.sentence].lower):
                    states = group(self.register, phrase, columns[phrase.sentence])[0]
                    return states + self._bodies_after(phrase)
        for part in parts:
            if part.role == "byline":
                for phrase in phrases:
                    if part.start <= phrase.head.start < part.end and phrase.kind == "person":
                        found, _ = named.person(self.register, phrase)
                        return found
        if around.home and around.head:
            spells, reason = holder(around.head, around.home, around.day)
            self.signer = self.register.known(spells, reason) if spells else None
        return (self.register.country(around.home),) if around.home else ()

    def _bodies_after(self, phrase: Phrase) -> tuple[Draft, ...]:
        """Bodies that a list of states goes on with ("and representatives of the European Union")."""
        listed = [
            p for p in self._by_sentence[phrase.sentence] if p.kind in ("group", "body") and p.first > phrase.last
        ]
        if not listed or listed[0].kind != "group" or not listed[0].body or listed[0].first > phrase.last + 4:
            return ()
        end, out = listed[0].last, [self.register.body(listed[0].body)]
        for following in listed[1:]:
            if following.kind == "body" and end < following.first <= end + 3:
                out.append(self.register.body(following.key))
                end = following.last
        return tuple(out)


def _rejoin(phrases: list[Phrase], columns: list[Words]) -> None:
    """Gives a name at the start of a sentence the title that the parser cut off at the end of the sentence before it."""
    for title, name in pairwise(phrases):
        if title.kind != "office" or name.kind not in ("person", "name") or name.first or name.title:
            continue
        words, following = columns[title.sentence], columns[name.sentence]
        ends = title.last == len(words) - 1 and words.text[title.last] not in ".!?"
        if name.sentence == title.sentence + 1 and ends and words.sentence.paragraph == following.sentence.paragraph:
            name.kind, name.title, name.noun, name.said = "person", title.title, title.noun, title.said
            name.states, name.body = title.states, title.body
            title.attributive = True


def to_reference(phrase: Phrase, ids: tuple[str, ...], reason: str) -> Reference:
    """The reference that a phrase becomes."""
    form = FORMS.get(phrase.kind, "name")
    return Reference(phrase.span, phrase.head, ids, form, reason, phrase.attributive or phrase.place)
