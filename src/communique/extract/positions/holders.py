"""Who holds a position: the subject or possessor of the cue, else whoever is speaking."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.annotate.layers import Sentence
from communique.extract.positions.attach import judged
from communique.extract.positions.candidates import Candidate
from communique.extract.positions.clause import AFFIRMING, TELLING, agentless, possessor_of, subject_of, verb_of
from communique.model import Span, Statement
from communique.resolve.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

SELF = frozenset({"i", "we", "us", "me", "my", "our", "ours", "mine"})
ALONE = frozenset({"i", "my", "me", "mine"})
NOBODY = frozenset({"you", "your", "one", "there", "anyone", "everyone", "someone", "nobody"})
SMALL = re.compile(r"(?<![\w’'-])[a-z]+")
NAMED = re.compile(r"[^\W\d_]+")
BODIES = frozenset("government administration parliament congress senate coalition troika union church".split())
EMPTY = frozenset({"it", "this", "that", "what", "which", "there", "these", "those"})


class Speaking:
    """Statements by place: who speaks at an offset."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        spans = [(s, st) for st in statements for s in st.content]
        spans.sort(key=lambda x: (x[0].start, -x[0].end, x[1].id))
        self._spans = spans
        self._starts = [s.start for s, _ in spans]
        self._cues = sorted(((s, st) for st in statements for s in st.cue), key=lambda x: (x[0], x[1].id))

    def over(self, span: Span) -> tuple[Statement, ...]:
        """Statements whose content covers `span`, innermost first."""
        found = [
            (s.end - s.start, st)
            for s, st in self._spans[: bisect_right(self._starts, span.start)]
            if s.end >= span.end
        ]
        return tuple(st for _, st in sorted(found, key=lambda x: (x[0], x[1].id)))

    def speakers(self, span: Span) -> tuple[str, ...]:
        """Who speaks there: of the innermost statement that names somebody, unless it names one who is not known."""
        for statement in self.over(span):
            if statement.speakers or statement.source:
                return statement.speakers
        return ()

    def cued(self, span: Span) -> Statement | None:
        """The statement whose cue overlaps `span`."""
        return next((st for s, st in self._cues if s.overlaps(span)), None)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words stand somewhere: the speakers of the statement around them, and the owner of a text written as "we"."""

    speakers: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()

    @property
    def first(self) -> tuple[str, ...]:
        """Who says "we"."""
        return self.speakers or self.owner


def holders(found: Candidate, cast: Cast, voice: Voice) -> tuple[str, ...]:
    """Ids of who holds it, () where nobody is named: possessor or subject resolved, first person and nobody by speaker.

    Where the sentence names a person who says what their own state or body holds, both hold it, the person first; who
    merely wrote the text is not added to a state that is the subject.
    """
    cue, sentence = found.cue, found.sentence
    verb = verb_of(cue)
    if found.frame.holder == "speaker":
        reporter = subject_of(verb_of(cue.head)) if judged(cue) else _reporter(verb)
        if reporter is None and verb.dep_ == "ccomp" and agentless(verb.head):
            return ()  # "it was stressed that X should …"
        return _denoted(reporter, sentence, cast, voice) if reporter is not None else voice.first
    state = found.frame.kind == "adj"
    subject = subject_of(verb, state)
    owner = _owner(found) if found.frame.kind == "noun" else None
    if owner is None:
        if subject is None and agentless(verb) and not state:
            return ()
        holding, sayer = _denoted(subject, sentence, cast, voice), _reporter(verb)
        if found.frame.kind == "modal" and not holding:
            return ()  # "the event will take place" commits nobody
        if not holding and sayer is not None and subject is not None and subject.lower_ not in NOBODY:
            return _denoted(sayer, sentence, cast, voice)
    elif owner.lower_ in SELF and subject is not None and subject.lower_ not in SELF | EMPTY | NOBODY:
        return _denoted(subject, sentence, cast, voice)  # "the Secretary stressed our commitment to …"
    else:
        holding, sayer = _denoted(owner, sentence, cast, voice), subject
        if not holding:  # "the sides reaffirmed their support", but not "welcomed their support"
            own = owner.pos_ == "PRON" and cue.dep_ in ("dobj", "conj", "oprd") and verb.lemma_ in AFFIRMING
            return _denoted(subject, sentence, cast, voice) if own else ()
    above = verb if owner is not None else verb.head
    if above.dep_ == "xcomp" and above.lemma_ not in TELLING:  # "confirmed unwavering support": taken for a verb
        above = above.head
    if sayer is None or above.lemma_ not in TELLING:
        return holding
    said = _denoted(sayer, sentence, cast, voice)
    return tuple(e for e in said if e not in holding and _speaks_for(e, holding, cast)) + holding


def _owner(found: Candidate) -> "Token | None":
    """Whose the noun is, before it or behind it ("the commitment of Valdoria to …", "a pledge by Valdoria")."""
    if (owner := possessor_of(found.cue)) is not None:
        return owner
    for prep in found.cue.rights:
        if prep.lower_ in ("by", "of") and prep.dep_ == "prep":
            named = next((c for c in prep.rights if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
            if named is not None and not found.target.contains(found.sentence.span_of(named)):
                return named
    return None


def _denoted(token: "Token | None", sentence: Sentence, cast: Cast, voice: Voice) -> tuple[str, ...]:
    """Whom the token's phrase denotes; the speakers for the first person and where nothing is named."""
    if token is None:
        return voice.speakers
    low = token.lower_
    if low in NOBODY:
        return ()
    if low in SELF:
        return voice.first or cast.at([sentence.span_of(token)])
    if low in EMPTY:
        return cast.at([sentence.span_of(token)])
    if found := cast.at(_phrases(token, sentence)):
        return found
    # heads that lie behind the parse's ("Advisor … Ada Brandt", "Ministry of Defence"), and words that qualify the cue but
    # name the holder all the same ("Armenia's commitment", "U.S. support")
    word = sentence.span_of(token)
    near = cast.within(sentence.span_of(token.left_edge, token.right_edge), attributive=True)
    return next((r.entities for r in near if r.span.contains(word) and r.entities), ())


def _reporter(verb: "Token") -> "Token | None":
    """The subject of the verb of saying whose complement the clause is ("he stressed that they will …")."""
    while verb.dep_ in ("conj", "xcomp") and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    return subject_of(verb.head) if verb.dep_ == "ccomp" and verb.head.pos_ == "VERB" else None


def _speaks_for(person: str, parties: tuple[str, ...], cast: Cast) -> bool:
    """Whether `person` is one who acts for one of `parties`, a state or body, and there is no party beside it; one whose own
    party is not known is taken for whoever the words say."""
    if cast.entity(person).kind != "person":
        return False
    acts_for = cast.party(person)
    return all(cast.entity(e).kind != "person" and acts_for in (None, cast.party(e)) for e in parties)


def first_person(cast: Cast, text: str) -> tuple[str, ...]:
    """Who says "I" in a text without turns, where that is one person throughout: the "we" there is theirs too."""
    said = {
        r.entities for r in cast.references if r.form == "pronoun" and r.head.of(text).lower() in ALONE and r.entities
    }
    only = said.pop() if len(said) == 1 else ()
    return only if len(only) == 1 and cast.entity(only[0]).kind == "person" else ()


def unnamed(cast: Cast, text: str) -> frozenset[str]:
    """Ids of the bodies and groups that no proper name tells apart ("parties", "Friends", "Office"): they hold nothing.

    A word is no name where it stands in small letters, in the name or elsewhere in the text.
    """
    small = set(SMALL.findall(text))
    return frozenset(
        e.id
        for e in cast.entities.values()
        if e.kind in ("organization", "group")
        and all(w.lower() in small and w.lower() not in BODIES for w in NAMED.findall(e.name))
    )


def _phrases(token: "Token", sentence: Sentence) -> list[Span]:
    """The noun phrase and those it is joined with, each from its left edge to its head."""
    out = []
    for head in (token, *token.conjuncts):
        first = head.left_edge
        out.append(sentence.span_of(first if first.i >= sentence.tokens.start else head, head))
    return sorted(out)
