"""A full disk, a read-only file, another writer, a server that goes away: a line, and nothing lost or twice."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import DBAPIError

from communique.cli.main import run
from communique.ingest.ingested import Ingested
from communique.model import Record
from communique.settings import Settings
from communique.store import engine as opening
from communique.store import reader, schema, writer
from communique.store.engine import StoreError, open_store, plain_errors
from factory import Maker

BATCH = 5
LONG = "Orlan Dask called Mira Tolen about the crossing. " * 60


def record(number: int) -> Record:
    maker = Maker(f"{LONG}Number {number}.", url=f"https://a.example/{number}", published="2025-03-03")
    names = [maker.entity(name, country="AUT") for name in ("Orlan Dask", "Mira Tolen")]
    maker.event("call", "called", "called", {names[0]: "actor", names[1]: "recipient"})
    return maker.record()


RECORDS = [record(n) for n in range(23)]


def held(where: str) -> list[str]:
    """Texts of all documents, every one backed and in its rows."""
    engine = open_store(where)
    with engine.connect() as connection:
        assert list(reader.check(connection)) == []
        texts = sorted(connection.execute(select(schema.documents.c.text)).scalars())
    engine.dispose()
    return texts


ALL = sorted(r.document.text for r in RECORDS)


@contextmanager
def tuned(pragma: str) -> Iterator[None]:
    """Every SQLite connection opened meanwhile has this set."""

    def tune(connection: Any, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(Engine, "connect", tune)
    try:
        yield
    finally:
        event.remove(Engine, "connect", tune)


def pages(where: Path) -> int:
    """How many pages a SQLite file has."""
    with closing(sqlite3.connect(where)) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `communique add` on as many files as there are records, with what reading gives replaced by these."""
    import communique.pipeline.batch

    folder = tmp_path / "texts"
    folder.mkdir()
    for n, one in enumerate(RECORDS):
        (folder / f"{n:02}.txt").write_text(one.document.text)

    def read(items: Iterator[Ingested], settings: Settings, jobs: int) -> Iterator[Record]:
        yield from (RECORDS[n] for n, _ in enumerate(items))

    monkeypatch.setattr(communique.pipeline.batch, "read_many", read)

    def call(where: str) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as ended:
            run(["add", str(folder), "--db", where])
        return ended.value.code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(
    ("fault", "line"),
    [("max_page_count={}", "the disk is full"), ("query_only=ON", "the file is read-only")],
)
def test_a_full_disk_and_a_read_only_file_are_a_line_and_the_next_run_goes_on(
    add: Any, empty: Path, tmp_path: Path, fault: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, whole = tmp_path / "store.db", tmp_path / "whole.db"
    for path in (where, whole):
        path.write_bytes(empty.read_bytes())
    monkeypatch.setattr(writer.add_many, "__defaults__", (BATCH,))
    add(str(whole))
    with tuned(fault.format((pages(where) + pages(whole)) // 2)):
        assert add(str(where)) == (1, "", f"communique: {where}: {line}\n")
    kept = held(str(where))
    assert set(kept) < set(ALL) and len(kept) % BATCH == 0
    assert bool(kept) is (line == "the disk is full")
    code, out, _ = add(str(where))
    assert (code, out) == (0, f"{len(ALL) - len(kept)} new" + (f", {len(kept)} known\n" if kept else "\n"))
    assert held(str(where)) == ALL


def test_a_store_that_another_process_writes_to_is_waited_for(
    add: Any, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "store.db"
    where.write_bytes(empty.read_bytes())
    other = sqlite3.connect(where, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0)
    line = f"communique: {where}: another process is writing and did not finish within 0 seconds\n"
    assert add(str(where)) == (1, "", line)
    monkeypatch.setattr(opening, "WAIT_SECONDS", 20)
    release = threading.Timer(0.2, other.execute, ("ROLLBACK",))
    release.start()
    assert add(str(where))[:2] == (0, f"{len(ALL)} new\n")
    release.join()
    other.close()
    assert held(str(where)) == ALL


def cut(engine: Engine, at: int, how: Callable[[int], None]) -> None:
    """Call `how` with the server's process before the statement of this number, once."""
    count = 0

    def before(connection: Any, *_: object) -> None:
        nonlocal count
        count += 1
        if count == at:
            how(connection.connection.dbapi_connection.info.backend_pid)

    event.listen(engine, "before_cursor_execute", before)


@pytest.mark.parametrize("at", [1, 7, 60, 200])
@pytest.mark.parametrize("closed", [False, True], ids=["at once", "later"])
def test_a_postgresql_that_restarts_is_outlasted(
    server: Engine, at: int, closed: bool, monkeypatch: pytest.MonkeyPatch, own_database: str
) -> None:
    name = own_database.rpartition("/")[2]
    engine = open_store(own_database)
    waited: list[float] = []

    def allow(state: bool) -> None:
        with server.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {state}"))

    def gone(process: int) -> None:
        if closed:
            allow(False)
        terminated(server, process)

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) > 2:
            allow(True)

    monkeypatch.setattr(opening.time, "sleep", pause)
    cut(engine, at, gone)
    became = [how for _, how in writer.add_many(engine, iter(RECORDS), batch=BATCH)]
    assert became == ["new"] * len(RECORDS)
    assert len(waited) == (3 if closed else 1)
    engine.dispose()
    assert held(own_database) == ALL


def test_a_postgresql_that_stays_away_is_a_line_and_the_next_run_goes_on(
    server: Engine, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "PAUSES", ())
    engine = open_store(own_database)

    def add_until_cut() -> None:
        for number, _ in enumerate(writer.add_many(engine, iter(RECORDS), batch=BATCH), 1):
            if number == BATCH:  # in the middle of the second batch
                cut(engine, 9, lambda process: terminated(server, process))

    with pytest.raises(StoreError, match=r"^postgresql://.*: [^\n]+$"), plain_errors(own_database):
        add_until_cut()
    engine.dispose()
    kept = held(own_database)
    assert kept and set(kept) < set(ALL) and len(kept) % BATCH == 0
    engine = open_store(own_database)
    became = [how for _, how in writer.add_many(engine, iter(RECORDS), batch=BATCH)]
    engine.dispose()
    assert (became.count("known"), became.count("new")) == (len(kept), len(ALL) - len(kept))
    assert held(own_database) == ALL


def terminated(server: Engine, process: int) -> None:
    with server.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend({process}, 5000)"))


def test_what_is_wrong_with_the_work_itself_is_not_tried_again(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.time, "sleep", lambda seconds: pytest.fail("waited"))
    tried = 0

    def wrong() -> None:
        nonlocal tried
        tried += 1
        with store.begin() as connection:
            connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        opening.outlasting(wrong)
    assert tried == 1
