"""Once there are accounts: a stranger reads nothing, a reader changes nothing, a form without its token does nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from browser.conftest import OpenTab
from browser.kinds import KINDS
from browser.serving import Site, served
from communique.store.engine import open_store
from communique.web.people.accounts import add_account

PASSWORD = "a-long-one-for-tests"
REFUSED = "Failed to load resource: the server responded with a status of 403"


@pytest.fixture(scope="module")
def guarded(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The samples, served to those who have an account."""
    path = tmp_path_factory.mktemp("guarded") / "store.db"
    shutil.copyfile(demo, path)
    engine = open_store(str(path))
    with engine.execution_options(writes=True).begin() as connection:
        for name, role in (("rita", "reader"), ("vera", "reviewer")):
            add_account(connection, name, PASSWORD, role)
    engine.dispose()
    with served(path) as site:
        yield site


def log_in(tab: Page, name: str) -> None:
    """Fill in the form that a stranger is sent to."""
    tab.get_by_label("Name").fill(name)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Log in").click()


def test_a_stranger_is_asked_to_log_in_and_then_comes_where_he_wanted(open_tab: OpenTab, guarded: Site) -> None:
    tab = open_tab(guarded)
    tab.goto("/documents?q=crossing")
    expect(tab.locator("h1")).to_have_text("Log in")
    expect(tab.locator("nav, .find")).to_have_count(0)
    log_in(tab, "rita")
    expect(tab).to_have_url(guarded.address + "/documents?q=crossing")
    expect(tab.locator(".list li")).not_to_have_count(0)
    tab.get_by_role("button", name="Log out").click()
    tab.goto("/documents")
    expect(tab.locator("h1")).to_have_text("Log in")


def test_a_reader_does_not_review(open_tab: OpenTab, guarded: Site) -> None:
    tab = open_tab(guarded, allowed=(REFUSED,))
    tab.goto("/login")
    log_in(tab, "rita")
    expect(tab.locator("nav")).to_contain_text("News")
    expect(tab.locator("nav")).not_to_contain_text("Review")
    for address in ("/review", "/review/history", "/documents/new", "/audit"):
        answer = tab.goto(address)
        assert answer is not None and answer.status == 403
        expect(tab.locator("h1")).to_have_text("Not for you to see")
    tab.goto("/contacts")
    tab.locator(".line a").first.click()
    expect(tab.locator("form[action$='/join'], form[action$='/split']")).to_have_count(0)


def test_a_reviewer_does(open_tab: OpenTab, guarded: Site) -> None:
    tab = open_tab(guarded)
    tab.goto("/review")
    log_in(tab, "vera")
    tab.get_by_role("link", name="Begin with the first").click()
    tab.get_by_role("button", name="Accept").click()
    tab.goto("/review/history")
    expect(tab.locator(".line").first).to_contain_text("vera")


def test_a_form_without_its_token_does_nothing(open_tab: OpenTab, guarded: Site) -> None:
    tab = open_tab(guarded, allowed=(REFUSED,))
    tab.goto("/follows")
    log_in(tab, "rita")
    tab.get_by_label("Name").fill("without a token")
    tab.evaluate("for (const token of document.querySelectorAll('[name=_csrf_token]')) token.remove()")
    with tab.expect_response(lambda answer: answer.request.method == "POST") as refused:
        tab.get_by_role("button", name="Follow", exact=True).click()
    assert refused.value.status == 403
    tab.goto("/follows")
    expect(tab.locator("main")).not_to_contain_text("without a token")


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_no_kind_of_page_is_shown_to_a_stranger(site: Site, guarded: Site, ending: str) -> None:
    for kind, find in KINDS.items():
        if kind in ("/login", "nowhere"):
            continue
        path, _, query = find(site).partition("?")
        if ending and path == "/":
            path = "/news"
        answer = httpx.get(f"{guarded.address}{path}{ending}?{query}")
        assert answer.status_code == (401 if ending else 303), f"{path}{ending}"
        assert ending or answer.headers["location"].startswith("/login?next=")
