"""What the tagger took for statements and are none: scraps of words, and verbs of saying that nobody says anything by."""

import re
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import cue_head, head_of, subject_of
from communique.extract.statements.places import quote_at, quotes_in
from communique.lexicon.cues import cues
from communique.model import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

LEAST = 3  # words; fewer, unquoted, must name something or be what is to be done
NAMING = {"NOUN", "PROPN", "NUM"}
STOPPED = re.compile(r"[.?!][\"”’')\]]*\s")


def is_scrap(draft: Draft, layers: Layers) -> bool:
    """Whether the words brought in are a word or two that say nothing ("what", "they don't")."""
    if not draft.cue or sum(len(p.of(layers.text).split()) for p in draft.content) >= LEAST:
        return False
    if any(quote_at(layers, p.start) for p in draft.content):
        return False
    tokens = [t for p in draft.content if (s := layers.sentence_at(p.start)) for t in s.tokens_in(p)]
    return not any(t.pos_ in NAMING or t.tag_ == "TO" for t in tokens)


def weeds(drafts: list[Draft], layers: Layers) -> list[Draft]:
    """Drafts that attribute nothing: what an event or a state of affairs shows ("the storm has shown that …", "issues that
    underscore …"), and a noun among the things that somebody demands ("urged … and an assurance that …")."""
    out = []
    for draft in drafts:
        if draft.turn or draft.speakers or not draft.cue:
            continue
        sentence, verb = cue_head(draft, layers)
        if sentence is None or verb is None:
            continue
        given = head_of(sentence, draft.source[0]) if draft.source and sentence.span.contains(draft.source[0]) else None
        subject = given or _subject(verb)
        if (subject is not None and subject.lemma_.lower() in cues().abstract) or _demanded(draft, verb, layers):
            out.append(draft)
    return out


def _subject(verb: "Token") -> "Token | None":
    """The subject of a verb; of a relative clause, the noun that it qualifies."""
    subject = subject_of(verb)
    if subject is not None and subject.lower_ in ("that", "which") and subject.head.dep_ == "relcl":
        return subject.head.head
    return subject


def _demanded(draft: Draft, verb: "Token", layers: Layers) -> bool:
    if draft.source or verb.pos_ != "NOUN" or draft.outer is None:
        return False
    asking = cue_head(draft.outer, layers)[1]
    return asking is not None and asking.lemma_.lower() in cues().demanding


def without_strays(draft: Draft, layers: Layers) -> Spans:
    """Content that is a whole quotation, without pieces of other sentences: those with a full stop between them and the cue
    that is not within the quotation."""
    if not draft.cue or quote_at(layers, draft.cue[0].start):
        return draft.content
    held = [q for q in quotes_in(layers, draft.hull) if q.closed and any(p.contains(q.inner) for p in draft.content)]
    if not held:
        return draft.content
    out: list[Span] = []
    for piece in draft.content:
        quote = next((q for q in held if piece.contains(q.inner)), None)
        if quote is not None:
            lead = layers.text[piece.start : quote.span.start] if piece.start < quote.span.start else ""
            out.append(Span(quote.inner.start, piece.end) if STOPPED.search(lead) else piece)
        elif not STOPPED.search(_between(piece, draft.cue[0], [q.span for q in held], layers.text)):
            out.append(piece)
    return tuple(out)


def _between(piece: Span, cue: Span, skipped: list[Span], text: str) -> str:
    """The text from the end of the one to the start of the other, without the stretches skipped."""
    start, end = (piece.end - 1, cue.start) if piece.start < cue.start else (cue.end, piece.start)
    out, at = [], start
    for span in skipped:
        if at <= span.start and span.end <= end:
            out.append(text[at : span.start])
            at = span.end
    return " ".join([*out, text[at : max(at, end)]])
