"""What the parse tells about a cue: its verb, who its subject is, what stands beside it."""

import re
from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.extract.statements.draft import Draft
from communique.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = {"nsubj", "csubj"}
PASSIVE = {"nsubjpass", "auxpass", "csubjpass"}


def cue_head(draft: Draft, layers: Layers) -> "tuple[Sentence | None, Token | None]":
    """The sentence of a draft's cue, and the cue's token on which the others hang."""
    sentence = layers.sentence_at(draft.cue[0].start) if draft.cue else None
    if sentence is None:
        return None, None
    return sentence, head_of(sentence, draft.cue[0])


def head_of(sentence: Sentence, span: Span) -> "Token | None":
    """The first token of `span` that hangs on none of the others."""
    tokens = sentence.tokens_in(span)
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.dep_ == "ROOT" or t.head.i not in inside), None)


def subject_of(verb: "Token") -> "Token | None":
    """The subject of an active verb, its own or that of the verb it is joined to or depends on."""
    if verb.pos_ == "NOUN":
        return next((c for c in verb.children if c.dep_ == "poss"), None)  # "its promise that …"
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    for _ in range(5):
        bare = verb.tag_ == "VBN" and not any(c.dep_ in ("aux", *SUBJECTS) for c in verb.children)
        if any(c.dep_ in PASSIVE for c in verb.children) or (bare and verb.dep_ in ("acl", "advcl")):
            return agent_of(verb)
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                return child if child.pos_ in ("NOUN", "PROPN", "PRON") else None
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.pos_ not in ("VERB", "AUX"):
            break
        verb = verb.head
    root = verb.sent.root
    if is_purpose(verb) and root.i < verb.i:  # "met with A and B to express …", wherever the parser hung it
        return next((c for c in root.children if c.dep_ == "nsubj"), None)
    return None


def agent_of(verb: "Token") -> "Token | None":
    """Who does what a passive verb says: “by X”."""
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None


def is_purpose(verb: "Token") -> bool:
    return verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def beside(draft: Draft, layers: Layers) -> str:
    """The words of the cue's sentence that are not content, a stretch of content standing as one blank."""
    sentence = layers.sentence_at(draft.anchor.start)
    if sentence is None:
        return ""
    out, at = [], sentence.span.start
    for piece in sorted(draft.content):
        if piece.start > at:
            out.append(layers.text[at : min(piece.start, sentence.span.end)])
        at = max(at, piece.end)
    if at < sentence.span.end:
        out.append(layers.text[at : sentence.span.end])
    return re.sub(r"\s+", " ", " … ".join(out))
