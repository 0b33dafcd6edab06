"""What pages call things: documents without title, states that no table has, names with commas, addresses that lead nowhere."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest

from communique.model import Record
from communique.query.merging import refresh
from communique.store.engine import open_store
from communique.store.writer import add
from factory import Maker
from web.conftest import Client, client_of
from web.test_people import form_token

BUREAU = 'Bureau of Rivers, "North" & Sea'
KEY = f"organization:XVA:{BUREAU.casefold()}"
FOLDER = "/home/somebody/papers/2025/"
CALL = "The bureau called Mira Tolen on 3 March 2025."


def record(text: str, **fields: str) -> Record:
    """A call between a bureau of Valdoria and a minister of Kestria, told in some words."""
    m = Maker(f"{text}\n\n{CALL}\n\nValdoria and Kestria were told by {BUREAU}.", published="2025-03-04", **fields)
    bureau, tolen = (
        m.entity(BUREAU, kind="organization", country="XVA"),
        m.entity("Mira Tolen", country="XKE", role="Minister"),
    )
    m.entity("Valdoria", kind="country", country="XVA")
    m.entity("Kestria", kind="country", country="XKE")
    m.statement(text, speakers=(bureau,))
    m.event("call", "called", CALL, {bureau: "actor", tolen: "recipient"}, status="held",
            when=m.when("2025-03-03", "3 March 2025"), confidence=0.9)  # fmt: skip
    return m.record()


RECORDS = (
    record("The weir was opened at dawn.", path=f"{FOLDER}weir.txt", kind="readout"),
    record("Nobody was asked about the fish.", path=f"{FOLDER}fish.txt", kind="news"),
    record("The weir was opened at dawn, the bureau said.", path=f"{FOLDER}bureau.txt", kind="readout"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    path: Path = tmp_path_factory.mktemp("called") / "called.db"
    engine = open_store(str(path))
    with engine.execution_options(writes=True).begin() as connection:
        for one in RECORDS:
            add(connection, one)
    refresh(engine)
    engine.dispose()
    with client_of(path) as client:
        client.follow_redirects = False
        yield client


def test_a_document_without_title_is_called_by_its_file(client: Client) -> None:
    key = client.get("/documents.json").json()["items"][0]["id"]
    for address in ("/", "/documents", f"/documents/{key}", "/search?q=weir", "/review"):
        told = client.get(address).text
        assert re.search(r"(weir|fish|bureau)\.txt", told) and FOLDER not in told, address


def test_states_of_the_store_have_their_names(client: Client) -> None:
    (row,) = client.get("/pairs.json").json()["items"]
    assert [row[name] for name in ("one", "other", "one_name", "other_name")] == ["XKE", "XVA", "Kestria", "Valdoria"]
    assert "Kestria,Valdoria" in client.get("/pairs.csv").text
    for address in ("/pairs", "/charts", "/pairs/XKE/XVA", "/actors", f"/actors/{KEY}"):
        told = re.sub(r"<[^>]*>", " ", client.get(address).text)
        assert "Valdoria" in told and not re.search(r"\bX(KE|VA)\b", told), address
    for drawn in ("network.svg", "contacts.svg?a=XKE&b=XVA"):
        told = client.get(f"/charts/{drawn}").text
        assert "Valdoria" in told and "XVA" not in re.sub(r"<desc>.*?</desc>", "", told), drawn


def test_a_key_with_a_comma_and_quotation_marks_is_one_name_everywhere(client: Client) -> None:
    (found,) = client.get("/actors.json?q=bureau of rivers").json()["items"]
    assert found["key"] == KEY
    links = re.findall(r'href="([^"]*(?:actors?[=/]|pairs/|of=|a=)[^"]*)"', client.get("/actors").text)
    page = next(unescape(link) for link in links if "bureau" in link)
    told = client.get(page)
    assert told.status_code == 200 and unescape(told.text).count(BUREAU) > 2
    of_it = {unescape(a) for a in re.findall(r'(?:href|src|srcset)="([^"]*bureau[^"]*)"', told.text)}
    assert len(of_it) > 6
    for address in sorted(of_it):
        assert client.get(address).status_code == 200, address
        narrowed = parse_qs(urlsplit(address).query).get("actor")
        if narrowed:
            assert BUREAU.casefold() in unescape(client.get(address).text), "its form holds the filter as one name"
            path, _, query = address.partition("?")
            data = client.get(f"{path if path != '/' else '/news'}.json?{query}").json()
            assert data.get("items") or data.get("statements") or path == "/search", address


def test_a_view_of_a_name_with_a_comma_is_followed(client: Client) -> None:
    page = client.get(f"/actors/{KEY}").text
    query = next(unescape(q) for q in re.findall(r'name="query" value="([^"]*)"', page))
    token = form_token(client, "/follows")
    answer = client.post("/follows", data={"what": "contacts", "query": query, "name": "Bureau", "_csrf_token": token})
    assert answer.status_code == 303
    (row,) = client.get("/follows.json").json()["items"]
    assert client.get(row["page"]).status_code == 200 and KEY in unescape(client.get(row["page"]).text)
    assert [e.link for e in feedparser.parse(client.get(f"/feeds/{row['id']}.atom").text).entries]


def test_an_address_that_leads_nowhere_says_so_in_plain_words(client: Client) -> None:
    for address in ("/nowhere", "/documents/kffffffffffffffff", "/actors/nobody"):
        answer = client.get(address)
        assert answer.status_code == 404 and "Not Found" not in answer.text, address
        assert "<h1>Nothing of that name here</h1>" in answer.text
        main = answer.text.partition("<main")[2].partition("</main>")[0]
        assert 'action="/search"' in main and 'href="/documents"' in main
        assert 'aria-label="Sections"' in answer.text
    assert client.get("/nowhere.json").json()["title"] == "Not Found"


def test_a_comparison_opens_on_the_two_reports_with_most_in_common(client: Client) -> None:
    (row,) = client.get("/contacts.json").json()["items"]
    assert row["reports"] == 3
    found = client.get(f"/compare.json?contact={row['id']}").json()
    assert {side["kind"] for side in found["comparison"]["sides"]} == {"readout"}
    assert [choice["title"] for choice in found["choice"]].count("fish.txt") == 1 and len(found["choice"]) == 3
    shown = client.get(f"/compare?contact={row['id']}").text
    assert "fish.txt" in shown and 'aria-current="page"' in shown.partition("<main")[2]
    one = client.get(f"/compare?contact={row['id']}&doc={found['choice'][0]['id']}")
    assert one.status_code == 200


def test_statements_of_one_document_name_it_once(client: Client) -> None:
    said = client.get("/?what=statements").text
    rows = client.get("/news.json?what=statements").json()["statements"]
    again = sum(one["document"] == other["document"] for one, other in pairwise(rows))
    assert said.count(">same document<") == again
    assert said.count("#at-") == len(rows), "each leads to its own words"
