"""By keyboard alone: the way past the head, the order of the stops, through the claims, through the review."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import OpenTab
from browser.kinds import KINDS
from browser.serving import Site

FOCUSED = (
    "() => { const e = document.activeElement; return [e.localName, e.innerText || e.name || ''].join(' ').trim(); }"
)


def stops(tab: Page, most: int) -> list[str]:
    """What the tab key reaches, in order."""
    found = []
    for _ in range(most):
        tab.keyboard.press("Tab")
        found.append(str(tab.evaluate(FOCUSED)))
    return found


def test_the_first_stop_leads_past_the_head(tab: Page) -> None:
    tab.goto("/documents")
    assert stops(tab, 2) == ["a Skip to the content", "a Communique"]
    tab.keyboard.press("Shift+Tab")
    expect(tab.locator(".skip")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_stops_follow_the_page_and_are_seen(tab: Page) -> None:
    tab.goto("/")
    links = tab.locator(".masthead nav a").all_inner_texts()
    found = stops(tab, 2 + len(links) + 3)
    assert found[2:] == [*(f"a {word}" for word in links), "input q", "button Search", "button ◐"]
    outline = "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
    assert tab.evaluate(outline) >= 2, "what has the focus is seen to have it"


def test_through_the_claims(tab: Page, site: Site) -> None:
    tab.goto(KINDS["/documents/{key}"](site).partition("?")[0])
    claims = tab.locator(".claim")
    for key, number in (("j", 0), ("j", 1), ("k", 0)):
        tab.keyboard.press(key)
        expect(tab.locator(".claim.on")).to_have_id(str(claims.nth(number).get_attribute("id")))
        expect(claims.nth(number)).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator(".claim.on")).to_have_count(0)


def decided(site: Site) -> list[dict[str, Any]]:
    """Decisions, newest first."""
    rows: list[dict[str, Any]] = site.data("/review/history.json")["items"]
    return rows


def pressed(tab: Page, key: str) -> None:
    """Press a key once the page's script runs: its address and its words are there before."""
    tab.wait_for_load_state()
    tab.keyboard.press(key)


def test_through_the_review(open_tab: OpenTab, own_site: Site) -> None:
    tab = open_tab(own_site)
    queue = own_site.data("/review.json?kind=event")["items"]
    tab.goto("/review?kind=event")
    tab.get_by_role("link", name="Begin with the first").press("Enter")
    at = f"/review/{queue[0]['document']}/{queue[0]['item']}"
    expect(tab).to_have_url(re.compile(re.escape(at)))
    pressed(tab, "a")
    expect(tab.locator(".done")).to_be_visible()
    assert [(d["verdict"], d["item"]) for d in decided(own_site)] == [("confirm", queue[0]["item"])]
    pressed(tab, "u")
    expect(tab.locator(".done")).to_have_count(0)
    assert decided(own_site)[0]["undone_by"] == "local"

    tab.goto("/review/next?queue=event&at=0")
    first = tab.url
    pressed(tab, "n")
    expect(tab).not_to_have_url(first)
    pressed(tab, "c")
    focused = tab.locator("details.correcting :focus")
    expect(focused).to_have_count(1)
    tab.keyboard.type("r")  # typed into a field, it rejects nothing
    assert len(decided(own_site)) == 1
    tab.keyboard.press("Escape")
    tab.keyboard.press("r")
    expect(tab.locator(".done")).to_be_visible()
    assert decided(own_site)[0]["verdict"] == "reject"
