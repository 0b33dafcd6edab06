"""Where the target of a cue stands in the parse.

Dependencies are ClearNLP's (spaCy's English models). A parser often hangs a preposition or an infinitive on the verb above
the cue instead of the cue itself, so what follows the cue directly is taken too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

JOINTS = frozenset({"and", "or", ",", "but"})
GAP = 4  # words between a cue and the preposition that still belongs to it ("support in the meeting for …")


@dataclass(frozen=True, slots=True)
class Attached:
    """A target: head token, and the first token where that is not the head's left edge. clause: the head is a verb.

    stop: position of a token that no longer belongs to it, whatever the parser says; -1 for none.
    """

    head: "Token"
    first: "Token | None" = None
    clause: bool = False
    stop: int = -1


def prepositional(cue: "Token", words: frozenset[str]) -> Iterator[Attached]:
    """Objects and gerunds of the cue's prepositions; conjoined prepositions ("for A and for B") each give one."""
    for prep in _after(cue, lambda t: t.lower_ in words and t.dep_ not in ("conj", "cc", "aux")):
        preps = [prep, *_repeated(prep)]
        for one, following in zip(preps, [*preps[1:], None], strict=True):
            yield from _objects(one, following.i if following is not None else -1)
        return


def infinitive(cue: "Token") -> Iterator[Attached]:
    """The clause that "to" opens right after the cue, or an object of "to" that the parser took for a preposition's."""
    for verb in _infinitives(cue, cue.i):
        yield Attached(verb, _to(verb), clause=True)
        return


def gerund(cue: "Token") -> Iterator[Attached]:
    """The clause of a verb in -ing governed by the cue."""
    for child in cue.rights:
        if child.dep_ in ("xcomp", "ccomp", "pcomp") and child.tag_ == "VBG":
            yield Attached(child, clause=True)
            return


def finite(cue: "Token") -> Iterator[Attached]:
    """The finite clause governed by the cue, without its "that"."""
    follows = cue.nbor(1) if cue.i + 1 < len(cue.doc) else cue
    if follows.lower_ == "that" and follows.dep_ == "mark" and follows.head.i > follows.i:
        yield Attached(follows.head, follows.nbor(1), clause=True)
        return
    for child in cue.rights:
        if child.dep_ in ("ccomp", "acl", "relcl", "advcl") and not _to(child):
            first = next((t for t in child.subtree), child)
            if first.lower_ != "that" and child.dep_ != "ccomp":
                continue
            yield Attached(
                child, first.nbor(1) if first.lower_ == "that" and first.i + 1 < len(cue.doc) else None, clause=True
            )
            return


def direct(cue: "Token") -> Iterator[Attached]:
    """The direct object, or the subject of the passive."""
    for child in cue.children:
        if child.dep_ in ("dobj", "obj", "nsubjpass"):
            yield Attached(child)
            return


def addressed(cue: "Token", words: frozenset[str]) -> Iterator[Attached]:
    """Addressee and infinitive: from the addressee to the end of the clause ("called on the sides to stop …")."""
    addressee: Token | None = None
    if words:
        for prep in _after(cue, lambda t: t.lower_ in words and t.dep_ in ("prep", "prt", "dative", "agent")):
            addressee = next((c for c in prep.rights if c.dep_ == "pobj"), None)
            if addressee is None:
                clause = next((c for c in prep.rights if c.dep_ in ("pcomp", "ccomp")), None)
                addressee = _subject_of(clause) if clause is not None else None
            break
    else:
        for child in cue.rights:
            if child.dep_ in ("dobj", "obj", "dative"):
                addressee = child
                break
            if child.dep_ in ("ccomp", "xcomp"):
                addressee = _subject_of(child)
                break
    if addressee is None or addressee.i < cue.i:
        return
    for verb in _infinitives(addressee, addressee.i):
        yield Attached(verb, addressee.doc[addressee.left_edge.i], clause=True)
        return


