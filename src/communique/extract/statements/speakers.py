"""Whose words they are: from the source next to the cue, the grammar around it, the turn, or the text's owner."""

import re
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import agent_of, cue_head, head_of, is_purpose, subject_of
from communique.extract.statements.setting import Setting
from communique.lexicon.cues import cues
from communique.model import Span, Spans, union
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    pass

FIRST_PERSON = re.compile(r"(?:I|we|our|my|us|me|let me|let us|we all|we both|myself|ourselves)\Z", re.IGNORECASE)
SECOND_PERSON = re.compile(r"(?:you|your|you all|yourself)\Z", re.IGNORECASE)
JOINED = re.compile(
    r"[\s,;]*(?:and|&|or|as well as|(?:together|along|jointly) with)?\s*(?:both|the|his|her|their|its|our)?\s*",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"(?:I|we|our|my|us|me|you|your)\b", re.IGNORECASE)
LONGEST_SOURCE = 160  # code points
POSSESSIVE = re.compile(r"\s?['’](?:s\b|(?=\s))")  # who owns the office or body named is not who speaks
NEAR = 3  # code points between one who cites and "citing": a comma and a blank


def complete_source(draft: Draft, layers: Layers, cast: Cast) -> None:
    """Extend the source to the whole coordination ("A and B said"), or find it where the tagger gave none and the cue has
    a subject that names somebody. A passive cue stays without one unless its agent is named ("by X")."""
    if draft.source:
        draft.source = _by_whom(draft, layers, cast) or _whole_phrase(draft, cast)
        if len(draft.source) == 1 and (wider := _coordination(draft, layers)):
            draft.source = (wider,)
        if (not _is_object(draft, layers) and cast.at(draft.source)) or any(
            PERSONAL.match(s.of(layers.text)) for s in draft.source
        ):
            return
    sentence, verb = cue_head(draft, layers)
    subject = subject_of(verb) if verb is not None else None
    if sentence is None or subject is None:
        return
    span = sentence.span_of(subject.left_edge, subject)
    if any(span.overlaps(p) for p in (*draft.content, *draft.source)):
        return
    found = [r for r in cast.within(span, attributive=False) if r.head.end == span.end]
    if found and cast.at((span,)):
        draft.source = (span,)
        if wider := _coordination(draft, layers):
            draft.source = (wider,)


def _by_whom(draft: Draft, layers: Layers, cast: Cast) -> Spans:
    """The agent of a passive cue, where the source given stands outside it: "he declined when asked by A" is A's."""
    sentence, verb = cue_head(draft, layers)
    agent = agent_of(verb) if verb is not None and verb.tag_ == "VBN" else None
    if sentence is None or agent is None:
        return ()
    span = sentence.span_of(agent.left_edge, agent)
    taken = any(span.overlaps(p) for p in (*draft.content, *draft.source))
    return (span,) if not taken and cast.at((span,)) else ()


def _is_object(draft: Draft, layers: Layers) -> bool:
    """Whether the source given is the one met, not the one who met to say something: "A spoke with B to stress …" is A's."""
    sentence, verb = cue_head(draft, layers)
    if sentence is None or verb is None or not is_purpose(verb):
        return False
    source = head_of(sentence, draft.source[0])
    governor = verb.head.lemma_.lower()
    return (
        source is not None
        and source.doc is verb.doc
        and source.dep_ in ("pobj", "dobj")
        and source.i < verb.i
        and governor not in cues().addressing.get("", ())
    )


def _whole_phrase(draft: Draft, cast: Cast) -> Spans:
    """The source widened to the phrase that it is part of, where it holds no name of its own ("The" of "The Council")."""
    if len(draft.source) != 1 or cast.at(draft.source):
        return draft.source
    source = draft.source[0]
    for reference in cast.within(Span(max(0, source.start - 1), source.end + LONGEST_SOURCE), attributive=False):
        blocked = any(reference.span.overlaps(p) for p in (*draft.content, *draft.cue))
        if reference.span.overlaps(source) and not blocked:
            return union((source, reference.span))
    return draft.source


def find_speakers(draft: Draft, layers: Layers, cast: Cast, setting: Setting) -> tuple[str, ...]:
    """Entity ids of those whose words they are; () where the text names none or nobody known."""
    if draft.turn:
        return draft.speakers
    if draft.follows:
        return draft.follows.speakers
    words = " ".join(s.of(layers.text) for s in draft.source)
    if FIRST_PERSON.match(words):
        return _own(draft, layers, setting) or cast.at(draft.source)
    if SECOND_PERSON.match(words):
        turn = _turn_of(draft)
        return (turn.addressee,) if turn and turn.addressee else ()
    return _denoted(draft, layers, cast)


