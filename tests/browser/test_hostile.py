"""A document made to do harm, shown on every kind of page: nothing runs, nothing asks, nothing pushes the page apart."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from browser.conftest import OpenTab, fill
from browser.kinds import KINDS, NOT_FOUND
from browser.serving import Site, overflow, served
from communique.model import Record
from communique.outgoing import searches
from communique.review import decide
from communique.store.engine import open_store
from communique.store.schema import events
from communique.web.people import audit
from factory import Maker
from query.test_phrases_ledger import OTHER

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
LINK = "javascript:alert(3)"
TURNED = "\u202eturned\u2066"
LONG = "x" * 100_000


def hostile(number: int, **fields: str) -> Record:
    """A call that two people with such names held, told in such words; each number another document of the same call."""
    met = f"{EVIL} Dask called {TURNED} Tolen on 4 March to speak of {LONG}"
    said = f'peace {TURNED} holds in {EVIL} and in "{LINK}", sovereignty and territorial integrity'
    other = " ".join(f"{word}{number}" for word in OTHER.split())  # so that no report is a copy of another
    text = f"{EVIL} in report {number}\n\n{met}.\n\nDask said that {said}.\n\nTheir notes say: {other}.\n"
    m = Maker(
        text,
        title=f"{EVIL} {TURNED} {LONG} {number}",
        publisher=f"{EVIL}{LONG}",
        byline=(EVIL, LONG),
        section=EVIL,
        kind="readout",
        published=f"2025-03-{number + 4:02}",
        **{"url": LINK} | fields,
    )
    dask = m.entity(f"{EVIL} Dask", "Dask", country="AUT", role=f"Minister {LONG}")
    tolen = m.entity(f"{TURNED} Tolen", "Tolen", country="CHE")
    place = m.entity(LONG, kind="place")
    m.event("call", "called", met, {dask: "actor", tolen: "recipient"}, when=m.when("2025-03-04", "on 4 March"), where=place,
            topics=[[LONG]], confidence=0.4)  # fmt: skip
    m.statement(said, cue="said", source="Dask", speakers=(dask,), via=(tolen,), channel="readout", confidence=0.4)
    m.position(dask, "support", f"peace {TURNED} holds", said, confidence=0.4)
    return m.record()


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A store of nothing else: two reports of one contact, one page in two versions, a phrase, a decision, a search."""
    path: Path = tmp_path_factory.mktemp("hostile") / "store.db"
    open_store(str(path)).dispose()
    twice = {"url": f"https://harm.example/?{EVIL}"}
    fill(path, [hostile(1), hostile(2), hostile(3, **twice), hostile(4, **twice)])
    engine = open_store(str(path))
    with engine.connect() as connection:
        found = connection.execute(select(events.c.document, events.c.id).order_by(events.c.document)).all()
    decide.join(
        engine, f"{EVIL}{TURNED}", *(f"{row.document}/{row.id}" for row in found[:2]), why=f"{EVIL}{TURNED}{LONG}"
    )
    with engine.execution_options(writes=True).begin() as connection:
        searches.save(connection, f"{EVIL}{TURNED}{LONG}", "documents", "q=" + quote(EVIL))
        audit.note(connection, EVIL, f"{TURNED}", LONG)
    engine.dispose()
    with served(path) as site:
        yield site


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_shown_harmlessly(open_tab: OpenTab, harmed: Site, kind: str) -> None:
    tab = open_tab(
        harmed,
        allowed=(NOT_FOUND,) if kind == "nowhere" else (),
        viewport={"width": 320, "height": 700},
    )
    answer = tab.goto(KINDS[kind](harmed) if kind != "nowhere" else f"/{EVIL}?{LINK}")
    assert answer is not None and answer.status == (404 if kind == "nowhere" else 200)
    tab.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
    assert overflow(tab) == []
    assert tab.locator("main img:not([src^='/charts/']), main script, a[href^='javascript' i]").count() == 0
    text = str(tab.locator("main").text_content())
    assert not set(text) & set("\u202e\u2066"), "marks that turn the direction are named, not obeyed"


def test_it_is_there_to_be_shown(open_tab: OpenTab, harmed: Site) -> None:
    tab = open_tab(harmed)
    for kind in ("/", "/documents/{key}", "/contacts/{key}", "/compare", "/actors/{key}", "/review", "/search"):
        tab.goto(KINDS[kind](harmed))
        assert "onerror=alert(1)" in str(tab.locator("main").text_content()), kind