def governed(cue: "Token") -> Iterator[Attached]:
    """What a preposition governs where it completes "to be" ("is against …")."""
    if cue.head.lemma_ == "be":
        yield from _objects(cue, -1)


def judged(cue: "Token") -> bool:
    """Whether the cue is what somebody calls something ("called the move unacceptable")."""
    return cue.dep_ == "oprd" or (cue.dep_ == "ccomp" and cue.pos_ in ("ADJ", "NOUN") and _subject_of(cue) is not None)


def subject(cue: "Token") -> Iterator[Attached]:
    """The subject of the clause that the cue heads or completes; no pronoun. What it is said of, where it judges."""
    if judged(cue):
        found = _subject_of(cue) or next((c for c in cue.head.rights if c.dep_ in ("dobj", "obj")), None)
    else:
        found = _subject_of(cue if cue.pos_ in ("VERB", "AUX") else cue.head)
    if found is not None and found.pos_ not in ("PRON", "DET") and found.dep_ != "expl" and found.i < cue.i:
        yield Attached(found)


def _subject_of(verb: "Token") -> "Token | None":
    return next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "csubj")), None)


def _to(verb: "Token") -> "Token | None":
    return next((c for c in verb.lefts if c.tag_ == "TO"), None)


def _repeated(prep: "Token") -> list["Token"]:
    """The same preposition after a comma or a conjunction, however low the parser hung it ("for A and for B")."""
    return [
        t
        for t in prep.sent[prep.i + 1 - prep.sent.start :]
        if t.lower_ == prep.lower_ and t.pos_ == "ADP" and t.nbor(-1).lower_ in JOINTS and t.i <= prep.right_edge.i
    ]


def _objects(prep: "Token", stop: int) -> Iterator[Attached]:
    for child in prep.rights:
        if child.dep_ in ("pobj", "pcomp", "dobj"):
            yield Attached(child, clause=child.pos_ in ("VERB", "AUX"), stop=stop)
            return
    # "commitment to be …", "for X to do": read as a clause whose mark the preposition is
    if prep.dep_ == "mark" and prep.head.i > prep.i:
        yield Attached(prep.head, prep.nbor(1), clause=True)


def _after(cue: "Token", fits: "Callable[[Token], bool]") -> Iterator["Token"]:
    """What fits among the cue's own children to the right or its object's, then among what follows the cue directly."""
    found = False
    for child in cue.rights:
        if fits(child):
            found = True
            yield child
        elif child.dep_ in ("dobj", "obj") and cue.pos_ == "VERB":  # "thanked A and B for X", hung on B
            for prep in (c for noun in (child, *child.conjuncts) for c in noun.rights if fits(c)):
                found = True
                yield prep
    if found:
        return
    doc, end, gap = cue.doc, cue.sent.end, GAP
    for i in range(cue.i + 1, min(cue.i + 1 + 3 * GAP, end)):
        token = doc[i]
        if i == cue.i + 1 and token.lower_ in ("of", "to"):
            gap = 3 * GAP
        if i > cue.i + gap or token.is_punct or (token.pos_ in ("VERB", "CCONJ", "SCONJ") and not fits(token)):
            return
        if fits(token) and (gap > GAP or token.head.i <= cue.i or token.head.i > i):
            yield token
            return


def _infinitives(anchor: "Token", after: int) -> Iterator["Token"]:
    """Verbs with "to" that hang on the anchor or something above or beside it, the first after position `after`."""
    doc, end = anchor.doc, anchor.sent.end
    last = anchor.right_edge.i + 1
    for i in range(after + 1, min(max(last, after + 1) + 2, end)):
        token = doc[i]
        if (
            (token.tag_ == "TO" or (token.lower_ == "to" and token.dep_ == "aux"))
            and token.head.i > i
            and token.head.pos_ in ("VERB", "AUX")
        ):
            yield token.head
            return
        if (token.is_punct and token.text in ";:.") or (token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP")):
            return
