"""Which time expression of a sentence dates an event in it: read from the parse, never across a clause of its own.

"Blinken said on Monday that he will meet her on Friday" gives Monday to "said" and Friday to "meet"; "signed the 2015
agreement" gives "signed" no date; "in his first call since May" speaks of an earlier call, so that it does not date this one.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from communique.annotate.layers import Layers, Sentence, TimeExpression
from communique.annotate.times.find import anchor_of
from communique.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

_KINDS = {"date": 0.3, "time": 0.2, "by": 0.1, "since": 0.1, "duration": 0.0}
_VERBAL = frozenset(("VERB", "AUX"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X", "DET"))
_CLAUSES = frozenset(("ccomp", "relcl", "acl", "advcl", "xcomp", "csubj", "pcomp", "parataxis"))
_ARGUMENTS = frozenset("dobj obj nsubj nsubjpass pobj attr".split())
_INSIDE = _ARGUMENTS | frozenset("prep oprd compound nmod amod appos dative agent npadvmod conj poss pcomp".split())
_FUTURE = frozenset("will 'll ’ll would shall to".split())
_HAVE = frozenset(("has", "have", "'ve", "’ve"))


class _Words(NamedTuple):
    light: frozenset[str]
    carrying: frozenset[str]
    apart: frozenset[str]
    elsewhen: frozenset[str]
    occasions: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads((files("communique.lexicon") / "times.toml").read_text("utf-8"))["govern"]
    return _Words(*(frozenset(data[name]) for name in _Words._fields))


def when_of(layers: Layers, sentence: Sentence, head: "Token") -> When | None:
    """The time of the event whose head word is `head` (a verb or an event noun), or None where the sentence gives none.

    Looks at `layers.times` inside `sentence` that have a date. "before", "after" and "until" never date an event; "since" only
    what has gone on until now ("have met three times since May"), never "the first call since May".
    """
    best: tuple[float, int, TimeExpression] | None = None
    for time in layers.times:
        if time.span.start >= sentence.span.end:
            break
        if time.kind not in _KINDS or not sentence.span.contains(time.span):
            continue
        if time.when is None or time.when.start is None or time.when.end is None:
            continue  # "in the coming months" does not date an event
        tokens = sentence.tokens_in(time.span)
        if not tokens or head in tokens:
            continue
        fit = _fit(tokens, head) if time.kind != "since" or _ongoing(head) else 0
        if fit > 0:
            ranked = (fit + _KINDS[time.kind], -min(abs(t.i - head.i) for t in tokens), time)
            if best is None or ranked[:2] > best[:2]:
                best = ranked
    return best[2].when if best else _just_now(layers, sentence, head)


def _just_now(layers: Layers, sentence: Sentence, head: "Token") -> When | None:
    """ "I just finished a meeting": the document's day, for a verb in the past or present perfect."""
    verb = head
    while verb.pos_ in _NOMINAL and verb.dep_ in ("dobj", "pobj", "prep") and verb.head != verb:
        verb = verb.head
    just = next((c for c in verb.children if c.lower_ == "just" and c.dep_ == "advmod" and c.i < verb.i), None)
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if just is None or verb.tag_ not in ("VBD", "VBN") or "had" in auxiliaries:
        return None
    day, anchor = anchor_of(layers.document)
    said = (sentence.span_of(just),)
    return When(edtf=f"{day}", start=f"{day}", end=f"{day}", said=said, anchor=anchor) if day else None


def _ongoing(head: "Token") -> bool:
    """Whether the verb is a present perfect that is not denied."""
    children = list(head.children)
    return any(c.lower_ in _HAVE for c in children if c.dep_ == "aux") and not any(c.dep_ == "neg" for c in children)


def _fit(tokens: "list[Token]", head: "Token") -> float:
    """How surely the time dates the event: 4 said of the event itself, 3 of its light verb or participle …, 0 not at all."""
    inside = {t.i for t in tokens}
    root = next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])
    if root == root.head:  # a sentence without a verb
        return 1 if root.is_ancestor(head) and head.dep_ not in _CLAUSES else 0
    governor: Token = root.head
    while governor.pos_ in ("ADP", "SCONJ") and governor.head != governor:  # "on", "early in"
        governor = governor.head
    if governor == head:
        return 4
    if governor.pos_ not in _VERBAL:
        return _misattached(governor, head, root)
    if _noun_with_clause(governor) == head:
        return 3.5
    return max(_noun_of(governor, head), _shared(governor, head, root))


