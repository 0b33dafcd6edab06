"""A side's report against its own previous one with the same partner: what is new, what was dropped, what is stock."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, func, select

from communique.errors import UsageError
from communique.lexicon.wording import WORD, stem
from communique.model import Entity, Record, Span
from communique.query.comparing.compare import compare
from communique.query.comparing.comparison import Comparison
from communique.query.comparing.publishing import issuer, state_of
from communique.query.comparing.sentences import sentences
from communique.query.comparing.terms import first_contact
from communique.store import schema
from communique.store.reader import record
from communique.store.rows import actor_key, fold, last_word

d, n = schema.documents, schema.entities
Mark = Literal["kept", "altered", "new", "dropped"]
MARKS: dict[str, Mark] = {"shared": "kept", "reworded": "altered"}
TIMES = 3  # earlier reports that a formula must stand in to be stock
EARLIER = 200  # of the publisher's reports that are looked through
LOOKED_AT = 300  # documents with the partner, latest first
RUN = 5  # words of the shortest formula
LONG = 12_000  # characters of a text that is no report of a contact but a transcript
REPORTS = ("readout", "statement", "unknown", "news")


class Stock(msgspec.Struct, frozen=True):
    """A formula: where it stands, and in how many earlier reports by the same publisher, with anyone, every part of it does."""

    span: Span
    reports: int


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A report beside the previous one. comparison: its first side is this report, its second the previous one. marks:
    one for each row. stock: the formulas of each side. earlier: how many reports were looked through for them."""

    comparison: Comparison
    marks: tuple[Mark, ...]
    stock: tuple[tuple[Stock, ...], ...]
    earlier: int


def against_previous(connection: Connection, document: str) -> Series:
    """Compare a report with the previous one. Raises UsageError where it names no partner or nothing came before."""
    mine = _record(connection, document)
    before = previous(connection, document, mine)
    if before is None:
        raise UsageError(f"{document}: no earlier report by the same publisher of a contact with the same partner")
    records = (mine, _record(connection, before))
    found = compare(records, (document, before))
    texts = _earlier(connection, document, before)
    marks = tuple(MARKS.get(row.kind) or ("new" if row.spans[0] else "dropped") for row in found.rows)
    return Series(comparison=found, marks=marks, stock=tuple(stock(r, texts) for r in records), earlier=len(texts))


def previous(connection: Connection, document: str, mine: Record) -> str | None:
    """Key of the latest earlier report by the same publisher, else by another office of its state, on a contact with the same
    partner: the same person rather than the same body, that rather than others of the same state. Raises UsageError where a
    report names no partner."""
    own = connection.execute(
        select(d.c.publisher, d.c.address, d.c.path, d.c.published).where(d.c.id == document)
    ).one()
    state = state_of(mine.document)
    partner = partner_of(mine, state)
    if not partner:
        raise UsageError(f"{document}: tells no contact with anyone")
    for same_office in (True, False) if state else (True,):
        for column, values in partner.items():
            for row in _naming(connection, column, values, own.published):
                if same_office and issuer(row.publisher, row.address, row.path) != issuer(
                    own.publisher, own.address, own.path
                ):
                    continue
                other = _record(connection, row.id)
                theirs = partner_of(other, state).get(column, set())
                same = (
                    values & theirs if state else values <= theirs
                )  # own officials are among them where no side is known
                if same and state_of(other.document) == state:
                    return str(row.id)
    return None


def _naming(connection: Connection, column: str, values: set[str], before: str | None) -> Sequence[Any]:
    """Reports published before, latest first, that name one of some parties (`key`) or someone of a state (`country`)."""
    query = (
        select(d.c.id, d.c.publisher, d.c.address, d.c.path, d.c.day).distinct().join(n, n.c.document == d.c.id)
        .where(n.c[column].in_(sorted(values)), n.c.day <= (before or "")[:10], d.c.published < before)
        .where(d.c.kind.in_(REPORTS), func.length(d.c.text) <= LONG)
        .order_by(d.c.day.desc(), d.c.id).limit(LOOKED_AT)
    )  # fmt: skip
    return connection.execute(query).all()


def partner_of(found: Record, state: str | None) -> dict[str, set[str]]:
    """With whom a report's contact was: values of `entities.key` and `entities.country`, the closest first; empty where
    none is told.

    The title says it; without one, the first contact that the text tells as held. state: whose report it is.
    """
    named = [e for e in found.entities if e.kind in ("person", "organization") and _in_title(e, found.document.title)]
    contact = first_contact(found)
    if contact and not any(state is None or e.country != state for e in named):
        named = [found.entity(x.entity) for x in contact.participants]
    others = [e for e in named if state is None or e.country != state]
    persons = {actor_key(e) for e in others if e.kind == "person"}
    bodies = {actor_key(e) for e in others if e.kind == "organization"}
    states = {e.country for e in others if e.country}
    if persons or bodies:
        return {"key": persons or bodies} | ({"country": states} if states else {})
    return {"country": states} if states else {}


def _in_title(entity: Entity, title: str | None) -> bool:
    words = fold(title or "").replace("\u2019", "'").replace("'s", "").split()
    return last_word(fold(entity.name)) in [w.strip(".,:;()") for w in words]


def _earlier(connection: Connection, document: str, before: str) -> list[str]:
    """Texts of the publisher's latest reports before a document, without the one compared."""
    own = connection.execute(select(d.c.publisher, d.c.address, d.c.path, d.c.day).where(d.c.id == document)).one()
    query = select(d.c.text, d.c.publisher, d.c.address, d.c.path).where(
        d.c.day <= own.day, d.c.id.not_in((document, before))
    )
    query = query.where(d.c.kind.in_(REPORTS))
    if own.publisher:
        query = query.where(d.c.publisher == own.publisher)
    rows = connection.execute(query.order_by(d.c.day.desc(), d.c.id).limit(EARLIER if own.publisher else 10 * EARLIER))
    name = issuer(own.publisher, own.address, own.path)
    texts = [r.text for r in rows if len(r.text) <= LONG and issuer(r.publisher, r.address, r.path) == name]
    return texts[:EARLIER]


def stock(found: Record, earlier: Iterable[str], times: int = TIMES) -> tuple[Stock, ...]:
    """The formulas of a record: the longest runs of words all of whose parts stand in at least `times` earlier texts."""
    seen: Counter[tuple[str, ...]] = Counter()
    for text in earlier:
        seen.update(set(_runs([stem(w) for w in WORD.findall(text)])))
    out = []
    for sentence in sentences(found.document):
        words = list(WORD.finditer(found.document.text, sentence.start, sentence.end))
        runs = _runs([stem(m[0]) for m in words])
        i = 0
        while i < len(runs):
            j = i
            while j < len(runs) and seen[runs[j]] >= times:
                j += 1
            if j > i:
                span = Span(words[i].start(), words[j - 1 + RUN - 1].end())
                out.append(Stock(span, min(seen[run] for run in runs[i:j])))
            i = max(j, i + 1)
    return tuple(out)


def _runs(stems: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(stems[i : i + RUN]) for i in range(len(stems) - RUN + 1)]


def _record(connection: Connection, key: str) -> Record:
    found = record(connection, key)
    if found is None:
        raise UsageError(f"{key}: has no reading")
    return found
