"""Actors: finding one, and everything about one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from litestar.params import FromPath, QueryParameter

from communique.present.columns import COLUMNS
from communique.query import actors as queries
from communique.query import documents as claims
from communique.query.contacts import contacts
from communique.query.items import rows as items
from communique.query.items import targets
from communique.query.narrowing import Filter
from communique.query.newsline import newest_day
from communique.query.phrases.ledger import phrases
from communique.query.phrases.words import tokens
from communique.query.stances import stances
from communique.query.timeline.among import wanted
from communique.query.which import POSITIONS, keys
from communique.review.actors import moved_to
from communique.web.conventions import Connected, Page, page
from communique.web.conventions.asking import Word
from communique.web.conventions.problems import MissingError, MovedError
from communique.web.conventions.words import part

Row = dict[str, Any]
Kind = Literal["person", "organization", "country", "group"]
SHOWN = 60
EACH = 8  # rows of every part of an actor's page
LOOKED_AT = 200  # positions, the newest, from which matters are offered
MATTERS = 10


class Actors(Page, kw_only=True):
    """Actors found by a name, or those who take part in most contacts of late."""

    q: str | None
    kind: str | None
    items: list[Row]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["actors found" if self.q else "actors"]


class Actor(Page, kw_only=True):
    """One actor. contacts: up to the newest document; `later`: the day after it, where contacts are announced from then on.
    positions: the newest, or where `on` is given all on that matter, oldest first, with what changed."""

    id: str
    asked_as: str
    actor: Row
    roles: list[Row]
    offices: list[Row]
    contacts: list[Row]
    later: str | None
    companions: list[Row]
    statements: list[Row]
    about: list[Row]
    on: str | None
    matters: list[str]
    positions: list[Row]
    phrases: list[Row]

    def rows(self) -> list[Row]:
        """Contacts, statements by and about, positions."""
        told = [r | {"what": r["action"], "who": [p["name"] for p in r["who"]]} for r in self.contacts]
        said = [r | {"what": "statement by", "who": r["speakers"]} for r in self.statements]
        about = [r | {"what": "statement about", "who": r["speakers"]} for r in self.about]
        held = [r | {"what": r["stance"], "who": r["holders"], "words": r["target"]} for r in self.positions]
        return [{c: r.get(c) for c in self.columns()} for r in (*told, *said, *about, *held)]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["actor"]


@page("/actors", "actors.html")
def actors(
    connection: Connected,
    q: Word = None,
    kind: Annotated[Kind | Literal[""] | None, QueryParameter(description="Only actors of this kind")] = None,
) -> Actors:
    """Actors of a name (`q`), else those who took part in most of the latest contacts."""
    name = (q or "").replace("\0", " ").strip() or None
    found = queries.find(connection, name, SHOWN) if name else queries.most_active(connection, kind or None, SHOWN)
    rows = [row for row in found if not kind or row["kind"] == kind]
    return Actors(q=name, kind=kind or None, items=rows)


@page("/actors/{key:path}", "actor.html")
def actor(connection: Connected, key: FromPath[str], on: Word = None) -> Actor:
    """One actor: roles and offices, contacts, with whom most, statements by and about, positions, phrases.

    `on`: words of a matter, on which all positions are given with what changed.
    """
    key = key.removeprefix("/")
    who = queries.actor(connection, key)
    if who is None or not queries.stands(connection, who):
        moved = moved_to(connection, key)
        there = queries.actor(connection, moved) if moved else None
        if there is not None and queries.stands(connection, there):
            raise MovedError(f"/actors/{part(there['key'])}")
        raise MissingError(f"nobody is known here as {key}")
    matter = (on or "").replace("\0", " ").strip() or None
    name = queries.asked_as(who)
    theirs = Filter(actors=(name,))
    newest = newest_day(connection)
    later = (date.fromisoformat(newest) + timedelta(days=1)).isoformat() if newest else None
    announced = later and contacts(connection, Filter(actors=(name,), since=later), 1)
    held = keys(connection, POSITIONS, theirs, (), LOOKED_AT)
    return Actor(
        id=key,
        asked_as=name,
        actor=who,
        roles=queries.roles(connection, key)[:EACH],
        offices=queries.held_offices(who),
        contacts=contacts(connection, Filter(actors=(name,), until=newest), EACH) or contacts(connection, theirs, EACH),
        later=later if announced else None,
        companions=queries.companions(connection, wanted(connection, (name,)), who),
        statements=claims.statements(connection, theirs, EACH),
        about=queries.about(connection, who, EACH),
        on=matter,
        matters=matters(targets(connection, held)),
        positions=stances(connection, name, matter) if matter else items(connection, POSITIONS, held[:EACH]),
        phrases=phrases(connection, of=name, limit=EACH),
    )


def matters(held: list[str]) -> list[str]:
    """The words that most targets of positions have in common, most first."""
    counts: Counter[str] = Counter()
    called: dict[str, Counter[str]] = {}
    for target in held:
        words = {t.stem: target[t.start : t.end] for t in tokens(target) if t.part == "word"}
        counts.update(words.keys())
        for stem, word in words.items():
            called.setdefault(stem, Counter())[word] += 1
    often = sorted((stem for stem, count in counts.items() if count > 1), key=lambda stem: (-counts[stem], stem))
    return [min(called[stem].items(), key=lambda word: (-word[1], word[0]))[0] for stem in often[:MATTERS]]


HANDLERS = (actors, actor)
