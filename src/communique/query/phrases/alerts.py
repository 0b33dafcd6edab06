"""Phrases that were regular in the readouts of a pair and are gone, or are said otherwise.

A series is what one side publishes about its contacts with another: readouts of two states by one publisher, of one side's
words. A phrase that stood in `said` of the last `of` readouts (at most ten, up to its last use) and in none of the next
`absent` is an alert when so long an absence is improbable at the rate before: beta-binomial with a uniform prior on the rate,
below ALPHA. The same holds for a form of a phrase among its uses, which is then a change of wording.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, exists, func, select

from communique.query.filters import country_code
from communique.query.phrases.matching import key
from communique.store import schema
from communique.store.across import phrase_uses, phrases

d, e, f, p, c = schema.documents, schema.events, schema.fingerprints, schema.participants, schema.chain
Row = dict[str, Any]
ALPHA = 0.05
WINDOW = 10  # readouts before the last use that tell how regular it was
REGULAR = 0.6  # share of them that have it
LEAST = 4  # of them
SHORT = 400  # characters: a shorter readout leaves out most of what could be said
AT_ONCE = 500
COUNTED = 20_000  # links of one state that are counted to find the rarer


class Readout(NamedTuple):
    """One of a series."""

    document: str
    day: str
    publisher: str | None
    title: str | None
    address: str | None


Series = tuple[str, str, str]  # publisher, whose words, the other side


def alerts(connection: Connection, of: str | None = None, about: str | None = None, limit: int = 50) -> list[Row]:
    """Phrases dropped or altered, the least probable first: phrase, text, change (dropped, altered), publisher, side, partner
    (ISO codes), said, of, absent, probability, before and after (forms; after None where dropped), last_day, with and without
    (readouts: document, day, title, address). of: the side that speaks; about: its partner, both states.

    Raises UsageError for names that are no states.
    """
    side, partner = (country_code(name) if name else None for name in (of, about))
    found: list[Row] = []
    for series, readouts in _series(connection, side, partner).items():
        if len(readouts) > LEAST:
            found += _of_series(connection, series, readouts)
    longest = _without_pieces(found)
    return sorted(longest, key=lambda a: (a["probability"], -a["said"], a["text"], a["side"], a["partner"]))[:limit]


def absence(said: int, of: int, absent: int) -> float:
    """Probability of `absent` readouts without a phrase after `said` of `of` with it: beta-binomial, uniform prior."""
    probability = 1.0
    for i in range(absent):
        probability *= (of - said + 1 + i) / (of + 2 + i)
    return probability


def _series(connection: Connection, side: str | None, partner: str | None) -> dict[Series, list[Readout]]:
    """The readouts of each series, oldest first, one of each origin."""
    parties: Any = select(p.c.document, p.c.country).join(e, (e.c.document == p.c.document) & (e.c.id == p.c.event))
    told_of = (
        (d.c.kind == "readout").is_(True),
        (e.c.code == "CONSULT").is_(True),
    )  # written so, no index of theirs leads
    parties = parties.join(d, d.c.id == p.c.document).where(*told_of)
    parties = parties.where(p.c.country.is_not(None), d.c.day.is_not(None)).distinct()
    met: dict[str, set[str]] = defaultdict(set)
    for row in _met(connection, parties, side, partner):
        met[row.document].add(row.country)
    pairs = {document: states for document, states in met.items() if len(states) == 2}
    told: dict[Series, dict[str, Readout]] = defaultdict(dict)
    speaking = _speaking(connection, sorted(pairs))
    columns = (
        d.c.id,
        d.c.day,
        d.c.publisher,
        d.c.title,
        d.c.address,
        func.coalesce(f.c.origin, d.c.id).label("origin"),
    )
    for some in _portions(sorted(pairs)):
        long = select(*columns).outerjoin(f).where(d.c.id.in_(some), func.length(d.c.text) >= SHORT)
        for row in connection.execute(long.order_by(d.c.day, d.c.id)).all():
            own = [s for s in speaking[row.id] if s in pairs[row.id]][:1]
            if own and side in (None, *own):
                (other_side,) = pairs[row.id] - set(own)
                readout = Readout(row.id, row.day, row.publisher, row.title, row.address)
                told[row.publisher or "", own[0], other_side].setdefault(row.origin, readout)
    return {
        series: sorted(readouts.values(), key=lambda r: (r.day, r.document))
        for series, readouts in sorted(told.items())
    }


def _met(connection: Connection, parties: Any, side: str | None, partner: str | None) -> Iterable[Any]:
    """Rows of document and country; under both states, of the documents in which both have a part."""
    if not (side and partner):
        for state in filter(None, (side, partner)):
            other = p.alias()
            parties = parties.where(exists().where(other.c.document == p.c.document, other.c.country == state))
        yield from connection.execute(parties)
        return

    def links(state: str) -> int:
        some = select(p.c.document).where(p.c.country == state).limit(COUNTED).subquery()
        return connection.execute(select(func.count()).select_from(some)).scalar_one()

    fewer, more = sorted((side, partner), key=links)
    other = p.alias()
    both = select(p.c.document).where(p.c.country == fewer).distinct()
    both = both.where(exists().where(other.c.document == p.c.document, other.c.country == more))
    both = both.where(exists().where(d.c.id == p.c.document, d.c.kind == "readout"))
    for some in _portions(sorted(connection.execute(both).scalars())):
        yield from connection.execute(parties.where(p.c.document.in_(some)))


def _speaking(connection: Connection, documents: list[str]) -> dict[str, list[str]]:
    """For each document, the states whose words it has, the most statements first."""
    counted: dict[str, list[str]] = defaultdict(list)
    statements = func.count(c.c.statement.distinct())
    for some in _portions(documents):
        query = select(c.c.document, c.c.country).where(c.c.document.in_(some), c.c.part == "speaker")
        query = query.where(c.c.country.is_not(None)).group_by(c.c.document, c.c.country)
        for row in connection.execute(query.order_by(c.c.document, statements.desc(), c.c.country)):
            counted[row.document].append(row.country)
    return counted


def _of_series(connection: Connection, series: Series, readouts: list[Readout]) -> list[Row]:
    place = {r.document: i for i, r in enumerate(readouts)}
    uses: dict[str, dict[int, str]] = defaultdict(dict)
    for some in _portions(list(place)):
        columns = (phrase_uses.c.phrase, phrase_uses.c.document, phrase_uses.c.variant, phrase_uses.c.first)
        query = select(*columns).where(phrase_uses.c.document.in_(some))
        for row in connection.execute(query.order_by(phrase_uses.c.document, phrase_uses.c.first)):
            uses[row.phrase].setdefault(place[row.document], row.variant)
    texts = dict(_texts(connection, sorted(k for k, at in uses.items() if len(at) >= LEAST)))
    found = []
    for phrase, text in texts.items():
        at = uses[phrase]
        here: Row = {"phrase": phrase, "text": text}
        if gone := _gone([i in at for i in range(len(readouts))]):
            found.append(here | _told(series, readouts, gone) | {"change": "dropped", "before": text, "after": None})
        ordered = sorted(at)
        for form in sorted(set(at.values())):
            if changed := _gone([at[i] == form for i in ordered]):
                now = at[ordered[-1]]
                using = [readouts[i] for i in ordered]
                found.append(here | _told(series, using, changed) | {"change": "altered", "before": form, "after": now})
    return found


class Gone(NamedTuple):
    """said of the last `of` up to `last`, then `absent` times not."""

    last: int
    said: int
    of: int
    absent: int
    probability: float


def _gone(there: list[bool]) -> Gone | None:
    """Whether something regular stopped: None where it is still there, was not regular, or may well be chance."""
    if True not in there:
        return None
    last = len(there) - 1 - there[::-1].index(True)
    window = there[max(0, last + 1 - WINDOW) : last + 1]
    said, absent = sum(window), len(there) - 1 - last
    probability = absence(said, len(window), absent)
    if said < LEAST or said < REGULAR * len(window) or probability >= ALPHA:
        return None
    return Gone(last, said, len(window), absent, probability)


def _told(series: Series, readouts: list[Readout], gone: Gone) -> Row:
    publisher, side, partner = series
    before = readouts[gone.last + 1 - gone.of : gone.last + 1]
    return {
        "publisher": publisher or None,
        "side": side,
        "partner": partner,
        "said": gone.said,
        "of": gone.of,
        "absent": gone.absent,
        "probability": round(gone.probability, 4),
        "last_day": readouts[gone.last].day,
        "with": [r._asdict() for r in before],
        "without": [r._asdict() for r in readouts[gone.last + 1 :]],
    }


def _texts(connection: Connection, ids: list[str]) -> Iterable[tuple[str, str]]:
    for some in _portions(ids):
        query = select(phrases.c.id, phrases.c.text).where(phrases.c.id.in_(some)).order_by(phrases.c.id)
        yield from ((row.id, row.text) for row in connection.execute(query))


def _without_pieces(found: list[Row]) -> list[Row]:
    """One alert for phrases that are pieces of each other and were dropped from the same readouts."""
    kept: list[Row] = []
    for alert in sorted(found, key=lambda a: (-len(key(a["text"]).split()), a["text"])):
        words = set(key(alert["text"]).split())
        if not any(words <= set(key(k["text"]).split()) and _same(alert, k) for k in kept):
            kept.append(alert)
    return kept


def _same(one: Row, other: Row) -> bool:
    return all(one[k] == other[k] for k in ("change", "publisher", "side", "partner", "last_day"))


def _portions(keys: list[str]) -> list[list[str]]:
    return [keys[i : i + AT_ONCE] for i in range(0, len(keys), AT_ONCE)]
