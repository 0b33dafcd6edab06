"""The pages in a browser: from the news line to the words, by mouse, by keyboard, without a script; axe-core finds nothing.

Needs a chromium (COMMUNIQUE_TEST_CHROMIUM) and, for the last, axe-core's script (COMMUNIQUE_TEST_AXE); the gate has both.
"""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from communique.store.engine import open_store
from communique.store.writer import add
from communique.web.app import make_app
from communique.web.reading.items import items
from communique.web.settings import WebSettings
from factory import call_record
from web.conftest import CALL, HARM

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM = os.environ.get("COMMUNIQUE_TEST_CHROMIUM")
AXE = os.environ.get("COMMUNIQUE_TEST_AXE")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs a chromium named by COMMUNIQUE_TEST_CHROMIUM")
ADDRESSES = ["/", "/?q=Ormund&what=contacts", "/documents", f"/documents/{CALL}", f"/documents/{HARM}", "/documents/new",
             "/tokens", "/audit", "/login", "/nowhere"]  # fmt: skip


@pytest.fixture(scope="module")
def served(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a served store, and its file."""
    path = tmp_path_factory.mktemp("browser") / "store.db"
    path.write_bytes(template.read_bytes())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = make_app(WebSettings(db=str(path), port=port, poll=0.05, a_minute=100_000))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{port}", path
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A chromium without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, served: tuple[str, Path]) -> Iterator[Page]:
    """A tab in which nothing may go wrong unseen."""
    context = browser.new_context(base_url=served[0], viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    yield tab
    context.close()
    assert wrong == []


def item(kind: str) -> Any:
    """The first item of a kind of the call's record."""
    return next(i for i in items(call_record()) if i.kind == kind)


def core(page: Page) -> str:
    """The words that are marked as an item's own."""
    return "".join(page.locator(".w.core").all_text_contents())


def test_from_the_news_line_to_the_words(page: Page) -> None:
    page.goto("/")
    page.locator(".said .story", has_text="full support").locator(".from a").click()
    assert core(page) == "reaffirmed Valdoria's full support for the Ormund agreement,"
    expect(page.locator(".w.core").first).to_be_in_viewport()
    expect(page.locator(f"#item-{item('statement').id}")).to_have_class("claim statement depth0 on")


def test_from_the_words_to_the_claims(page: Page) -> None:
    page.goto(f"/documents/{CALL}")
    page.locator(".w.own", has_text="the Ormund").click()
    statement, position = item("statement").number, item("position").number
    expect(page.locator("#chosen")).to_contain_text("claims rest on these words")
    assert {str(statement), str(position)} <= set(page.locator("#chosen a").all_inner_texts())
    expect(page.locator(f"#item-{item('position').id}")).to_have_class("claim position depth0 under")
    page.locator("#chosen a", has_text=str(position)).first.click()
    expect(page.locator(f"#item-{item('position').id}")).to_have_class("claim position depth0 under on")
    assert core(page) == "the Ormund agreement"


def test_through_the_claims_by_keyboard(page: Page) -> None:
    page.goto(f"/documents/{CALL}")
    for key in "jjjk":
        page.keyboard.press(key)
    second = items(call_record())[1]
    expect(page.locator(".claim.on")).to_have_id(f"item-{second.id}")
    expect(page.locator(".claim.on")).to_be_focused()
    assert f"item={second.id}" in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".claim.on, .w.on")).to_have_count(0)


def test_keys_typed_into_a_field_choose_nothing(page: Page) -> None:
    page.goto(f"/documents/{CALL}")
    page.locator("#find").fill("")
    page.locator("#find").press_sequentially("jk")
    expect(page.locator(".claim.on")).to_have_count(0)


def test_without_a_script(browser: Browser, served: tuple[str, Path]) -> None:
    context = browser.new_context(base_url=served[0], java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"/documents/{CALL}")
    statement = item("statement")
    tab.locator(f"#item-{statement.id} .number").click()
    assert core(tab) == "reaffirmed Valdoria's full support for the Ormund agreement,"
    tab.locator(".n", has_text=str(statement.number)).first.click()
    assert tab.url.endswith(f"#item-{statement.id}")
    tab.goto("/")
    tab.locator("summary").click()
    tab.get_by_label("Words", exact=True).fill("Ormund")
    tab.get_by_role("button", name="Show").click()
    assert "q=Ormund" in tab.url and tab.locator(".story").count() > 0
    context.close()


def test_new_documents_are_announced(page: Page, served: tuple[str, Path]) -> None:
    from web.test_pages import report

    with page.expect_response("**/stream"):
        page.goto("/")
    expect(page.locator("#live")).to_be_empty()
    engine = open_store(str(served[1]))
    with engine.execution_options(writes=True).begin() as connection:
        add(connection, report("2025-03-09", 77).record())
    engine.dispose()
    expect(page.locator("#live")).to_have_text("1 new document: show")
    page.locator("#live a").click()
    expect(page.locator(".said .story").first).to_contain_text("it rained 77 times")


def test_light_and_dark_are_kept(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/documents")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark != light


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_a_narrow_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.skipif(not AXE, reason="needs axe-core's script named by COMMUNIQUE_TEST_AXE")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["/?q=Ormund", "/documents", f"/documents/{CALL}", "/documents/new", "/audit", "/login"]
)
def test_axe_finds_nothing(browser: Browser, served: tuple[str, Path], address: str, scheme: Any) -> None:
    context = browser.new_context(base_url=served[0], color_scheme=scheme, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(address + (f"?item={item('statement').id}" if address.endswith(CALL) else ""))
    tab.evaluate(Path(str(AXE)).read_text(encoding="utf-8"))
    rules = (
        "['color-contrast']"
        if scheme == "dark"
        else "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
    )
    found = tab.evaluate(f"axe.run({{runOnly: {rules}}})")
    context.close()
    assert found["passes"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []
