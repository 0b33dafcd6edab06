"""Which time expression of a sentence dates an event in it: read from the parse, never across a clause of its own.

"Blinken said on Monday that he will meet her on Friday" gives Monday to "said" and Friday to "meet"; "signed the 2015
agreement" gives "signed" no date; "in his first call since May" speaks of an earlier call, so that "since" does not date this one.
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
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X", "DET"))
_CLAUSES = frozenset(("ccomp", "relcl", "acl", "advcl", "xcomp", "csubj", "pcomp", "parataxis"))
_INTO = frozenset(("dobj", "obj", "nsubj", "nsubjpass", "pobj", "prep", "attr", "oprd", "compound", "nmod", "amod", "appos", "dative", "agent", "npadvmod", "conj", "poss", "pcomp"))  # fmt: skip


class _Verbs(NamedTuple):
    light: frozenset[str]
    carrying: frozenset[str]
    apart: frozenset[str]


@lru_cache(maxsize=1)
def _verbs() -> _Verbs:
    data = tomllib.loads((files("communique.lexicon") / "times.toml").read_text("utf-8"))["govern"]
    return _Verbs(frozenset(data["light"]), frozenset(data["carrying"]), frozenset(data["apart"]))


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
    while verb.pos_ in _NOMINAL and verb.dep_ in ("dobj", "pobj", "prep") and verb.head is not verb:
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
    if head.pos_ not in ("VERB", "AUX"):
        return False
    words = {c.lower_ for c in head.children if c.dep_ in ("aux", "neg")}
    return bool(words & {"has", "have", "'ve", "’ve"}) and not any(c.dep_ == "neg" for c in head.children)


def _fit(tokens: "list[Token]", head: "Token") -> float:
    """How surely the time dates the event: 4 said of the event itself, 3 of its light verb or its own participle …, 0 not."""
    inside = set(t.i for t in tokens)
    root = next((t for t in tokens if t.head.i not in inside or t.head is t), tokens[0])
    if root is root.head:
        return _verbless(root, head)
    governor = _past_prepositions(root)
    if governor == head:
        return 4
    verbal = governor.pos_ in ("VERB", "AUX")
    if verbal:
        if _light_clause_of(governor) == head:
            return 3.5
        return max(_noun_of(governor, head), _same_clause(governor, head, root))
    return _misattached(governor, head, root)


def _past_prepositions(token: "Token") -> "Token":
    """The word that a time modifies: past "on", "at", "early", and other words of time."""
    governor: Token = token.head
    while governor.pos_ in ("ADP", "SCONJ") and governor.head is not governor and governor.dep_ in ("prep", "pcomp", "advmod", "mark"):  # fmt: skip
        governor = governor.head
    return governor


def _verbless(root: "Token", head: "Token") -> float:
    """The time is the root of a sentence without a verb: it dates what hangs on it."""
    return 1 if root.is_ancestor(head) and head.dep_ not in _CLAUSES else 0


def _light_clause_of(governor: "Token") -> "Token | None":
    """The noun whose relative clause or participle the verb belongs to: "the talks scheduled to take place in May"."""
    verb = governor
    while verb.dep_ in ("xcomp", "conj", "auxpass") and verb.head is not verb:
        verb = verb.head
    if verb.dep_ in ("acl", "relcl") and (verb.lemma_ in _verbs().light or governor.lemma_ in _verbs().light):
        noun: Token = verb.head
        return noun
    return None


def _noun_of(governor: "Token", head: "Token") -> float:
    """`head` is an event noun among the arguments of the verb that the time modifies."""
    if head.pos_ not in _NOMINAL:
        return 0
    verbs = _verbs()
    token, prepositions = head, []
    while token != governor:
        if token.head is token or token.dep_ not in _INTO:
            return 0
        if token.dep_ in ("prep", "agent"):
            prepositions.append(token.lower_)
        if token is not head and token.pos_ in _NOMINAL and token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "attr") and prepositions and prepositions[-1] not in ("in", "with", "between", "to"):  # fmt: skip
            # the event stands inside another argument ("discussed the results of the meeting on Monday")
            return 0
        token = token.head
    if governor.lemma_ in verbs.light:
        return (
            3 if not any(p in ("after", "before", "since", "ahead", "following", "about") for p in prepositions) else 0
        )
    if prepositions and not any(p in verbs.apart for p in prepositions):
        return 2.5  # "said in a call on Monday"
    return 0


def _same_clause(governor: "Token", head: "Token", time: "Token") -> float:
    """`head` is a verb that shares the time of `governor`: joined to it by "and", or done to that end or on that journey."""
    token, below, score = head, "", 2.0
    verbs = _verbs()
    while token != governor:
        if token.head is token:
            break
        if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX"):
            if time.i > token.i or _future(token) != _future(token.head):
                return 0
        elif token.dep_ in ("xcomp", "advcl") and token.head.lemma_ in verbs.carrying:
            if any(
                c.dep_ == "mark" and c.lower_ in ("after", "before", "since", "until", "if", "when", "as")
                for c in token.children
            ):
                return 0
        elif token.dep_ == "relcl" and any(c.lower_ in ("where", "during", "when") for c in token.children):
            if _future(token) != _future(governor):
                return 0
        elif token.pos_ in _NOMINAL and token.dep_ in _INTO and (token is head or below == "relcl"):
            pass
        elif token.dep_ in ("acl", "relcl") and token.head.lemma_ in (
            "opportunity",
            "chance",
            "privilege",
            "pleasure",
            "honor",
            "honour",
        ):
            pass  # "this week I had the privilege to meet"
        elif token.dep_ in ("dobj", "pobj", "prep") and (below == "acl" or token.head.lemma_ in verbs.carrying):
            pass
        else:
            return 0
        token, below, score = token.head, token.dep_, score - 0.2
    else:
        return score
    # the other way round: "visited Tripoli and met the premier on July 26"
    if governor.dep_ == "conj" and governor.head == head and governor.pos_ == head.pos_ and governor.tag_ == head.tag_:
        if _future(governor) == _future(head) and not any(c.dep_ in ("nsubj", "nsubjpass") for c in governor.children):
            return 1
    return 0


def _future(verb: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("will", "'ll", "’ll", "would", "shall", "to") for c in verb.children)


def _misattached(governor: "Token", head: "Token", time: "Token") -> float:
    """The parser hung the time on a name or noun inside the event's own clause ("met with the Minister of X on Monday")."""
    if time.dep_ in ("compound", "poss", "nummod", "amod", "nmod") and time.head == governor:
        return 0  # "the 2015 agreement", "Monday's vote"
    verbs = _verbs()
    token = governor
    while token != head:
        if token.head is token or token.dep_ not in _INTO:
            return 0
        if (
            token.dep_ == "prep"
            and token.lower_ in verbs.apart
            and token.lower_ not in ("of", "to", "for", "from", "on")
        ):
            return 0
        token = token.head
    return 1.5
