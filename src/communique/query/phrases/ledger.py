"""What the tables of phrases say: who uses which, since when; and the history of one, also of one that nobody mined."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, FromClause, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from communique.errors import UsageError
from communique.query.filters import matching_all
from communique.query.phrases.filling import placed
from communique.query.phrases.matching import Matcher, forms, key
from communique.query.phrases.placing import body
from communique.query.phrases.texts import texts
from communique.store import schema
from communique.store.across import phrase_parties, phrase_uses
from communique.store.across import phrases as table
from communique.store.fulltext import matches

d = schema.documents
Row = dict[str, Any]
Between = tuple[list[FromClause], list[ColumnElement[bool]]]
LIMIT = 50
AT_ONCE = 500
GAP_DAYS = 30  # without a use
GAPS = 5  # the longest
LOOKED_THROUGH = 5_000  # documents, the newest, that are read for a phrase that is not in the table
ABOUT = ("to", "about")
PLACE = ("phrase", "document", "first")  # of a use
OF_DOCUMENT = ("publisher", "title", "address", "path", "kind")  # told with each use
COUNTED = 5_000  # links of one party that are counted to find the rarer
MENTIONED = 8  # speakers named beside a phrase in a list


def phrases(
    connection: Connection,
    of: str | None = None,
    about: str | None = None,
    limit: int = LIMIT,
    skip: int = 0,
    since: str | None = None,
    until: str | None = None,
) -> list[Row]:
    """Phrases, the most used first: id, text, words, uses, first_day, last_day, speakers (names with uses, most first).

    of: whose words (a state stands for all who speak for it). about: addressed, met, or named beside it. Uses count once for
    copies; under a filter, uses and days are those that pass. Raises UsageError for names that nobody bears.
    """
    between = _between(connection, of, about)
    if of or about or since or until:
        counted = _counted(connection, between, since, until, limit, skip)
        query = select(table).where(table.c.id.in_([row["id"] for row in counted]))
        kept = {row.id: row for row in connection.execute(query)}
        rows = [{"id": r["id"], "text": kept[r["id"]].text, "words": kept[r["id"]].words} | r for r in counted]
    else:
        columns = (table.c.id, table.c.text, table.c.words, table.c.uses, table.c.first_day, table.c.last_day)
        query = select(*columns).order_by(table.c.uses.desc(), table.c.id).limit(limit).offset(skip)
        rows = [dict(row) for row in connection.execute(query).mappings()]
    speakers = _speakers(connection, [row["id"] for row in rows], between, bool(of))
    return [row | {"speakers": speakers[row["id"]]} for row in rows]


def history(
    connection: Connection,
    phrase: str,
    of: str | None = None,
    about: str | None = None,
    most: int = LOOKED_THROUGH,
) -> Row:
    """All about one phrase, given by id or by any words.

    phrase: its row, with `mined` (False where it is looked up in the texts) and `complete` (False where there were too many
    texts to look through). uses: oldest first, each with document, statement, first, last, words, variant, copy (True where an
    earlier use is of the same origin), speakers, to, about, day, publisher, title, address. variants: form, count, first_day,
    last_day, an example. users: actor, name, country, first_day, last_day, uses. gaps: days without it. most: texts looked
    through, the newest, for a phrase that is not in the tables. Raises UsageError for words that say nothing, and for names
    that nobody bears.
    """
    row, uses, told, complete = _kept(connection, phrase) or _looked_up(connection, phrase, most)
    who, whom = named_party(connection, of), named_party(connection, about)
    uses = [u for u in uses if _has(told[_place(u)], ("by",), who) and _has(told[_place(u)], ABOUT, whom)]
    uses.sort(key=lambda u: (u["day"] is None, u["day"] or "", u["document"], u["first"]))
    names = names_of(connection, {p["actor"] for u in uses for p in told[_place(u)]})
    of_documents = documents_of(connection, {u["document"] for u in uses})
    earliest: dict[str, str] = {}
    for use in uses:
        parties = told[_place(use)]
        parts = {"speakers": "by", "to": "to", "about": "about"}
        use.update({k: [names[p["actor"]] for p in parties if p["part"] == part] for k, part in parts.items()})
        use.update(of_documents[use["document"]])
        use["copy"] = earliest.setdefault(use["origin"], use["document"]) != use["document"]
    days = [u["day"] for u in uses if u["day"]]
    summary = {"uses": len(earliest), "first_day": min(days, default=None), "last_day": max(days, default=None)}
    return {
        "phrase": row | summary | {"complete": complete},
        "variants": _variants(uses),
        "users": _users(uses, told, names),
        "gaps": longest_gaps(days),
        "uses": [{k: v for k, v in use.items() if k not in ("phrase", "origin")} for use in uses],
    }


Place = tuple[str, int]
History = tuple[Row, list[Row], dict[Place, list[Row]], bool]


def _place(use: Row) -> Place:
    return use["document"], use["first"]


def _kept(connection: Connection, phrase: str) -> History | None:
    """From the tables: the phrase's row, its uses, the parties of each; None where it is not there."""
    named = or_(table.c.id == phrase, table.c.key == key(phrase))
    found = connection.execute(select(table).where(named).order_by(table.c.id)).mappings().first()
    if found is None:
        return None
    columns = phrase_uses.c
    uses = [dict(r) for r in connection.execute(select(phrase_uses).where(columns.phrase == found["id"])).mappings()]
    told: dict[Place, list[Row]] = defaultdict(list)
    parties = phrase_parties.c
    query = select(parties.document, parties.first, parties.part, parties.actor, parties.country)
    query = query.where(parties.phrase == found["id"]).order_by(parties.part, parties.actor)
    for document, first, part, actor, country in connection.execute(query):
        told[document, first].append({"part": part, "actor": actor, "country": country})
    return {"id": found["id"], "text": found["text"], "words": found["words"], "mined": True}, uses, told, True


