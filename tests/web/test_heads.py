"""Tables have their head also where they have no rows, the same one: in the CSV of pages and of commands."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from browser.conftest import fill as fill_anew
from communique.cli.main import main
from communique.query.phrases import filling
from communique.store.engine import open_store
from query.test_phrases_ledger import REGULAR, WITHOUT, readout
from web.conftest import Client, client_of
from web.test_people import form_token
from web.told import RECORDS

LISTS = (
    "/news", "/documents", "/contacts", "/pairs", "/phrases", "/phrases/alerts", "/actors", "/actors?q=dask", "/charts",
    "/charts?unit=week", "/review", "/review/history", "/follows", "/audit", "/search?q=agreement",
    *(f"/search?q=agreement&in={what}" for what in ("contacts", "statements", "positions")),
)  # fmt: skip
ON = ("--of", "Orlan Dask", "--on", "Ormund")
COMMANDS = (
    ("documents",), ("contacts",), ("timeline", "--between", "Orlan Dask", "Mira Tolen"), ("phrases",), ("phrases", "--alerts"),
    ("positions", *ON), ("changes",), ("review", "list"), ("review", "history"), ("follow", "list"), ("sources", "list"),
)  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("heads") / "full.db"
    dropped = [readout(n, words) for n, words in enumerate([*[REGULAR] * 5, WITHOUT, WITHOUT])]
    fill_anew(path, [*RECORDS, *dropped])
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("heads") / "empty.db"
    engine = open_store(str(path))
    filling.rebuild(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def decided(full: Path) -> Iterator[Client]:
    """The full store, with something decided and something followed."""
    with client_of(full) as client:
        token = {"_csrf_token": form_token(client, "/follows")}
        row = client.get("/review.json?kind=event").json()["items"][0]
        client.post(f"/review/{row['document']}/{row['item']}", data={"verdict": "confirm", **token})
        client.post("/follows", data={"what": "documents", "query": "q=Ormund", "name": "Ormund", **token})
        yield client


def test_pages_without_rows_have_the_head_of_those_with_some(decided: Client, empty: Path) -> None:
    with client_of(empty) as nothing:
        for address in LISTS:
            path, _, query = address.partition("?")
            with_rows, without = (
                list(csv.reader(io.StringIO(client.get(f"{path}.csv?{query}").text))) for client in (decided, nothing)
            )
            assert len(with_rows) > 1, f"{address}: nothing to compare with"
            assert without == with_rows[:1], address


def rows(store: Path, command: tuple[str, ...]) -> list[list[str]]:
    """What a command says as CSV."""
    done = CliRunner().invoke(main, [*command, "--format", "csv", "--db", str(store)])
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    return list(csv.reader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_commands_without_rows_have_the_head_of_those_with_some(
    decided: Client, full: Path, empty: Path, command: tuple[str, ...]
) -> None:
    asked_late = command[0] in ("positions", "timeline")  # these name parties, whom an empty store does not know
    without = rows(full, (*command, "--since", "2099-01-01")) if asked_late else rows(empty, command)
    assert len(without) == 1, "the head alone"
    found = rows(full, command)
    if len(found) > 1:
        assert without == found[:1]
    else:
        assert command in (("changes",), ("sources", "list"), ("follow", "list")), "nothing to compare with"
