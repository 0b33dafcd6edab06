"""Speakers told from the text around: "the statement said", "we" of an official text, "he" who cannot be whom he names."""

import re

from communique.annotate.layers import Layers
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import beside
from communique.extract.statements.places import quote_at
from communique.extract.statements.setting import Setting
from communique.extract.statements.speakers import FIRST_PERSON
from communique.lexicon.channels import channels
from communique.model import Span, Spans
from communique.resolve.cast import Cast

THIRD_PERSON = re.compile(r"(?:he|she|him|her)\Z", re.IGNORECASE)


def of_texts(drafts: list[Draft], layers: Layers) -> None:
    """Give what "the statement said" to whoever made the statement told before it."""
    last: dict[str, tuple[str, ...]] = {}
    for draft in sorted(drafts, key=lambda d: d.anchor):
        words = " ".join(s.of(layers.text) for s in draft.source)
        itself = channels().of_source(words)
        if itself and not draft.speakers and itself in last and words.lower().startswith(("the ", "this ", "that ")):
            draft.speakers = last[itself]
        if made := itself or channels().in_words(" ".join(s.of(layers.text) for s in draft.cue)):
            last[made] = draft.speakers or last.get(made, ())
        elif draft.speakers and (said := channels().in_words(beside(draft, layers))):
            last[said] = draft.speakers


def nearest_source(drafts: list[Draft], layers: Layers) -> None:
    """Where a cue within a quotation was given a source from before the quotation, the subject nearest to it is meant: in
    "the spokesperson added that A 'discussed X, noted Y'" it is A who noted Y."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.source and draft.cue and (sentence := layers.sentence_at(draft.cue[0].start)):
            by_sentence.setdefault(sentence.index, []).append(draft)
    for here in by_sentence.values():
        for draft in here:
            quote = quote_at(layers, draft.cue[0].start)
            if quote is None or draft.source[0].end > quote.span.start:
                continue
            nearer = [o for o in here if draft.source[0].end < o.source[0].start < o.cue[0].start < draft.cue[0].start]
            if nearer and (best := max(nearer, key=lambda o: o.source[0])).speakers:
                draft.source, draft.speakers = best.source, best.speakers


def keep_apart(drafts: list[Draft], layers: Layers, cast: Cast) -> None:
    """Where "he" is taken for somebody whom his own words name ("Pashinyan, he added, …"), the one who spoke last is meant:
    nobody is both a pronoun's referent and named in the words that it brings in."""
    last: Draft | None = None
    for draft in sorted((d for d in drafts if d.outer is None or d.outer.turn), key=lambda d: d.anchor):
        if draft.turn or not draft.speakers:
            continue
        words = " ".join(s.of(layers.text) for s in draft.source)
        if last is not None and THIRD_PERSON.match(words) and len(draft.speakers) == 1:
            spans = (*draft.content, *_before_comma(draft, layers))
            named = {e for p in spans for r in cast.within(p) if r.form == "name" for e in r.entities}
            other = len(last.speakers) == 1 and last.speakers != draft.speakers and last.speakers[0] not in named
            if draft.speakers[0] in named and other and cast.entity(last.speakers[0]).kind == "person":
                draft.speakers = last.speakers
        last = draft


def _before_comma(draft: Draft, layers: Layers) -> Spans:
    """What stands in the sentence before a cue set off by commas ("Pashinyan" in "Pashinyan, he added, has …")."""
    sentence, start = layers.sentence_at(draft.anchor.start), min(s.start for s in (*draft.source, *draft.cue))
    if (
        sentence is None
        or sentence.span.start >= start
        or not layers.text[sentence.span.start : start].rstrip().endswith(",")
    ):
        return ()
    return (Span(sentence.span.start, start),)


def first_person(drafts: list[Draft], layers: Layers, setting: Setting) -> None:
    """Give "we" in an official text without a known owner to the body or state that last spoke in it ("The Council urges
    … We call on …")."""
    if not setting.official or setting.turns or setting.owner:
        return
    last: tuple[str, ...] = ()
    for draft in sorted(drafts, key=lambda d: d.anchor):
        words = " ".join(s.of(layers.text) for s in draft.source)
        if draft.outer is None and draft.speakers and not FIRST_PERSON.match(words):
            last = draft.speakers
        elif FIRST_PERSON.match(words) and not draft.speakers and draft.outer is None:
            draft.speakers = last
