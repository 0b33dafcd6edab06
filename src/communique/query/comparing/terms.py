"""A sentence as terms: parties by their key whatever they are called, figures by their value, other words by what they say."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from communique.lexicon.states import states
from communique.lexicon.wording import WORD, stem, weight, wording
from communique.model import Event, Record, Span, Spans
from communique.query.comparing.figures import figures
from communique.query.comparing.parties import SEVERAL, Known, Mentioned
from communique.store.rows import fold

PARTY = 4.0  # weight of a party
EVERYWHERE = 0.5  # weight of one that tells no sentence from another
MANY = 5  # sentences that name a party, before it may be everywhere
FIGURE = 4.0
CONTACT = "%contact"  # what the words say that tell the contact which a report is about


class Term(NamedTuple):
    """A word, or a run of words that count as one. what: the same for the same thing said. weight: how much it tells."""

    span: Span
    what: str
    weight: float


Terms = tuple[Term, ...]


def terms_of(record: Record, known: Known, sentences: Sequence[Span], contact: Event | None = None) -> list[Terms]:
    """The terms of each sentence. contact: what the document is compared for; else the first that it tells as held.

    Those who took part in it weigh little, for they tell no sentence from another; so do parties that half of many
    sentences name.
    """
    text, parties = record.document.text, known.mentions
    contact = contact or first_contact(record)
    starts = [party.span.start for party in parties]
    out = []
    for sentence in sentences:
        here = []
        for party in parties[bisect_left(starts, sentence.start) :]:
            if party.span.start >= sentence.end:
                break
            if party.span.end <= sentence.end:
                here.append(party)
        out.append(_sentence(text, sentence, here, contact.trigger if contact else ()))
    everywhere = _everywhere(record, known, contact, out)
    return [tuple(_damped(term, everywhere) for term in terms) for terms in out]


def _everywhere(record: Record, known: Known, first: Event | None, terms: list[Terms]) -> set[str]:
    """Keys of the parties that tell nothing apart: persons and states of the first contact, and whom half the sentences
    name."""
    entities = [record.entity(p.entity) for p in first.participants] if first else []
    acted_for = {e.country for e in entities if e.country}
    out = {known.keys[e.id] for e in entities}
    out |= {known.keys[e.id] for e in record.entities if e.kind == "country" and e.country in acted_for}
    named = Counter(k for sentence in terms for k in {k for t in sentence if t.what[0] == "@" for k in keys_of(t)})
    return out | {key for key, count in named.items() if count >= MANY and count >= 0.5 * len(terms)}


def first_contact(record: Record) -> Event | None:
    """The first contact that a document tells as held: the one that a report of a contact is about."""
    held = [e for e in record.contacts if e.status == "held"]
    return min(held, key=lambda e: e.trigger[0].start, default=None)


def keys_of(term: Term) -> list[str]:
    """Keys of the parties that a term denotes."""
    return term.what[1:].split(SEVERAL)


def _damped(term: Term, everywhere: set[str]) -> Term:
    if term.weight and term.what.startswith("@") and everywhere.issuperset(keys_of(term)):
        return term._replace(weight=EVERYWHERE)
    return term


def _sentence(text: str, sentence: Span, parties: list[Mentioned], told: Spans) -> Terms:
    """Words that tell the contact, then fixed runs of words ("the Minsk agreements" names no city), parties, figures, words."""
    words = [Span(*m.span()) for m in WORD.finditer(text, sentence.start, sentence.end)]
    out = [Term(span, CONTACT, PARTY) for span in told if sentence.contains(span)]
    out.extend(run for run in _runs(text, words) if not any(run.span.overlaps(t.span) for t in out))
    candidates = [Term(span, "@" + key, 0.0 if weak else PARTY) for span, key, weak in parties]
    for figure in figures(text, sentence.start, sentence.end):
        value = figure.value[-5:] if figure.kind == "day" else figure.value  # 16 June, with its year or without
        candidates.append(Term(figure.span, f"#{figure.kind} {value}", FIGURE))
    candidates.extend(_word(text, word) for word in words)
    for term in candidates:
        if not any(term.span.overlaps(other.span) for other in out):
            out.append(term)
    return tuple(sorted(out))


def _word(text: str, span: Span) -> Term:
    """A word that is no mention: the name or nationality of a state all the same, a synonym, or itself."""
    if state := _states().get(span.of(text)):
        return Term(span, "@" + state, PARTY)
    one = _stem(span.of(text))
    instead = wording().same.get((one,))
    return Term(span, "=" + instead, _weight(instead)) if instead else Term(span, one, weight(one))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return stem(fold(word))


@cache
def _states() -> dict[str, str]:
    """Single words that name a state, its nationality or people: the key that the state has as a party."""
    return {
        name: state.wikidata or state.iso3
        for state in states().values()
        for name in (*state.people, *state.adjectives, *state.aliases, state.name)
    }


def _runs(text: str, words: list[Span]) -> Iterator[Term]:
    """Runs of two words or more that stand for something, the longest at each place."""
    known = wording()
    stems = [_stem(w.of(text)) for w in words]
    i = 0
    while i < len(words):
        for length in range(min(known.longest, len(words) - i), 1, -1):
            instead = known.same.get(tuple(stems[i : i + length]))
            if instead and all(a.end + 1 == b.start for a, b in pairwise(words[i : i + length])):
                yield Term(
                    Span(words[i].start, words[i + length - 1].end),
                    "=" + instead,
                    _weight(instead),
                )
                i += length - 1
                break
        i += 1


def _weight(instead: str) -> float:
    """Of what stands for others: that of its most telling word."""
    return max(weight(stem(word)) for word in instead.split())
