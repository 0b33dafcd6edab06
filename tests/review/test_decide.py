"""Deciding: written down, applied at once, taken back, kept through newer readings; nothing half done."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select
from tests.factory import Maker, call_record

from communique.errors import UsageError
from communique.query.documents import contacts, positions, statements
from communique.query.merging.run import refresh
from communique.query.narrowing import Filter
from communique.review.decide import decide, history, join, split, undo
from communique.store import across, reader, schema, writer
from communique.store.deciding import decisions
from communique.store.rows import actor_key

Kept = tuple[Engine, str]
RECORD = call_record()
DASK, TOLEN, VARGA, _ = RECORD.entities
CALL, PLAN, _ = RECORD.events
(SAID,) = RECORD.statements
(HELD,) = RECORD.positions


def faults(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(reader.check(connection))


def call(engine: Engine) -> dict[str, object]:
    with engine.connect() as connection:
        return next(row for row in contacts(connection) if row["id"] == CALL.id)


def machine(engine: Engine, key: str) -> object:
    with engine.connect() as connection:
        return reader.record(connection, key, corrected=False)


def test_confirm_reject_undo(kept: Kept) -> None:
    engine, key = kept
    first = decide(engine, "ana", key, "contact", CALL.id, "confirm", why="heard it")
    assert call(engine)["confidence"] == 1.0
    second = decide(engine, "ben", key, "event", CALL.id, "reject")
    with engine.connect() as connection:
        assert [row["action"] for row in contacts(connection)] == ["meeting"]
    assert faults(engine) == []
    assert machine(engine, key) == RECORD
    undo(engine, second, "ana")
    assert call(engine)["confidence"] == 1.0
    undo(engine, first, "ana")
    assert call(engine)["confidence"] == CALL.confidence
    with engine.connect() as connection:
        told = history(connection, key)
    assert [(r["number"], r["by"], r["state"], r["undone_by"], r["why"]) for r in told] == [
        (second, "ben", "undone", "ana", None),
        (first, "ana", "undone", "ana", "heard it"),
    ]
    with pytest.raises(UsageError, match="was taken back by ana"):
        undo(engine, first, "ben")
    with pytest.raises(UsageError, match="no such decision"):
        undo(engine, 99, "ben")


def test_the_same_decision_twice_is_one(kept: Kept) -> None:
    engine, key = kept
    first = decide(engine, "ana", key, "event", CALL.id, "confirm")
    assert decide(engine, "ana", key, "event", CALL.id, "confirm") == first
    assert decide(engine, "ben", key, "event", CALL.id, "confirm") != first


def test_correct_a_contact_in_peoples_words(kept: Kept) -> None:
    engine, key = kept
    value = {
        "action": "meeting",
        "when": "2025-03-02/2025-03-04",
        "participants": "Dask; Ilse Varga",
        "trigger": "speaks",
    }
    decide(engine, "ana", key, "event", CALL.id, "correct", value)
    row = call(engine)
    assert (row["action"], row["first_day"], row["last_day"]) == ("meeting", "2025-03-02", "2025-03-04")
    assert row["who"] == ["Orlan Dask", "Ilse Varga"]
    assert row["trigger"] == "speaks"
    assert faults(engine) == []


def test_correct_a_chain_and_a_position(kept: Kept) -> None:
    engine, key = kept
    decide(engine, "ana", key, "statement", SAID.id, "correct", {"speakers": ["Tolen"], "via": "", "channel": None})
    decide(engine, "ana", key, "position", HELD.id, "correct", {"stance": "welcome", "holders": "Mira Tolen"})
    with engine.connect() as connection:
        (said,) = statements(connection, Filter(actors=("Mira Tolen",)))
        assert (said["speakers"], said["via"], said["channel"]) == (["Mira Tolen"], [], None)
        assert statements(connection, Filter(actors=("Varga",))) == []
        (held,) = positions(connection)
    assert (held["holders"], held["stance"], held["confidence"]) == (["Mira Tolen"], "welcome", 1.0)


@pytest.mark.parametrize(
    ("kind", "item", "verdict", "value", "line"),
    [
        ("event", CALL.id, "correct", {"trigger": "telephoned"}, "the text has no words"),
        ("event", CALL.id, "correct", {"trigger": "5-99999"}, "outside the text"),
        ("event", CALL.id, "correct", {"trigger": [{"start": 5, "end": 99_999}]}, "lies outside the text"),
        ("event", CALL.id, "correct", {"participants": "Nobody"}, "no such entity"),
        ("event", CALL.id, "correct", {"when": "yesterday"}, "not a date"),
        ("event", CALL.id, "correct", {"when": "2025-02-30"}, "no such day"),
        ("event", CALL.id, "correct", {"when": "2025-13"}, "no such day"),
        ("event", CALL.id, "correct", {"when": "2025/2024"}, "ends before"),
        ("event", CALL.id, "correct", {"action": "picnic"}, "Invalid enum"),
        ("event", CALL.id, "correct", {"confidence": 1}, "no field of a event"),
        ("event", CALL.id, "correct", {}, "nothing to correct"),
        ("event", CALL.id, "comment", None, "without words"),
        ("event", CALL.id, "praise", None, "one can"),
        ("event", "vother", "confirm", None, "has no such event"),
        ("weather", "x", "confirm", None, "decisions are about"),
        ("statement", "", "add", {"form": "direct"}, "not a whole statement"),
        ("entity", DASK.id, "correct", {"actor": "Q404"}, "no such actor"),
        ("entity", DASK.id, "join", {"with": "enobody"}, "no other entity"),
        ("actor", "Q404", "correct", {"name": "X"}, "no such actor"),
        ("actor", actor_key(DASK), "correct", {}, "nothing to correct"),
        ("actor", actor_key(DASK), "correct", {"role": "King"}, "in all documents"),
        ("merge", "a/b", "join", {"with": "a/b"}, "itself"),
        ("merge", "a/b", "join", {"with": "c/d"}, "no such report"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(  # type: ignore[no-untyped-def]
    kept: Kept, kind: str, item: str, verdict: str, value, line: str
) -> None:
    engine, key = kept
    with pytest.raises(UsageError, match=line):
        decide(engine, "ana", None if kind in ("actor", "merge") else key, kind, item, verdict, value)
    with engine.connect() as connection:
        assert connection.execute(select(decisions)).all() == []
        assert reader.record(connection, key) == RECORD


def test_nobody_decides_nothing(kept: Kept) -> None:
    with pytest.raises(UsageError, match="who decides"):
        decide(kept[0], "", kept[1], "event", CALL.id, "confirm")
    with pytest.raises(UsageError, match="no such document"):
        decide(kept[0], "ana", "knone", "event", CALL.id, "confirm")


def test_an_actor_in_one_document(kept: Kept) -> None:
    engine, key = kept
    other = Maker("Lena Orr spoke.", path="orr.txt")
    other.entity("Lena Orr", country="KES")
    list(writer.add_many(engine, [other.record()]))
    decide(engine, "ana", key, "entity", DASK.id, "correct", {"actor": "person:KES:lena orr", "role": "Envoy"})
    with engine.connect() as connection:
        (row, *_) = contacts(connection, Filter(actors=("Lena Orr",)), 10)
        entity = reader.record(connection, key).entity(DASK.id)  # type: ignore[union-attr]
    assert "Lena Orr" in row["who"]
    assert (entity.country, entity.roles[0].title) == ("KES", "Envoy")
    assert faults(engine) == []


def test_an_actor_in_all_documents_now_and_later(kept: Kept) -> None:
    engine, _ = kept
    second = Maker("Orlan Dask spoke again.", path="again.txt")
    second.entity("Orlan Dask", country="VLD")
    third = Maker("Once more spoke Orlan Dask.", path="more.txt")
    third.entity("Orlan Dask", country="VLD")
    list(writer.add_many(engine, [second.record()]))
    value = {"wikidata": "Q5", "name": "Orlan B. Dask"}
    number = decide(engine, "ana", None, "actor", actor_key(DASK), "correct", value, "the same man")
    list(writer.add_many(engine, [third.record()]))  # read after the decision
    entities = select(schema.entities.c.key).where(schema.entities.c.name.like("Orlan%"))
    with engine.connect() as connection:
        assert list(connection.execute(entities).scalars()) == ["Q5"] * 3
        (found, _) = contacts(connection, Filter(actors=("Orlan Dask",)))  # his old name still finds him
        assert "Orlan B. Dask" in found["who"]
    assert faults(engine) == []
    with pytest.raises(UsageError, match="in a circle"):
        decide(engine, "ana", None, "actor", "Q5", "correct", {"actor": actor_key(DASK)})
    undo(engine, number, "ana")
    with engine.connect() as connection:
        assert list(connection.execute(entities).scalars()) == [actor_key(DASK)] * 3
        names = schema.actor_names
        assert connection.execute(select(names.c.key).where(names.c.folded == "orlan dask")).scalars().all() == [
            actor_key(DASK)
        ]
    assert faults(engine) == []


def test_a_newer_reading_keeps_what_people_decided(kept: Kept) -> None:
    engine, key = kept
    decide(engine, "ana", key, "event", CALL.id, "correct", {"status": "cancelled"})
    lost = decide(engine, "ana", key, "position", HELD.id, "reject")
    newer = replace(
        RECORD,
        events=(replace(CALL, id="vnewer", confidence=0.3), PLAN),
        positions=(),
        reader=replace(RECORD.reader, model="newer"),
    )
    assert [became for _, became in writer.add_many(engine, [newer])] == ["read again"]
    with engine.connect() as connection:
        rows = {row["id"]: row for row in contacts(connection)}
        states = {row["number"]: row["state"] for row in history(connection, key)}
    assert (rows["vnewer"]["status"], rows["vnewer"]["confidence"]) == ("cancelled", 1.0)
    assert states == {lost: "the reading has no such item now", lost - 1: "holds"}
    assert machine(engine, key) == newer
    assert faults(engine) == []


def test_an_item_is_added_and_taken_back(kept: Kept) -> None:
    engine, key = kept
    value = {"form": "indirect", "content": "The two are to meet in Port Sele", "speakers": "Dask; Tolen"}
    number = decide(engine, "ana", key, "statement", "", "add", value)
    with engine.connect() as connection:
        (row,) = statements(connection, Filter(actors=("Tolen",)))
    assert (row["words"], row["speakers"]) == ("The two are to meet in Port Sele", ["Orlan Dask", "Mira Tolen"])
    decide(engine, "ben", key, "statement", row["id"], "correct", {"channel": "readout"})
    assert faults(engine) == []
    undo(engine, number, "ana")
    with engine.connect() as connection:
        assert len(statements(connection)) == 1
        assert history(connection, key)[0]["state"] == "the reading has no such item now"


def test_a_contact_and_a_position_are_added_with_what_goes_without_saying(kept: Kept) -> None:
    engine, key = kept
    decide(
        engine,
        "ana",
        key,
        "contact",
        "",
        "add",
        {"action": "talks", "trigger": "agreement", "participants": "Dask; Tolen"},
    )
    decide(
        engine, "ana", key, "position", "", "add", {"stance": "call-for", "holders": "Tolen", "target": "the reopening"}
    )
    with engine.connect() as connection:
        talks = next(row for row in contacts(connection) if row["action"] == "talks")
        held = next(row for row in positions(connection) if row["stance"] == "call-for")
    assert (talks["status"], talks["who"], talks["confidence"]) == ("held", ["Orlan Dask", "Mira Tolen"], 1.0)
    assert talks["words"].startswith('Dask "reaffirmed') and held["words"].startswith("LARN, 3 March 2025")
    assert faults(engine) == []


def test_merged_contacts_are_split_and_joined(kept: Kept) -> None:
    engine, key = kept
    second = replace(RECORD, document=replace(RECORD.document, publisher="Harbour Gazette"))
    ((other, _),) = writer.add_many(engine, [second])
    refresh(engine)
    a, b = sorted((f"{key}/{CALL.id}", f"{other}/{CALL.id}"))

    def together() -> bool:
        with engine.connect() as connection:
            query = select(across.reports.c.contact).where(across.reports.c.event == CALL.id)
            return len(set(connection.execute(query).scalars())) == 1

    assert together()
    decide(engine, "ana", key, "event", CALL.id, "confirm")
    number = split(engine, "ana", b, a, "two calls")
    assert not together()
    with engine.connect() as connection:
        (told,) = history(connection, item=a)
    assert (told["verdict"], told["value"], told["why"]) == ("split", {"with": b}, "two calls")
    later = join(engine, "ben", a, b)
    assert later == number + 1 and together()
    undo(engine, later, "ben")
    assert not together()


def test_a_name_put_right_shows_in_the_merged_contact(kept: Kept) -> None:
    engine, key = kept
    refresh(engine)
    decide(engine, "ana", key, "entity", DASK.id, "correct", {"name": "Orlan  Dask"})
    with engine.connect() as connection:
        names = set(connection.execute(select(across.merged_participants.c.name)).scalars())
    assert names == {"Orlan  Dask", "Mira Tolen"}


def test_many_may_decide_at_once(kept: Kept) -> None:
    engine, key = kept
    items = [("event", CALL.id), ("event", PLAN.id), ("statement", SAID.id), ("position", HELD.id)]

    def work(number: int) -> None:
        for kind, item in (*items[number:], *items[:number]):
            decide(engine, f"reviewer {number}", key, kind, item, "confirm")
        decide(engine, "ana", None, "actor", actor_key(DASK), "correct", {"name": f"Orlan {number} Dask"})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert faults(engine) == []
    with engine.connect() as connection:
        told = history(connection)
        shown = reader.record(connection, key)
    assert shown is not None
    assert (len(told), {row["state"] for row in told}) == (20, {"holds"})
    assert {i.confidence for i in (*shown.contacts, *shown.statements, *shown.positions)} == {1.0}
    last = next(row["value"]["name"] for row in told if row["kind"] == "actor")
    assert shown.entity(DASK.id).name == last


def test_an_issue_is_settled(kept: Kept) -> None:
    from communique.store.corrected import issue_id

    engine, key = kept
    decide(engine, "ana", key, "issue", issue_id(RECORD.issues[0]), "confirm", why="it is these two")
    with engine.connect() as connection:
        assert reader.record(connection, key).issues == ()  # type: ignore[union-attr]
    assert faults(engine) == []
