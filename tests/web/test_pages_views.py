"""Actors, pairs, contacts, phrases, search, comparison, charts: what they say, in every form, and that it is harmless."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from web.conftest import Client, client_of, engine_of
from web.told import EVIL, KEYS, fill

DASK, TOLEN = "person:VLD:orlan dask", "person:KES:mira tolen"
TERM = "the Ormund agreement"


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    path: Path = tmp_path_factory.mktemp("views") / "told.db"
    fill(path).dispose()
    with client_of(path) as client:
        client.follow_redirects = False
        yield client


def contact(client: Client, action: str) -> dict[str, Any]:
    rows = client.get("/contacts.json").json()["items"]
    return next(row for row in rows if row["action"] == action)


def every(client: Client) -> list[str]:
    return [
        "/actors", "/actors?q=dask", "/actors?kind=person", f"/actors/{DASK}", f"/actors/{DASK}?on=Ormund", "/pairs",
        "/pairs?level=persons", f"/pairs/{DASK}/{TOLEN}", "/contacts", f"/contacts/{contact(client, 'call')['id']}",
        f"/contacts/{contact(client, 'meeting')['id']}", "/phrases", "/phrases/alerts", f"/phrases/{TERM}", "/search",
        "/search?q=Ormund", "/search?q=Ormund&in=contacts", "/search?q=answer&in=statements", "/search?q=Ormund&in=positions",
        f"/compare?doc={KEYS[0]}&doc={KEYS[1]}", f"/compare?of={KEYS[0]}&of={KEYS[1]}&of={KEYS[2]}", "/charts",
        f"/charts?a={DASK}&b={TOLEN}&unit=week", "/review", "/review/history", "/follows",
        f"/actors?q={EVIL}", f"/search?q={EVIL}", f"/phrases?since=2025-01-01&until={'2026-01-01'}",
    ]  # fmt: skip


def test_every_view_has_three_forms_and_nothing_that_a_browser_would_obey(views: Client) -> None:
    for address in every(views):
        path, _, query = address.partition("?")
        html = views.get(address)
        assert html.status_code == 200, address
        assert html.headers["content-type"].startswith("text/html")
        assert EVIL not in html.text and not re.search(r"\son\w+=|\sstyle=|<style", html.text), address
        assert not re.search(r'(?:href|src|action)="\s*(?!https?://|/|#|\?)[^"]', html.text), address
        assert html.text.count("<h1") == 1, address
        assert views.get(f"{path}.json?{query}").json(), address
        table = list(csv.reader(io.StringIO(views.get(f"{path}.csv?{query}").text)))
        assert len({len(row) for row in table}) <= 1, address


def test_an_actor_is_found_and_told(views: Client) -> None:
    assert [row["key"] for row in views.get("/actors.json?q=Dask").json()["items"]] == [DASK]
    assert views.get("/actors.json?q=nobody").json()["items"] == []
    told = views.get(f"/actors/{DASK}.json").json()
    assert told["roles"][0] == {
        "role": "Foreign Minister",
        "documents": 2,
        "first_day": "2025-03-03",
        "last_day": "2025-03-04",
    }
    assert [row["action"] for row in told["contacts"]] == ["meeting", "call"]
    assert [(row["key"], row["contacts"]) for row in told["companions"]] == [(TOLEN, 2)]
    assert {row["words"] for row in told["statements"]} == {
        "he opposes the Ormund agreement",
        "he supports the Ormund agreement",
    }
    by_others = [row["words"] for row in told["about"]]
    assert by_others == [f"{EVIL} is no answer to Dask", "the Ormund crossing stays closed"], "named, and addressed"
    assert "Ormund" in told["matters"]


def test_positions_on_a_matter_say_what_changed(views: Client) -> None:
    rows = views.get(f"/actors/{DASK}.json?on=Ormund").json()["positions"]
    assert [(row["day"], row["stance"], row["change"]) for row in rows] == [
        ("2025-03-03", "support", "first"), ("2025-05-21", "oppose", "reversed"),
    ]  # fmt: skip
    assert "reversed" in views.get(f"/actors/{DASK}?on=Ormund").text


def test_a_pair_has_its_gap_and_the_claim_about_it(views: Client) -> None:
    assert views.get("/pairs.json?level=persons").json()["items"][0]["contacts"] == 2
    assert views.get("/pairs?a=Dask&b=Mira+Tolen").headers["location"] == "/pairs/Dask/Mira%20Tolen"
    told = views.get("/pairs/Dask/Tolen.json").json()
    assert (told["a_key"], told["b_key"]) == (DASK, TOLEN)
    assert [row["action"] for row in told["items"]] == ["meeting", "call"]
    assert [row["claim"] for row in told["claims"]] == ["first meeting since 3 March 2025"]
    assert told["compared"] == contact(views, "call")["id"]
    assert views.get("/pairs/Dask/Nobody").status_code == 400


def test_a_pair_goes_on_where_the_page_ended(views: Client) -> None:
    first = views.get("/pairs/Dask/Tolen.json?limit=1").json()
    assert [row["action"] for row in first["items"]] == ["meeting"]
    second = views.get(f"/pairs/Dask/Tolen.json?limit=1&until={first['next']}").json()
    assert [row["action"] for row in second["items"]] == ["call"] and second["next"] is None


def test_a_contact_has_its_reports_and_what_they_agree_on(views: Client) -> None:
    key = contact(views, "call")["id"]
    told = views.get(f"/contacts/{key}.json").json()
    assert [row["document"] for row in told["items"]] == list(KEYS[:2])
    agreed = {(row["field"], row["value"]): row["agreed"] for row in told["agreed"]}
    assert agreed == {
        ("what", "call"): True, ("whether", "held"): True, ("when", "2025-03-03"): True, ("who", "Orlan Dask"): True,
        ("who", "Mira Tolen"): True,
    }  # fmt: skip
    html = views.get(f"/contacts/{key}").text
    assert f"/documents/{KEYS[0]}?item=" in html and f"/compare?contact={key}" in html
    assert views.get("/contacts/c0000").status_code == 404


def test_two_reports_side_by_side(views: Client) -> None:
    key = contact(views, "call")["id"]
    told = views.get(f"/compare.json?contact={key}").json()
    assert [side["key"] for side in told["comparison"]["sides"]] == list(KEYS[:2])
    assert [d["values"] for d in told["comparison"]["disagreements"] if d["kind"] != "date"] == [["40", "60"]]
    html = views.get(f"/compare?contact={key}").text
    assert re.search(r'<span class="changed">[^<]*40', html) and re.search(r'<span class="changed">[^<]*60', html)
    assert "worded differently</th>" in html
    three = views.get(f"/compare?of={KEYS[0]}&of={KEYS[1]}&of={KEYS[2]}&doc={KEYS[0]}&doc={KEYS[2]}").text
    assert '<a href="/compare?of=' in three and 'aria-current="page">1 and 3</a>' in three


ABSENT = [
    "/compare", "/compare?doc=k1", "/compare?doc=k1&doc=k2", "/compare?contact=c1", "/phrases/qq+zz", "/actors/Q0",
    "/pairs?level=x", "/search?in=x", "/charts?unit=x", "/charts/phrase.svg",
]  # fmt: skip


@pytest.mark.parametrize("address", ABSENT)
def test_what_is_not_there_is_told_in_a_line(views: Client, address: str) -> None:
    answer = views.get(address, headers={"accept": "application/json"})
    assert answer.status_code in (400, 404)
    assert answer.json()["detail"]


def test_search_counts_and_marks(views: Client) -> None:
    told = views.get("/search.json?q=ormund&in=statements").json()
    assert {kind: (count["number"], count["exact"]) for kind, count in told["counts"].items()} == {
        "documents": (3, True), "contacts": (2, True), "statements": (3, True), "positions": (2, True),
    }  # fmt: skip
    assert len(told["items"]) == 3
    assert "<mark>Ormund</mark>" in views.get("/search?q=ORMUND").text
    html = views.get("/search?q=script&in=statements").text
    assert "&lt;<mark>script</mark>&gt;alert" in html
    assert views.get("/search.json?q=ormund+closed&in=statements").json()["counts"]["statements"]["number"] == 1


def test_search_goes_on_where_the_page_ended(views: Client) -> None:
    for what, expected in (("statements", 3), ("positions", 2), ("contacts", 2), ("documents", 3)):
        address, found = f"/search.json?q=Ormund&in={what}&limit=1", []
        cursor = ""
        while cursor is not None:
            told = views.get(f"{address}&after={cursor}").json()
            found += [(row["day"], row["id"]) for row in told["items"]]
            cursor = told["next"]
        assert len(found) == len(set(found)) == expected, what
        assert [day for day, _ in found] == sorted((day for day, _ in found), reverse=True)


def test_charts_are_pictures_with_their_numbers(views: Client) -> None:
    for address in (f"/charts/contacts.svg?a={DASK}&b={TOLEN}", "/charts/network.svg?level=persons",
                    "/charts/contacts.svg?unit=week", f"/charts/phrase.svg?phrase={TERM}"):  # fmt: skip
        answer = views.get(address)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("image/svg+xml")
        assert answer.content.startswith(b"<svg") and b"<script" not in answer.content
    rows = views.get("/charts.json").json()["items"]
    assert [(row["month"], row["action"], row["contacts"]) for row in rows] == [
        ("2025-03", "call", 1),
        ("2025-05", "meeting", 1),
    ]
    html = views.get("/charts").text
    assert '<img src="/charts/contacts.svg' in html and ">May 2025</th>" in html


def test_a_phrase_has_its_uses(views: Client) -> None:
    told = views.get("/phrases/Ormund agreement.json").json()
    assert [(use["day"], use["speakers"]) for use in told["items"]] == [
        ("2025-05-21", ["Orlan Dask"]), ("2025-03-03", ["Orlan Dask"]),
    ]  # fmt: skip
    assert told["phrase"]["uses"] == 2 and told["users"][0]["name"] == "Orlan Dask" and told["next"] is None


def test_the_uses_of_a_phrase_come_in_pages(views: Client) -> None:
    first = views.get("/phrases/Ormund agreement.json?limit=1").json()
    then = views.get(f"/phrases/Ormund agreement.json?limit=1&after={first['next']}").json()
    assert [use["day"] for page in (first, then) for use in page["items"]] == ["2025-05-21", "2025-03-03"]
    assert then["next"] is None and then["phrase"] == first["phrase"]
    html = views.get("/phrases/Ormund agreement?of=Orlan+Dask&limit=1").text
    assert (
        'rel="next"' in html
        and "of=Orlan+Dask" in html
        and views.get("/phrases/unwavering.json?after=no").status_code == 400
    )


def test_pages_name_only_columns_of_the_store(views: Client) -> None:
    with engine_of(views).connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM merged_contacts").scalar() == 2


def test_a_contact_of_one_report_is_compared_with_nothing(views: Client) -> None:
    answer = views.get(f"/compare?contact={contact(views, 'meeting')['id']}")
    assert answer.status_code == 400 and "only one document reports this contact" in answer.text


def test_uses_of_a_phrase_stand_in_their_sentence(views: Client) -> None:
    use = next(u for u in views.get("/phrases/Ormund agreement.json").json()["items"] if u["day"] == "2025-03-03")
    assert use["before"].endswith("Dask said that he supports the ") and use["after"] == "."


def test_what_is_announced_for_later_days_is_apart_on_an_actors_page(views: Client) -> None:
    told = views.get(f"/actors/{DASK}.json").json()
    assert told["later"] is None and [row["action"] for row in told["contacts"]] == ["meeting", "call"]
