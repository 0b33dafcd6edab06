"""What is known about a candidate, as the names of the features that it has."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.extract.positions.candidates import Candidate
from communique.extract.positions.clause import AFFIRMING, possessor_of, subject_of, verb_of

if TYPE_CHECKING:
    from spacy.tokens import Token

SELF = frozenset({"i", "we", "us", "our", "my"})
OTHERS = frozenset({"you", "your", "one", "there"})
THINGS = frozenset({"it", "its", "this", "that", "what", "which", "these", "those"})
DISCUSSING = frozenset("discuss review address consider raise cover exchange".split())
LENGTHS = ((1, "1"), (2, "2"), (5, "5"), (15, "15"))


def features(found: Candidate, flipped: bool, turn: bool, quoted: bool) -> list[str]:
    """Feature names in a fixed order. flipped: by negation; turn: in a transcript's turn; quoted: in quotation marks."""
    frame, cue = found.frame, found.cue
    verb = verb_of(cue)
    subject = _kind(subject_of(verb, frame.kind == "adj"), frame.holder == "speaker")
    words = found.words
    out = [
        "bias",
        "weak" if frame.weak else "strong",
        f"stance={frame.stance}",
        f"frame={frame.id}",
        f"take={frame.id}:{found.take}",
        f"cue={frame.id}:{cue.lower_}",
        f"subject={subject}",
        f"subject={frame.kind}:{subject}",
        f"long={next((name for most, name in LENGTHS if words <= most), 'more')}",
        f"head={found.head.pos_}",
        f"dep={frame.kind}:{verb.dep_}",
    ]
    if frame.kind == "noun":
        owner = _kind(possessor_of(cue))
        class_ = "affirm" if verb.lemma_ in AFFIRMING else "discuss" if verb.lemma_ in DISCUSSING else "other"
        out += [f"owner={owner}", f"under={class_}"]
    else:
        helpers = [c.lower_ for c in verb.lefts if c.dep_ == "aux"]
        form = "inf" if "to" in helpers else verb.tag_
        out += [f"form={frame.kind}:{form}", f"form={frame.id}:{form}"]
        out += [f"aux={h}" for h in helpers if h != "to"]
    if flipped:
        out.append("flipped")
    if turn:
        out += ["turn", f"turn={frame.id}"]
    if quoted:
        out.append("quoted")
    return out


def beside(found: Candidate, others: Sequence[Candidate]) -> list[str]:
    """Features of a candidate among those of its sentence: what it stands in, what heads its target."""
    out = set()
    cue = found.sentence.span_of(found.cue)
    for other in others:
        if other.cue.i == found.cue.i:
            continue
        if other.head.i == found.cue.i:
            out.add(f"heads={other.frame.stance}:{found.frame.stance}")
        elif other.target.contains(cue):
            out.add(f"inside={other.frame.id}")
        if found.head.i == other.cue.i:
            out.add(f"headed={found.frame.stance}:{other.frame.stance}")
    return sorted(out)


def _kind(token: "Token | None", empty: bool = False) -> str:
    """What sort of word it is; empty: "it" stands for nobody ("it is essential")."""
    if token is None:
        return "none"
    low = token.lower_
    if low in SELF:
        return "self"
    if low in OTHERS:
        return "others"
    if low == "it" and not empty:
        return "pronoun"
    if low in THINGS:
        return "thing"
    return {"PRON": "pronoun", "PROPN": "name"}.get(token.pos_, "noun")
