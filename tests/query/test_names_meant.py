"""Whom a name in a question may mean."""

from pathlib import Path

import pytest
from tests.factory import Maker

from communique.errors import UsageError
from communique.query.documents import contacts
from communique.query.filters import actor_keys, may_mean
from communique.query.narrowing import Filter
from communique.store.engine import open_store
from communique.store.writer import add_many


def test_a_surname_means_all_who_bear_it_wherever_it_is_also_a_whole_name(tmp_path: Path) -> None:
    records = []
    for name in ("Orlan Dask", "Dask", "Ada Orlan Dask"):
        maker = Maker(f"{name} called Mira Tolen.", published="2025-03-02")
        ids = maker.entity(name), maker.entity("Mira Tolen")
        maker.event("call", "called", f"{name} called", dict(zip(ids, ("actor", "recipient"), strict=True)))
        records.append(maker.record())
    engine = open_store(str(tmp_path / "s.db"))
    assert len(list(add_many(engine, records))) == 3
    with engine.connect() as connection:
        assert [len(contacts(connection, Filter(actors=(n,)))) for n in ("Dask", "Orlan Dask", "Tolen")] == [3, 1, 3]
        assert len(actor_keys(connection, "dask")) == 1  # to say who it is, it must be one
        key = actor_keys(connection, "Orlan Dask")
        assert may_mean(connection, key[0]) == key
        with pytest.raises(UsageError):
            may_mean(connection, "Fenn")
    engine.dispose()
