"""The clause around a cue: its verb, its subject, and whether it asserts anything."""

from typing import TYPE_CHECKING

from communique.lexicon.stances import Frame
from communique.model.claim import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

CONDITIONS = frozenset({"if", "unless", "whether", "until", "lest"})
HEDGES = frozenset({"could", "might", "may", "can"})
APOSTROPHES = frozenset({"’", "'"})
AFFIRMING = frozenset(
    "reaffirm affirm reiterate underscore emphasize emphasise stress highlight underline express convey note voice share "
    "repeat confirm restate declare demonstrate state".split()
)
TELLING = AFFIRMING | frozenset(
    "say tell outline add explain announce pledge assure promise commit welcome make".split()
)
REFUSING = frozenset({"fail", "refuse", "decline", "stop", "cease", "deny", "avoid"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
SHARING = frozenset(
    {"conj", "xcomp", "advcl", "acl", "pcomp", "prep", "dobj", "pobj", "attr", "acomp", "oprd", "ccomp"}
)
FLIPS: dict[Stance, Stance] = {"support": "oppose", "recognize": "reject", "commit": "reject"}


def verb_of(token: "Token") -> "Token":
    """The verb that the token depends on, itself when it is one; the root when there is none."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token.head if token.dep_ in ("aux", "auxpass") else token


def subject_of(verb: "Token", state: bool = False) -> "Token | None":
    """Who does what the verb says: its subject, the agent of a passive, else that of the verb it shares one with.

    state: a participle that tells how its subject feels or stands ("is committed to"), so that there is no agent to seek.
    """
    for step in range(8):
        passive = passive_of(verb) and not (state and step == 0)
        agent = next((c for c in verb.rights if c.dep_ == "agent"), None)
        if agent is not None:
            return next((c for c in agent.rights if c.dep_ == "pobj"), None)
        found = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
        if found is None:
            found = next((c for c in verb.rights if c.dep_ in SUBJECTS), None)
        if found is not None and not passive:
            if found.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return found
        if passive and found is not None:
            return None
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            above = verb.head
            verb = verb_of(above)
            continue
        if verb.dep_ not in SHARING or verb.head == verb:
            return None
        above = verb_of(verb.head)
        if above == verb:
            return None
        verb = above
    return None


def passive_of(verb: "Token") -> bool:
    """Whether the verb is in the passive."""
    return any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.lefts)


def agentless(verb: "Token") -> bool:
    """Whether the verb is a passive without "by"."""
    return passive_of(verb) and all(c.dep_ != "agent" for c in verb.rights)


def possessor_of(noun: "Token") -> "Token | None":
    """Whose the noun is: "Armenia's commitment", "our concern", "U.S. support", "the commitment of the sides"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    for child in noun.lefts:
        if child.dep_ in ("compound", "nmod", "amod") and child.pos_ == "PROPN":
            return child
    # "the United States’ ongoing support": a bare apostrophe that the parser took for a quotation mark
    for i in range(noun.i - 1, max(noun.sent.start, noun.i - 5), -1):
        token = noun.doc[i]
        if token.text in APOSTROPHES and noun.doc[i - 1].lower_.endswith("s"):
            return noun.doc[i - 1] if noun.doc[i - 1].pos_ in ("NOUN", "PROPN") else None
        if token.pos_ not in ("ADJ", "ADV", "NOUN", "CCONJ"):
            return None
    return None


def negated(cue: "Token") -> bool:
    """Whether "not", "no", "never" or a verb of refusing governs the cue."""
    verb = verb_of(cue)
    for token in {cue.i: cue, verb.i: verb}.values():
        for child in token.children:
            if (child.dep_ == "neg" and child.lower_ != "only") or (child.dep_ == "det" and child.lower_ == "no"):
                return not _only(child)
    if cue.dep_ in ("xcomp", "ccomp") and cue.head.lemma_ in REFUSING:
        return True
    above = verb
    while above.dep_ in ("xcomp", "conj") and above.head != above:
        above = above.head
        if above.dep_ == "xcomp" and above.lemma_ in REFUSING:
            return True
        if any(c.dep_ == "neg" and not _only(c) for c in above.children) and verb.dep_ == "xcomp":
            return True
    return False


def _only(negation: "Token") -> bool:
    """ "not only", "not just": no negation."""
    doc = negation.doc
    return negation.i + 1 < len(doc) and doc[negation.i + 1].lower_ in ("only", "just", "merely")


def polar(frame: Frame, cue: "Token") -> Stance | None:
    """The stance that a frame leaves after negation; None where nothing is held."""
    if frame.negated:
        return frame.stance if negated(cue) else None
    if not negated(cue):
        return frame.stance
    return FLIPS.get(frame.stance) if frame.kind != "modal" else None


def _reported(verb: "Token") -> bool:
    """Whether the verb stands in what somebody says, its own clause or one joined to it."""
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    return verb.dep_ == "ccomp"


def unreal(cue: "Token") -> bool:
    """Whether the cue stands in a question, a condition or a mere possibility."""
    end = cue.sent[-1]
    if end.text == "?" or (end.is_punct and end.i and end.nbor(-1).text == "?"):
        return True
    verb = verb_of(cue)
    hedged = any(c.dep_ == "aux" and c.lower_ in HEDGES for c in verb.lefts)
    if hedged and not any(c.dep_ == "neg" for c in verb.children):  # "cannot allow" is no mere possibility
        return True
    helpers = {c.lower_ for c in verb.lefts if c.dep_ in ("aux", "auxpass")}
    if {"would", "have"} <= helpers or (cue.lower_ == "would" and not _reported(verb)):
        return True  # "would have supported"; "would be easier" but for "he said that they would help"
    if cue.lower_ == "should" and cue.dep_ == "aux" and any(c.dep_ in SUBJECTS and c.i > cue.i for c in verb.lefts):
        return True  # "should they decide …"
    token = cue
    for _ in range(12):
        if token.dep_ in ("advcl", "ccomp", "acl", "pcomp", "relcl") and any(
            c.lower_ in CONDITIONS for c in token.lefts if c.dep_ in ("mark", "advmod")
        ):
            return True
        if token.head == token:
            break
        token = token.head
    return False
