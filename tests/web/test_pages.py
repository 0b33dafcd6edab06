"""Lists: filters, pages that go on, forms of the answer, problems; announcements of what is new."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.query.merging import refresh
from communique.store.writer import add
from communique.web.app import make_app
from communique.web.conventions.cursor import after, next_page
from communique.web.settings import WebSettings
from factory import Maker
from web.conftest import CALL, Client, client_of, engine_of


def report(day: str | None, n: int) -> Maker:
    """A short report of a call: on a day, the nth."""
    text = f"Orlan Dask called Mira Tolen, report {n}. Dask said that it rained {n} times."
    m = Maker(text, title=f"Report {n}", published=day, publisher="Meridian Wire" if n % 2 else "Pell News")
    dask, tolen = m.entity("Orlan Dask", country="VLD"), m.entity("Mira Tolen", country="KES")
    m.event("call", "called", f"Orlan Dask called Mira Tolen, report {n}.", {dask: "actor", tolen: "recipient"},
            when=m.when(day, "called") if day else None)  # fmt: skip
    m.statement(f"it rained {n} times.", cue="said", source="Dask", speakers=(dask,), channel="briefing")
    return m


DAYS = ["2025-03-01", "2025-03-01", "2025-03-01", "2025-02-11", "2025-01-09", None, None, "2024-12-24"]


@pytest.fixture
def many(store: Path) -> Iterator[Client]:
    """A store with some days that have several documents, and some documents without a day."""
    with client_of(store) as client:
        with engine_of(client).execution_options(writes=True).begin() as connection:
            for n, day in enumerate(DAYS):
                add(connection, report(day, n).record())
        yield client


def walk(client: Client, address: str, items: str = "items", more: str = "next") -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    for _ in range(40):
        page = client.get(f"{address}{'&' if '?' in address else '?'}limit=2&after={cursor}").json()
        assert len(page[items]) <= 2
        found += page[items]
        cursor = page[more]
        if cursor is None:
            return found
    raise AssertionError("a list without an end")


LISTS = [
    ("/documents.json", "items", "next"),
    ("/news.json?what=contacts&until=9999-01-01", "contacts", "next_contacts"),
    ("/news.json?what=statements", "statements", "next_statements"),
]


@pytest.mark.parametrize(("address", "items", "more"), LISTS)
@pytest.mark.parametrize("merged", [False, True])
def test_pages_go_on_where_the_one_before_ended(
    many: Client, address: str, items: str, more: str, merged: bool
) -> None:
    if merged:
        refresh(engine_of(many))
    whole = many.get(address + ("&" if "?" in address else "?") + "limit=100").json()[items]
    assert len(whole) >= 8 if "until" not in address else len(whole) >= 5
    assert walk(many, address, items, more) == whole
    days = [row["day"] or "" for row in whole]
    assert days == sorted(days, reverse=True)


def test_a_new_entry_shifts_nothing(many: Client) -> None:
    first = many.get("/documents.json?limit=3").json()
    with engine_of(many).execution_options(writes=True).begin() as connection:
        add(connection, report("2025-03-09", 99).record())
    rest = many.get(f"/documents.json?limit=100&after={first['next']}").json()["items"]
    titles = [row["title"] for row in first["items"] + rest]
    assert len(titles) == len(set(titles)) == 10 and "Report 99" not in titles


FILTERED = [
    ("publisher=pell", {"Report 0", "Report 2", "Report 4", "Report 6"}),
    ("since=2025-02-01&until=2025-03-02", {"Report 0", "Report 1", "Report 2", "Report 3"}),
    ("q=%22report+3%22", {"Report 3"}),
    ("q=rained&actor=Mira+Tolen&since=2025-01-01&until=2025-02-28", {"Report 3", "Report 4"}),
    ("kind=speech", set()),
    ("channel=briefing&until=2025-01-01", {"Report 7"}),
    ("kind=&q=&actor=&country=&publisher=Pell&since=&until=2025-01-31", {"Report 4"}),
    ("actor=Orlan+Dask,Mira+Tolen&until=2024-12-31", {"Report 7"}),
]


@pytest.mark.parametrize(("query", "titles"), FILTERED)
def test_filters(many: Client, query: str, titles: set[str]) -> None:
    assert {row["title"] for row in many.get(f"/documents.json?{query}").json()["items"]} == titles


def test_the_form_keeps_what_was_asked(many: Client) -> None:
    html = many.get("/?q=rained&actor=Orlan+Dask&since=2025-01-01&publisher=pell&what=statements&limit=1").text
    for field in (
        'name="q" value="rained"',
        'name="actor" value="Orlan Dask"',
        'type="date" value="2025-01-01"',
        "Narrowed to <b><bdi>“rained” · Orlan Dask · pell · from 2025-01-01</bdi></b>",
    ):
        assert field in html
    kept = "q=rained&amp;actor=Orlan+Dask&amp;publisher=pell&amp;since=2025-01-01&amp;limit=1"
    assert f'href="/?{kept}&amp;what=statements&amp;after=' in html


def test_what_is_still_to_come_is_apart(many: Client) -> None:
    with engine_of(many).execution_options(writes=True).begin() as connection:
        m = Maker("Orlan Dask will visit Mira Tolen.", title="Preview", published="2025-03-02")
        one, other = m.entity("Orlan Dask"), m.entity("Mira Tolen")
        m.event(
            "visit", "visit", m.text, {one: "actor", other: "recipient"}, when=m.when("2031-05-05"), status="planned"
        )
        add(connection, m.record())
    assert "visit" not in {row["action"] for row in many.get("/news.json").json()["contacts"]}
    html = many.get("/").text
    assert 'href="/?what=contacts&amp;since=2025-03-05"' in html
    assert "visit" in {
        row["action"] for row in many.get("/news.json?since=2025-03-05&what=contacts").json()["contacts"]
    }


def test_merged_contacts_take_the_place_of_reports(many: Client) -> None:
    before = many.get("/news.json?limit=100").json()["contacts"]
    refresh(engine_of(many))
    after_it = many.get("/news.json?limit=100").json()["contacts"]
    assert {row["contact"] for row in before} == {None} and None not in {row["contact"] for row in after_it}
    assert max(row["reports"] for row in after_it) > 1 and len(after_it) < len(before)
    assert all(row["document"] and row["words"] for row in after_it)


def test_csv_has_a_head_and_the_rows(many: Client) -> None:
    answer = many.get("/documents.csv?limit=3")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 3 and rows[0]["id"] == many.get("/documents.json?limit=3").json()["items"][0]["id"]
    told = list(csv.DictReader(io.StringIO(many.get("/news.csv").text)))
    assert {"contact", "Orlan Dask; Mira Tolen"} & {row["who"] for row in told}


PROBLEMS = [
    ("/documents?actor=Nobody", 400, "nobody called 'Nobody' is in the store"),
    ("/documents?country=Atlantis", 400, "'Atlantis' is no state that is known here"),
    ("/documents?since=yesterday", 400, None),
    ("/documents?since=2025-02-30", 400, "'2025-02-30' is no day; write YYYY-MM-DD"),
    ("/documents?after=nonsense", 400, None),
    ("/documents?after=WyJhIl0", 400, None),
    ("/documents?limit=0", 400, None),
    ("/documents?limit=many", 400, None),
    ("/documents?q=%3F%21", 400, "nothing to search for in '?!'"),
    ("/documents?actor=" + "&actor=".join("abcdefghij"), 400, None),
    ("/documents?q=" + "x" * 500, 400, None),
    ("/nowhere", 404, "Not Found"),
    ("/documents/k12", 404, "no document k12 is kept here"),
]


@pytest.mark.parametrize(("address", "status", "detail"), PROBLEMS)
def test_problems_for_programs_and_for_people(local: Client, address: str, status: int, detail: str | None) -> None:
    path, _, query = address.partition("?")
    told = local.get(f"{path}.json?{query}")
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    problem = told.json()
    assert problem["status"] == status and problem["type"] == "about:blank" and problem["title"]
    assert detail is None or problem["detail"] == detail
    shown = local.get(address)
    assert shown.status_code == status and "<h1>" in shown.text and "Traceback" not in shown.text


def test_who_accepts_json_gets_json(local: Client) -> None:
    assert local.get("/documents", headers={"accept": "application/json"}).json()["items"]
    assert local.get("/documents", headers={"accept": "text/html,application/json;q=0.9"}).text.startswith("<!doctype")
    assert local.get("/documents.html", headers={"accept": "application/json"}).text.startswith("<!doctype")


def test_a_defect_says_nothing_of_the_inside(local: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.web.pages.documents.queries.documents", lambda *_, **__: 1 / 0)
    answer = local.get("/documents.json")
    assert (answer.status_code, answer.json()["detail"]) == (500, "a defect of this program; its log says more")


@pytest.mark.parametrize("cursor", ["é", "W10", "bnVsbA", "=", "a" * 399])
def test_what_is_no_cursor(cursor: str) -> None:
    with pytest.raises(UsageError):
        after(cursor)


def test_cursors_come_back() -> None:
    rows = [{"day": None, "document": "k1", "id": "s1"}, {"day": None, "document": "k0", "id": "s0"}]
    page, cursor = next_page(rows, 1)
    assert page == rows[:1] and after(cursor) == (None, "k1", "s1")
    assert next_page(rows, 2) == (rows, None) and after("") is None


def test_addresses_in_openapi_give_what_it_says(local: Client) -> None:
    described = local.get("/schema/openapi.json").json()
    assert {"/news.json", "/documents.json", "/documents/{key}.json"} <= set(described["paths"])
    asked = {p["name"] for p in described["paths"]["/documents.json"]["get"]["parameters"]}
    assert {"q", "actor", "country", "kind", "publisher", "channel", "since", "until", "after", "limit"} == asked
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert operation["description"] and "thread pool" not in operation["description"], path
            assert "application/problem+json" in operation["responses"]["400"]["content"], path


def test_announcements(store: Path) -> None:
    asyncio.run(announcements(store))


async def announcements(store: Path) -> None:
    app = make_app(WebSettings(db=str(store), poll=0.01))
    news = app.state.news
    events = news.events(None)
    hello = await anext(events)
    assert hello.event == "hello"
    with app.state.engine.execution_options(writes=True).begin() as connection:
        add(connection, report("2025-03-09", 41).record())
        add(connection, report("2025-03-10", 42).record())
    told = await anext(events)
    assert told.event == "documents"
    assert json.loads(told.data)["count"] == 2
    assert [d["title"] for d in json.loads(told.data)["documents"]] == ["Report 42", "Report 41"]
    later = news.events(int(hello.data))
    again = await anext(later)
    assert again.event == "hello" and again.data == hello.data
    await later.aclose()
    assert news.listening == 1
    await events.aclose()
    assert news.listening == 0
    app.state.engine.dispose()


def test_not_everybody_can_wait_for_news(local: Client) -> None:
    local.app.state.news.listening = 200
    assert local.get("/stream").status_code == 429


def test_the_news_line_says_where_announcements_come_from(local: Client) -> None:
    html = local.get("/").text
    assert 'aria-live="polite" data-stream="/stream"' in html
    assert f"/documents/{CALL}?item=" in html
