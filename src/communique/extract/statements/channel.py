"""How a statement was made: from words beside its cue, its source, its listener, what came before, the document."""

from communique.annotate.layers import Layers
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import beside, cue_head
from communique.extract.statements.setting import Setting
from communique.extract.statements.speakers import FIRST_PERSON
from communique.lexicon.channels import channels
from communique.model.claim import Channel
from communique.resolve.cast import Cast

OVERRIDES: frozenset[Channel] = frozenset({"press conference", "interview", "letter", "social media", "speech"})


def find_channel(draft: Draft, layers: Layers, cast: Cast, setting: Setting) -> Channel | None:
    """The channel of a draft that is no turn; None where nothing tells."""
    if draft.follows or draft.channel:
        return draft.follows.channel if draft.follows else draft.channel
    source = " ".join(s.of(layers.text) for s in draft.source)
    named = channels().in_words(beside(draft, layers)) or channels().of_source(source)
    if _is_report(draft, layers, cast):
        return "report"
    if draft.outer is not None:
        return None if draft.outer.turn and named in ("call", "meeting") else named
    if setting.turns:
        return named
    if setting.body == "readout":
        return named if named in OVERRIDES else "readout"
    if setting.body == "statement":
        return named if named in OVERRIDES or not _speaks_itself(draft, layers, cast, setting) else "statement"
    if setting.kind == "unknown" and draft.form == "indirect" and FIRST_PERSON.match(source):
        return named or "statement"
    return named


def _is_report(draft: Draft, layers: Layers, cast: Cast) -> bool:
    """Whether the press, a poll or the like is the source."""
    if draft.speakers and all(cast.entity(e).kind == "person" for e in draft.speakers):
        return False
    words = [s.of(layers.text) for s in draft.source or draft.cue]
    words += [cast.entity(e).name for e in draft.speakers if cast.entity(e).kind == "organization"]
    verb = cue_head(draft, layers)[1]
    if draft.source and (verb is None or verb.lemma_.lower() not in channels().report_verbs):
        return False
    return any(channels().report_sources.search(w) for w in words)


def _speaks_itself(draft: Draft, layers: Layers, cast: Cast, setting: Setting) -> bool:
    """Whether the text speaks for itself here: its owner, the owner's state, or, of an unknown owner, "we" and whoever
    speaks in the present tense."""
    if setting.released:
        return True
    if setting.owner and draft.speakers:
        if set(draft.speakers) & set(setting.owner):
            return True
        states = {cast.entity(e).country for e in setting.owner}
        return all(cast.entity(e).kind == "country" and cast.entity(e).country in states for e in draft.speakers)
    if any(FIRST_PERSON.match(s.of(layers.text)) for s in draft.source):
        return True
    verb = cue_head(draft, layers)[1]
    past = verb is not None and (verb.tag_ in ("VBD", "VBN") or any(c.lower_ in ("will", "had") for c in verb.children))
    return bool(draft.source) and not past
