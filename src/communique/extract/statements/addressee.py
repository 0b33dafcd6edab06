"""To whom: the object of the cue, the other side of the conversation told, or the listener before."""

from typing import TYPE_CHECKING

from communique.annotate.layers import Layers, Sentence
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import beside, cue_head
from communique.extract.statements.setting import Setting
from communique.extract.statements.talks import Talk, talk_of
from communique.lexicon.channels import channels
from communique.lexicon.cues import cues
from communique.model.claim import Channel
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

PEOPLE_OF = {"people", "government", "authority", "nation", "citizen", "leader", "official", "ally"}


def address(drafts: list[Draft], layers: Layers, cast: Cast, setting: Setting, talks: list[Talk]) -> None:
    """Fill the addressees of all drafts that are no turns."""
    last: Draft | None = None
    for draft in sorted(drafts, key=lambda d: (d.anchor, d.hull)):
        if draft.turn:
            continue
        told = _object(draft, layers, cast)
        heard = _other_side(draft, layers, cast, setting, talks)
        draft.addressee = told if told and not (heard and _is_matter(told, draft, layers, cast)) else heard
        if heard and draft.via and not setting.official and draft.channel in (None, "call", "meeting"):
            draft.channel = "readout"  # what was said in a conversation, given out by a spokesperson
        if told and draft.channel is None and not setting.official:
            draft.channel = _listener(draft, layers)
        if draft.outer is None:
            if last is not None and not setting.official and _goes_on(draft, last, layers):
                draft.channel = draft.channel or last.channel
                draft.addressee = draft.addressee or last.addressee
            last = draft


def _is_matter(told: str, draft: Draft, layers: Layers, cast: Cast) -> bool:
    """Whether the object of a cue is rather what is praised than who is spoken to ("welcomed the Council's presidency")."""
    verb = cue_head(draft, layers)[1]
    return verb is not None and verb.lemma_.lower() in cues().praising and cast.entity(told).kind == "organization"


def _object(draft: Draft, layers: Layers, cast: Cast) -> str | None:
    """The one whom the cue's complement names: "told X", "urged X to", "called on X", "said to X"."""
    sentence, verb = cue_head(draft, layers)
    if sentence is None or verb is None:
        return None
    lemma, table = verb.lemma_.lower(), cues()
    candidates: list[Token] = []
    if lemma in table.addressing.get("", ()) and not (lemma in table.asking and not _asks(verb)):
        candidates += [c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass") and c.pos_ != "ADP"]
        candidates += [
            s
            for c in verb.children
            if c.dep_ in ("ccomp", "xcomp")
            for s in c.children
            if s.dep_ == "nsubj" and s.i > verb.i
        ]
    for child in verb.children:
        if child.dep_ in ("prep", "dative", "agent") and lemma in table.addressing.get(child.lower_, ()):
            candidates += [c for c in child.children if c.dep_ == "pobj"]
    for candidate in candidates:
        found = [e for e in _denoted(candidate, sentence, cast) if e not in draft.speakers]
        if len(found) == 1:
            return found[0]
    return None


def _asks(verb: "Token") -> bool:
    return any(
        c.dep_ in ("xcomp", "ccomp", "advcl") and any(g.dep_ == "aux" for g in c.children) for c in verb.children
    )


def _denoted(token: "Token", sentence: Sentence, cast: Cast) -> tuple[str, ...]:
    """Whom a phrase denotes by its head; "the people of X" and "X's government" denote X."""
    head = sentence.span_of(token)
    left = sentence.span_of(token.left_edge, token)
    for reference in cast.within(left, attributive=False):
        if reference.head.contains(head):
            return reference.entities
    if token.lemma_.lower() in PEOPLE_OF:
        return cast.at((sentence.span_of(token.left_edge, token.right_edge),))
    return ()


def _other_side(draft: Draft, layers: Layers, cast: Cast, setting: Setting, talks: list[Talk]) -> str | None:
    """The one person on the other side of the last conversation told, for what one side said in it."""
    if not draft.speakers or draft.outer is not None or not talks:
        return None
    verb = cue_head(draft, layers)[1]
    if verb is not None and verb.lemma_.lower() in cues().mutual and len(draft.speakers) > 1:
        return None
    talk = talk_of(draft, layers, talks)
    if talk is None:
        return None
    sentence = layers.sentence_at(draft.anchor.start)
    if not setting.official and not draft.via and not (sentence and talk.start == sentence.span.start):
        return None
    parties = {cast.party(e) or e for e in draft.speakers}
    if len(parties) > 1 and len(talk.people) > len(draft.speakers):
        return None  # several sides say something together: not to the one left out
    rest = [e for e in talk.people if e not in draft.speakers and e not in draft.via]
    others = [e for e in rest if (cast.party(e) or e) not in parties]
    if not others and all(cast.entity(e).kind == "person" for e in draft.speakers):
        others = rest  # officials of a state do not speak to its minister because his call is told
    return others[0] if len(others) == 1 else None


def _listener(draft: Draft, layers: Layers) -> Channel | None:
    """The channel that the listener named beside the cue tells."""
    return channels().of_listener(beside(draft, layers))


def _goes_on(draft: Draft, last: Draft, layers: Layers) -> bool:
    """Whether a statement continues its speaker's last one: the same speaker, and the cue or a pronoun says so."""
    if not draft.speakers or draft.speakers != last.speakers or draft.via != last.via:
        return False
    if draft.follows is last:
        return True
    between = layers.text[last.hull.end : draft.hull.start] if last.hull.end < draft.hull.start else ""
    if between.count("\n\n") > 2:
        return False
    source = " ".join(s.of(layers.text) for s in draft.source).lower()
    verb = cue_head(draft, layers)[1]
    goes_on = verb is not None and (
        verb.lemma_.lower() in cues().continuing or any(c.lower_ in cues().continuing_adverbs for c in verb.children)
    )
    return goes_on or source in ("he", "she", "they", "it", "him", "her", "them")
