"""`communique db reread`: what another reader read is read again, under the same key, and nothing else is touched."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select

from communique.cli.main import run
from communique.ingest.again import again
from communique.model import Issue, Reader, Record
from communique.pipeline.run import read_document, reader
from communique.samples import FOLDER
from communique.settings import Settings
from communique.store import across, schema, writer
from communique.store.reader import record as kept
from communique.store.stale import stale
from factory import Maker

PRESENT = Reader(version="2.10.0", model="m 1", settings="abc+own")


def read(name: str) -> Record:
    from communique.ingest.text import document_from_text

    text = next(Path(FOLDER).rglob(name)).read_text(encoding="utf-8")
    document = document_from_text(text[:800], path=name, url=f"https://a.example/{name}", publisher="Larn Courier")
    return read_document(document, Settings(), (Issue(stage="ingest", reason="bytes were repaired"),))


def test_what_was_read_by_another_is_stale(store: Engine) -> None:
    readers = {
        "same": PRESENT,
        "options": replace(PRESENT, settings="xyz+own"),
        "own": replace(PRESENT, settings="abc"),
        "model": replace(PRESENT, model="m 2"),
        "older": replace(PRESENT, version="2.9.0"),
        "newer": replace(PRESENT, version="2.11.0"),
    }
    records = {name: replace(Maker(f"Text {name}.").record(), reader=who) for name, who in readers.items()}
    list(writer.add_many(store, records.values()))
    names = {writer.document_key(r): name for name, r in records.items()}
    with store.connect() as connection:
        assert {names[k] for k in stale(connection, PRESENT)} == {"own", "model", "older", "newer"}
        assert [names[k] for k in stale(connection, PRESENT, older=True)] == ["older"]


def test_own_actors_that_are_gone_are_missed(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.store.engine import open_store

    where = tmp_path / "store.db"
    where.write_bytes(empty.read_bytes())
    engine = open_store(str(where))
    records = [
        replace(Maker(f"Text {who.settings}.").record(), reader=who)
        for who in (PRESENT, replace(PRESENT, settings="a"))
    ]
    list(writer.add_many(engine, records))
    engine.dispose()
    monkeypatch.setattr("communique.pipeline.batch.read_many", lambda *_: [])
    for now, told in (("b", "1 document to be read again without"), ("b+other", "")):
        monkeypatch.setattr("communique.pipeline.run._settings", lambda _, now=now: now)
        with pytest.raises(SystemExit):
            run(["db", "reread", "--db", str(where)])
        err = capsys.readouterr().err
        assert err.startswith(told) and bool(err) == bool(told)


def test_a_document_taken_up_again_is_the_same() -> None:
    for path in sorted(Path(FOLDER).rglob("*.txt"))[:3]:
        record = read(path.name)
        item = again(record, Settings())
        assert read_document(item.document, Settings(), item.notes) == record


def test_reading_again_replaces_the_machines_layer(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from communique.store.engine import open_store

    where = tmp_path / "store.db"
    where.write_bytes(empty.read_bytes())
    fresh = read("readout-valdoria.txt")
    old = replace(fresh, reader=replace(reader(Settings()), version="0.0.1"), statements=(), positions=(), events=())
    engine = open_store(str(where))
    ((key, _),) = writer.add_many(engine, [old])
    for out in ("1 read again\n", "0 read again\n"):
        with pytest.raises(SystemExit) as ended:
            run(["db", "reread", "--db", str(where)])
        assert (ended.value.code, *capsys.readouterr()) == (0, out, "")
        with engine.connect() as connection:
            assert kept(connection, key) == fresh
            assert list(connection.execute(select(schema.documents.c.id)).scalars()) == [key]
            merged = set(connection.execute(select(across.reports.c.event)).scalars())
            assert merged == {contact.id for contact in fresh.contacts} != set()
    engine.dispose()
