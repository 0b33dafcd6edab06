"""What was discussed: the phrases that a contact's sentence names as its topics."""

from typing import TYPE_CHECKING

from communique.extract.contacts.telling import Telling
from communique.model import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TOPICAL = frozenset({"discuss", "review", "address", "explore", "cover", "raise"})
ABOUT = frozenset({"on", "about", "regarding", "concerning", "over"})
# what stands after "on" or "about" without being talked about ("on the sidelines of", "on behalf of")
NO_TOPIC = frozenset(
    {"sideline", "margin", "fringe", "behalf", "eve", "occasion", "basis", "phone", "telephone", "part"}
)
TELLING = frozenset("reports reported report says said writes wrote informs informed".split())
CLAUSE = 10  # tokens
FOCUS = frozenset({"focus", "center", "centre", "concentrate"})


def topics_of(telling: Telling) -> list[Spans]:
    """The topics that the telling's clause names, one entry for each coordinated phrase."""
    out: list[Spans] = []
    token = telling.token
    if telling.topic:
        out += _objects(telling, token)
    for t in token.subtree if token.head == token or token.pos_ == "VERB" else [*token.subtree, *token.head.subtree]:
        if t.pos_ == "VERB" and t.i > token.i:
            if t.lemma_ in TOPICAL:
                out += _objects(telling, t)
            elif t.lemma_ in FOCUS:
                out += [s for p in t.children if p.lower_ in ("on", "upon") for s in _phrases(telling, p)]
        elif t.dep_ == "prep" and t.lower_ in ABOUT and (t.head == token or t.head == token.head):
            out += _phrases(telling, t)
    return _once(out)


def _objects(telling: Telling, verb: "Token") -> list[Spans]:
    return [s for c in verb.children if c.dep_ in ("dobj", "obj") for s in _split(telling, c)]


def _phrases(telling: Telling, prep: "Token") -> list[Spans]:
    return [
        s
        for c in prep.children
        if c.dep_ == "pobj" and c.lemma_.lower() not in NO_TOPIC and c.ent_type_ != "DATE" and not _day(c)
        for s in _split(telling, c)
    ]


def _day(token: "Token") -> bool:
    """Whether a phrase after "on" is a day."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return token.lower_ in days or any(t.like_num and t.text.isdigit() for t in token.subtree)


def _split(telling: Telling, noun: "Token") -> list[Spans]:
    """The phrase of a noun, each coordinated one by itself, without what is not theirs."""
    sentence = telling.sentence
    nouns = [noun, *(t for t in noun.conjuncts if t.i > noun.i)]
    out: list[Spans] = []
    for n in nouns:
        inner = {t.i for c in n.children if c.dep_ == "conj" for t in c.subtree} | {
            c.i for c in n.children if c.dep_ in ("cc", "punct")
        }
        asides = [c for c in n.children if c.dep_ == "prep" and any(g.lemma_ in NO_TOPIC for g in c.children)]
        inner |= {t.i for c in asides for t in c.subtree}
        mine = sorted(t.i for t in n.subtree if t.i not in inner)
        run = [mine[0]]
        for i in mine[1:]:
            if i != run[-1] + 1 and i > n.i:
                break
            run.append(i)
        last = run[-1]
        last = _before_teller(noun.doc, run[0], last)
        while last > run[0] and noun.doc[last].is_punct:
            last -= 1
        if last >= n.i:
            out.append((sentence.span_of(noun.doc[run[0]], noun.doc[last]),))
    return out


def _before_teller(doc: "Doc", first: int, last: int) -> int:
    """The last token of a phrase without the reporter's own clause, which the parser may hang on it: ", our correspondent
    reports" at the end of a sentence."""
    end = last if not doc[last].is_punct else last - 1
    if doc[end].lower_ in TELLING and all(t.is_punct or t.is_space for t in doc[end + 1 : doc[end].sent.end]):
        for i in range(end - 1, max(first, end - CLAUSE), -1):
            if doc[i].text == ",":
                return i
    return last


def _once(items: list[Spans]) -> list[Spans]:
    seen: list[Spans] = []
    covered: list[Span] = []
    for spans in items:
        if spans not in seen and not any(c.contains(spans[0]) for c in covered):
            seen.append(spans)
            covered.append(spans[0])
    return seen
