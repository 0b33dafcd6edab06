"""A side's report against its own previous one with the same partner: what is new, what was dropped, what is stock."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, func, select

from communique.errors import UsageError
from communique.lexicon.states import states
from communique.lexicon.wording import WORD, stem
from communique.model import Entity, Record, Span
from communique.query.comparing.compare import compare
from communique.query.comparing.comparison import Comparison
from communique.query.comparing.publishing import issuer, state_of
from communique.query.comparing.sentences import sentences
from communique.query.comparing.terms import first_contact
from communique.store import schema
from communique.store.reader import kept_record
from communique.store.rows import actor_key, fold, last_word

d, n = schema.documents, schema.entities
Mark = Literal["kept", "altered", "new", "dropped"]
MARKS: dict[str, Mark] = {"shared": "kept", "reworded": "altered"}
TIMES = 3  # earlier reports that a formula must stand in to be stock
EARLIER = 200  # of the publisher's reports that are looked through
LOOKED_AT = 300  # documents with the partner, latest first
RUN = 5  # words of the shortest formula
LONG = 12_000  # characters of a text that is no report of a contact but a transcript
MET = ("call", "meeting", "visit", "talks", "summit")
MANY = 6  # states of the parties of the contacts that one report tells
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
    mine = kept_record(connection, document)
    before = previous(connection, document, mine)
    if before is None:
        raise UsageError(f"{document}: no earlier report by the same publisher of a contact with the same partner")
    records = (mine, kept_record(connection, before))
    found = compare(records, (document, before))
    texts = _earlier(connection, document, before)
    marks = tuple(MARKS.get(row.kind) or ("new" if row.spans[0] else "dropped") for row in found.rows)
    return Series(comparison=found, marks=marks, stock=tuple(stock(r, texts) for r in records), earlier=len(texts))


def previous(connection: Connection, document: str, mine: Record) -> str | None:
    """Key of the latest earlier report by the same publisher, else by another office of its state, on a contact with the same
    partner: the same person rather than the same body, that rather than others of the same state. Raises UsageError where a
    report has no date or names no partner."""
    own = connection.execute(
        select(d.c.publisher, d.c.address, d.c.path, d.c.published).where(d.c.id == document)
    ).one()
    if own.published is None:
        raise UsageError(f"{document}: has no date, so nothing can be known to come before it")
    state = state_of(mine.document)
    partner = partner_of(mine, state)
    if not partner:
        raise UsageError(f"{document}: tells no contact with anyone")
    office = issuer(own.publisher, own.address, own.path)
    for same_office in (True, False) if state else (True,):
        for column, values in partner.items():
            for row in _naming(connection, column, values, own.published):
                if same_office and issuer(row.publisher, row.address, row.path) != office:
                    continue
                if _fits(kept_record(connection, row.id), column, values, state):
                    return str(row.id)
    return None


def _fits(other: Record, column: str, partner: set[str | None], state: str | None) -> bool:
    """Whether another document is a report by the same side of a contact with the same partner."""
    if state_of(other.document) != state or not reports_with(other, column, partner):
        return False
    theirs = partner_of(other, state).get(column, set())
    if column == "country" and other.document.title and not titled_with(other, partner):
        return False
    # where no side is known, own officials are among the partners, and all must be there
    return bool(partner & theirs) if state else partner <= theirs


def _naming(connection: Connection, column: str, values: set[str | None], before: str) -> Sequence[Any]:
    """Reports published before, latest first, that name one of some parties (`key`) or someone of a state (`country`)."""
    query = (
        select(d.c.id, d.c.publisher, d.c.address, d.c.path, d.c.day, d.c.published).distinct().join(n, n.c.document == d.c.id)
        .where(n.c[column].in_(sorted(v for v in values if v)), n.c.day <= before[:10], d.c.published < before)
        .where(d.c.kind.in_(REPORTS), func.length(d.c.text) <= LONG)
        .order_by(d.c.day.desc(), d.c.published.desc(), d.c.id).limit(LOOKED_AT)
    )  # fmt: skip
    return connection.execute(query).all()


def reports_with(found: Record, column: str, partner: set[str | None]) -> bool:
    """Whether a document reports a contact of two sides, one of them a partner: it tells one as held, and not many one after
    another, as schedules do."""
    contacts = [x for x in found.contacts if x.status == "held" and x.action in MET]
    parties = [[found.entity(p.entity) for p in x.participants] for x in contacts]
    sides = {e.country for those in parties for e in those if e.country}
    told = (those for those in parties if len({e.country for e in those if e.country}) <= 2)
    return len(sides) <= MANY and any(value_of(e, column) in partner for those in told for e in those)


def partner_of(found: Record, state: str | None) -> dict[str, set[str | None]]:
    """With whom a report's contact was: values of `entities.key` and `entities.country`, the closest first.

    The title says it ("… call with …"); else the first contact that the text tells as held. state: whose report it is;
    where that is not known, own officials may be among the partners.
    """
    contact = first_contact(found)
    parties = [found.entity(x.entity) for x in contact.participants] if contact else []
    words = _after_with(found.document.title)
    named = [e for e in found.entities if e.kind in ("person", "organization") and last_word(fold(e.name)) in words]
    home = {e.country for e in found.entities if e.kind == "country" and _state_named(e, words)}
    named = named or [e for e in parties if e.kind == "person" and e.country in home]
    if state is None and words and not named:
        return {}  # with whom, the title says, but not in a way that is understood
    others = [e for e in named or parties if state is None or e.country != state]
    persons = {actor_key(e) for e in others if e.kind == "person"}
    bodies = {actor_key(e) for e in others if e.kind == "organization"}
    acted_for = {e.country for e in others if e.country} or home - {state}
    if state is None and {e.country for e in parties} == acted_for and len(acted_for) == 1:
        return {}  # all of one state: no contact between sides
    out: dict[str, set[str | None]] = {"key": {*(persons or bodies)}, "country": {*acted_for}}
    return {column: values for column, values in out.items() if values}


def titled_with(found: Record, countries: set[str | None]) -> bool:
    """Whether a title says that the contact was with a state or somebody of it."""
    words = _after_with(found.document.title)
    return any(
        (e.kind == "country" and _state_named(e, words)) or (e.kind == "person" and last_word(fold(e.name)) in words)
        for e in found.entities
        if e.country in countries
    )


def value_of(entity: Entity, column: str) -> str | None:
    """Of an entity, what stands in a column of `entities`."""
    return actor_key(entity) if column == "key" else entity.country


def _after_with(title: str | None) -> list[str]:
    """The folded words of a title after its last "with"; none where it has none."""
    words = [
        w.strip('.,:;()\u201c\u201d"').removesuffix("'s").removesuffix("\u2019s") for w in fold(title or "").split()
    ]
    return words[len(words) - words[::-1].index("with") :] if "with" in words else []


def _state_named(entity: Entity, words: list[str]) -> bool:
    state = states().get(entity.country or "")
    names = (state.name, *state.adjectives, *state.aliases) if state else (entity.name,)
    text = f" {' '.join(words)} "
    return any(f" {fold(name)} " in text for name in names)


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
