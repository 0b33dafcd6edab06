"""The main journeys, by mouse: from the news to the words, from a pair to a comparison, a correction, a search followed."""

import re
import urllib.parse
from typing import Any

import feedparser
import httpx
import pytest
from playwright.sync_api import Page, expect

from browser.conftest import OpenTab
from browser.serving import Site
from communique.web.conventions.words import clipped


def core(tab: Page) -> str:
    """The words marked as an item's own, on one line."""
    return " ".join("".join(tab.locator(".w.core").all_text_contents()).split())


def told(site: Site, reports: int = 2) -> dict[str, Any]:
    """The contact that took place with most reports, at least so many, of two parties with a state each."""
    rows = [
        r for r in site.data("/contacts.json?limit=500")["items"] if r["reports"] >= reports and r["status"] == "held"
    ]
    rows = [r for r in rows if len(r["who"]) == 2 and all(p["country"] for p in r["who"])]
    return max(rows, key=lambda row: (row["reports"], row["id"]))


def test_from_the_news_line_to_the_words_of_a_statement(tab: Page, site: Site) -> None:
    first = site.data("/news.json")["statements"][0]
    tab.goto("/")
    tab.locator(".said .story").first.locator(".from a").click()
    expect(tab.locator(f"#item-{first['id']}")).to_have_class("claim statement depth0 on")
    assert core(tab) == " ".join(first["words"].split())
    expect(tab.locator(".w.core").first).to_be_in_viewport()


def test_from_the_news_line_over_a_contact_to_its_words_and_back_to_the_claims(tab: Page, site: Site) -> None:
    row = next(r for r in site.data("/news.json")["contacts"] if r["status"] == "held" and r["contact"])
    tab.goto("/")
    tab.locator(f".contacts .story a[href='/contacts/{row['contact']}']").click()
    expect(tab.locator("h1")).to_contain_text(row["who"][0])
    report = tab.locator(".reports > li").first
    expect(report.locator(".words")).to_contain_text(clipped(row["words"], 60).removesuffix(" …"))
    report.locator(".from a").first.click()
    claim = tab.locator(".claim.on")
    expect(claim).to_have_id(f"item-{row['event']}")
    expect(tab.locator(".w.core").first).to_be_in_viewport()
    other = tab.locator(".claim.statement").first
    other.click()
    expect(other).to_have_class("claim statement depth0 on")
    words = core(tab)
    tab.keyboard.press("Escape")
    expect(tab.locator(".claim.on")).to_have_count(0)
    tab.locator(f".w[data-c~='{other.get_attribute('data-n')}']").first.click()
    assert other.get_attribute("data-n") in tab.locator("#chosen a").all_inner_texts()
    assert core(tab) and words


def test_from_a_pair_to_the_comparison_of_its_latest_contact(tab: Page, site: Site) -> None:
    row = told(site)
    one, other = (p["country"] for p in row["who"])
    tab.goto("/pairs")
    tab.locator(f"a[href='/pairs/{one}/{other}'], a[href='/pairs/{other}/{one}']").first.click()
    expect(tab.locator(".timeline .line")).not_to_have_count(0)
    tab.get_by_role("link", name="Compare the reports of the latest").click()
    expect(tab).to_have_url(re.compile(r"/compare\?contact="))
    key = urllib.parse.parse_qs(urllib.parse.urlsplit(tab.url).query)["contact"][0]
    sides = site.data(f"/compare.json?contact={key}")["comparison"]["sides"]
    for side, head in zip(sides, tab.locator(".columns2 thead th:not(.what)").all(), strict=True):
        expect(head).to_contain_text(clipped(side["title"], 60).removesuffix(" …"))
    assert tab.locator(".columns2 tbody tr").count() > 1
    tab.locator(".columns2 thead a").first.click()
    expect(tab.locator(".room .text")).to_be_visible()


