"""Every kind of question against an answer worked out by hand, whichever way the query goes about it; on both databases."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from tests.factory import Maker

from communique.model import Record
from communique.query import which
from communique.query.documents import contacts, documents, positions, statements
from communique.query.narrowing import Filter
from communique.store import writer

PEOPLE = {"Orlan Dask": "AUT", "Mira Tolen": "CHE", "Ilse Varga": "AUT", "Josip Karel": None, "Odile Fenn": "PRT"}
PUBLISHERS = ("Meridian Wire", "Harbour Gazette", "Larn Courier", None)
DAYS = ("2025-03-01", "2025-03-02", "2025-03-03", "2024-12-31", None)
WORDS = ("bridge", "customs", "fishing rights", "visas")


def record(number: int) -> Record:
    """Some of the people, in every kind of claim."""
    rng = random.Random(number)
    here = rng.sample(sorted(PEOPLE), 3)
    said, held, topic = "the talks were useful", f"support for {rng.choice(WORDS)}", rng.choice(WORDS)
    told = f"{here[0]} called {here[1]} about {topic}. {here[2]} said that {said} and voiced {held}. Number {number}."
    maker = Maker(
        told,
        publisher=rng.choice(PUBLISHERS),
        published=rng.choice(DAYS),
        kind=rng.choice(("news", "readout")),
        url=f"https://a.example/{number}",
    )
    ids = [maker.entity(name, country=PEOPLE[name]) for name in here]
    when = {"when": maker.when("2025-03-02")} if number % 3 else {}
    maker.event("call", "called", told[:20], {ids[0]: "actor", ids[1]: "recipient"}, **when)
    maker.event("agreement", "support", told[:20], {ids[2]: "actor"}, code="AGREE")
    channel = rng.choice(("readout", "interview", None))
    maker.statement(said, cue="said", speakers=(ids[2],), via=(ids[0],) if number % 2 else (), channel=channel)
    maker.position(ids[2], "support", held, told[-40:])
    return maker.record()


RECORDS = [record(n) for n in range(40)]
QUESTIONS: list[dict[str, Any]] = [
    {},
    {"words": "customs"},
    {"words": '"fishing rights" useful'},
    {"words": "useful talks"},
    {"words": "useful", "countries": ("Austria",)},
    {"kind": "readout"},
    {"publisher": "WIRE"},
    {"publisher": "r", "kind": "news", "words": "bridge"},
    {"since": "2025-03-02"},
    {"until": "2025-03-01"},
    {"since": "2025-01-01", "until": "2025-03-02", "words": "talks"},
    {"actors": ("Dask",)},
    {"actors": ("Orlan Dask", "Tolen")},
    {"actors": ("Austria",)},
    {"actors": ("AUT", "Switzerland")},
    {"actors": ("Dask",), "countries": ("AUT",)},
    {"actors": ("karel",), "words": "visas", "since": "2025-03-01"},
    {"countries": ("Portugal",), "publisher": "gazette", "kind": "news"},
    {"channel": "interview"},
    {"channel": "readout", "actors": ("Austria",), "words": "talks"},
]


def passing(wanted: dict[str, Any], kind: str) -> Iterator[tuple[str, str, str]]:
    """Day, document and id of what passes, by the records themselves."""
    for r in RECORDS:
        document, key = r.document, writer.document_key(r)
        asked = wanted.get("words", "").replace('"', "").split()
        if not all(w in document.text.lower() for w in asked):
            continue
        if wanted.get("kind", document.kind) != document.kind:
            continue
        if wanted.get("publisher", "").lower() not in (document.publisher or "").lower():
            continue
        if "publisher" in wanted and not document.publisher:
            continue
        for day, item, channel, parties, words in claims(r, key, kind):
            if not all(w in words.lower() for w in asked):
                continue
            if ("since" in wanted and (day or "") < wanted["since"]) or ("until" in wanted and not day):
                continue
            if "until" in wanted and day and day > wanted["until"]:
                continue
            if "channel" in wanted and kind in ("statements", "documents") and wanted["channel"] not in channel:
                continue
            if all(plays(name, parties) for name in (*wanted.get("actors", ()), *wanted.get("countries", ()))):
                yield day or "", key, item


def claims(r: Record, key: str, kind: str) -> Iterator[tuple[str | None, str, set[str | None], set[str], str]]:
    """Day, id, channels, names of the parties and words of each item; a contact is found by any words of its document."""
    whole = r.document.text
    name = {e.id: e.name for e in r.entities}
    day = r.document.published
    if kind == "documents":
        yield day, key, {s.channel for s in r.statements}, set(name.values()), whole
    elif kind == "contacts":
        for e in r.contacts:
            yield (e.when.start if e.when else day), e.id, set(), {name[p.entity] for p in e.participants}, whole
    elif kind == "statements":
        for s in r.statements:
            yield day, s.id, {s.channel}, {name[i] for i in (*s.speakers, *s.via)}, r.words(s.content)
    else:
        for p in r.positions:
            yield day, p.id, set(), {name[i] for i in p.holders}, r.words(p.evidence)


def plays(name: str, parties: set[str]) -> bool:
    """Whether somebody of that name, or who acts for that state, is among the parties."""
    state = {"Austria": "AUT", "AUT": "AUT", "Switzerland": "CHE", "Portugal": "PRT"}.get(name)
    return any(PEOPLE[p] == state if state else p.lower().endswith(name.lower()) for p in parties)


@pytest.mark.parametrize("few", [0, 3, 2000])
def test_every_question_has_the_answer_that_the_records_give(
    store: Engine, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(which, "FEW", few)
    list(writer.add_many(store, RECORDS))
    answered = 0
    with store.connect() as connection:
        for ask in (documents, contacts, statements, positions):
            for wanted in QUESTIONS:
                right = sorted(passing(wanted, ask.__name__), reverse=True)
                rows = ask(connection, Filter(**wanted), 1000)
                found = [(row["day"] or "", row.get("document", row["id"]), row["id"]) for row in rows]
                assert found == right, (ask.__name__, wanted)
                answered += bool(right)
    assert answered > 50


@pytest.mark.parametrize("ask", [documents, contacts, statements, positions])
def test_pages_follow_on_one_another(store: Engine, ask: Any) -> None:
    list(writer.add_many(store, RECORDS))
    with store.connect() as connection:
        for wanted in (Filter(), Filter(actors=("Austria",)), Filter(words="talks", publisher="wire")):
            whole = [row["id"] for row in ask(connection, wanted, 1000)]
            assert [row["id"] for skip in range(0, len(whole), 7) for row in ask(connection, wanted, 7, skip)] == whole
