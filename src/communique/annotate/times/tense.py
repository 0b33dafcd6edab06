"""Past or future of a bare weekday or month: from the parse where there is one, else from the words of its clause."""

from typing import TYPE_CHECKING

from communique.annotate.times.words import Token, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token as SpacyToken

_STOPS = frozenset(".!?;:")
_REACH = 14
_NOT_PAST = frozenset("need united hundred indeed proceed agreed-upon bed red led speed seed feed".split())


def of_words(tokens: list[Token], first: int, last: int) -> int:
    """-1 past, 1 future, 0 no telling: the nearest word of tense in the sentence, those before counting as nearer."""
    lex = lexicon()

    if first and tokens[first - 1].text.lower() in ("until", "till", "by"):
        return 1

    def sign(i: int) -> int:
        word = tokens[i].text.lower()
        if word in lex.future or (word in lex.verbs and i and tokens[i - 1].text.lower() == "to"):
            return 1
        if word in lex.past or (len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST):
            return -1
        return 0

    def look(indexes: range) -> tuple[int, int]:
        for steps, i in enumerate(indexes):
            text = tokens[i].text
            if text in _STOPS:
                break
            if found := sign(i):
                return steps, found
        return _REACH * 3, 0

    back, before = look(range(first - 1, max(-1, first - _REACH), -1))
    ahead, after = look(range(last, min(len(tokens), last + _REACH)))
    return before if back <= ahead + 4 else after


def of_parse(token: "SpacyToken") -> int:
    """-1 past, 1 future, 0 no telling: the tense of the nearest verb that governs `token`."""
    for verb in (token, *token.ancestors):
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        words = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
        lower = {w.lower_ for w in words}
        if lower & {"will", "'ll", "’ll", "shall", "wo", "would", "may", "might", "should", "must", "can"}:
            return -1 if "have" in lower else 1
        tags = {w.tag_ for w in words}
        if verb.tag_ == "VB" and "did" not in lower:  # an infinitive: what is planned, unless its governor is past
            if any(c.lower_ == "to" for c in verb.children):
                return 1
            continue
        if tags & {"VBD"} or "did" in lower or (verb.tag_ == "VBN" and not tags & {"VBZ", "VBP"}):
            return -1
        if verb.tag_ == "VBN" and lower & {"has", "have", "'ve", "’ve"}:
            return -1
        if tags & {"VBZ", "VBP"}:
            if verb.lemma_ in ("schedule", "expect", "plan", "set", "slate") or any(w.lower_ == "going" for w in words):
                return 1
            return 0
    return 0
