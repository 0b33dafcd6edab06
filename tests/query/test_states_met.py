"""States that only the documents in a store know, as users' own are, stand for all who act for them."""

from pathlib import Path

import pytest
from tests.factory import Maker

from communique.errors import UsageError
from communique.query.documents import contacts
from communique.query.filters import country_code, met_state
from communique.query.narrowing import Filter
from communique.store.engine import open_store
from communique.store.writer import add_many

TEXT = "Orlan Dask called Mira Tolen. Valdoria and Kestria are neighbours. Norland looked on. Norland is not Norland."


def test_a_state_met_in_the_store(tmp_path: Path) -> None:
    maker = Maker(TEXT, published="2025-03-02")
    dask, tolen = maker.entity("Orlan Dask", country="VLD"), maker.entity("Mira Tolen", country="KES")
    for name, code in (("Valdoria", "VLD"), ("Kestria", "KES"), ("Norland", None)):
        maker.entity(name, kind="country", country=code)
    maker.event("call", "called", TEXT[:29], {dask: "actor", tolen: "recipient"})
    engine = open_store(str(tmp_path / "s.db"))
    assert [became for _, became in add_many(engine, [maker.record()])] == ["new"]
    with engine.connect() as connection:
        assert met_state(connection, "valdoria") == "VLD" and met_state(connection, "VLD") == "VLD"
        assert met_state(connection, "Norland") is None and met_state(connection, "vld") is None
        for wanted in (
            Filter(actors=("Valdoria", "Kestria")),
            Filter(countries=("VLD",)),
            Filter(actors=("Dask", "KES")),
        ):
            assert [row["trigger"] for row in contacts(connection, wanted)] == ["called"]
        with pytest.raises(UsageError, match="no state that is known"):
            contacts(connection, Filter(countries=("Norland",)))
    with pytest.raises(UsageError):
        country_code("Valdoria")
    engine.dispose()
