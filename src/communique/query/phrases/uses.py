"""The history of a phrase as its page needs it: what all uses sum up to is counted in the store, and only the newest are read.

It says what `ledger.history` says. A phrase that is not in the tables has no counts there: it is looked up in the texts.
"""

from collections import Counter, defaultdict
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, exists, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from communique.errors import UsageError
from communique.query.narrowing import Key
from communique.query.phrases import ledger
from communique.query.phrases.matching import key
from communique.query.which import a_page, is_party
from communique.store import schema
from communique.store.across import phrase_parties as p
from communique.store.across import phrase_uses as u
from communique.store.across import phrases as table

f = schema.fingerprints
Row = dict[str, Any]
LOOKED_THROUGH = 1_000  # documents that are read for a page about a phrase that is not in the tables
PARTS = {"speakers": "by", "to": "to", "about": "about"}
USERS = 100  # told, those who use it most
LONGEST = 10  # digits of a place in a text


class Uses(NamedTuple):
    """told: as `ledger.history`, with the newest `uses` alone, newest first, and the USERS who use it most; next: where the
    uses go on, None at the end."""

    told: Row
    next: Key | None


def overview(
    connection: Connection,
    phrase: str,
    of: str | None = None,
    about: str | None = None,
    limit: int = 50,
    after: Key | None = None,
) -> Uses:
    """The history of a phrase, given by id or by any words, with `limit` of its uses. after: where they go on.

    Raises UsageError as `ledger.history` does, and for a place that no use can have.
    """
    row = _row(connection, phrase)
    if row is None:
        return _looked_up(connection, phrase, of, about, limit, after)
    passing = _passing(connection, row["id"], of, about)
    first, last = func.min(u.c.day), func.max(u.c.day)
    number = func.count(u.c.origin.distinct())
    uses, first_day, last_day = connection.execute(select(number, first, last).where(*passing)).one()
    days = connection.execute(select(u.c.day).where(*passing, u.c.day.is_not(None)).distinct()).scalars()
    summary = {"uses": uses, "first_day": first_day, "last_day": last_day, "complete": True}
    shown, following = _newest(connection, row["id"], passing, limit, after)
    told = {
        "phrase": {"id": row["id"], "text": row["text"], "words": row["words"], "mined": True} | summary,
        "variants": _variants(connection, passing),
        "users": _users(connection, row["id"], passing),
        "gaps": ledger.longest_gaps(list(days)),
        "uses": shown,
    }
    return Uses(told, following)


def by_month(connection: Connection, phrase: str, of: str | None, about: str | None) -> tuple[Row, dict[str, int]]:
    """A phrase's row, and how many documents first use it, of those of one origin, in each month ("2025-03")."""
    row = _row(connection, phrase)
    if row is None:
        found = ledger.history(connection, phrase, of, about, LOOKED_THROUGH)
        using = {use["document"]: use["day"][:7] for use in found["uses"] if use["day"] and not use["copy"]}
        return found["phrase"], dict(sorted(Counter(using.values()).items()))
    origins = select(func.min(u.c.day).label("day")).where(*_passing(connection, row["id"], of, about))
    first = origins.group_by(u.c.origin).subquery()
    month = func.substr(first.c.day, 1, 7).label("month")
    query = select(month, func.count()).where(first.c.day.is_not(None)).group_by(month).order_by(month)
    return row, {found[0]: found[1] for found in connection.execute(query)}


def _row(connection: Connection, phrase: str) -> Row | None:
    named = or_(table.c.id == phrase, table.c.key == key(phrase))
    found = connection.execute(select(table).where(named).order_by(table.c.id)).mappings().first()
    return dict(found) if found else None


def _passing(connection: Connection, phrase: str, of: str | None, about: str | None) -> list[ColumnElement[bool]]:
    """That a use is of the phrase, and of and about whom is asked for."""
    conditions = [u.c.phrase == phrase]
    for name, parts in ((of, ("by",)), (about, ledger.ABOUT)):
        if wanted := ledger.named_party(connection, name):
            link = p.alias()
            conditions.append(exists().where(_same(link), link.c.part.in_(parts), is_party(link, *wanted)))
    return conditions


def _same(link: Any, use: Any = u) -> ColumnElement[bool]:
    """That a row of a party is of a use."""
    return and_(*(link.c[name] == use.c[name] for name in ("phrase", "document", "first")))