def _noun_with_clause(governor: "Token") -> "Token | None":
    """The noun that the verb's clause describes: "the talks scheduled to take place in May", "the summit held on Monday"."""
    verb = governor
    while verb.dep_ in ("xcomp", "conj", "auxpass") and verb.head != verb:
        verb = verb.head
    light = {verb.lemma_, governor.lemma_} & _words().light
    noun: Token = verb.head
    return noun if verb.dep_ in ("acl", "relcl") and light else None


def _noun_of(governor: "Token", head: "Token") -> float:
    """`head` is an event noun among the arguments of the verb that the time modifies: "held a call", "said in a call"."""
    if head.pos_ not in _NOMINAL:
        return 0
    words, token, prepositions = _words(), head, []
    while token != governor:
        if token.head == token or token.dep_ not in _INSIDE:
            return 0
        if token.dep_ in ("prep", "agent"):
            prepositions.append(token.lower_)
        held = token != head and token.pos_ in _NOMINAL and token.dep_ in _ARGUMENTS
        if held and prepositions and prepositions[-1] not in ("in", "with", "between", "to"):
            return 0  # inside another argument: "discussed the results of the meeting on Monday"
        token = token.head
    if governor.lemma_ in words.light:
        return 0 if words.elsewhen.intersection(prepositions) else 3
    if prepositions == ["for"] and governor.lemma_ in words.carrying:
        return 2  # "travelled on Monday for meetings"
    return 2.5 if prepositions and not words.apart.intersection(prepositions) else 0


def _shared(governor: "Token", head: "Token", time: "Token") -> float:
    """`head` shares the time of the verb `governor`: joined to it by "and", or done to that end or on that journey."""
    token, score = head, 2.0
    crossed: set[str] = set()
    while token != governor:
        if token.head == token:
            return _joined_after(governor, head)
        if not _passes(token, crossed, head, governor, time):
            return 0
        crossed.add(token.dep_)
        token, score = token.head, score - 0.2
    return score


def _passes(token: "Token", crossed: set[str], head: "Token", governor: "Token", time: "Token") -> bool:
    """Whether the time of the word above `token` is also that of `token`; `crossed`: the relations between it and `head`."""
    words, above = _words(), token.head
    children = {c.lower_ for c in token.children}
    match token.dep_:
        case "conj" if above.pos_ in _VERBAL:  # "On Monday he met A and spoke with B"
            return time.i < token.i and _future(token) == _future(above)
        case "xcomp" | "advcl":  # "travelled on Monday to meet", not "before meeting"
            return above.lemma_ in words.carrying and not (children & words.elsewhen)
        case "relcl" if children & {"where", "during", "when"}:  # "visited Tripoli on Monday, where he met"
            return _future(token) == _future(governor)
        case "acl" | "relcl":  # "this week I had the privilege to meet"
            return above.lemma_ in words.occasions
    if token == head and token.pos_ in _NOMINAL:  # "travelled on Monday to hold talks", not "to discuss the talks"
        return token.dep_ in _INSIDE and above.lemma_ in words.light | words.carrying
    if "relcl" in crossed:
        return token.dep_ in _INSIDE
    return token.dep_ in ("dobj", "pobj", "prep") and ("acl" in crossed or above.lemma_ in words.carrying)


def _joined_after(governor: "Token", head: "Token") -> float:
    """ "visited Tripoli and met the premier on July 26": the time at the end of the second of two verbs may be that of both."""
    past = ("VBD", "VBN")
    alike = governor.tag_ == head.tag_ or (governor.tag_ in past and head.tag_ in past)
    alike = alike and governor.dep_ == "conj" and governor.head == head
    own_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in governor.children)
    return 1 if alike and not own_subject and _future(governor) == _future(head) else 0


def _future(verb: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in verb.children)


def _misattached(governor: "Token", head: "Token", time: "Token") -> float:
    """The parser hung the time on a noun inside the event's own clause: "met with the Minister of X on Monday"."""
    if time.dep_ in ("compound", "poss", "nummod", "amod", "nmod") and time.head == governor:
        return 0  # "the 2015 agreement", "Monday's vote"
    token = governor
    while token != head and token.pos_ not in _VERBAL:
        if token.head == token or token.dep_ not in _INSIDE:
            return 0
        if token.dep_ == "prep" and token.lower_ in _words().elsewhen:
            return 0
        token = token.head
    return 1.5 if token == head else max(0, _shared(token, head, time) - 0.7)
