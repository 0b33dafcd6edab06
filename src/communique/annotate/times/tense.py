"""Past or future of a bare weekday or month: from the parse where there is one, else from the words of its clause."""

from typing import TYPE_CHECKING

from communique.annotate.layers import Layers
from communique.annotate.times.words import Token, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token as SpacyToken

MAYBE = 2
"""A future that a modal verb only hints at: "you may remember in June"."""

_STOPS = frozenset(".!?;:")
_REACH = 14
_LEAN = 4  # a word before the time counts as so many tokens nearer than one after it
_NOT_PAST = frozenset("need united hundred indeed proceed speed seed feed".split())
_LIMITS = frozenset(("until", "till", "by", "through"))
_WILL = frozenset("will 'll ’ll shall wo".split())
_MODALS = frozenset("would may might could should must can".split())
_ATTRIBUTIVE = frozenset(("compound", "nmod", "amod", "poss", "nummod"))
_EXPECTED = frozenset(("schedule", "expect", "plan", "set", "slate"))


class Direction:
    """-1 past, 1 or MAYBE future, 0 no telling, for the time expression that begins at a token of a paragraph."""

    def __init__(self, layers: Layers, tokens: list[Token]) -> None:
        self._layers, self._tokens = layers, tokens

    def __call__(self, index: int) -> int:
        """For token `index`: by the parse where the sentence is parsed and tells, else by the words around."""
        if index >= 2 and self._tokens[index - 2].text.lower() == "back":  # "back in May"
            return -1
        start = self._tokens[index].start
        sentence = self._layers.sentence_at(start) if self._layers.sentences else None
        if sentence is not None:
            parsed = next((t for t in sentence.tokens if sentence.offset + t.idx >= start), None)
            if parsed is not None and (found := of_parse(parsed)):
                return found
        return of_words(self._tokens, index)


def of_words(tokens: list[Token], first: int) -> int:
    """By the nearest word of tense in the sentence; "until" and "as early as" look ahead unless something "had" happened."""
    lex = lexicon()

    def sign(i: int) -> int:
        if tokens[i].text.lower() in _MODALS:
            return MAYBE
        word, before = tokens[i].text.lower(), tokens[i - 1].text.lower() if i else ""
        if word in lex.future or (before == "to" and word in lex.verbs):
            return 1
        return -1 if word in lex.past or (len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST) else 0

    def look(indexes: range) -> tuple[int, int, str]:
        for steps, i in enumerate(indexes):
            if tokens[i].text in _STOPS:
                break
            if found := sign(i):
                return steps, found, tokens[i].text.lower()
        return _REACH * 3, 0, ""

    back, before, word = look(range(first - 1, max(-1, first - _REACH), -1))
    ahead, after, next_word = look(range(first + 1, min(len(tokens), first + 1 + _REACH)))
    if "had" not in (word, next_word) and _looks_ahead(tokens, first):
        return 1
    return before if back <= ahead + _LEAN else after


def _looks_ahead(tokens: list[Token], first: int) -> bool:
    """After "until", "by", "through" (a time of day between), "as soon as", "as early as"."""
    i = first - 1
    while i >= 0 and (
        tokens[i].text[0].isdigit() or tokens[i].text.isupper() or tokens[i].text.lower() in ("a.m.", "p.m.", "the")
    ):
        i -= 1
    words = [t.text.lower() for t in tokens[max(0, i - 2) : i + 1]]
    return bool(words) and (words[-1] in _LIMITS or (words[0] == words[-1] == "as" and len(words) == 3))


def of_parse(token: "SpacyToken") -> int:
    """By the tense of the nearest verb that governs `token`; an infinitive or a bare stem is what is still to be done.

    The time in "to carry out the April 24 accord" is not that of carrying out: MAYBE then.
    """
    beside = token.dep_ in _ATTRIBUTIVE and token.head.pos_ in ("NOUN", "PROPN")
    found = _tense(token)
    return MAYBE if found > 0 and beside else found


def _tense(token: "SpacyToken") -> int:
    for verb in (token, *token.ancestors):
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        words = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
        lower, tags = {w.lower_ for w in words}, {w.tag_ for w in words}
        if lower & (_WILL | _MODALS):
            return -1 if "have" in lower else 1 if lower & _WILL else MAYBE
        if verb.tag_ == "VB" and "did" not in lower:
            if "to" in lower or (verb.dep_ in ("ROOT", "ccomp") and "do" not in lower and "does" not in lower):
                return 1
            continue
        if "VBD" in tags or (
            verb.tag_ == "VBN" and (not tags & {"VBZ", "VBP"} or lower & {"has", "have", "'ve", "’ve"})
        ):
            return -1
        if tags & {"VBZ", "VBP"}:
            return 1 if verb.lemma_ in _EXPECTED or "going" in lower else 0
    return 0
