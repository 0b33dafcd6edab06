"""Spokespersons whose own statement is not among the attributions, but who relay one that is.

"'The Minister welcomed the offer and thanked …,' the spokesperson noted": what is told within the quotation, or in the clause
that depends on "noted", came through the spokesperson.
"""

from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Quote, Sentence
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import cue_head, subject_of
from communique.extract.statements.nesting import is_spokesperson
from communique.extract.statements.places import Places, quote_at, quotes_in
from communique.lexicon.channels import channels
from communique.lexicon.cues import cues
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 120  # code points from a quotation to the verb that voices it: name and title may stand between


def find_voices(drafts: list[Draft], layers: Layers, cast: Cast) -> None:
    """Put the spokesperson who voices a draft into its `via`, and how he did into its channel."""
    loose = [d for d in drafts if not d.turn and d.outer is None and d.cue and not d.via]
    for draft in loose:
        for sentence, verb in _voicing(draft, layers):
            subject = subject_of(verb)
            if subject is None:
                continue
            span = sentence.span_of(subject.left_edge, subject)
            found = cast.at((span,))
            if found and not set(found) & set(draft.speakers) and is_spokesperson((span,), found, layers, cast):
                draft.via = found
                draft.channel = draft.channel or channels().in_words(_around(sentence, layers))
                break
    places = Places.of(layers, loose)
    for quote in layers.quotes:  # one voice for all that one speaker is told to have said in one quotation
        inside = [d for d in places.at(quote.span) if any(quote.inner.overlaps(p) for p in d.content)]
        voiced = next((d for d in inside if d.via), None)
        for draft in inside if voiced else ():
            if voiced and not draft.via and draft.speakers == voiced.speakers:
                draft.via, draft.channel = voiced.via, draft.channel or voiced.channel


def _voicing(draft: Draft, layers: Layers) -> "list[tuple[Sentence, Token]]":
    """Verbs of saying that govern the cue, or that stand beside the quotation that holds it."""
    sentence, verb = cue_head(draft, layers)
    if sentence is None or verb is None:
        return []
    out = [(sentence, a) for a in verb.ancestors if a.lemma_.lower() in cues().voicing]
    quote = quote_at(layers, draft.cue[0].start)
    last = layers.sentence_at(quote.span.end - 1) if quote else None
    if quote is None or last is None:
        return out
    beside = [last, *layers.sentences[last.index + 1 : last.index + 2]]
    for near in beside:
        if near.paragraph != last.paragraph:
            continue
        out += [(near, t) for t in near.tokens if t.lemma_.lower() in cues().voicing and _right_after(near, t, quote)]
    return out


def _right_after(sentence: Sentence, token: "Token", quote: Quote) -> bool:
    at = sentence.span_of(token).start
    return quote.span.end <= at <= quote.span.end + REACH


def _around(sentence: Sentence, layers: Layers) -> str:
    """The sentence's words outside quotation marks."""
    words = sentence.span.of(layers.text)
    for quote in reversed(quotes_in(layers, sentence.span)):
        start, end = max(quote.span.start, sentence.span.start), min(quote.span.end, sentence.span.end)
        if start < end:
            words = words[: start - sentence.span.start] + " … " + words[end - sentence.span.start :]
    return words