def _denoted(draft: Draft, layers: Layers, cast: Cast) -> tuple[str, ...]:
    """Whom the source denotes: its first phrase that names somebody and those joined to it; not who only qualifies them ("A,
    head of B", "A of B")."""
    out: list[str] = []
    for span in draft.source:
        end = -1
        found = [r for r in cast.within(span) if r.entities]
        free = [r for r in found if not POSSESSIVE.match(layers.text, r.head.end, span.end)]
        for reference in free or found:
            if reference.head.start < end:
                continue
            start = max(span.start, min(reference.span.start, reference.head.start))
            if end < 0 or start <= end or JOINED.fullmatch(layers.text, end, start):
                out += [e for e in reference.entities if e not in out]
                end = max(end, reference.span.end, reference.head.end)
    return tuple(out)


def cite(draft: Draft, layers: Layers, cast: Cast) -> None:
    """Where one who is named passes on another ("according to A, citing B"): B is the speaker, and A relays."""
    if not draft.speakers or draft.turn:
        return
    sentence, verb = cue_head(draft, layers)
    if sentence is None:
        return
    if verb is not None and verb.lower_ in cues().citing:
        before = (
            [r for r in cast.within(Span(sentence.span.start, draft.anchor.start)) if r.entities]
            if (draft.anchor.start > sentence.span.start)
            else []
        )
        citing = before[-1].entities if before else ()
        if citing and not set(citing) & set(draft.speakers):
            draft.via = citing + draft.via
        return
    for token in sentence.tokens:
        if token.lower_ not in cues().citing or not draft.source:
            continue
        at = sentence.span_of(token)
        if not 0 <= at.start - draft.source[-1].end <= NEAR or any(p.overlaps(at) for p in draft.content):
            continue
        cited = next((c for c in token.children if c.dep_ in ("dobj", "obj", "pobj")), None)
        found = cast.at((sentence.span_of(cited.left_edge, cited),)) if cited is not None else ()
        if found and not set(found) & set(draft.speakers):
            draft.via, draft.speakers = draft.speakers + draft.via, found
        return


def _own(draft: Draft, layers: Layers, setting: Setting) -> tuple[str, ...]:
    """Who says "I" or "we" where the draft stands: the speaker around it, else the text's owner. What "we" did together in
    a meeting of two ("we have discussed") is said of both."""
    if draft.outer is None:
        return () if setting.turns else setting.owner
    own = draft.outer.speakers
    verb = cue_head(draft, layers)[1]
    together = verb is not None and verb.lemma_.lower() in cues().mutual
    if together and draft.outer.turn and draft.outer.addressee and setting.spoken == "meeting":
        return (*own, draft.outer.addressee)
    return own


def _turn_of(draft: Draft) -> Draft | None:
    outer = draft.outer
    while outer is not None and not outer.turn:
        outer = outer.outer
    return outer


def _coordination(draft: Draft, layers: Layers) -> Span | None:
    """The source with the phrases joined to it by "and": those between it and the cue, and those before it where it is but the
    last of a clause's subjects ("Ortega, Holm and the archbishop agreed")."""
    source = draft.source[0]
    sentence = layers.sentence_at(source.start)
    if sentence is None or not draft.cue:
        return None
    head = head_of(sentence, source)
    if head is None:
        return None
    top = head
    while top.dep_ == "conj" or (top.dep_ == "appos" and top != head):
        top = top.head
    if top != head and top.dep_ in ("nsubj", "nsubjpass"):
        wide = Span(sentence.span_of(top.left_edge, top).start, source.end)
        free = not any(wide.overlaps(b) for b in (*draft.content, *draft.cue))
        return wide if free and wide.end - wide.start <= LONGEST_SOURCE else None
    last = max((t.i for c in head.conjuncts if c.i > head.i for t in (c,)), default=-1)
    if last < 0 or head.dep_ not in ("nsubj", "nsubjpass", "pobj"):
        return None
    final = head.doc[last]
    wide = Span(source.start, max(source.end, sentence.span_of(final).end))
    blocked = (*draft.content, *draft.cue)
    if wide == source or wide.end - wide.start > LONGEST_SOURCE or any(wide.overlaps(b) for b in blocked):
        return None
    return wide
