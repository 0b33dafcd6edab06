"""Follows: a view is kept, is a feed, is sent on; one's own only."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from communique.store.writer import add
from web.conftest import Client, engine_of
from web.test_pages import report
from web.test_people import form_token

ATOM = "{http://www.w3.org/2005/Atom}"


def follow(client: Client, **fields: Any) -> str:
    answer = client.post("/follows", data={"_csrf_token": form_token(client, "/follows"), **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].partition("#")[2])


def test_a_view_is_kept_with_what_narrows_it(local: Client) -> None:
    key = follow(local, what="contacts", query="actor=Dask%2C+Tolen&limit=7&after=xyz&in=contacts", name="Both")
    row = local.get("/follows.json").json()["items"][0]
    assert (row["id"], row["name"], row["what"], row["query"]) == (key, "Both", "contacts", "actor=Dask&actor=Tolen")
    assert row["page"] == "/contacts?actor=Dask&actor=Tolen"
    assert local.get(row["page"]).status_code == 200
    assert follow(local, what="contacts", query="actor=Dask&actor=Tolen", name="Again") == key


def test_a_followed_search_receives_its_entry(local: Client) -> None:
    key = follow(local, what="statements", query="q=rained", name="Rain")
    assert local.get(f"/feeds/{key}.json").json()["items"] == []
    with engine_of(local).execution_options(writes=True).begin() as connection:
        add(connection, report("2025-04-01", 3).record())
    feed = local.get(f"/feeds/{key}.json")
    assert feed.headers["content-type"].startswith("application/feed+json")
    (item,) = feed.json()["items"]
    assert item["content_text"] == "it rained 3 times." and item["url"].startswith("http://127.0.0.1:8321/documents/k")
    assert local.get(item["url"].removeprefix("http://127.0.0.1:8321")).status_code == 200
    atom = local.get(f"/feeds/{key}.atom")
    assert atom.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(atom.content)
    assert [e.findtext(f"{ATOM}content") for e in root.iter(f"{ATOM}entry")] == ["it rained 3 times."]
    assert local.get(f"/feeds/{key}.csv").status_code == 404


def test_what_cannot_be_followed(local: Client) -> None:
    token = form_token(local, "/follows")
    for fields in (
        {"what": "everything"},
        {"what": "contacts", "query": "actor=Nobody"},
        {"what": "contacts", "query": "since=soon"},
    ):
        assert local.post("/follows", data={"_csrf_token": token, **fields}).status_code == 400
    assert local.get("/follows.json").json()["items"] == []


def test_sent_on_paused_and_let_go(local: Client) -> None:
    key = follow(local, what="alerts", query="", name="Alerts")
    token = form_token(local, "/follows")
    mail = {"means": "e-mail", "target": "ann@example.org", "every": "12h"}
    answer = local.post(f"/follows/{key}/deliveries", data={"_csrf_token": token, **mail})
    assert answer.status_code == 200 and "ann@example.org" in answer.text
    (row,) = local.get("/follows.json").json()["deliveries"]
    assert (row["means"], row["every"], "secret" in row) == ("e-mail", 43_200, False)
    for do, paused in (("pause", True), ("resume", False)):
        local.post(f"/deliveries/{row['id']}", data={"_csrf_token": token, "do": do})
        assert bool(local.get("/follows.json").json()["deliveries"][0]["paused"]) is paused
    for bad in ({"means": "pigeon", "target": "x"}, {"means": "e-mail", "target": "not an address"},
                {"means": "webhook", "target": "http://127.0.0.1/x"}):  # fmt: skip
        assert local.post(f"/follows/{key}/deliveries", data={"_csrf_token": token, **bad}).status_code == 400
    assert local.post(f"/deliveries/{row['id']}", data={"_csrf_token": token, "do": "burn"}).status_code == 400
    local.post(f"/follows/{key}/remove", data={"_csrf_token": token})
    left = local.get("/follows.json").json()
    assert left["items"] == [] and left["deliveries"] == []


def test_ones_own_only(stranger: Client, bearer: Callable[[str], dict[str, str]]) -> None:
    rita, vera, anna = bearer("rita"), bearer("vera"), bearer("anna")
    made = stranger.post("/follows", data={"what": "documents", "name": "Mine"}, headers=rita)
    key = made.headers["location"].partition("#")[2]
    assert stranger.get(f"/feeds/{key}.json", headers=rita).status_code == 200
    assert stranger.get(f"/feeds/{key}.json", headers=vera).status_code == 404
    assert stranger.get(f"/feeds/{key}.json", headers=anna).status_code == 200
    assert stranger.post(f"/follows/{key}/remove", headers=vera).status_code == 404
    assert stranger.get("/follows.json", headers=vera).json()["items"] == []
