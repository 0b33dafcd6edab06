"""Quotations that no cue claims: those that go on one that is claimed, and those of the running speaker."""

import re

from communique.annotate.layers import Layers, Paragraph, Quote
from communique.extract.statements.bounds import shared
from communique.extract.statements.draft import Draft
from communique.extract.statements.places import Places, quotes_in
from communique.extract.statements.setting import Setting
from communique.lexicon.cues import cues
from communique.model import Span, union

RUNNING = 0.7  # confidence of a cue-less quotation, of the confidence of the statement that it follows
TOLD = 0.6  # confidence of a quotation with "X said" beside it that the tagger passed over
LEAST_TOLD = 4  # words of such a quotation
ENDS = '.?!:”"'
TAG = re.compile(r"[ ,]*([^.?!\n\"“”]{2,80}?)(?=[.,])")
LOOSE = 8  # code points beside a quotation that still makes up its paragraph
LEAST_QUOTE = 4  # words; shorter quoted words in passing are names and scare quotes


def resume(layers: Layers, found: list[Draft]) -> None:
    """Give quotations that nobody claimed, but that go on one that is claimed, to its statement."""
    claims: dict[int, Draft] = {}
    claimed = [False] * len(layers.quotes)
    places = Places.of(layers, found)
    for i, quote in enumerate(layers.quotes):
        owners = [
            d
            for d in places.at(quote.span)
            if 2 * shared(d.content, (quote.inner,)) > quote.inner.end - quote.inner.start
        ]
        whole = [d for d in owners if d.length >= 0.5 * (quote.inner.end - quote.inner.start)]
        if owners:
            claimed[i] = True
        if whole:
            claims[quote.run] = min(whole, key=lambda d: (d.hull.start, d.anchor))
    for i, quote in enumerate(layers.quotes):
        if claimed[i]:
            continue
        owner = claims.get(quote.run)
        if owner is None and i:
            before = layers.quotes[i - 1]
            owner = claims.get(before.run) if _goes_on(layers, before, quote, places) else None
        if owner is not None and not any(
            shared(d.content, (quote.inner,)) for d in places.at(quote.span) if d is not owner
        ):
            owner.content = union((*owner.content, quote.inner))
            claims[quote.run] = owner


def _goes_on(layers: Layers, before: Quote, quote: Quote, places: Places) -> bool:
    """Whether `quote` resumes the one before: same paragraph, the cue of one statement between."""
    between = layers.text[before.span.end : quote.span.start]
    if "\n" in between.strip(" ") or len(between) > 160 or len(quote.inner.of(layers.text).split()) < LEAST_QUOTE:
        return False
    gap = Span(before.span.end, quote.span.start) if before.span.end < quote.span.start else None
    cues = [d for d in places.at(gap) if any(gap.contains(c) for c in d.cue)] if gap else []
    return len(cues) == 1 and bool(layers.text[quote.inner.start].isupper() or between.rstrip().endswith(","))


def running(layers: Layers, setting: Setting, found: list[Draft]) -> list[Draft]:
    """Cue-less quotations that make up their paragraph, after somebody was quoted: the running speaker's."""
    out: list[Draft] = []
    places = Places.of(layers, found)
    for paragraph in layers.paragraphs:
        quote = _alone(layers, paragraph)
        if quote is None or paragraph.index in setting.by_paragraph:
            continue
        within = [d for d in places.at(quote.span) if shared(d.content, (quote.inner,))]
        bare = next((d for d in within if not d.cue and not d.source), None)
        if (
            bare is None
            and 2 * sum(shared(d.content, (quote.inner,)) for d in within) > quote.inner.end - quote.inner.start
        ):
            continue
        above = layers.paragraphs[paragraph.index - 1].span if paragraph.index else paragraph.span
        before = [
            d
            for d in (*places.at(above), *out[-1:])
            if above.overlaps(d.content[-1]) and d.hull.end <= quote.span.start
        ]
        last = max(before, key=lambda d: (d.hull.end, d.anchor), default=None)
        if last is None or last.form == "indirect":
            continue
        if bare is not None:
            bare.follows = last
        else:
            out.append(Draft((quote.inner,), (), (), RUNNING * last.confidence, "direct", follows=last))
    return out


def _alone(layers: Layers, paragraph: Paragraph) -> Quote | None:
    """The quotation that makes up a whole paragraph."""
    quotes = [q for q in quotes_in(layers, paragraph.span) if paragraph.span.contains(q.span)]
    if len(quotes) != 1 or len(quotes[0].inner.of(layers.text).split()) < LEAST_QUOTE:
        return None
    around = paragraph.span.end - paragraph.span.start - (quotes[0].span.end - quotes[0].span.start)
    return quotes[0] if around <= LOOSE else None


def told(layers: Layers, found: list[Draft]) -> list[Draft]:
    """Quotations that nobody claimed, with a verb of saying and its subject right after the closing mark: '"…," Holm said.'"""
    out: list[Draft] = []
    places = Places.of(layers, found)
    for quote in layers.quotes:
        if not quote.closed or len(quote.inner.of(layers.text).split()) < LEAST_TOLD:
            continue
        before = layers.text[max(0, quote.span.start - 2) : quote.span.start].strip()
        if before and before not in ENDS:
            continue  # a title or a phrase within a sentence
        near = places.at(quote.span)
        if any(2 * shared(d.content, (quote.inner,)) > quote.inner.end - quote.inner.start for d in near):
            continue
        tag = TAG.match(layers.text, quote.span.end)
        sentence = layers.sentence_at(tag.start(1)) if tag else None
        if tag is None or sentence is None or layers.text[quote.inner.end - 1] not in ",.!?":
            continue
        where = Span(tag.start(1), tag.end(1))
        verb = next((t for t in sentence.tokens_in(where) if t.tag_ == "VBD" and t.lemma_ in cues().voicing), None)
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
        if verb is None or subject is None:
            continue
        cue, source = sentence.span_of(verb), sentence.span_of(subject.left_edge, subject)
        taken = any(c.overlaps(cue) for d in near for c in d.cue)
        if not taken and where.contains(source) and not cue.overlaps(source):
            out.append(Draft((quote.inner,), (cue,), (source,), TOLD, "direct"))
    return out
