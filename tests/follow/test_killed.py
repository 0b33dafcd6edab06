"""Killed without warning at any moment: nothing is lost, nothing is there twice. `benchmarks/faults.py` does it at length."""

from pathlib import Path
from random import Random

from follow.killing import QUICK, a_day_later, held, killed, moments, run
from follow.site import Site

NAMES = [f"story-{n}" for n in range(12, 0, -1)]


def publish(site: Site) -> None:
    site.feed(*NAMES)
    for name in NAMES:
        site.story(name)


def correct(site: Site) -> None:
    """Every third page changes, an item is taken out, another comes."""
    site.feed("story-13", *(n for n in NAMES if n != "story-7"))
    for name in ("story-13", *NAMES[::3]):
        site.story(name, "Corrected.")


def test_watch_killed_at_random_moments(site: Site, tmp_path: Path) -> None:
    random = Random(6)
    results = []
    for disturbed in (False, True):
        where = str(tmp_path / f"{disturbed}.db")
        watch = ("watch", "--once", "--db", where, "--allow-private", "--delay", "0")
        assert run(QUICK, "sources", "add", f"{site.address}/feed", "--db", where).returncode == 0
        kills = 0
        for change in (publish, correct):
            change(site)
            if change is correct:
                a_day_later(where)
            if disturbed:
                kills += killed(QUICK, site, *moments(random, 8, 0.03), *watch)
            done = run(QUICK, *watch)
            assert (done.returncode, done.stderr) == (0, "")
        assert kills == 2 * disturbed
        results.append(held(where))
    assert results[0] == results[1]
    documents = results[0][0]
    assert len(documents) == 13 + 4
