"""The sample documents in a served store, and a chromium to look at it with.

Chromium is the one that COMMUNIQUE_TEST_CHROMIUM names, or Debian's; without any the tests here are skipped.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.serving import ARGUMENTS, Site, Watch, served
from communique.model import Record
from communique.query import merging
from communique.query.phrases import filling
from communique.store.engine import open_store
from communique.store.writer import add_many
from query.test_phrases_ledger import REGULAR, WITHOUT, readout

CHROMIUM = os.environ.get("COMMUNIQUE_TEST_CHROMIUM") or shutil.which("chromium")
OpenTab = Callable[..., Page]
ANEW = "spoke of the weather and of the lighthouse"


def fill(path: Path, records: list[Record]) -> None:
    """Add records to a store, and all that is made of them: merged contacts, phrases."""
    engine = open_store(str(path))
    for _ in add_many(engine, records):
        pass
    merging.refresh(engine)
    filling.rebuild(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def there_is_one() -> None:
    """Skips where there is no chromium."""
    if not CHROMIUM:
        pytest.skip("needs a chromium: install one, or name it with COMMUNIQUE_TEST_CHROMIUM")


@pytest.fixture(scope="module")
def chromium(there_is_one: None) -> Iterator[Browser]:
    """A chromium without a window. One for each module: while Playwright is about, an event loop runs in this thread, and no
    test elsewhere could start one of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, there_is_one: None) -> Path:
    """A store of the sample documents, as `make demo` makes it, closed; with them readouts of a phrase that is dropped, and a
    page that was changed. Made once for all workers of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / "demo.db"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            making = folder / "making.db"
            command = [sys.executable, "-m", "communique", "samples", "demo", "--db", str(making)]
            subprocess.run(command, check=True, capture_output=True)
            fill(
                making,
                [*(readout(n, words) for n, words in enumerate([*[REGULAR] * 5, WITHOUT, WITHOUT])), readout(6, ANEW)],
            )
            making.rename(path)
    return path


@pytest.fixture(scope="session")
def site(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The samples, served; tests here only look. Those that change something take `own_site`."""
    path = tmp_path_factory.mktemp("site") / "store.db"
    shutil.copyfile(demo, path)
    with served(path) as site:
        yield site


@pytest.fixture
def own_site(demo: Path, tmp_path: Path) -> Iterator[Site]:
    """The samples, served for one test, which may change them."""
    path = tmp_path / "store.db"
    shutil.copyfile(demo, path)
    with served(path) as site:
        yield site


@pytest.fixture
def open_tab(chromium: Browser) -> Iterator[OpenTab]:
    """Opens tabs before a site, each a visitor of its own. What goes wrong in any of them fails the test.

    The options are Playwright's for a context, and `allowed`: console messages that are expected.
    """
    opened: list[tuple[Any, Watch]] = []

    def opener(site: Site, allowed: tuple[str, ...] = (), **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options
        context = chromium.new_context(base_url=site.address, **options)
        watch = Watch(site.address, allowed=list(allowed))
        opened.append((context, watch))
        context.on("page", watch.over)
        return context.new_page()

    yield opener
    for context, _ in opened:
        context.close()
    assert [line for _, watch in opened for line in watch.wrong] == []


@pytest.fixture
def tab(open_tab: OpenTab, site: Site) -> Page:
    """A tab before the samples."""
    return open_tab(site)
