"""An actor across documents: finding one, roles and offices through time, who is about whom, who is met most."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from communique.lexicon.offices import offices
from communique.lexicon.spells import Spell
from communique.lexicon.states import states
from communique.query.filters import state_code
from communique.query.items import rows as items
from communique.query.timeline.among import AT_ONCE, Wanted, contact_ids, participants
from communique.query.which import STATEMENTS
from communique.store import across, schema
from communique.store.rows import fold, last_word

a, n, e, s = schema.actors, schema.actor_names, schema.entities, schema.statements
c, m = across.merged_contacts, across.merged_participants
Row = dict[str, Any]
LATEST = 2_000  # contacts held that are counted
OWN = 500  # contacts of one actor, the latest, of which the others who took part are counted
NEWEST = 300  # documents whose roles are gathered
LOOKED_AT = 60  # newest documents that are searched for statements about somebody
FOUND = 400  # actors of a name that are looked at
LEADING = ("head of state", "head of government", "foreign minister")
"""Offices that are shown of a state."""


def actor(connection: Connection, key: str) -> Row | None:
    """key, kind, name and country of an actor; None where nobody has that key. A state may be given by its code."""
    row = connection.execute(select(a.c.key, a.c.kind, a.c.name, a.c.country).where(a.c.key == key)).mappings().first()
    if row is not None:
        return dict(row)
    code = state_code(key)
    acting = code and connection.execute(select(e.c.document).where(e.c.country == code).limit(1)).first()
    return {"key": code, "kind": "country", "name": states()[code].name, "country": code} if code and acting else None


def stands(connection: Connection, who: Row) -> bool:
    """Whether a document still names an actor, or somebody who acts for it where it is a state; after a correction, or
    when one was taken back, nobody may be left under a key."""
    named = select(e.c.document).where(e.c.key == who["key"]).limit(1)
    acting = select(e.c.document).where(e.c.country == who["country"]).limit(1)
    queries = (named, acting) if who["kind"] == "country" and who["country"] else (named,)
    return any(connection.execute(query).first() for query in queries)


def asked_as(who: Row) -> str:
    """The name by which a filter finds an actor: a state's code, so that all who act for it are found, else the key."""
    return str(who["country"] if who["kind"] == "country" and who["country"] else who["key"])


def find(connection: Connection, name: str, limit: int = 50) -> list[Row]:
    """Actors called so, or whose name begins or ends so: key, kind, name, country, documents; most documents first."""
    folded = fold(name).strip()
    if not folded:
        return []
    like = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    begins: ColumnElement[bool] = n.c.folded.like(like, escape="\\")
    if connection.dialect.name == "sqlite":
        begins = and_(n.c.folded >= folded, n.c.folded < folded + "\U0010ffff")
    query = select(n.c.key, n.c.folded).where(or_(begins, n.c.last == last_word(folded))).limit(FOUND)
    keys = {row.key for row in connection.execute(query) if set(folded.split()[:-1]) <= set(row.folded.split())}
    code = state_code(name)
    keys.update(connection.execute(select(a.c.key).where(a.c.country == code, a.c.kind == "country")).scalars())
    documents = func.count(e.c.document.distinct())
    counted = select(a.c.key, a.c.kind, a.c.name, a.c.country, documents.label("documents")).join(e, e.c.key == a.c.key)
    counted = counted.where(a.c.key.in_(sorted(keys))).group_by(a.c.key, a.c.kind, a.c.name, a.c.country)
    rows = connection.execute(counted.order_by(documents.desc(), a.c.key).limit(limit)).mappings()
    return [dict(row) for row in rows]


def most_active(connection: Connection, kind: str | None = None, limit: int = 50, latest: int = LATEST) -> list[Row]:
    """Who took part in most of the latest contacts held: key, kind, name, country, contacts, last_day. kind: of the actor."""
    ids = select(c.c.id).where(c.c.status == "held").order_by(c.c.day.desc().nulls_last(), c.c.id.desc()).limit(latest)
    counted = func.count(m.c.contact.distinct())
    query = select(m.c.actor, counted.label("contacts"), func.max(m.c.day).label("last_day"))
    query = query.where(m.c.contact.in_(ids), *([m.c.kind == kind] if kind else []))
    rows = connection.execute(query.group_by(m.c.actor).order_by(counted.desc(), m.c.actor).limit(limit)).all()
    known = select(a.c.key, a.c.kind, a.c.name, a.c.country).where(a.c.key.in_([row.actor for row in rows]))
    who = {row["key"]: dict(row) for row in connection.execute(known).mappings()}
    return [who[r.actor] | {"contacts": r.contacts, "last_day": r.last_day} for r in rows if r.actor in who]


def companions(connection: Connection, parties: Wanted, own: Row, limit: int = 12, latest: int = OWN) -> list[Row]:
    """With whom an actor had most of its latest contacts: key, kind, name, country, contacts, last_day."""
    found = contact_ids(connection, parties)
    day, contact = found.selected_columns.day, found.selected_columns.contact
    ids = [row.contact for row in connection.execute(found.order_by(day.desc().nulls_last(), contact).limit(latest))]
    held: dict[str, str | None] = {}
    for i in range(0, len(ids), AT_ONCE):
        some = select(c.c.id, c.c.day).where(c.c.id.in_(ids[i : i + AT_ONCE]), c.c.status == "held")
        held.update((row.id, row.day) for row in connection.execute(some))
    counts: Counter[str] = Counter()
    who: dict[str, Row] = {}
    for one, parties_of in participants(connection, sorted(held)).items():
        others = {p["actor"]: p for p in parties_of if not _is_own(p, own)}
        for key, party in others.items():
            counts[key] += 1
            known = who.setdefault(
                key, {"key": key, **{f: party[f] for f in ("kind", "name", "country")}, "last_day": ""}
            )
            known["last_day"] = max(known["last_day"], held[one] or "")
    order = sorted(counts, key=lambda key: (-counts[key], key))[:limit]
    return [who[key] | {"contacts": counts[key]} for key in order]


