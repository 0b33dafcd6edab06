"""Review: who may, what is kept, what changes everywhere, and that it can be taken back."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from web.conftest import CALL, Client, client_of
from web.test_people import form_token, log_in
from web.told import KEYS, fill

DASK = "person:VLD:orlan dask"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("review") / "told.db"
    fill(path).dispose()
    return path


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Client]:
    with client_of(Path(shutil.copyfile(filled, tmp_path / "told.db"))) as client:
        client.follow_redirects = False
        yield client


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, data={"_csrf_token": form_token(client, "/follows"), **fields})


def first(client: Client, kind: str) -> tuple[str, dict[str, Any]]:
    row = client.get(f"/review.json?kind={kind}").json()["items"][0]
    return row["page"].partition("?")[0], row


def test_the_queue_begins_with_the_least_certain(desk: Client) -> None:
    rows = desk.get("/review.json").json()["items"]
    sure = [row["confidence"] for row in rows if row["confidence"] is not None]
    assert sure == sorted(sure) and sure[0] == 0.4
    onward = desk.get("/review/next?queue=&at=0").headers["location"]
    assert onward == rows[0]["page"]
    assert desk.get("/review/next?queue=&at=1000").headers["location"] == "/review"


def test_an_item_shows_its_words_and_the_reading(desk: Client) -> None:
    address, _ = first(desk, "position")
    told = desk.get(address + ".json").json()
    assert {f["name"]: f["value"] for f in told["read"]} == {
        "holders": "Orlan Dask", "stance": "oppose", "target": "the Ormund agreement",
    }  # fmt: skip
    assert "the Ormund agreement" in [s["text"] for s in told["context"] if s["mark"] == "core"]
    html = desk.get(address + "?queue=&at=0").text
    assert all(f'data-key="{key}"' in html for key in "arcn") and "/static/review.js" in html


def test_accept_goes_on_and_can_be_undone(desk: Client) -> None:
    address, _ = first(desk, "")
    after = send(desk, address, verdict="confirm", queue="", at="0").headers["location"]
    assert after.startswith("/review/next?") and "done=1" in after
    page = desk.get(desk.get(after).headers["location"]).text
    assert 'name="number" value="1"' in page and 'data-key="u"' in page
    assert desk.get(address + ".json").json()["confidence"] == 1.0
    assert send(desk, "/review/undo", number="1", back=address).headers["location"] == address
    assert desk.get(address + ".json").json()["confidence"] == 0.4
    row = desk.get("/review/history.json").json()["items"][0]
    assert (row["by"], row["verdict"], row["undone_by"], row["state"]) == ("local", "confirm", "local", "undone")


def test_a_correction_is_kept_beside_the_reading(desk: Client) -> None:
    address, _ = first(desk, "position")
    fields = {f["name"]: f["value"] for f in desk.get(address + ".json").json()["shown"]}
    answer = send(desk, address, verdict="correct", why="he said so", **fields | {"stance": "concern"})
    assert answer.status_code == 303
    told = desk.get(address + ".json").json()
    assert [f["value"] for f in told["read"] if f["name"] == "stance"] == ["oppose"]
    assert [f["value"] for f in told["shown"] if f["name"] == "stance"] == ["concern"]
    assert told["items"][0]["value"] == {"stance": "concern"} and told["items"][0]["why"] == "he said so"
    assert "the machine read" in desk.get(address).text


def test_what_is_rejected_is_gone_and_comes_back(desk: Client) -> None:
    address, row = first(desk, "statement")
    send(desk, address, verdict="reject")
    assert desk.get(address + ".json").json()["shown"] is None
    shown = desk.get(f"/documents/{row['document']}.json").json()["record"]["statements"]
    assert row["item"] not in [s["id"] for s in shown]
    send(desk, "/review/undo", number="1")
    assert desk.get(address + ".json").json()["shown"]


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "correct"},
        {"verdict": "correct", "stance": "adore"},
        {"verdict": "correct", "target": "words that stand nowhere"},
        {"verdict": "correct", "holders": "Nobody Atall"},
        {"verdict": "praise"},
        {"verdict": "comment"},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_kept(desk: Client, fields: dict[str, str]) -> None:
    address, _ = first(desk, "position")
    assert send(desk, address, **fields).status_code == 400
    assert desk.get("/review/history.json").json()["items"] == []


def test_an_actor_corrected_everywhere_is_another_on_every_page(desk: Client) -> None:
    answer = send(desk, "/review/actors", key=DASK, country="KES", why="changed sides", back=f"/actors/{DASK}")
    moved = "person:KES:orlan dask"
    assert answer.headers["location"] == "/actors/person%3AKES%3Aorlan%20dask"
    assert len(desk.get(f"/actors/{moved}.json").json()["contacts"]) == 2
    led = desk.get(f"/actors/{DASK}.json")
    assert (led.status_code, led.headers["location"]) == (303, "/actors/person%3AKES%3Aorlan%20dask.json")
    assert {p["actor"] for row in desk.get("/contacts.json").json()["items"] for p in row["who"]} >= {moved}
    assert DASK not in desk.get("/news.json").text
    send(desk, "/review/undo", number="1")
    assert len(desk.get(f"/actors/{DASK}.json").json()["contacts"]) == 2
    back = desk.get(f"/actors/{moved}")
    assert (back.status_code, back.headers["location"]) == (303, f"/actors/{quote(DASK, safe='')}")


def test_who_a_correction_of_one_document_made_is_gone_when_it_is_undone(desk: Client) -> None:
    entity = desk.get(f"/documents/{KEYS[2]}.json").json()["record"]["entities"][0]["id"]
    send(desk, "/review/actors", key=DASK, document=KEYS[2], entity=entity, name="Orlan Dask the Younger")
    assert desk.get("/actors/person:VLD:orlan dask the younger").status_code == 200
    send(desk, "/review/undo", number="1")
    assert desk.get("/actors/person:VLD:orlan dask the younger").status_code == 404


def test_an_actor_corrected_in_one_document_stays_in_the_others(desk: Client) -> None:
    entity = desk.get(f"/documents/{KEYS[2]}.json").json()["record"]["entities"][0]["id"]
    send(desk, "/review/actors", key=DASK, document=KEYS[2], entity=entity, name="Orlan Dask the Younger")
    assert desk.get(f"/documents/{KEYS[2]}.json").json()["record"]["entities"][0]["name"] == "Orlan Dask the Younger"
    assert desk.get(f"/documents/{KEYS[0]}.json").json()["record"]["entities"][0]["name"] == "Orlan Dask"


def test_reports_split_and_joined(desk: Client) -> None:
    rows = desk.get("/contacts.json").json()["items"]
    call = next(row for row in rows if row["action"] == "call")
    one, other = (f"{r['document']}/{r['event']}" for r in desk.get(f"/contacts/{call['id']}.json").json()["items"])
    page = send(desk, f"/contacts/{call['id']}/split", report=other, other=one, why="another hour").headers["location"]
    assert desk.get(page).status_code == 200
    calls = [row for row in desk.get("/contacts.json").json()["items"] if row["action"] == "call"]
    assert [row["reports"] for row in calls] == [1, 1]
    mine, theirs = (row["id"] for row in calls)
    send(desk, f"/contacts/{mine}/join", other=f"http://127.0.0.1:8321/contacts/{theirs}?x=1")
    calls = [row for row in desk.get("/contacts.json").json()["items"] if row["action"] == "call"]
    assert [row["reports"] for row in calls] == [2]
    assert send(desk, f"/contacts/{calls[0]['id']}/join", other=calls[0]["id"]).status_code == 400


def test_a_reader_cannot_review(stranger: Client, bearer: Callable[[str], dict[str, str]]) -> None:
    rita, vera = bearer("rita"), bearer("vera")
    for address in ("/review", "/review/history", "/review/next", f"/review/{CALL}/x", "/review/actors?key=x"):
        assert stranger.get(address, headers=rita).status_code == 403, address
    for address in (f"/review/{CALL}/x", "/review/undo", "/review/actors", "/contacts/x/split", "/contacts/x/join"):
        assert stranger.post(address, headers=rita, data={}).status_code == 403, address
    assert stranger.get("/review", headers=vera).status_code == 200
    log_in(stranger, "rita")
    assert "/review" not in stranger.get("/contacts").text
