"""What might be a position: every place where a stance frame fits the parse of a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.annotate.layers import Sentence
from communique.extract.positions import attach, targets
from communique.extract.positions.attach import Attached
from communique.extract.positions.clause import passive_of
from communique.lexicon.stances import Frame, Schedule, Stances
from communique.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

WORD = re.compile(r"[’']?[A-Za-z]+")
OBLIGING = frozenset({"have", "has", "got"})  # modals only before "to"
TAGS = {"verb": ("VERB",), "noun": ("NOUN", "PROPN"), "adj": ("ADJ", "VERB", "ADP"), "modal": ("AUX", "VERB")}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame that fits. cue: its token; head: the target's head; target: its words; take: which way of attaching it was."""

    frame: Frame
    sentence: Sentence
    cue: "Token"
    head: "Token"
    target: Span
    take: str
    words: int


def find(sentence: Sentence, text: str, lexicon: Stances) -> Iterator[Candidate]:
    """Candidates of one sentence in text order, several for one cue where its targets are coordinated."""
    hits = {}
    for word in WORD.finditer(text, sentence.span.start, sentence.span.end):
        if (form := word.group().lower()) in lexicon.by_form:
            hits[word.start()] = form
    if not hits:
        return
    for token in sentence.tokens:
        known = hits.get(sentence.offset + token.idx)
        if known is None or len(known) != len(token.text):
            continue
        for frame in lexicon.by_form[known]:
            if token.pos_ in TAGS[frame.kind]:
                for found in _fit(frame, sentence, token):
                    if not (frame.stance == "commit" and frame.weak and _scheduled(found.head, lexicon.schedule)):
                        yield found


def _fit(frame: Frame, sentence: Sentence, cue: "Token") -> Iterator[Candidate]:
    if frame.barred and cue.dep_ == "pobj" and cue.head.lower_ in frame.barred:
        return
    if frame.particle and not _has(cue, frame.particle):
        return
    passive = frame.kind == "verb" and passive_of(cue)
    takes = frame.take
    if cue.i + 1 < len(cue.doc) and cue.nbor(1).lower_ == "that":  # "hope that X will agree to Y"
        takes = tuple(sorted(takes, key=lambda t: t[0] != "that"))
    for take, words in takes:
        if passive and (take != "obj" or frame.stance == "commit"):
            continue  # "is committed to X": X is meant, not who is
        found = list(_attached(frame, cue, take, words))
        if frame.heads:
            found = [a for a in found if a.head.lower_ in frame.heads]
        if frame.unless:
            found = [a for a in found if a.head.lower_ not in frame.unless]
        if not found:
            continue
        for at in found:
            for head, span, size in targets.spans(sentence, at):
                yield Candidate(frame, sentence, cue, head, span, take, size)
        return


def _has(cue: "Token", particle: str) -> bool:
    """Whether the particle follows the cue directly, hangs on it, or is what its clause tells of ("the importance we
    attach to X")."""
    follows = cue.i + 1 < len(cue.doc) and cue.nbor(1).lower_ == particle
    told = cue.dep_ == "relcl" and cue.head.lower_ == particle
    return follows or told or any(c.lower_ == particle for c in cue.rights)


def _scheduled(head: "Token", schedule: Schedule) -> bool:
    """Whether the head of a target is an item of somebody's schedule: something to happen or to say."""
    lemma = head.lemma_.lower()
    if lemma in schedule.verbs:
        return True
    return lemma in schedule.light and any(
        c.dep_ in ("dobj", "obj", "dative") and c.lemma_.lower() in schedule.events for c in head.rights
    )


def _attached(frame: Frame, cue: "Token", take: str, words: frozenset[str]) -> Iterator[Attached]:
    if take == "obj":
        return attach.direct(cue)
    if take == "prep":
        return attach.prepositional(cue, words)
    if take == "in":
        return attach.governed(cue)
    if take == "to":
        return attach.infinitive(cue)
    if take == "ing":
        return attach.gerund(cue)
    if take == "that":
        return attach.finite(cue)
    if take in ("obj+to", "prep+to"):
        return attach.addressed(cue, words)
    if take == "subj":
        return attach.subject(cue)
    return _modal(cue, take)


def _modal(cue: "Token", take: str) -> Iterator[Attached]:
    """The clause under a modal: the predicate alone ("will <remain engaged>") or with its subject ("<X must stop>")."""
    verb = cue.head if cue.dep_ in ("aux", "auxpass") else None
    if verb is None or verb.i < cue.i or cue.lower_ in OBLIGING:
        if cue.pos_ == "VERB" and cue.i + 1 < len(cue.doc) and cue.nbor(1).tag_ == "TO":
            yield from attach.infinitive(cue)
        return
    if take == "predicate":
        yield Attached(verb, cue.doc[cue.i + 1], clause=True)
    else:
        first = next((c.left_edge for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")), None)
        yield Attached(verb, first, clause=True)
