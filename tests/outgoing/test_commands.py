"""`communique follow` as people call it."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import pytest
from sqlalchemy import Engine
from tests.outgoing.conftest import Hook, add, story

from communique.cli.main import run
from communique.store.engine import open_store

Called = Callable[..., tuple[int, str, str]]


@pytest.fixture
def engine(tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A store that the command finds."""
    path = tmp_path / "store.db"
    shutil.copyfile(empty, path)
    monkeypatch.setenv("COMMUNIQUE_DB", str(path))
    engine = open_store(str(path))
    add(engine, story(1))
    yield engine
    engine.dispose()


@pytest.fixture
def called(engine: Engine, capsysbinary: pytest.CaptureFixture[bytes]) -> Called:
    """Runs the command: exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run(["follow", *arguments])
        captured = capsysbinary.readouterr()
        return int(ended.value.code or 0), captured.out.decode(), captured.err.decode()

    return call


def test_a_search_from_its_adding_to_its_removal(called: Called, engine: Engine, hook: Hook) -> None:
    arguments = ("add", "Dask", "--what", "statements", "--actor", "Orlan Dask", "--webhook", hook.address)
    code, out, _ = called(*arguments, "--allow-private", "--every", "5m")
    assert code == 0 and "webhook to http://127.0.0.1" in out and "whs_" in out
    assert "whs_" not in called("list")[1] and "at most every 5 minutes" in called("list")[1]
    assert called("list")[1].startswith("Dask · statements: Orlan Dask\n")
    (row,) = json.loads(called("list", "--format", "json")[1])
    assert (row["query"], row["every"], "secret" in row) == ("actor=Orlan+Dask", 300, False)
    assert called("send", "--allow-private") == (0, "", "")
    add(engine, story(2))
    assert called("pause", "Dask")[1] == f"{row['id']}: paused\n"
    assert "paused since" in called("list")[1]
    assert called("send", "--allow-private") == (0, "", "")
    assert called("resume", row["id"][:4])[0] == 0
    assert called("send")[0] == 1  # a private address, and nobody allowed it
    called("resume", "Dask")
    assert called("send", "--allow-private")[1] == f"Dask, {hook.address}: 1 entry sent\n"
    assert called("remove", "127.0.0.1")[1] == f"{row['id']}: removed\n"
    assert called("list")[1] == "nothing is followed yet: communique follow add NAME\n"


def test_watching_sends_too_where_it_is_asked_to(
    called: Called, engine: Engine, hook: Hook, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    called("add", "Dask", "--what", "statements", "--webhook", hook.address, "--allow-private")
    add(engine, story(2))

    def watched(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            run(["watch", "--once", *arguments])
        return int(ended.value.code or 0), capsysbinary.readouterr().out.decode()

    nothing = "nothing is followed yet: communique sources add ADDRESS\n"
    assert watched("--allow-private") == (0, nothing) and not hook.posts
    code, out = watched("--send", "--allow-private")
    assert code == 0 and out.startswith(f"Dask, {hook.address}: ") and out.endswith(f"sent\n{nothing}")
    assert len(hook.posts) == 1
    add(engine, story(3))
    called("resume", "Dask")
    assert watched("--send")[0] == 1  # a private address, and nobody allowed it


def test_a_feed_on_standard_output(called: Called) -> None:
    code, out, _ = called("feed", "--what", "statements", "--address", "https://desk.example/a.xml")
    (entry,) = feedparser.parse(out.encode()).entries
    assert (code, entry.title) == (0, "Orlan Dask (statement)")
    code, out, _ = called("feed", "crossing", "--as", "json", "--site", "https://desk.example")
    assert json.loads(out)["items"][0]["url"].startswith("https://desk.example/documents/")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("add", "x"), "say where entries go"),
        (("add", "x", "--mail", "a@b.example", "--webhook", "https://a.example"), "say where entries go"),
        (("add", "x", "--mail", "nobody"), "not a mail address"),
        (("add", "x", "--webhook", "ftp://a.example"), "only http and https"),
        (("add", "x", "--webhook", "http://127.0.0.1/"), "private or reserved"),
        (("add", "x", "--mail", "a@b.example", "--every", "soon"), "write 30m"),
        (("add", "x", "--mail", "a@b.example", "--actor", "Nobody"), "nobody called"),
        (("add", "x", "--mail", "a@b.example", "--since", "soon"), "no day"),
        (("pause", "x"), "no such delivery"),
        (("send", "--smtp", "smtp://mail.example"), "--from"),
        (("send", "--smtp", "mail.example", "--from", "a@b.example"), "smtp://"),
    ],
)
def test_what_makes_no_sense_is_one_line(called: Called, arguments: tuple[str, ...], line: str) -> None:
    code, out, err = called(*arguments)
    assert (code, out) == (2, "")
    assert line in err and err.count("\n") == 1
