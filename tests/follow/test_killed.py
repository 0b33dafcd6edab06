"""Killed without warning at any moment: nothing is lost, nothing is there twice. `benchmarks/faults.py` does it at length."""

from pathlib import Path
from random import Random

from follow.conftest import Called
from follow.killing import QUICK, a_day_later, held, killed, moments
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


def test_watch_killed_at_random_moments(called: Called, site: Site, tmp_path: Path) -> None:
    random = Random(6)
    results = []
    for disturbed in (False, True):
        where = str(tmp_path / f"{disturbed}.db")
        watch = ("watch", "--once", "--db", where, "--allow-private", "--delay", "0")
        assert called("sources", "add", f"{site.address}/feed", "--db", where)[0] == 0
        for change in (publish, correct):
            change(site)
            if change is correct:
                a_day_later(where)
            if disturbed:
                assert killed(QUICK, site, *moments(random, 8, 0.03), *watch)
            code, _, err = called(*watch)
            assert (code, err) == (0, "")
        results.append(held(where))
    assert results[0] == results[1]
    assert len(results[0][0]) == 13 + 4  # as many texts: every story, and the corrected ones again
