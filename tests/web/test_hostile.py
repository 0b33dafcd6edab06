"""Text from outside is text: no script runs, no link leads where it should not, nothing turns the page round."""

import re
from xml.etree.ElementTree import fromstring

import pytest

from communique.present.charts import contacts_chart, to_svg
from communique.web.conventions.words import clipped, pieces, safe_href
from web.conftest import EVIL, HARM, LONG, Client

PAGES = ["/", "/documents", f"/documents/{HARM}", f"/documents/{HARM}?item=%22%3E{EVIL}", f"/?q={EVIL}&actor={EVIL}",
         f"/documents?publisher={EVIL}&kind={EVIL}", f"/documents/{EVIL}", f"/login?next=javascript:{EVIL}",
         f"/?since={EVIL}", f"/nothing{EVIL}?x={EVIL}"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_what_a_browser_would_obey(local: Client, address: str) -> None:
    answer = local.get(address)
    assert answer.status_code in (200, 400, 404)
    html = answer.text
    assert EVIL not in html and "<b>" + EVIL not in html
    assert all(s.startswith("/static/") for s in re.findall(r'<script[^>]* src="([^"]*)"', html))
    assert len(re.findall(r"<script", html)) == len(re.findall(r'<script src="/static/', html))
    assert not re.search(r"\son\w+=|\sstyle=|<style|<iframe|<object", html)
    assert not re.search(r'(?:href|src|action)="\s*(?!https?://|/|#|\?)[^"]', html), "no other kind of address"


def test_marks_that_turn_the_direction_are_shown_and_not_obeyed(local: Client) -> None:
    for address in PAGES:
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x07]", local.get(address).text)
    html = local.get(f"/documents/{HARM}").text
    for code in ("U+202E", "U+202C", "U+2066", "U+0007"):
        assert re.search(rf'<span class="code"[^>]*>{re.escape(code)}</span>', html)


def test_a_word_without_an_end_is_whole_in_the_text_and_cut_elsewhere(local: Client) -> None:
    html = local.get(f"/documents/{HARM}").text
    assert html.count(LONG) == 1
    assert "xxxxxxxxxx" * 50 not in local.get("/").text


def test_an_address_of_another_kind_is_no_link(local: Client) -> None:
    html = local.get(f"/documents/{HARM}").text
    assert "javascript:alert" in html and 'href="javascript' not in html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//evil.example", "https:evil", "file:///etc/passwd", "", None,
     "http://[", "JAVASCRIPT://x/%0aalert(1)", "vbscript:x"],
)  # fmt: skip
def test_addresses_that_are_no_links(address: str | None) -> None:
    assert safe_href(address) is None


def test_addresses_that_are() -> None:
    assert safe_href("https://example.org/a?b=c") == "https://example.org/a?b=c"


def test_pieces_keep_every_visible_character() -> None:
    text = "a\u202eb\x00c\nd\u200de\U000e0001f"
    assert [tuple(p) for p in pieces(text)] == [
        ("a", False), ("U+202E", True), ("b", False), ("U+0000", True), ("c\nd\u200de", False), ("U+E0001", True), ("f", False),
    ]  # fmt: skip


def test_clipping_is_harmless_and_short() -> None:
    assert clipped("a\u202eb") == "a<U+202E>b"
    assert len(clipped("x" * 1000, 100)) <= 102
    assert clipped("word " * 100, 23) == "word word word word …"


def test_tables_hold_no_formulas(local: Client) -> None:
    for line in local.get("/documents.csv").text.splitlines() + local.get(f"/documents/{HARM}.csv").text.splitlines():
        assert not re.search(r'(?:^|,)"?[=+@]', line)


def test_every_answer_has_the_headers(local: Client) -> None:
    for address in ("/", "/documents.json", "/nothing", "/static/communique.css", "/documents?since=x", "/stream/x"):
        headers = local.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/..%2f..%2fapp.py"]
)
def test_nothing_outside_the_folder_is_served(local: Client, path: str) -> None:
    assert local.get(path).status_code in (400, 404)


def test_a_chart_survives_what_xml_cannot_hold() -> None:
    hostile = "Da\x0esk\x00 \ud800 <&> \uffff"
    rows = [{"month": "2025-03", "action": hostile, "status": "held", "contacts": 1}]
    svg = to_svg(contacts_chart(rows, hostile, hostile))
    assert "Da\ufffdsk" in svg and "\x0e" not in svg
    assert fromstring(svg).tag.endswith("svg")  # well-formed
