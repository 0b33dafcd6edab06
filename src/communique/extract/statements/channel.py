"""How a statement was made: from words beside its cue, its source, its listener, what came before, the document."""

import re

from communique.annotate.layers import Layers
from communique.extract.statements.draft import Draft
from communique.extract.statements.setting import Setting
from communique.extract.statements.speakers import cue_head
from communique.lexicon.channels import channels
from communique.model.claim import Channel

OVERRIDES: frozenset[Channel] = frozenset({"press conference", "interview", "letter", "social media", "speech"})


def find_channel(draft: Draft, layers: Layers, setting: Setting) -> Channel | None:
    """The channel of a draft that is no turn; None where nothing tells."""
    lexicon = channels()
    around = beside(draft, layers)
    named = lexicon.in_words(around)
    if setting.turns:
        return named if draft.outer is None or not draft.outer.turn else None
    if setting.kind == "readout" or (setting.relays and setting.kind != "statement"):
        return named if named in OVERRIDES else "readout"
    if draft.follows:
        return draft.follows.channel
    if setting.official:
        own = not draft.outer and (draft.speakers == setting.owner or bool(set(draft.speakers) & set(setting.owner)))
        return named or ("statement" if own or draft.outer is None else None)
    if named:
        return named
    if draft.outer is not None:
        return None
    source = " ".join(s.of(layers.text) for s in draft.source)
    if lexicon.report_sources.search(source) and _verb(draft, layers) in lexicon.report_verbs:
        return "report"
    return None


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


def _verb(draft: Draft, layers: Layers) -> str:
    head = cue_head(draft, layers)[1]
    return head.lemma_.lower() if head is not None else ""
