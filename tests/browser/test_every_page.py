"""What every kind of page keeps: axe-core finds nothing, 320 pixels are wide enough, nothing is fetched from elsewhere."""

import os
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from browser.conftest import OpenTab
from browser.kinds import KINDS, NOT_FOUND, routes
from browser.serving import Site, overflow

AXE = os.environ.get("COMMUNIQUE_TEST_AXE")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KNOWN = [kind for kind in KINDS if kind in {*routes(), "nowhere"}]


@cache
def axe() -> str:
    """axe-core's script."""
    return Path(str(AXE)).read_text(encoding="utf-8")


def test_every_kind_of_page_is_looked_at() -> None:
    assert routes() == set(KINDS) - {"nowhere"}


@pytest.mark.skipif(not AXE, reason="needs axe-core's script, named by COMMUNIQUE_TEST_AXE")
@pytest.mark.parametrize("kind", KNOWN)
def test_axe_finds_nothing_in_light_or_dark(open_tab: OpenTab, site: Site, kind: str) -> None:
    tab = open_tab(site, allowed=(NOT_FOUND,) if kind == "nowhere" else ())
    tab.goto(KINDS[kind](site))
    tab.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
    tab.evaluate(axe())
    schemes: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
    for scheme, rules in zip(schemes, (RULES, ["color-contrast"]), strict=True):  # the colours are all that differs
        tab.emulate_media(color_scheme=scheme)
        how = {"type": "rule" if scheme == "dark" else "tag", "values": rules}
        found = tab.evaluate("async (how) => await axe.run({runOnly: how})", how)
        assert found["passes"]
        assert [(scheme, v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("kind", KNOWN)
def test_nothing_is_wider_than_a_narrow_screen(open_tab: OpenTab, site: Site, kind: str) -> None:
    tab = open_tab(site, allowed=(NOT_FOUND,) if kind == "nowhere" else (), viewport={"width": 320, "height": 700})
    tab.goto(KINDS[kind](site), wait_until="load")
    tab.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
    assert overflow(tab) == []
    headings = tab.locator("h1").all_inner_texts()
    assert len(headings) == 1 and headings[0].strip(), "one heading says what the page is"


def test_light_or_dark_is_kept(tab: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    tab.emulate_media(color_scheme="light")
    tab.goto("/")
    light = tab.evaluate(ground)
    tab.get_by_role("button", name="Light or dark").click()
    dark = tab.evaluate(ground)
    tab.goto("/documents")
    assert tab.evaluate(ground) == dark != light
