"""The corrected layer by itself: what a record looks like with decisions applied."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from tests.factory import call_record

from communique.model import Part, Record, Role, Span
from communique.model.grounding import unbacked
from communique.store.corrected import apply, corrected, issue_id
from communique.store.deciding import Decision
from communique.store.rows import actor_key

RECORD = call_record()
DASK, TOLEN, VARGA, SELE = RECORD.entities
CALL, PLAN, AGREED = RECORD.events
(SAID,) = RECORD.statements
(HELD,) = RECORD.positions


def decision(number: int, kind: str, item: str, verdict: str, value: Any = None, was: Any = None) -> Decision:
    told = msgspec.to_builtins(was) if was is not None else None
    return Decision(number=number, document="k", kind=kind, item=item, verdict=verdict, value=value, was=told)


def sound(record: Record) -> Record:
    assert list(unbacked(record)) == []
    return record


def test_without_decisions_it_is_the_record_itself() -> None:
    assert corrected(RECORD, []) is RECORD
    assert corrected(RECORD, [decision(1, "event", CALL.id, "comment")]) is RECORD
    undone = replace(decision(1, "event", CALL.id, "reject"), undone="2025-01-01")
    assert corrected(RECORD, [undone]) is RECORD


def test_what_is_confirmed_is_certain_and_nothing_else_changes() -> None:
    shown = sound(corrected(RECORD, [decision(1, "event", CALL.id, "confirm")]))
    assert shown.events == (replace(CALL, confidence=1.0), PLAN, AGREED)
    assert (shown.statements, shown.positions, shown.entities) == (RECORD.statements, RECORD.positions, RECORD.entities)


def test_what_is_rejected_leaves_and_what_hung_on_it_stays_sound() -> None:
    shown = sound(corrected(RECORD, [decision(1, "statement", SAID.id, "reject")]))
    assert shown.statements == ()
    assert shown.positions == (replace(HELD, statement=None),)
    shown = sound(corrected(RECORD, [decision(1, "entity", DASK.id, "reject")]))
    assert [p.entity for p in shown.events[0].participants] == [TOLEN.id]
    assert shown.positions == ()  # nobody holds it
    assert shown.statements[0].speakers == ()


def test_corrected_fields_replace_and_the_last_word_counts() -> None:
    decided = [
        decision(1, "event", CALL.id, "correct", {"action": "meeting", "status": "planned"}),
        decision(2, "event", CALL.id, "reject"),
        decision(3, "event", CALL.id, "correct", {"status": "cancelled"}),
    ]
    shown = sound(corrected(RECORD, decided))
    assert shown.events[0] == replace(CALL, action="meeting", status="cancelled", confidence=1.0)
    assert corrected(RECORD, decided[:2]).events == (PLAN, AGREED)
    assert corrected(RECORD, reversed(decided)) == shown  # the numbers decide, not the order given


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"trigger": [{"start": 5, "end": 99_999}]}, "lies outside the text"),
        ({"participants": [{"entity": "enobody", "side": "both"}]}, "no entity enobody"),
        ({"action": "picnic"}, "Invalid enum value"),
        ({"trigger": []}, "no words"),
        ({"trigger": [{"start": 9, "end": 3}]}, "not a span"),
    ],
)
def test_what_would_break_grounding_is_passed_over_with_the_reason(value: Any, reason: str) -> None:
    good = decision(2, "statement", SAID.id, "confirm")
    found = apply(RECORD, [decision(1, "event", CALL.id, "correct", value), good])
    assert reason in found.idle[1]
    assert found.items == {2: SAID.id}
    assert found.record.events == RECORD.events
    assert found.record.statements[0].confidence == 1.0


def test_an_entity_is_corrected_and_its_id_stays() -> None:
    value = {"wikidata": "Q7", "name": "Orla Dask", "country": "KES", "roles": [{"title": "Envoy"}]}
    shown = sound(corrected(RECORD, [decision(1, "entity", DASK.id, "correct", value)]))
    assert (shown.entities[0].id, actor_key(shown.entities[0])) == (DASK.id, "Q7")
    assert shown.entities[0].roles == (Role(title="Envoy"),)
    assert shown.events == RECORD.events


def test_two_entities_that_are_one() -> None:
    shown = sound(corrected(RECORD, [decision(1, "entity", VARGA.id, "join", {"with": DASK.id})]))
    assert VARGA.id not in {e.id for e in shown.entities}
    assert shown.statements[0].via == (DASK.id,)
    assert set(VARGA.mentions) <= set(shown.entities[0].mentions)
    found = apply(RECORD, [decision(1, "entity", VARGA.id, "join", {"with": "eother"})])
    assert found.record == RECORD and "no other entity" in found.idle[1]


def test_an_actor_everywhere_and_what_it_leads_to() -> None:
    to_varga = {"kind": "person", "name": "Ilse Varga", "country": "VLD", "wikidata": None, "key": actor_key(VARGA)}
    to_q = {"wikidata": "Q9", "key": "Q9"}
    decided = [
        decision(1, "actor", actor_key(VARGA), "correct", to_q),
        decision(2, "actor", actor_key(DASK), "correct", to_varga),
    ]
    shown = sound(corrected(RECORD, decided))
    assert [(e.name, e.wikidata) for e in shown.entities[:3]] == [
        ("Ilse Varga", "Q9"),
        ("Mira Tolen", None),
        ("Ilse Varga", "Q9"),
    ]
    alone = decision(3, "entity", DASK.id, "correct", {"name": "Orlan Dask", "wikidata": "Q1"})
    assert corrected(RECORD, [*decided, alone]).entities[0].wikidata == "Q1"  # what is said of one document goes before


def test_decisions_about_each_other_end() -> None:
    a, b = actor_key(DASK), actor_key(TOLEN)
    there = {"name": "Mira Tolen", "country": "KES", "key": b}
    back = {"name": "Orlan Dask", "country": "VLD", "key": a}
    shown = corrected(RECORD, [decision(1, "actor", a, "correct", there), decision(2, "actor", b, "correct", back)])
    assert {e.name for e in shown.entities[:2]} == {"Orlan Dask", "Mira Tolen"}


def test_an_added_item_stands_at_its_place_and_for_the_machines() -> None:
    start = RECORD.document.text.index("The two are to meet")
    content = [{"start": start, "end": start + 19}]
    value = {"form": "indirect", "content": content, "speakers": [TOLEN.id]}
    shown = sound(corrected(RECORD, [decision(1, "statement", "snew", "add", value)]))
    assert [s.id for s in shown.statements] == [SAID.id, "snew"]
    same = {"form": "direct", "content": msgspec.to_builtins(SAID.content), "speakers": [VARGA.id]}
    shown = sound(corrected(RECORD, [decision(1, "statement", "snew", "add", same)]))
    assert [(s.id, s.speakers) for s in shown.statements] == [("snew", (VARGA.id,))]


def test_a_newer_reading_keeps_the_decision_where_the_words_are_the_same() -> None:
    first = SAID.content[0]
    newer = replace(SAID, id="sother", content=(Span(first.start, first.end - 1),))
    reread = replace(RECORD, statements=(newer,), positions=())
    found = apply(reread, [decision(1, "statement", SAID.id, "correct", {"via": []}, was=SAID)])
    assert found.items == {1: "sother"}
    assert found.record.statements == (replace(newer, via=(), confidence=1.0),)
    gone = apply(replace(reread, statements=()), [decision(1, "statement", SAID.id, "reject", was=SAID)])
    assert gone.idle == {1: "the reading has no such item now"}


def test_an_issue_that_was_settled_is_none() -> None:
    (issue,) = RECORD.issues
    assert corrected(RECORD, [decision(1, "issue", issue_id(issue), "confirm")]).issues == ()


def test_turns_follow_their_speakers() -> None:
    part = Part(role="turn", start=0, end=10, speaker=DASK.id)
    record = replace(RECORD, document=replace(RECORD.document, parts=(part,)))
    shown = sound(corrected(record, [decision(1, "entity", DASK.id, "reject")]))
    assert shown.document.parts[0].speaker is None