def _looked_up(connection: Connection, phrase: str, most: int) -> History:
    """From the texts that have its words."""
    wanted = forms("", phrase)
    if not wanted:
        raise UsageError(f"nothing to look for in {phrase!r}")
    beginnings = " ".join(dict.fromkeys(beginning(step.stem) for step in wanted[0].steps))
    query = select(d.c.id).where(matches(connection.dialect, beginnings))
    newest = query.order_by(d.c.day.desc().nulls_last(), d.c.id).limit(most + 1)
    keys = list(connection.execute(newest).scalars())
    matcher = Matcher(wanted)
    uses, told = [], {}
    for document in texts(connection, keys[:most]):
        for use, parties in placed(document, matcher.find(body(document.record))):
            uses.append(use)
            told[_place(use)] = sorted(parties, key=lambda p: (p["part"], p["actor"]))
    row = {"id": None, "text": phrase, "words": len(phrase.split()), "mined": False}
    return row, uses, told, len(keys) <= most


def beginning(stem: str) -> str:
    """What all spellings of a stem begin with, as full text is asked for it."""
    for ending in ("ization", "ize", "or", "ense", "y"):
        if stem.endswith(ending) and len(stem) > len(ending) + 1:
            return stem[: -len(ending)] + "*"
    return stem + "*"


def named_party(connection: Connection, name: str | None) -> tuple[str, list[str]] | None:
    """The column of `phrase_parties` and the values there that a name stands for; None for none. Raises UsageError."""
    return matching_all(connection, (name,), ())[0] if name else None


def _has(parties: Iterable[Row], parts: tuple[str, ...], wanted: tuple[str, list[str]] | None) -> bool:
    return wanted is None or any(p["part"] in parts and p[wanted[0]] in wanted[1] for p in parties)


def _counted(
    connection: Connection, between: Between, since: str | None, until: str | None, limit: int, skip: int
) -> list[Row]:
    """Phrases with the uses that pass, counted."""
    links, passing = between
    source: Any = links[0] if links else phrase_uses
    days = [*([source.c.day >= since] if since else []), *([source.c.day <= until] if until else [])]
    uses = func.count(source.c.origin.distinct()).label("uses")
    columns = (uses, func.min(source.c.day).label("first_day"), func.max(source.c.day).label("last_day"))
    query = select(source.c.phrase.label("id"), *columns).where(*passing, *days).group_by(source.c.phrase)
    order = (uses.desc(), source.c.phrase)
    return [dict(row) for row in connection.execute(query.order_by(*order).limit(limit).offset(skip)).mappings()]


def _between(connection: Connection, of: str | None, about: str | None) -> Between:
    """Rows of `phrase_parties`, of those who speak and then of whom it is about, where asked for; and what must hold."""
    asked = [(named_party(connection, of), ("by",)), (named_party(connection, about), ABOUT)]
    links: list[FromClause] = []
    passing: list[tuple[FromClause, ColumnElement[bool]]] = []
    for wanted, parts in asked:
        if wanted is not None:
            link = phrase_parties.alias()
            links.append(link)
            passing.append((link, and_(link.c[wanted[0]].in_(wanted[1]), link.c.part.in_(parts))))
    if len(links) < 2:
        return links, [condition for _, condition in passing]

    def number(one: tuple[FromClause, ColumnElement[bool]]) -> int:
        some = select(one[0].c.phrase).where(one[1]).limit(COUNTED).subquery()
        return connection.execute(select(func.count()).select_from(some)).scalar_one()

    (_, leading), (_, other) = sorted(passing, key=number)
    same = (links[0].c[name] == links[1].c[name] for name in PLACE)
    return links, [leading, other.is_(True), *same]  # written so, the index of the rarer of the two leads


