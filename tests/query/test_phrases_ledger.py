"""Phrases of invented readouts: mined, kept, asked; on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, func, select, update
from tests.factory import Maker
from tests.store import conftest as stores

from communique.errors import UsageError
from communique.model import Record
from communique.query.narrowing import Key
from communique.query.phrases import filling, ledger, uses
from communique.query.phrases.alerts import absence, alerts
from communique.review.decide import decide, undo
from communique.store import schema
from communique.store.across import phrase_uses, readouts
from communique.store.writer import add_many

empty, server, template, store = stores.empty, stores.server, stores.template, stores.store
FIRST = date(2025, 1, 6)
OTHER = """harbour ferry summer price salt deputies dinner town hall song coast speech mayor history line boat cross every net
winter quay fish roof tower rope stone market bread school bridge road mill river barn field horse wheel cart lamp"""


def readout(number: int, words: str, **fields: Any) -> Record:
    """Dask of Austria calls Tolen of Switzerland, and says some words."""
    day = (FIRST + timedelta(days=7 * number)).isoformat()
    other = " ".join(f"{word}{number}" for word in OTHER.split())  # so that no readout is a copy of another
    text = (
        f"Minister Dask's call with Tolen\n\nOn day {number} Orlan Dask called Mira Tolen. He {words}. "
        f"They ended with the repair of the old lighthouse. Their notes say: {other}."
    )
    maker = Maker(text, kind="readout", published=day, url=f"https://larn.example/{number}", publisher="Larn", **fields)
    dask = maker.entity("Orlan Dask", country="AUT")
    tolen = maker.entity("Mira Tolen", country="CHE")
    maker.event("call", "called", f"On day {number} Orlan Dask called Mira Tolen", {dask: "actor", tolen: "recipient"})
    maker.statement(words, source="He", speakers=(dask,), channel="readout")
    return maker.record()


WORDS = (
    "reaffirmed Austria's support for its sovereignty and territorial integrity",
    "spoke of the sovereignty and the territorial integrity of the Sele islands",
    "reaffirmed unwavering support for the territorial integrity and sovereignty of Sele",
    "stressed sovereignty and territorial integrity, and unwavering support",
    "defended sovereignty, independence, and territorial integrity with unwavering support",
    "praised unwavering support for sovereignty and territorial integrity",
)


def keep(store: Engine, records: list[Record]) -> None:
    for _ in add_many(store, records):
        pass


def history(store: Engine, phrase: str, **asked: Any) -> Any:
    with store.connect() as connection:
        return ledger.history(connection, phrase, **asked)


def listed(store: Engine, **asked: Any) -> dict[str, int]:
    with store.connect() as connection:
        return {row["text"]: row["uses"] for row in ledger.phrases(connection, **asked)}


@pytest.fixture
def filled(store: Engine) -> Engine:
    keep(store, [readout(n, words) for n, words in enumerate(WORDS)])
    filling.rebuild(store)
    return store


def test_what_recurs_is_mined_in_all_its_forms(filled: Engine) -> None:
    assert listed(filled) == {"sovereignty and territorial integrity": 6, "unwavering support": 4}
    found = history(filled, "sovereignty and territorial integrity")
    assert {v["variant"]: v["uses"] for v in found["variants"]} == {
        "sovereignty and territorial integrity": 4,
        "sovereignty and independence and territorial integrity": 1,
        "territorial integrity and sovereignty": 1,
    }


def test_a_use_shows_its_words_its_day_and_whose_they_are_to_whom(filled: Engine) -> None:
    use = history(filled, "territorial integrity and sovereignty")["uses"][1]
    assert use["words"] == "sovereignty and the territorial integrity"
    assert (use["day"], use["speakers"], use["to"]) == ("2025-01-13", ["Orlan Dask"], ["Mira Tolen"])
    text = readout(1, WORDS[1]).document.text
    assert text[use["first"] : use["last"]] == use["words"]


def test_whose_and_about_whom_narrow(filled: Engine) -> None:
    assert listed(filled, of="Austria", about="Switzerland") == listed(filled)
    assert listed(filled, of="Orlan Dask", since="2025-02-01") == {
        "sovereignty and territorial integrity": 2,
        "unwavering support": 2,
    }
    assert listed(filled, of="Switzerland") == {} == listed(filled, about="Austria", until="2024-12-31")
    assert history(filled, "unwavering support", of="Switzerland")["uses"] == []
    with pytest.raises(UsageError, match="nobody called"):
        listed(filled, of="Nemo Nobody")


def test_a_phrase_that_nobody_mined_is_looked_up(filled: Engine) -> None:
    found = history(filled, "the repair of old lighthouses")
    assert (found["phrase"]["mined"], found["phrase"]["uses"]) == (False, 6)
    assert found["uses"][0]["words"] == "repair of the old lighthouse" and found["users"] == []
    assert history(filled, "golden handshake")["uses"] == []
    with pytest.raises(UsageError, match="nothing to look for"):
        history(filled, "…")


def test_mined_and_looked_up_agree(filled: Engine) -> None:
    kept = history(filled, "sovereignty and territorial integrity")
    with filled.connect() as connection:
        row, uses, _, complete = ledger._looked_up(connection, "sovereignty and territorial integrity", 100)
    assert complete and not row["mined"]
    assert {(u["document"], u["first"], u["last"]) for u in uses} == {
        (u["document"], u["first"], u["last"]) for u in kept["uses"]
    }


def test_new_documents_are_looked_through_and_copies_count_once(filled: Engine) -> None:
    same = readout(5, WORDS[5])
    keep(filled, [readout(9, "asked for sovereignty and territorial integrity")])
    keep(filled, [Maker(same.document.text, published="2025-02-11", publisher="Sele").record()])
    assert filling.refresh(filled) == 2 and filling.refresh(filled) == 0
    assert listed(filled) == {"sovereignty and territorial integrity": 7, "unwavering support": 4}
    uses = history(filled, "unwavering support")["uses"]
    assert [use["copy"] for use in uses] == [False, False, False, False, True]


def test_a_reading_that_is_replaced_takes_its_uses_along(filled: Engine) -> None:
    with filled.begin() as connection:
        before = connection.execute(select(func.count()).select_from(phrase_uses)).scalar_one()
        connection.execute(update(schema.readings).values(read="2025-01-01T00:00:00"))  # long ago
    filling.rebuild(filled)
    keep(filled, [readout(5, WORDS[5], section="news")])
    assert filling.refresh(filled) == 1
    with filled.connect() as connection:
        assert connection.execute(select(func.count()).select_from(phrase_uses)).scalar_one() == before


def paged(store: Engine, phrase: str, limit: int, **asked: Any) -> tuple[dict[str, Any], list[Any]]:
    """What a page tells of a phrase, and all uses, page by page."""
    with store.connect() as connection:
        told, following = uses.overview(connection, phrase, limit=limit, **asked)
        shown = list(told["uses"])
        while following:
            more, following = uses.overview(connection, phrase, limit=limit, after=following, **asked)
            assert {k: v for k, v in more.items() if k != "uses"} == {k: v for k, v in told.items() if k != "uses"}
            shown += more["uses"]
    return told, shown


@pytest.mark.parametrize("phrase", ["sovereignty and territorial integrity", "unwavering support", "old lighthouses"])
@pytest.mark.parametrize("asked", [{}, {"of": "Austria"}, {"of": "Orlan Dask", "about": "CHE"}, {"of": "Switzerland"}])
def test_the_store_counts_what_the_full_history_says(filled: Engine, phrase: str, asked: dict[str, str]) -> None:
    same = readout(5, WORDS[5])
    undated = "Orlan Dask praised unwavering support for sovereignty and territorial integrity."
    acting = Maker(undated, kind="readout", publisher="Larn", url="https://larn.example/undated")
    acting.statement(undated, source="Orlan Dask", speakers=(acting.entity("Orlan Dask", country="CHE"),))
    keep(filled, [Maker(same.document.text, published="2025-02-11", publisher="Sele").record(), acting.record()])
    filling.refresh(filled)
    whole = history(filled, phrase, **asked)
    told, shown = paged(filled, phrase, 2, **asked)
    assert {k: told[k] for k in ("phrase", "variants", "users", "gaps")} == {
        k: whole[k] for k in ("phrase", "variants", "users", "gaps")
    }
    place = [(use["day"] is not None, use["day"] or "", use["document"], use["first"]) for use in shown]
    assert place == sorted(place, reverse=True)
    assert sorted(shown, key=str) == sorted(whole["uses"], key=str)
    with filled.connect() as connection:
        _, months = uses.by_month(connection, phrase, asked.get("of"), asked.get("about"))
    first = {use["document"]: use["day"][:7] for use in whole["uses"] if use["day"] and not use["copy"]}
    assert months == {month: list(first.values()).count(month) for month in sorted(first.values())}


def test_a_page_goes_on_only_from_a_place_in_a_text(filled: Engine) -> None:
    with filled.connect() as connection, pytest.raises(UsageError, match="not a place"):
        uses.overview(connection, "unwavering support", after=Key("2025-01-06", "k", "the sea"))


def test_mining_again_gives_the_same(filled: Engine) -> None:
    def all_rows() -> list[Any]:
        with filled.connect() as connection:
            return list(connection.execute(select(phrase_uses).order_by(*phrase_uses.primary_key.columns)))

    before = all_rows()
    filling.rebuild(filled)
    assert all_rows() == before


def test_an_empty_store_has_none(store: Engine) -> None:
    assert filling.refresh(store) == 0
    assert listed(store) == {} and filling.rebuild(store) == 0


@pytest.mark.parametrize(
    ("said", "of", "absent", "probability"), [(5, 5, 1, 1 / 7), (5, 5, 2, 1 / 28), (0, 4, 1, 5 / 6)]
)
def test_the_odds_of_an_absence(said: int, of: int, absent: int, probability: float) -> None:
    assert absence(said, of, absent) == pytest.approx(probability)


def raised(store: Engine, words: list[str]) -> list[dict[str, Any]]:
    keep(store, [readout(n, said) for n, said in enumerate(words)])
    filling.rebuild(store)
    with store.connect() as connection:
        return alerts(connection)


REGULAR, WITHOUT = "reaffirmed sovereignty and territorial integrity", "spoke of the weather"


def test_a_regular_phrase_that_is_dropped_raises_an_alert(store: Engine) -> None:
    (alert,) = raised(store, [REGULAR] * 5 + [WITHOUT] * 2)
    assert (alert["change"], alert["text"]) == ("dropped", "sovereignty and territorial integrity")
    assert (alert["side"], alert["partner"], alert["said"], alert["of"], alert["absent"]) == ("AUT", "CHE", 5, 5, 2)
    assert [r["day"] for r in alert["without"]] == ["2025-02-10", "2025-02-17"] and len(alert["with"]) == 5


@pytest.mark.parametrize(
    "words",
    [
        [REGULAR] * 5 + [WITHOUT],
        [REGULAR, WITHOUT] * 4 + [WITHOUT] * 3,
        [REGULAR] * 5 + [WITHOUT] * 2 + [REGULAR],
    ],
    ids=["absent once", "half the time", "back again"],
)
def test_what_may_be_chance_raises_none(store: Engine, words: list[str]) -> None:
    assert raised(store, words) == []


def test_another_wording_raises_an_alert(store: Engine) -> None:
    other = "reaffirmed territorial integrity and sovereignty"
    (alert,) = raised(store, [REGULAR] * 6 + [other] * 3)
    assert alert["change"] == "altered"
    assert (alert["before"], alert["after"]) == (
        "sovereignty and territorial integrity",
        "territorial integrity and sovereignty",
    )


def told(store: Engine, **asked: Any) -> list[dict[str, Any]]:
    with store.connect() as connection:
        return alerts(connection, **asked)


def worked_out_anew(store: Engine) -> list[dict[str, Any]]:
    """The alerts as they would be if none were kept."""
    with store.connect() as connection:
        connection.execute(update(readouts).values(looked=0))
        return alerts(connection)


def test_alerts_are_kept_and_asked_by_state(store: Engine) -> None:
    kept = raised(store, [REGULAR] * 5 + [WITHOUT] * 2)
    assert kept == worked_out_anew(store) and len(kept) == 1
    assert told(store, of="Austria") == told(store, about="CHE") == told(store, of="AUT", about="CHE") == kept
    assert told(store, of="CHE") == told(store, about="Austria") == told(store, of="AUT", about="DEU") == []


def test_readouts_that_come_in_count_once_they_are_looked_through(store: Engine) -> None:
    assert raised(store, [REGULAR] * 5 + [WITHOUT]) == []
    keep(store, [readout(6, REGULAR), readout(7, WITHOUT)])
    assert told(store) == []  # nobody has looked for the phrase in the new ones yet
    filling.refresh(store)
    assert told(store) == worked_out_anew(store) == []
    keep(store, [readout(8, WITHOUT), readout(9, WITHOUT)])
    filling.refresh(store)
    (alert,) = told(store)
    assert (alert["said"], alert["absent"], alert["last_day"]) == (6, 3, "2025-02-17")
    assert worked_out_anew(store) == [alert]


def test_what_people_correct_moves_an_alert_at_once(store: Engine) -> None:
    (before,) = raised(store, [REGULAR] * 5 + [WITHOUT] * 2)
    number = decide(store, "ana", None, "actor", "person:AUT:orlan dask", "correct", {"country": "DEU"})
    assert (
        [(a["side"], a["partner"]) for a in told(store)]
        == [("DEU", "CHE")]
        == [(a["side"], a["partner"]) for a in told(store, of="DEU")]
    )
    assert told(store, of="AUT") == []
    now = told(store)
    filling.refresh(store)
    assert told(store) == now == worked_out_anew(store)
    undo(store, number, "ana")
    assert told(store) == [before]
    document, event = before["without"][-1]["document"], readout(6, WITHOUT).events[0].id
    decide(store, "ana", document, "event", event, "reject")
    assert told(store) == [] == worked_out_anew(store)


def test_a_readout_read_again_as_something_else_leaves_its_series(store: Engine) -> None:
    assert len(raised(store, [REGULAR] * 5 + [WITHOUT] * 2)) == 1
    record = readout(6, WITHOUT)
    keep(store, [replace(record, document=replace(record.document, kind="news"))])
    filling.refresh(store)
    assert told(store) == [] == worked_out_anew(store)
