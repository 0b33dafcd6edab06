"""Words that tell a contact, one telling each: the trigger, the parties on its sides, the place, the status."""

import re
from collections.abc import Iterator
from functools import lru_cache

from communique.annotate.layers import Layers
from communique.extract.contacts.nouns import by_noun
from communique.extract.contacts.phrases import Phrases
from communique.extract.contacts.speakers import Speakers
from communique.extract.contacts.telling import Telling
from communique.extract.contacts.verbs import by_verb
from communique.lexicon.contacts import contact_lexicon
from communique.resolve.cast import Cast


@lru_cache(maxsize=1)
def _filter() -> re.Pattern[str]:
    """What a sentence must hold before its parse is looked at."""
    lexicon = contact_lexicon()
    forms = {form for frame in lexicon.verb for form in (*_forms(frame.lemma), *frame.forms)}
    forms |= {form for frame in lexicon.noun for lemma in frame.lemmas for form in (lemma, lemma + "s", lemma + "es")}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + r")\b", re.I)


def _forms(lemma: str) -> tuple[str, ...]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    return (
        lemma,
        lemma + "s",
        lemma + "es",
        stem + "ed",
        stem + "ing",
        stem + stem[-1] + "ed",
        stem + stem[-1] + "ing",
    )


def tellings(layers: Layers, cast: Cast) -> Iterator[Telling]:
    """Every telling in text order; its sides may still be empty or of one party."""
    lexicon = contact_lexicon()
    verbs, nouns, found, speakers = lexicon.verbs(), lexicon.nouns(), _filter(), Speakers(layers, cast)
    for sentence in layers.sentences_with(found):
        phrases: Phrases | None = None
        for token in sentence.tokens:
            lemma = token.lemma_.lower()
            if token.pos_ in ("VERB", "AUX") and lemma in verbs:
                phrases = phrases or Phrases(layers, cast, sentence, speakers)
                yield from by_verb(phrases, token, verbs[lemma])
            elif token.pos_ in ("NOUN", "PROPN") and (frame := nouns.get(lemma) or nouns.get(lemma.rstrip("s"))):
                phrases = phrases or Phrases(layers, cast, sentence, speakers)
                yield from by_noun(phrases, token, frame)
