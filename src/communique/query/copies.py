"""Copies of a document: who published first, how alike they are, what differs; and how many origins there are."""

import difflib
import re
import zlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, exists, func, select

from communique.model import from_json
from communique.query.narrowing import Filter
from communique.store import schema
from communique.store.copies import body, similarity

d, f = schema.documents, schema.fingerprints
Row = dict[str, Any]
WORD = re.compile(r"\S+")
SHOWN = 5  # differences
CLIPPED = 12  # words of one
COMPARED = 20_000  # words of a text, beyond which nothing is compared
AT_ONCE = 500


def copies(connection: Connection, document: str) -> list[Row]:
    """The document with all its copies, first published first; [] where it has none. document: the key in `documents`.

    Each row has `first` (True for the one that was published first), `alike` (0 to 1, to the first) and `differs`, which sums
    up the words that are not the first one's.
    """
    origin = select(f.c.origin).where(f.c.document == document).scalar_subquery()
    columns = (d.c.id, d.c.day, d.c.published, d.c.publisher, d.c.title, d.c.kind, d.c.version, d.c.address, d.c.path)
    query = select(*columns, f.c.signature, schema.readings.c.record).join(f).join(schema.readings)
    order = (d.c.day.asc().nulls_last(), d.c.published, d.c.added, d.c.number)
    found = [dict(r) for r in connection.execute(query.where(f.c.origin == origin).order_by(*order)).mappings()]
    if len(found) < 2:
        return []
    first = found[0]["signature"]
    text = ""
    for row in found:
        signature, words = row.pop("signature"), body(from_json(zlib.decompress(row.pop("record"))).document)
        row["first"] = row is found[0]
        row["alike"] = round(similarity(first, signature), 2)
        row["differs"] = "" if row["first"] else differences(text, words)
        text = text or words
    return found


def differences(one: str, other: str) -> str:
    """What the other text has instead of the one's words, in a line: how many words, then the first few changes."""
    a, b = WORD.findall(one), WORD.findall(other)
    if a == b:
        return "nothing but white space" if one != other else "nothing"
    if max(len(a), len(b)) > COMPARED:
        return "too long to be compared"
    steps = difflib.SequenceMatcher(None, a, b, autojunk=max(len(a), len(b)) > 2000).get_opcodes()
    changes = [(a[i:j], b[k:m]) for tag, i, j, k, m in steps if tag != "equal"]
    gone, new = sum(len(x) for x, _ in changes), sum(len(y) for _, y in changes)
    told = "; ".join(_change(*change) for change in changes[:SHOWN])
    more = f"; and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
    return f"{gone} of {len(a)} words gone, {new} new: {told}{more}"


def _change(gone: list[str], new: list[str]) -> str:
    before, after = (" ".join(w[:CLIPPED]) + (" …" if len(w) > CLIPPED else "") for w in (gone, new))
    if not new:
        return f"without “{before}”"
    return f"“{before}” → “{after}”" if gone else f"with “{after}”"


def origins(connection: Connection, documents: Iterable[str]) -> int:
    """How many independent origins some documents have: copies count once."""
    wanted = sorted(set(documents))
    found: set[str] = set()
    for i in range(0, len(wanted), AT_ONCE):
        some = select(d.c.id, f.c.origin).outerjoin(f).where(d.c.id.in_(wanted[i : i + AT_ONCE]))
        found.update(row.origin or row.id for row in connection.execute(some))
    return len(found)


def all_origins(connection: Connection) -> int:
    """How many independent origins all documents have."""
    origin = func.coalesce(f.c.origin, d.c.id)
    return connection.execute(select(func.count(origin.distinct())).select_from(d.outerjoin(f))).scalar_one()


def copied(connection: Connection, wanted: Filter, limit: int) -> list[Row]:
    """Documents under a filter that have copies, newest first; each with the number of texts of its origin (`texts`), their
    publishers, and key, day and publisher of the one that was published first."""
    from communique.query.documents import documents

    other = f.alias()
    mine = f.alias()
    own = exists().where(mine.c.document == d.c.id, other.c.origin == mine.c.origin, other.c.document != d.c.id)
    rows = documents(connection, wanted, limit, own=[own])
    for row in rows:
        origin = select(f.c.origin).where(f.c.document == row["id"]).scalar_subquery()
        query = select(d.c.id, d.c.day, d.c.publisher).join(f).where(f.c.origin == origin)
        group = list(
            connection.execute(query.order_by(d.c.day.asc().nulls_last(), d.c.published, d.c.added, d.c.number))
        )
        row["texts"] = len(group)
        row["publishers"] = list(dict.fromkeys(g.publisher for g in group if g.publisher))
        row["first"], row["first_day"], row["first_publisher"] = group[0].id, group[0].day, group[0].publisher
    return rows
