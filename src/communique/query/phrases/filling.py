"""Keep the tables of phrases: mine them anew, or look for the known ones in what has come in since; then the alerts."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, or_, select, text, update

from communique.model.ids import digest
from communique.query.phrases import alerts
from communique.query.phrases.hearing import Heard
from communique.query.phrases.matching import Form, Found, Matcher, forms, key
from communique.query.phrases.mining import LEAST, Runs
from communique.query.phrases.placing import Placer, body, said
from communique.query.phrases.texts import AT_ONCE, Text, texts
from communique.query.phrases.words import TOKEN, tokens
from communique.store import schema
from communique.store.across import phrase_documents, phrase_parties, phrase_uses, phrases, readouts
from communique.store.rows import actor_key, plain

d, f, r = schema.documents, schema.fingerprints, schema.readings
GROWN = 2  # times as many documents as were mined: then they are mined again
DAYS = 3  # different days on which a formula is used


def refresh(engine: Engine) -> int:
    """Look for the known phrases in documents not yet looked at; how many these were. Mines anew when the store has doubled."""
    with engine.execution_options(writes=True).begin() as connection:
        _alone(connection)
        waiting = pending(connection)
        if not waiting:
            alerts.refresh(connection)
            return 0
        mined = connection.execute(select(func.sum(phrase_documents.c.mined))).scalar() or 0
        if connection.execute(select(func.count()).select_from(d)).scalar_one() >= GROWN * mined:
            _rebuild(connection)
        else:
            known = connection.execute(select(phrases.c.id, phrases.c.text).order_by(phrases.c.id))
            changed = _look(connection, waiting, [form for p in known for form in forms(p.id, p.text)], 0)
            _count(connection, sorted(changed | _joined(connection, waiting)))
        alerts.refresh(connection)
        return len(waiting)


def rebuild(engine: Engine) -> int:
    """Mine the phrases of all documents anew; how many there are."""
    with engine.execution_options(writes=True).begin() as connection:
        _alone(connection)
        _rebuild(connection)
        alerts.refresh(connection)
        return connection.execute(select(func.count()).select_from(phrases)).scalar_one()


def pending(connection: Connection) -> list[str]:
    """Documents whose reading was not looked at yet, by key."""
    looked = phrase_documents
    query = select(r.c.document).outerjoin(looked, looked.c.document == r.c.document)
    new = or_(looked.c.read.is_(None), looked.c.read != r.c.read)
    return list(connection.execute(query.where(new).order_by(r.c.document)).scalars())


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('communique phrases'))"))


def _rebuild(connection: Connection) -> None:
    for table in (phrase_parties, phrase_uses, phrases, phrase_documents):
        connection.execute(delete(table))
    keys = list(connection.execute(select(r.c.document).order_by(r.c.document)).scalars())
    runs = Runs()
    for document in texts(connection, keys):  # keys are made of the content: their order is as good as drawn by lot
        if runs.full:
            break
        runs.add(said(document.record), document.origin)
    wanted: list[Form] = []
    rows: dict[str, dict[str, Any]] = {}
    for mined in runs.mined():
        written = " ".join(mined.stems)
        if [t.stem for t in tokens(written)] != list(mined.stems):  # a stem that alone is another word
            continue
        own = key(written)
        name = "f" + digest(own)
        if name not in rows:
            rows[name] = {"id": name, "key": own, "text": written, "words": 0, "uses": 0, "cohesion": mined.cohesion}
            wanted += forms(name, written)
    if rows:
        connection.execute(insert(phrases), list(rows.values()))
    heard = Heard()
    _look(connection, keys, wanted, 1, heard)
    _name(connection, heard)
    _count(connection, sorted(rows))
    _weed(connection, heard)
    connection.execute(update(readouts).values(looked=0))


def _look(
    connection: Connection,
    keys: list[str],
    wanted: list[Form],
    mined: int,
    heard: Heard | None = None,
) -> set[str]:
    """Fill the rows of some documents; the phrases that were or are used there. heard: told what was found."""
    matcher = Matcher(wanted)
    changed: set[str] = set()
    for i in range(0, len(keys), AT_ONCE):
        some = keys[i : i + AT_ONCE]
        if not mined:
            before = select(phrase_uses.c.phrase).where(phrase_uses.c.document.in_(some)).distinct()
            changed.update(connection.execute(before).scalars())
            for table in (phrase_parties, phrase_uses, phrase_documents):
                connection.execute(delete(table).where(table.c.document.in_(some)))
            connection.execute(update(readouts).where(readouts.c.document.in_(some)).values(looked=0))
        uses, parties, looked = [], [], []
        for document in texts(connection, some):
            looked.append({"document": document.id, "read": document.read, "mined": mined})
            found = matcher.find(body(document.record))
            if heard is not None:
                heard.add(document, found)
            for use, told in placed(document, found):
                uses.append({column.name: use[column.name] for column in phrase_uses.c})
                shared = {k: use[k] for k in ("phrase", "document", "first", "origin", "day")}
                parties += [{**shared, **party} for party in told]
                changed.add(use["phrase"])
        for table, rows in ((phrase_uses, uses), (phrase_parties, parties), (phrase_documents, looked)):
            if rows:
                connection.execute(insert(table), rows)
    return changed


def placed(document: Text, found: list[Found]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """For each place of a phrase, its row of `phrase_uses`, and part, actor, country of its rows of `phrase_parties`."""
    if not found:
        return
    placer = Placer(document.record)
    party = {e.id: {"actor": actor_key(e), "country": e.country} for e in document.record.entities}
    words = document.record.document.text
    for one in found:
        at = placer.place(one)
        yield (
            {
                "phrase": one.phrase,
                "document": document.id,
                "first": one.start,
                "last": one.end,
                "statement": at.statement,
                "variant": one.variant,
                "words": plain(words[one.start : one.end]),
                "origin": document.origin,
                "day": document.day,
            },
            list(
                {
                    (part, party[i]["actor"]): {"part": part, **party[i]} for part, ids in at.told.items() for i in ids
                }.values()
            ),
        )


def _joined(connection: Connection, keys: list[str]) -> set[str]:
    """Copies that came in may have changed the origin of others: carry that over; the phrases that it touches."""
    changed: set[str] = set()
    for i in range(0, len(keys), AT_ONCE):
        origins = select(f.c.origin).where(f.c.document.in_(keys[i : i + AT_ONCE]))
        uses = select(phrase_uses.c.phrase, phrase_uses.c.document, f.c.origin)
        uses = uses.join(f, f.c.document == phrase_uses.c.document).distinct()
        rows = connection.execute(uses.where(f.c.origin.in_(origins), phrase_uses.c.origin != f.c.origin)).all()
        changed.update(row.phrase for row in rows)
        new = [{"here": row.document, "now": row.origin} for row in rows]
        for table in (phrase_uses, phrase_parties):
            if new:
                at = update(table).where(table.c.document == bindparam("here")).values(origin=bindparam("now"))
                connection.execute(at, new)
    return changed


def _count(connection: Connection, changed: list[str]) -> None:
    """Uses, first and last day of some phrases."""
    uses = phrase_uses
    columns = (func.count(uses.c.origin.distinct()), func.min(uses.c.day), func.max(uses.c.day))
    for i in range(0, len(changed), AT_ONCE):
        some = changed[i : i + AT_ONCE]
        found = connection.execute(
            select(uses.c.phrase, *columns).where(uses.c.phrase.in_(some)).group_by(uses.c.phrase)
        )
        counted = {row[0]: row[1:] for row in found}
        rows = [dict(zip(("here", "n", "a", "b"), (p, *counted.get(p, (0, None, None))), strict=True)) for p in some]
        at = update(phrases).where(phrases.c.id == bindparam("here"))
        connection.execute(at.values(uses=bindparam("n"), first_day=bindparam("a"), last_day=bindparam("b")), rows)


def _name(connection: Connection, heard: Heard) -> None:
    """Write each phrase as it is used most often."""
    rows = []
    for row in connection.execute(select(phrases.c.id, phrases.c.text).order_by(phrases.c.id)).all():
        if row.id in heard.surfaces:
            best = heard.best(row.id, row.text)
            rows.append({"here": row.id, "best": best, "n": sum(bool(m[1]) for m in TOKEN.finditer(best))})
    if rows:
        at = update(phrases).where(phrases.c.id == bindparam("here"))
        connection.execute(at.values(text=bindparam("best"), words=bindparam("n")), rows)


def _weed(connection: Connection, heard: Heard) -> None:
    """Take out what is used too seldom, is a name, or stands in another phrase nearly always."""
    days = select(phrase_uses.c.phrase).group_by(phrase_uses.c.phrase)
    enough = days.having(func.count(phrase_uses.c.day.distinct()) >= DAYS)
    seldom = select(phrases.c.id).where(or_(phrases.c.uses < LEAST, phrases.c.id.not_in(enough)))
    gone = sorted({*heard.names(), *heard.pieces(), *connection.execute(seldom).scalars()})
    for i in range(0, len(gone), AT_ONCE):
        some = gone[i : i + AT_ONCE]
        connection.execute(delete(phrase_parties).where(phrase_parties.c.phrase.in_(some)))
        connection.execute(delete(phrase_uses).where(phrase_uses.c.phrase.in_(some)))
        connection.execute(delete(phrases).where(phrases.c.id.in_(some)))