def _is_own(party: Row, own: Row) -> bool:
    same: bool = party["actor"] == own["key"]
    return same or (own["kind"] == "country" and party["country"] == own["country"])


def roles(connection: Connection, key: str) -> list[Row]:
    """What the newest documents call an actor: role, documents, first_day, last_day; most first."""
    newest = select(e.c.role, e.c.day).where(e.c.key == key).order_by(e.c.day.desc().nulls_last(), e.c.document.desc())
    days: dict[str, list[str]] = {}
    for row in connection.execute(newest.limit(NEWEST)):
        if row.role:
            days.setdefault(" ".join(row.role.split()), []).append(row.day or "")
    rows: list[Row] = [
        {
            "role": role,
            "documents": len(on),
            "first_day": min(filter(None, on), default=None),
            "last_day": max(on) or None,
        }
        for role, on in days.items()
    ]
    return sorted(rows, key=lambda r: (-r["documents"], r["role"]))


def last_spoke(connection: Connection, keys: list[str]) -> dict[str, str]:
    """The day of the newest statement by each of some actors; those of whom there is none have no entry."""
    spoken = schema.chain
    theirs = select(spoken.c.day).where(
        spoken.c.actor == a.c.key, spoken.c.part == "speaker", spoken.c.day.is_not(None)
    )
    newest = theirs.order_by(spoken.c.day.desc()).limit(1).scalar_subquery()  # from the end of the index of each
    query = select(a.c.key, newest).where(a.c.key.in_(keys))
    return {key: day for key, day in connection.execute(query) if day}


def held_offices(who: Row) -> list[Row]:
    """Offices through time, the latest first, by the table that ships and the user's own: person, title, of, to, since, until,
    how. Of a person those they held; of a state those who led it; of anything else none."""
    if who["kind"] == "person":
        found = _of_person(who)
    elif who["kind"] == "country" and who["country"]:
        found = [x for x in offices().of_party(who["country"]) if set(x.classes) & set(LEADING)]
    else:
        found = []
    found.sort(key=lambda x: (x.since, x.until or "9999", x.title, x.person), reverse=True)
    fields = ("person", "wikidata", "title", "of", "to", "since", "until", "how")
    return [{field: getattr(spell, field) or None for field in fields} for spell in found]


def _of_person(who: Row) -> list[Spell]:
    """By the Wikidata id; a person without one by the full name, where one person alone of that state has it."""
    named = offices().named(who["name"])
    mine = [x for x in named if x.wikidata == who["key"]]
    if mine or who["key"][:1] == "Q" or len(who["name"].split()) < 2:
        return mine
    alike = [x for x in named if fold(who["name"]) in {fold(form) for form in offices().forms(x.person)}]
    same = [x for x in alike if who["country"] and x.of == who["country"]]
    people = {x.wikidata or x.person for x in same}
    return [x for x in alike if (x.wikidata or x.person) in people] if len(people) == 1 else []


def about(connection: Connection, who: Row, limit: int) -> list[Row]:
    """The newest statements by others that are addressed to an actor or name it, of the newest documents that name it."""
    spoken = schema.chain
    keyed, own = [e.c.key == who["key"]], spoken.c.actor == who["key"]
    if asked_as(who) == who["country"]:
        keyed, own = [e.c.kind == "country", e.c.country == who["country"]], spoken.c.country == who["country"]
    where = (
        select(e.c.document, e.c.id, e.c.day).where(*keyed).order_by(e.c.day.desc().nulls_last(), e.c.document.desc())
    )
    entities = {row.document: row.id for row in connection.execute(where.limit(LOOKED_AT))}
    theirs = select(spoken.c.document, spoken.c.statement).where(spoken.c.document.in_(sorted(entities)), own)
    by_them = {(row.document, row.statement) for row in connection.execute(theirs)}
    query = select(s.c.document, s.c.id, s.c.words, s.c.addressee).where(s.c.document.in_(sorted(entities)))
    query = query.order_by(s.c.day.desc().nulls_last(), s.c.document.desc(), s.c.first, s.c.id)
    named = _naming(connection, who)
    keys = []
    for row in connection.execute(query):
        key = (row.document, row.id)
        if key not in by_them and (row.addressee == entities[row.document] or named.search(row.words)):
            keys.append(key)
            if len(keys) == limit:
                break
    return items(connection, STATEMENTS, keys)


def _naming(connection: Connection, who: Row) -> re.Pattern[str]:
    """What names an actor in a statement: a surname, a body's names, a state's names and adjectives."""
    names: Iterable[str] = [who["name"]]
    state = states().get(who["country"] or "") if who["kind"] == "country" else None
    if state:
        names = [state.name, *state.aliases, *state.adjectives]
    elif who["kind"] == "person":
        names = [who["name"].split()[-1]] if who["name"].split() else names
    wanted = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted or ["\0"])) + r")(?!\w)")
