"""A table without rows has the header that it has with rows."""

import pytest
from click.testing import CliRunner
from tests.factory import Maker

from communique.cli.main import main
from communique.query.derived import refresh
from communique.store.engine import open_store
from communique.store.writer import add_many

CALLS = (
    ("documents",),
    ("documents", "--copies"),
    ("contacts",),
    *(("search", "--what", what) for what in ("documents", "contacts", "statements", "positions")),
    ("timeline", "--of", "Dask"),
    ("timeline", "--claims"),
    ("phrases",),
)
SAID = "full support for the free flow of freight across the Ormund crossing"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A store that has every kind of row, and one that has Dask alone."""
    records = []
    for day, place in enumerate(("harbour", "lighthouse", "market", "bridge", "mill"), 1):
        maker = Maker(f"At the {place} Orlan Dask voiced {SAID}.", published=f"2025-03-0{day}", kind="statement")
        dask = maker.entity("Orlan Dask", country="AUT")
        made = maker.statement(SAID, cue="voiced", source="Orlan Dask", speakers=(dask,))
        maker.position(dask, "support", "the free flow of freight", SAID, statement=made)
        records.append(maker.record())
    for day in range(1, 3):
        told = f"On March {day} Orlan Dask called Mira Tolen in Larn, their first call since March 1, 2024"
        maker = Maker(f"{told}. Both voiced {SAID}.", published=f"2025-03-0{day}", publisher="Wire")
        dask, tolen = maker.entity("Orlan Dask", country="AUT"), maker.entity("Mira Tolen", country="CHE")
        larn = maker.entity("Larn", kind="place")
        when = maker.when(f"2025-03-0{day}", f"March {day}")
        maker.event("call", "called", told, {dask: "actor", tolen: "recipient"}, when=when, where=larn)
        records.append(maker.record())
    alone = Maker("Orlan Dask.")
    alone.entity("Orlan Dask")
    paths = []
    for name, some in (("full", records), ("bare", [alone.record()])):
        paths.append(str(tmp_path_factory.mktemp(name) / "store.db"))
        engine = open_store(paths[-1])
        for _ in add_many(engine, some):
            pass
        refresh(engine)
        engine.dispose()
    return paths[0], paths[1]


def table(*arguments: str) -> list[str]:
    result = CliRunner().invoke(main, [*arguments, "--format", "csv"])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_the_header_does_not_hang_on_the_rows(stores: tuple[str, str], call: tuple[str, ...]) -> None:
    full, bare = stores
    rows = table(*call, "--db", full)
    assert len(rows) > 1
    none = table(*call, "--until" if call[0] != "timeline" else "--to", "1999-12-31", "--db", bare)
    assert none == rows[:1]
    if call[-1] == "contacts":
        assert ",edtf," in none[0] and "Larn" in rows[1]
