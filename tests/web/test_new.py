"""Bringing a document: one thing at a time, within limits, from public addresses only, read in a process apart."""

from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from communique.ingest.ingested import IngestOptions
from communique.model import from_json
from communique.pipeline import run
from communique.query.documents import documents
from communique.web import desk
from communique.web.desk import Brought, BusyError, Desk, work
from web.conftest import Client, client_of, engine_of
from web.test_people import form_token, log_in

TEXT = "PORT SELE — Foreign Minister Orlan Dask of Valdoria met Prime Minister Mira Tolen on Monday."


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads in this process and without models: what is tested is the way there and back."""
    read = run.read_document
    monkeypatch.setattr(run, "read_document", lambda document, settings, notes: read(document, settings, notes, ()))
    monkeypatch.setattr(Desk, "read", _here)


def _here(_: Desk, brought: Brought, options: IngestOptions) -> tuple[list[Any], list[str]]:
    done = work(brought, options)
    return [from_json(r) for r in done if isinstance(r, bytes)], [r for r in done if isinstance(r, str)]


def bring(client: TestClient[Any], **fields: Any) -> Any:
    """Send the form."""
    file = fields.pop("file", None)
    data = {"_csrf_token": form_token(client, "/documents/new"), **fields}
    return client.post("/documents/new", data=data, files={"file": file or ("", b"")})


def test_a_text_is_read_and_shown(local: Client, quick: None) -> None:
    answer = bring(local, text=TEXT, date="2025-03-03", publisher="Meridian Wire")
    assert answer.status_code == 303
    read = local.get(answer.headers["location"] + ".json").json()["record"]["document"]
    assert (read["text"], read["published"], read["publisher"]) == (TEXT, "2025-03-03", "Meridian Wire")


def test_a_file_is_read_under_its_name_alone(local: Client, quick: None) -> None:
    answer = bring(local, file=("../../etc/call.txt", TEXT.encode()))
    assert answer.status_code == 303
    assert local.get(answer.headers["location"] + ".json").json()["record"]["document"]["path"] == "call.txt"


def test_several_documents_of_one_file_are_listed(local: Client, quick: None) -> None:
    lines = "".join(f'{{"text": "{TEXT} Again, {n}."}}\n' for n in range(3)) + "{broken\n"
    answer = bring(local, file=("wire.jsonl", lines.encode()))
    assert answer.status_code == 200
    assert answer.text.count('<a href="/documents/k') == 3 and 'role="alert"' in answer.text


def test_no_more_than_a_desk_can_bear(local: Client, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST", 2)
    lines = "".join(f'{{"text": "{TEXT} Again, {n}."}}\n' for n in range(4))
    answer = bring(local, file=("wire.jsonl", lines.encode()))
    assert answer.text.count('<a href="/documents/k') == 2 and "only the first 2" in answer.text


REFUSED = [
    ({}, 400, "bring one thing"),
    ({"text": TEXT, "address": "https://example.org/"}, 400, "bring one thing"),
    ({"text": TEXT, "date": "soon"}, 400, "no day"),
    ({"address": "http://127.0.0.1:1/"}, 200, "private or reserved address"),
    ({"address": "http://localhost/admin"}, 200, "private or reserved address"),
    ({"address": "http://169.254.169.254/latest/meta-data/"}, 200, "private or reserved address"),
    ({"address": "file:///etc/passwd"}, 200, "only http and https addresses"),
    ({"address": "/etc/passwd"}, 200, "only http and https addresses"),
    ({"address": "-"}, 200, "only http and https addresses"),
    ({"address": "http://user:secret@example.org/"}, 200, "user name"),
    ({"file": ("x.txt", b"\0\1\2\3" * 500)}, 200, "x.txt"),
    ({"file": ("empty.txt", b"")}, 200, "empty"),
]


@pytest.mark.parametrize(("fields", "status", "said"), REFUSED)
def test_what_is_refused(local: Client, quick: None, fields: dict[str, Any], status: int, said: str) -> None:
    with engine_of(local).connect() as connection:
        before = len(documents(connection))
    answer = bring(local, **fields)
    assert answer.status_code == status
    assert said in answer.text
    with engine_of(local).connect() as connection:
        assert len(documents(connection)) == before


def test_more_than_the_limit_is_refused(store: Path, quick: None) -> None:
    with client_of(store, max_bytes=5_000) as client:
        assert bring(client, file=("long.txt", b"word " * 2_000)).status_code == 413
        assert bring(client, text="word " * 2_000).status_code == 413


def test_a_reader_brings_nothing(stranger: Client, quick: None) -> None:
    log_in(stranger, "rita")
    answer = stranger.post("/documents/new", data={"text": TEXT, "_csrf_token": form_token(stranger, "/tokens")})
    assert answer.status_code == 403
    assert "needs the role reviewer" in answer.text


def test_a_reviewer_does_and_it_is_in_the_log(stranger: Client, quick: None) -> None:
    log_in(stranger, "vera")
    key = bring(stranger, text=TEXT).headers["location"].rpartition("/")[2]
    log_in(stranger, "anna")
    row = stranger.get("/audit.json").json()["items"][1]
    assert (row["who"], row["what"], row["detail"]) == ("vera", "document brought", key)


def test_a_desk_reads_in_a_process_of_its_own_and_outlives_its_death() -> None:
    own = Desk()
    try:
        records, failures = own.read(Brought(text=TEXT), IngestOptions())
        assert records[0].contacts and not failures
        own._stop()
        assert own.read(Brought(name="a.txt", data=b""), IngestOptions()) == (
            [],
            ["a.txt: empty: nothing to read in it"],
        )
    finally:
        own.close()


def test_a_desk_that_is_taken_says_so() -> None:
    own = Desk()
    for _ in range(desk.AT_ONCE):
        assert own._seats.acquire(blocking=False)
    with pytest.raises(BusyError):
        own.read(Brought(text=TEXT), IngestOptions())


def test_a_desk_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE", 0.0)
    own = Desk()
    with pytest.raises(desk.UsageError, match="not read within"):
        own.read(Brought(text=TEXT), IngestOptions())
    assert own._pool is None


@pytest.mark.parametrize("head", ["", "Content-Type: text/plain; charset=no-such\r\n"])
def test_a_form_in_no_encoding_is_refused(local: Client, head: str) -> None:
    form = f'--b\r\nContent-Disposition: form-data; name="text"\r\n{head}\r\n'.encode() + b"\xfd\xff\r\n--b--\r\n"
    token = form_token(local, "/documents/new")
    headers = {"content-type": "multipart/form-data; boundary=b", "x-csrftoken": token, "accept": "application/json"}
    assert local.post("/documents/new", content=form, headers=headers).status_code == 400
