"""The reading room of one call: from the words to the claims, by mouse and by keyboard; and what is announced meanwhile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import OpenTab, fill
from browser.serving import Site, served
from communique.store.engine import open_store
from communique.store.writer import add
from communique.web.reading.items import items
from factory import call_record
from web.conftest import CALL
from web.test_pages import report


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A store of one call, served."""
    path: Path = tmp_path_factory.mktemp("room") / "store.db"
    fill(path, [call_record()])
    with served(path) as site:
        yield site


@pytest.fixture
def room(open_tab: OpenTab, call: Site) -> Page:
    """A tab with the call in its reading room, the script running."""
    tab = open_tab(call)
    tab.goto(f"/documents/{CALL}", wait_until="load")
    return tab


def item(kind: str) -> Any:
    """The first item of a kind of the call's record."""
    return next(i for i in items(call_record()) if i.kind == kind)


def test_from_the_words_to_the_claims(room: Page) -> None:
    room.locator(".w.own", has_text="the Ormund").click()
    statement, position = item("statement").number, item("position").number
    expect(room.locator("#chosen")).to_contain_text("claims rest on these words")
    assert {str(statement), str(position)} <= set(room.locator("#chosen a").all_inner_texts())
    expect(room.locator(f"#item-{item('position').id}")).to_have_class("claim position depth0 under")
    room.locator("#chosen a", has_text=str(position)).first.click()
    expect(room.locator(f"#item-{item('position').id}")).to_have_class("claim position depth0 under on")
    assert "".join(room.locator(".w.core").all_text_contents()) == "the Ormund agreement"


def test_keys_go_through_the_claims_and_the_address_goes_along(room: Page) -> None:
    for key in "jjjk":
        room.keyboard.press(key)
    second = items(call_record())[1]
    expect(room.locator(".claim.on")).to_have_id(f"item-{second.id}")
    assert f"item={second.id}" in room.url
    room.keyboard.press("Escape")
    expect(room.locator(".claim.on, .w.on")).to_have_count(0)


def test_keys_typed_into_a_field_choose_nothing(room: Page) -> None:
    room.locator("#find").press_sequentially("jk")
    expect(room.locator(".claim.on")).to_have_count(0)


def test_without_a_script_numbers_lead_from_words_to_claims_and_back(open_tab: OpenTab, call: Site) -> None:
    tab, statement = open_tab(call, java_script_enabled=False), item("statement")
    tab.goto(f"/documents/{CALL}")
    tab.locator(f"#item-{statement.id} .number").click()
    words = "".join(tab.locator(".w.core").all_text_contents())
    assert words == "reaffirmed Valdoria's full support for the Ormund agreement,"
    tab.locator(".n", has_text=str(statement.number)).first.click()
    assert tab.url.endswith(f"#item-{statement.id}")


def test_new_documents_are_announced(open_tab: OpenTab, call: Site) -> None:
    tab = open_tab(call)
    with tab.expect_response("**/stream"):
        tab.goto("/")
    expect(tab.locator("#live")).to_be_empty()
    engine = open_store(str(call.path))
    with engine.execution_options(writes=True).begin() as connection:
        add(connection, report("2025-03-09", 77).record())
    engine.dispose()
    expect(tab.locator("#live")).to_have_text("1 new document: show")
    tab.locator("#live a").click()
    expect(tab.locator(".said .story").first).to_contain_text("it rained 77 times")
