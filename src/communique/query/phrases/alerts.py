"""Phrases that were regular in the readouts of a pair and are gone, or are said otherwise.

A series is what one side publishes about its contacts with another: readouts of two states by one publisher, of one side's
words. A phrase that stood in `said` of the last `of` readouts (at most ten, up to its last use) and in none of the next
`absent` is an alert when so long an absence is improbable at the rate before: beta-binomial with a uniform prior on the rate,
below ALPHA. The same holds for a form of a phrase among its uses, which is then a change of wording.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from communique.query.filters import country_code
from communique.query.phrases import series
from communique.query.phrases.matching import key
from communique.query.phrases.series import Moved, Readout, Series, portions
from communique.store.across import phrase_alerts as kept
from communique.store.across import phrase_uses, phrases

Row = dict[str, Any]
ALPHA = 0.05
WINDOW = 10  # readouts before the last use that tell how regular it was
REGULAR = 0.6  # share of them that have it
LEAST = 4  # of them


def alerts(connection: Connection, of: str | None = None, about: str | None = None, limit: int = 50) -> list[Row]:
    """Phrases dropped or altered, the least probable first: phrase, text, change (dropped, altered), publisher, side, partner
    (ISO codes), said, of, absent, probability, before and after (forms; after None where dropped), last_day, with and without
    (readouts: document, day, title, address). of: the side that speaks; about: its partner, both states.

    They are kept by series; series of which a readout changed since are looked at anew. Raises UsageError for names that are no
    states.
    """
    side, partner = (country_code(name) if name else None for name in (of, about))
    changed = series.moved(connection, side, partner)
    anew = {one for one in _touched(changed) if side in (None, one.side) and partner in (None, one.partner)}
    found: list[tuple[Series, int, Row]] = []
    asked = [column == state for column, state in ((kept.c.side, side), (kept.c.partner, partner)) if state]
    for row in connection.execute(select(kept).where(*asked)):
        one = Series(row.side, row.partner, row.publisher)
        if one not in anew:
            found.append((one, row.ordinal, json.loads(row.told)))
    found += _worked_out(connection, anew, changed)
    found.sort(key=lambda x: (x[2]["probability"], -x[2]["said"], x[2]["text"], *x[0], x[1]))
    return [alert for _, _, alert in found[:limit]]


def refresh(connection: Connection) -> None:
    """Keep the alerts of all series of which a readout changed."""
    changed = series.moved(connection, to_keep=True)
    if not changed:
        return
    series.keep(connection, changed)
    anew = _touched(changed)
    rows = [
        {**one._asdict(), "ordinal": ordinal, "told": json.dumps(alert)}
        for one, ordinal, alert in _worked_out(connection, anew, changed)
    ]
    columns = (kept.c.side, kept.c.partner, kept.c.publisher)
    for row in connection.execute(select(*columns).distinct()).all():
        if Series(*row) in anew:
            here = (column == value for column, value in zip(columns, row, strict=True))
            connection.execute(delete(kept).where(*here))
    if rows:
        connection.execute(insert(kept), rows)


def _touched(changed: Moved) -> set[Series]:
    return {one for both in changed.values() for one in both if one}


def _worked_out(connection: Connection, wanted: set[Series], changed: Moved) -> list[tuple[Series, int, Row]]:
    """The alerts of some series, numbered in each."""
    return [
        (one, ordinal, alert)
        for one, readouts in series.members(connection, wanted, changed, LEAST + 1)
        for ordinal, alert in enumerate(_without_pieces(_of_series(connection, one, readouts)))
    ]


def absence(said: int, of: int, absent: int) -> float:
    """Probability of `absent` readouts without a phrase after `said` of `of` with it: beta-binomial, uniform prior."""
    probability = 1.0
    for i in range(absent):
        probability *= (of - said + 1 + i) / (of + 2 + i)
    return probability


def _of_series(connection: Connection, one: Series, readouts: list[Readout]) -> list[Row]:
    place = {r.document: i for i, r in enumerate(readouts)}
    uses: dict[str, dict[int, str]] = defaultdict(dict)
    for some in portions(list(place)):
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
            found.append(here | _told(one, readouts, gone) | {"change": "dropped", "before": text, "after": None})
        ordered = sorted(at)
        for form in sorted(set(at.values())):
            if changed := _gone([at[i] == form for i in ordered]):
                now = at[ordered[-1]]
                using = [readouts[i] for i in ordered]
                found.append(here | _told(one, using, changed) | {"change": "altered", "before": form, "after": now})
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


def _told(one: Series, readouts: list[Readout], gone: Gone) -> Row:
    before = readouts[gone.last + 1 - gone.of : gone.last + 1]
    return {
        "publisher": one.publisher or None,
        "side": one.side,
        "partner": one.partner,
        "said": gone.said,
        "of": gone.of,
        "absent": gone.absent,
        "probability": round(gone.probability, 4),
        "last_day": readouts[gone.last].day,
        "with": [r._asdict() for r in before],
        "without": [r._asdict() for r in readouts[gone.last + 1 :]],
    }


def _texts(connection: Connection, ids: list[str]) -> Iterable[tuple[str, str]]:
    for some in portions(ids):
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