def test_an_actor_is_corrected_and_the_correction_is_seen_everywhere_until_it_is_taken_back(
    open_tab: OpenTab, own_site: Site
) -> None:
    tab, row = open_tab(own_site), told(own_site)
    who = row["who"][0]
    document = own_site.data(f"/contacts/{row['id']}.json")["items"][0]["document"]
    tab.goto(f"/actors/{urllib.parse.quote(who['actor'], safe='')}")
    tab.get_by_role("link", name="Correct this actor").click()
    tab.get_by_label("Name", exact=True).fill("Quintus Corrected")
    tab.get_by_label("Why").fill("his own spelling")
    tab.get_by_role("button", name="Correct it in all documents").click()

    expect(tab.locator("h1")).to_contain_text("Quintus Corrected")
    actor = tab.url
    tab.goto(f"/documents/{document}")
    expect(tab.locator(".claims")).to_contain_text("Quintus Corrected")
    tab.goto(f"/contacts/{row['id']}")
    expect(tab.locator("h1")).to_contain_text("Quintus Corrected")
    expect(tab.locator("h1")).not_to_contain_text(who["name"])

    tab.goto("/review/history")
    expect(tab.locator(".line").first).to_contain_text("his own spelling")
    tab.get_by_role("button", name="Take back").first.click()
    expect(tab.locator(".line").first).to_contain_text("taken back by local")
    for address in (f"/contacts/{row['id']}", f"/documents/{document}"):
        tab.goto(address)
        expect(tab.locator("main")).not_to_contain_text("Quintus Corrected")
        expect(tab.locator("main")).to_contain_text(who["name"])
    tab.goto(actor)
    expect(tab.locator("h1")).to_have_text(who["name"])


TREATY = """Lighthouse treaty signed

PORT SELE, 12 May 2025 — Foreign Minister Jean-Noel Barrot of France met German Foreign Minister Johann Wadephul on Monday \
and signed the lighthouse treaty.

Barrot said that the lighthouse treaty would "keep the lamps burning".
"""


def test_a_search_is_followed_and_a_document_that_matches_is_its_next_entry(open_tab: OpenTab, own_site: Site) -> None:
    tab = open_tab(own_site)
    tab.goto("/search")
    tab.locator("main input[name=q]").fill('"lighthouse treaty"')
    tab.locator("main").get_by_role("button", name="Search").click()
    expect(tab).to_have_url(re.compile(r"[?&]q="))
    tab.get_by_role("button", name="Follow documents").click()
    link = tab.get_by_role("link", name="Atom").first
    feed = own_site.address + str(link.get_attribute("href"))
    assert feedparser.parse(httpx.get(feed).text).entries == []

    tab.goto("/documents/new")
    tab.get_by_label("A text").fill(TREATY)
    tab.get_by_role("button", name="Read it").click()
    expect(tab.locator("h1")).to_have_text("Lighthouse treaty signed", timeout=60_000)
    document = urllib.parse.urlsplit(tab.url).path

    parsed = feedparser.parse(httpx.get(feed).text)
    assert not parsed.bozo
    (entry,) = parsed.entries
    assert entry.title == "Lighthouse treaty signed" and urllib.parse.urlsplit(entry.link).path == document
    tab.goto(entry.link)
    expect(tab.locator(".text")).to_contain_text("keep the lamps burning")


PLAIN = [
    "/",
    "/documents",
    "/contacts",
    "/pairs",
    "/actors",
    "/phrases",
    "/search?q=crossing",
    "/review",
    "/follows",
    "/charts",
]


@pytest.mark.parametrize("address", PLAIN)
def test_pages_say_as_much_without_a_script(open_tab: OpenTab, site: Site, address: str) -> None:
    without, tab = open_tab(site, java_script_enabled=False), open_tab(site)
    said = []
    for one in (without, tab):
        one.goto(address)
        said.append(" ".join(str(one.locator("main").text_content()).split()))
    assert said[0] == said[1] and len(said[0]) > 40


def test_a_journey_without_a_script(open_tab: OpenTab, site: Site) -> None:
    tab, row = open_tab(site, java_script_enabled=False), told(site)
    tab.goto("/contacts")
    tab.locator("summary", has_text="Narrow").click()
    tab.get_by_label("Country", exact=True).fill(row["who"][0]["country"])
    tab.locator(".filters").get_by_role("button", name="Show").click()
    tab.locator(f"a[href='/contacts/{row['id']}']").first.click()
    tab.get_by_role("link", name="Compare the reports").click()
    expect(tab.locator(".columns2 tbody tr")).not_to_have_count(0)
    tab.get_by_role("link", name="The contact", exact=True).click()
    tab.locator(".reports .from a").first.click()
    assert core(tab)
    number = tab.locator(".claim.on .number")
    number.click()
    expect(tab.locator(".claim.on")).to_have_count(1)
