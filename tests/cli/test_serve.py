"""`communique serve` and `communique accounts`: what they refuse, and accounts made, listed, closed."""

import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from communique.cli.main import run
from communique.store.engine import open_store
from communique.web.people.accounts import right_password


def called(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    return ended.value.code, *capsys.readouterr()


@pytest.fixture
def db(tmp_path: Path) -> str:
    where = str(tmp_path / "store.db")
    open_store(where).dispose()
    return where


@contextmanager
def opened(where: str) -> Iterator[Connection]:
    engine = open_store(where)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a-long-password\n"))


def test_accounts(db: str, typed: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    add = ["accounts", "add", "ann", "--role", "reviewer", "--password-stdin", "--db", db]
    assert called(add, capsys)[:2] == (0, "ann: reviewer\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("another-long-one\n"))
    assert called(add, capsys)[0] == 2
    code, out, _ = called(["accounts", "list", "--db", db], capsys)
    assert code == 0 and out.startswith("ann  reviewer  since ")
    code, out, _ = called(["accounts", "token", "ann", "--for", "export", "--db", db], capsys)
    assert code == 0 and out.startswith("cq_")
    assert called(["accounts", "token", "ann", "--role", "admin", "--db", db], capsys)[0] == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("quite-another-one\n"))
    assert called(["accounts", "passwd", "ann", "--password-stdin", "--db", db], capsys)[0] == 0
    with opened(db) as connection:
        assert right_password(connection, "ann", "quite-another-one")
        assert not right_password(connection, "ann", "a-long-password")
    assert called(["accounts", "disable", "ann", "--db", db], capsys)[0] == 0
    assert "disabled" in called(["accounts", "list", "--db", db], capsys)[1]
    with opened(db) as connection:
        assert not right_password(connection, "ann", "quite-another-one")


@pytest.mark.parametrize("command", [["disable", "bob"], ["passwd", "bob", "--password-stdin"], ["token", "bob"]])
def test_nobody_of_that_name(db: str, typed: None, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = called(["accounts", *command, "--db", db], capsys)
    assert (code, err) == (2, "communique: bob: no such account\n")


def test_a_short_password_is_refused(
    db: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    code, _, err = called(["accounts", "add", "ann", "--password-stdin", "--db", db], capsys)
    assert (code, err) == (2, "communique: a password has 12 to 1000 characters\n")


def test_where_there_is_no_terminal_the_option_is_named(
    tmp_path: Path, typed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    where = tmp_path / "new.db"
    code, out, err = called(["accounts", "add", "ann", "--db", str(where)], capsys)
    assert (code, out, err.count("\n")) == (2, "", 1) and "--password-stdin" in err
    assert not where.exists()


def test_that_there_are_no_accounts_is_said(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(["accounts", "list", "--db", db], capsys) == (
        0,
        "",
        "no accounts yet: communique accounts add NAME\n",
    )


def test_serve_needs_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = called(["serve", "--db", str(tmp_path / "none.db"), "--port", "0"], capsys)
    assert code == 1 and "there is no store here yet" in err and err.count("\n") == 1


def test_others_need_accounts(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = called(["serve", "--db", db, "--host", "0.0.0.0", "--name", "desk.example", "--port", "0"], capsys)
    assert code == 2 and "has no accounts" in err and err.count("\n") == 1


def test_all_addresses_need_a_name(db: str, typed: None, capsys: pytest.CaptureFixture[str]) -> None:
    called(["accounts", "add", "ann", "--password-stdin", "--db", db], capsys)
    code, _, err = called(["serve", "--db", db, "--host", "0.0.0.0", "--port", "0"], capsys)
    assert code == 2 and "--name" in err and err.count("\n") == 1


def test_a_port_that_is_taken(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code, _, err = called(["serve", "--db", db, "--port", str(other.getsockname()[1])], capsys)
    assert code == 2 and "choose another with --port" in err and err.count("\n") == 1