def _variants(connection: Connection, passing: list[ColumnElement[bool]]) -> list[Row]:
    """The forms, the most used first, each with the words that are most often used for it."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    query = select(u.c.variant, u.c.words, func.count()).where(*passing).group_by(u.c.variant, u.c.words)
    for form, said, number in connection.execute(query):
        words[form][" ".join(said.split())] += number
    origins, first, last = func.count(u.c.origin.distinct()), func.min(u.c.day), func.max(u.c.day)
    rows = [
        {
            "variant": form,
            "example": min(words[form].items(), key=lambda w: (-w[1], w[0]))[0],
            "uses": number,
            "first_day": first_day,
            "last_day": last_day,
        }
        for form, number, first_day, last_day in connection.execute(
            select(u.c.variant, origins, first, last).where(*passing).group_by(u.c.variant)
        )
    ]
    return sorted(rows, key=lambda v: (-v["uses"], v["variant"]))


def _users(connection: Connection, phrase: str, passing: list[ColumnElement[bool]]) -> list[Row]:
    """The USERS who use it most, the most frequent first; to whom."""
    narrowed = [exists(select(u.c.phrase).where(_same(p), *passing))] if len(passing) > 1 else []
    by = [p.c.phrase == phrase, p.c.part == "by", *narrowed]
    numbers = (func.count(p.c.origin.distinct()).label("uses"), func.min(p.c.day), func.max(p.c.day))
    states = (func.min(p.c.country), func.max(p.c.country), func.count(), func.count(p.c.country))
    every = connection.execute(select(p.c.actor, *numbers, *states).where(*by).group_by(p.c.actor)).all()
    found = sorted(every, key=lambda row: (-row.uses, row.actor))[:USERS]
    by.append(p.c.actor.in_([row.actor for row in found]).is_(True))  # written so, no index of actors leads
    to = p.alias("addressed")
    both = and_(_same(p, to), to.c.part == "to")
    pairs = select(p.c.actor, to.c.actor, func.count()).join(to, both).where(*by).group_by(p.c.actor, to.c.actor)
    addressed = connection.execute(pairs).all()
    names = ledger.names_of(connection, {row[0] for row in found} | {row[1] for row in addressed})
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for actor, whom, number in addressed:
        told[actor][names[whom]] += number
    rows = []
    for actor, uses, first_day, last_day, least, country, number, some in found:
        if least != country or 0 < some < number:  # another state at another time: that of the latest use
            order = (p.c.day.desc().nulls_first(), p.c.document.desc(), p.c.first.desc())
            country = connection.execute(select(p.c.country).where(*by, p.c.actor == actor).order_by(*order)).scalar()
        rows.append(
            {
                "actor": actor,
                "name": names[actor],
                "country": country,
                "uses": uses,
                "first_day": first_day,
                "last_day": last_day,
                "to": [name for name, _ in sorted(told[actor].items(), key=lambda t: (-t[1], t[0]))],
            }
        )
    return sorted(rows, key=lambda row: (-row["uses"], row["name"], row["actor"]))


def _newest(
    connection: Connection, phrase: str, passing: list[ColumnElement[bool]], limit: int, after: Key | None
) -> tuple[list[Row], Key | None]:
    columns = (u.c.document, u.c.first)
    query = select(*columns, u.c.last, u.c.statement, u.c.variant, u.c.words, u.c.origin, u.c.day).where(*passing)
    found = a_page(connection, query, u.c.day, columns, limit + 1, after=_place(after))
    rows = [dict(row._mapping) for row in found[:limit]]
    documents = {row["document"] for row in rows}
    told: dict[tuple[str, int], list[Row]] = defaultdict(list)
    parties = select(p.c.document, p.c.first, p.c.part, p.c.actor).where(
        p.c.phrase == phrase, p.c.document.in_(sorted(documents))
    )
    for row in connection.execute(parties.order_by(p.c.part, p.c.actor)).mappings():
        told[row["document"], row["first"]].append(dict(row))
    names = ledger.names_of(connection, {party["actor"] for here in told.values() for party in here})
    of_documents, copies = ledger.documents_of(connection, documents), _copies(connection, passing, documents)
    for use in rows:
        here = told[use["document"], use["first"]]
        use.update({k: [names[x["actor"]] for x in here if x["part"] == part] for k, part in PARTS.items()})
        use.update(of_documents[use["document"]])
        use["copy"] = use["document"] in copies
        del use["origin"]
    return rows, _key(rows[-1]) if len(found) > limit else None


def _copies(connection: Connection, passing: list[ColumnElement[bool]], documents: set[str]) -> set[str]:
    """Those of some documents of whose origin an earlier one has a use that passes."""
    mine, others = f.alias("mine"), f.alias("others")
    alike = select(others.c.document).join(mine, mine.c.origin == others.c.origin)
    beside = alike.where(mine.c.document.in_(sorted(documents)), others.c.document != mine.c.document)
    query = select(u.c.document, u.c.origin, u.c.day).where(*passing, u.c.document.in_(beside)).distinct()
    groups: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for document, origin, day in connection.execute(query):
        groups[origin].append((day is None, day or "", document))
    return {document for group in groups.values() for _, _, document in sorted(group)[1:]}


def _looked_up(
    connection: Connection, phrase: str, of: str | None, about: str | None, limit: int, after: Key | None
) -> Uses:
    """A page of what is found in the texts; all of it is found for each page."""
    found = ledger.history(connection, phrase, of, about, LOOKED_THROUGH)

    def order(key: Key) -> tuple[bool, str, str, int]:
        return key.day is not None, key.day or "", key.document, int(key.id)

    place = _place(after)
    uses = sorted(found["uses"], key=lambda use: order(_key(use)), reverse=True)
    rest = [use for use in uses if place is None or order(_key(use)) < order(place)]
    following = _key(rest[limit - 1]) if len(rest) > limit else None
    return Uses(found | {"uses": rest[:limit]}, following)


def _key(use: Row) -> Key:
    return Key(use["day"], use["document"], str(use["first"]))


def _place(after: Key | None) -> Key | None:
    """A cursor's key. Raises UsageError where its id is no place in a text."""
    if after and not (after.id.isascii() and after.id.isdecimal() and len(after.id) <= LONGEST):
        raise UsageError("“after” is not a place in this list; start from its beginning")
    return after
