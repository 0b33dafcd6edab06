"""`communique sources` and `communique watch` as people call them, and a store that cannot be written just now."""

import json
import sqlite3
from pathlib import Path

import pytest

from communique.store import engine as stores
from follow.conftest import Called
from follow.site import MovedClock, Site


def test_a_source_from_its_adding_to_its_removal(called: Called, site: Site) -> None:
    site.feed("story-1")
    site.story("story-1")
    address = f"{site.address}/feed"
    assert called("sources", "add", address, "--every", "30") == (0, f"{address}: followed from now on\n", "")
    assert "was followed already" in called("sources", "add", address)[1]
    code, out, err = called("watch", "--once", "--allow-private", "--delay", "0")
    assert (code, out, err) == (0, "1 source asked, 1 new item, 1 document new\n", "")
    assert called("watch", "--once", "--allow-private")[1] == "nothing was due\n"
    report = called("sources", "list")[1].splitlines()
    assert report[0] == f"{address} · Larn Courier"
    assert report[1] == "    ok"
    assert report[3] == "    1 item, 1 page read"
    (row,) = json.loads(called("sources", "list", "--format", "json")[1])
    assert (row["every"], row["read"], row["gaps"]) == (1800, 1, [])
    assert called("sources", "list", "--format", "csv")[1].startswith("address,publisher,state")
    assert called("sources", "pause", "/feed")[1] == f"{address}: paused\n"
    assert "paused" in called("sources", "list")[1]
    assert called("sources", "resume", address)[1] == f"{address}: resumed\n"
    assert "what was read from it stays" in called("sources", "remove", address)[1]
    assert called("sources", "list")[1] == "nothing is followed yet: communique sources add ADDRESS\n"
    assert "News of story-1" in called("documents")[1]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("sources", "add", "file:///etc/passwd"), "not an http(s) address"),
        (("sources", "add", "http://["), "not an http(s) address"),
        (("sources", "add", "https://a.example", "--links", "("), "not a pattern"),
        (("sources", "add", "https://a.example", "--every", "0"), "--every"),
        (("watch", "--once", "--delay", "-1"), "--delay"),
    ],
)
def test_calls_that_make_no_sense(called: Called, arguments: tuple[str, ...], line: str) -> None:
    code, out, err = called(*arguments)
    assert (code, out) == (2, "")
    assert line in err
    assert err.count("\n") == 1


def test_a_source_that_is_not_followed_or_named_by_halves(called: Called) -> None:
    assert "no store here yet" in called("sources", "list")[2]
    called("sources", "add", "https://a.example/1")
    called("sources", "add", "https://a.example/2")
    assert "no such source; communique sources list" in called("sources", "pause", "b.example")[2]
    assert "2 sources have this in their address; give more of it" in called("sources", "remove", "a.example")[2]


def test_watching_makes_no_store(called: Called, tmp_path: Path) -> None:
    code, out, err = called("watch", "--once")
    assert (code, out, err.count("\n")) == (1, "", 1) and "`communique sources add` makes one" in err
    assert list(tmp_path.iterdir()) == []


def test_a_failing_source_is_a_line_and_exit_code_1(called: Called, site: Site) -> None:
    called("sources", "add", f"{site.address}/feed")
    code, out, err = called("watch", "--once", "--allow-private", "--delay", "0")
    assert (code, out) == (1, "1 source asked, 1 source failed\n")
    assert err == f"communique: {site.address}/feed: the server answered 404 Not Found\n"
    assert "failing (the server answered 404 Not Found), 1 time in a row" in called("sources", "list")[1]


def test_loopback_is_not_asked_unless_allowed(called: Called, site: Site) -> None:
    called("sources", "add", f"{site.address}/feed")
    code, _, err = called("watch", "--once")
    assert code == 1
    assert "private or reserved address" in err
    assert site.asked == []


def test_names_that_turn_the_terminal_are_shown_harmless(called: Called, site: Site) -> None:
    site.feed("story-1")
    body = site.answers.pop("/feed")
    assert body
    site.put(
        "/feed", "<rss><channel><title>Larn\x1b[31m\u202eCourier</title><item><link>/a</link></item></channel></rss>"
    )
    called("sources", "add", f"{site.address}/feed")
    called("watch", "--once", "--allow-private", "--delay", "0")
    report = called("sources", "list")[1]
    assert "\x1b" not in report
    assert "\u202e" not in report


def test_one_watcher_a_store(called: Called, site: Site, tmp_path: Path) -> None:
    from communique.follow.alone import alone

    engine = stores.open_store(str(tmp_path / "store.db"))
    with alone(engine):
        assert called("watch", "--once")[2] == "communique: another `communique watch` is at work on this store\n"
    assert called("watch", "--once")[:2] == (0, "nothing is followed yet: communique sources add ADDRESS\n")
    engine.dispose()


PRAGMAS = {"read-only": "query_only=ON", "is full": "max_page_count=1"}


@pytest.mark.parametrize("fault", ["another process is writing", "read-only", "is full"])
def test_a_store_that_cannot_be_written_is_a_line_and_the_next_run_goes_on(
    called: Called, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    names = [f"story-{n}" for n in range(30, 0, -1)]
    site.feed(*names)
    for name in names:
        site.story(name)
    called("sources", "add", f"{site.address}/feed")
    watch = ("watch", "--once", "--allow-private", "--delay", "0")
    with monkeypatch.context() as patch:
        other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
        if fault in PRAGMAS:
            tune = stores._tune

            def tuned(connection: sqlite3.Connection, record: object) -> None:
                tune(connection, record)
                connection.execute(f"PRAGMA {PRAGMAS[fault]}")

            patch.setattr(stores, "_tune", tuned)
        else:
            patch.setattr(stores, "WAIT_SECONDS", 0)
            other.execute("BEGIN IMMEDIATE")
        code, out, err = called(*watch)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert fault in err
        other.close()
    assert called(*watch)[:2] == (0, "1 source asked, 30 new items, 30 documents new\n")
    assert called("db", "check")[0] == 0


def test_watching_for_ever_outlasts_a_store_that_is_locked(
    called: Called, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is let go while the watcher rests; the second rest is ended as a person would."""
    site.feed("story-1")
    site.story("story-1")
    called("sources", "add", f"{site.address}/feed")
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    class Clock(MovedClock):
        def now(self):  # type: ignore[no-untyped-def]
            return super().now().replace(year=2100)

        def wait(self, seconds: float) -> None:
            super().wait(seconds)
            if not other.in_transaction:
                raise KeyboardInterrupt
            other.execute("ROLLBACK")

    monkeypatch.setattr("communique.follow.clock.SystemClock", Clock)
    monkeypatch.setattr(stores, "WAIT_SECONDS", 0)
    code, out, err = called("watch", "--allow-private", "--delay", "0")
    other.close()
    assert code == 130
    assert out == "1 source asked, 1 new item, 1 document new\n"
    assert [line.rpartition(": ")[2] for line in err.splitlines() if line] == [
        "another process is writing and did not finish within 0 seconds",
        "interrupted",
    ]
