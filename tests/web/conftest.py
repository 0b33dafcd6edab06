"""A served store: a call between two ministers, and a document made to do harm."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import Engine

from communique.model import Record
from communique.store.engine import open_store
from communique.store.writer import add, document_key
from communique.web.app import make_app
from communique.web.people.accounts import add_account
from communique.web.people.sessions import make_token
from communique.web.settings import WebSettings
from factory import Maker, call_record

PASSWORDS = {"rita": "reads-every-morning", "vera": "reviews-every-noon", "anna": "administers-at-night"}
ROLES = {"rita": "reader", "vera": "reviewer", "anna": "admin"}
EVIL = "<script>alert(1)</script>"
LONG = "x" * 100_000
HOSTILE = f"""Dask {EVIL} meets Tolen

Orlan Dask met \u202ereversed\u202c Mira Tolen in Larn & said "all is {EVIL} well" to {LONG} there.\x07

Orlan Dask said that "peace \u2066holds\u2069" & "{EVIL}".
"""


def hostile_record() -> Record:
    """Scripts, a javascript: address, marks that turn the direction, and a word without an end, in every place there is."""
    m = Maker(
        HOSTILE,
        title=f"{EVIL} \u202e title",
        publisher=f"{EVIL} Wire",
        byline=(f"By {EVIL}",),
        section=f"<b>{EVIL}",
        url="javascript:alert(document.cookie)",
        published="2025-03-04",
    )
    dask = m.entity("Orlan Dask", country="VLD", role=f"Minister {EVIL}")
    evil = m.entity(EVIL, kind="organization")
    said = m.statement(f'"all is {EVIL} well"', cue="said", source="Orlan Dask", speakers=(dask,), via=(evil,))
    m.event("meeting", "met", f"met \u202ereversed\u202c Mira Tolen in Larn & said \"all is {EVIL} well\" to {LONG}",
            {dask: "both", evil: "both"}, topics=[[EVIL]])  # fmt: skip
    m.position(dask, "support", "peace \u2066holds\u2069", 'said that "peace \u2066holds\u2069"', statement=said)
    return m.record()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with both documents and no accounts, closed."""
    path = tmp_path_factory.mktemp("web") / "template.db"
    engine = open_store(str(path))
    with engine.execution_options(writes=True).begin() as connection:
        for record in (call_record(), hostile_record()):
            add(connection, record)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def with_people(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with accounts: hashing passwords is slow on purpose, so it is done once."""
    path = tmp_path_factory.mktemp("web") / "people.db"
    shutil.copyfile(template, path)
    engine = open_store(str(path))
    with engine.execution_options(writes=True).begin() as connection:
        for name, password in PASSWORDS.items():
            add_account(connection, name, password, ROLES[name])
    engine.dispose()
    return path


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Path:
    """A store of one's own, without accounts."""
    return Path(shutil.copyfile(template, tmp_path / "store.db"))


@pytest.fixture
def peopled(with_people: Path, tmp_path: Path) -> Path:
    """A store of one's own, with accounts."""
    return Path(shutil.copyfile(with_people, tmp_path / "peopled.db"))


Client = TestClient[Any]


def client_of(path: Path, **settings: Any) -> Client:
    """A browser before a served store; it does not follow redirects."""
    app = make_app(WebSettings(db=str(path), **{"poll": 0.01} | settings))
    return TestClient(app, base_url="http://127.0.0.1:8321", raise_server_exceptions=False)


@pytest.fixture
def local(store: Path) -> Iterator[Client]:
    """The single user of an own machine."""
    with client_of(store) as client:
        client.follow_redirects = False
        yield client


@pytest.fixture
def stranger(peopled: Path) -> Iterator[Client]:
    """Somebody who has not logged in."""
    with client_of(peopled) as client:
        client.follow_redirects = False
        yield client


def engine_of(client: Client) -> Engine:
    """The store behind a client."""
    engine: Engine = client.app.state.engine
    return engine


@pytest.fixture
def bearer(stranger: Client) -> Callable[[str], dict[str, str]]:
    """Headers of a program with a token of somebody's."""

    def made(name: str) -> dict[str, str]:
        with engine_of(stranger).execution_options(writes=True).begin() as connection:
            return {"authorization": f"Bearer {make_token(connection, name, 'tests', ROLES[name])}"}

    return made


CALL = document_key(call_record())
HARM = document_key(hostile_record())