def _speakers(connection: Connection, ids: list[str], between: Between, asked: bool) -> dict[str, list[str]]:
    """Who uses each phrase most: names with the number of uses. asked: the first rows are those of who speaks."""
    actors = schema.actors
    links, conditions = between
    link: Any = links[0] if asked else phrase_parties
    if links and not asked:
        conditions = [*conditions, *(links[0].c[name] == link.c[name] for name in PLACE)]
    uses = func.count(link.c.origin.distinct()).label("uses")
    query = select(link.c.phrase, actors.c.name, uses).join(actors, actors.c.key == link.c.actor)
    query = query.where(link.c.phrase.in_(ids), link.c.part == "by", *conditions)
    named: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(
        query.group_by(link.c.phrase, link.c.actor, actors.c.name).order_by(uses.desc(), actors.c.name)
    ):
        if len(named[row.phrase]) < MENTIONED:
            named[row.phrase].append(f"{row.name} ({row.uses})")
    return named


def names_of(connection: Connection, keys: set[str]) -> dict[str, str]:
    """What some actors are called, by key."""
    ordered, names = sorted(keys), {}
    for i in range(0, len(ordered), AT_ONCE):
        query = select(schema.actors.c.key, schema.actors.c.name).where(
            schema.actors.c.key.in_(ordered[i : i + AT_ONCE])
        )
        names.update({row.key: row.name for row in connection.execute(query)})
    return names


def documents_of(connection: Connection, ids: set[str]) -> dict[str, Row]:
    """What is told of some documents beside each use, by key."""
    ordered, found = sorted(ids), {}
    for i in range(0, len(ordered), AT_ONCE):
        query = select(d.c.id, *(d.c[column] for column in OF_DOCUMENT))
        for document, *values in connection.execute(query.where(d.c.id.in_(ordered[i : i + AT_ONCE]))):
            found[document] = dict(zip(OF_DOCUMENT, values, strict=True))
    return found


def _variants(uses: list[Row]) -> list[Row]:
    """The forms, the most used first."""
    forms_used: dict[str, list[Row]] = defaultdict(list)
    for use in uses:
        forms_used[use["variant"]].append(use)
    rows = []
    for form, here in forms_used.items():
        days = [u["day"] for u in here if u["day"]]
        example = min(Counter(" ".join(u["words"].split()) for u in here).items(), key=lambda w: (-w[1], w[0]))[0]
        origins = len({u["origin"] for u in here})
        span = {"first_day": min(days, default=None), "last_day": max(days, default=None)}
        rows.append({"variant": form, "example": example, "uses": origins} | span)
    return sorted(rows, key=lambda v: (-v["uses"], v["variant"]))


def _users(uses: list[Row], told: dict[Place, list[Row]], names: dict[str, str]) -> list[Row]:
    """Who uses it, the most frequent first; to whom."""
    by: dict[str, list[Row]] = defaultdict(list)
    country = {}
    for use in uses:
        for party in told[_place(use)]:
            if party["part"] == "by":
                by[party["actor"]].append(use)
                country[party["actor"]] = party["country"]
    rows = []
    for actor, here in by.items():
        days = [u["day"] for u in here if u["day"]]
        to = Counter(name for u in here for name in u["to"])
        rows.append(
            {
                "actor": actor,
                "name": names[actor],
                "country": country[actor],
                "uses": len({u["origin"] for u in here}),
                "first_day": min(days, default=None),
                "last_day": max(days, default=None),
                "to": [name for name, _ in sorted(to.items(), key=lambda t: (-t[1], t[0]))],
            }
        )
    return sorted(rows, key=lambda u: (-u["uses"], u["name"], u["actor"]))


def longest_gaps(days: list[str]) -> list[Row]:
    """The longest stretches without a use, longest first."""
    ordered = sorted(set(days))
    gaps: list[Row] = [
        {"after": a, "before": b, "days": (date.fromisoformat(b) - date.fromisoformat(a)).days}
        for a, b in pairwise(ordered)
    ]
    return sorted((g for g in gaps if g["days"] > GAP_DAYS), key=lambda g: (-g["days"], g["after"]))[:GAPS]
