"""Whatever the order and the portions in which documents arrive, the contacts are those of a full rebuild."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.query.merging_by_hand import add, decide, everything, records

from communique.query.merging import rebuild, refresh
from communique.store.engine import open_store

WHO = (
    ["Dask", "Tolen"],
    ["Dask", "Karel"],
    ["AUT", "CHE"],
    ["Dask", "CHE"],
    ["Dask", "Varga", "Tolen"],
    ["Dask", "Bare"],
)
WHEN = ("2025-03-03", "2025-03-04", "2025-03-05", "2025-03", "2025-03-03/2025-03-07", None)
REPORT = st.fixed_dictionaries(
    {
        "published": st.sampled_from(("2025-03-02", "2025-03-03", "2025-03-04", "2025-04-01")),
        "action": st.sampled_from(("call", "meeting", "talks")),
        "who": st.sampled_from(WHO),
        "when": st.sampled_from(WHEN),
        "status": st.sampled_from(("held", "held", "held", "planned")),
        "kind": st.sampled_from(("readout", "transcript")),
        "doc": st.sampled_from(tuple("abcdefgh")),
    }
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("orders") / "empty.db"
    open_store(str(path)).dispose()
    return path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=st.lists(REPORT, min_size=4, max_size=14), data=st.data())
def test_any_order_ends_the_same(
    reports: list[dict[str, Any]], data: st.DataObject, empty: Path, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(empty, path)
    made, keys = records(reports)
    engine = open_store(str(path))
    some = st.integers(0, len(keys) - 1)
    decided = data.draw(st.lists(st.tuples(st.sampled_from(("join", "split")), some, some), max_size=3))
    for number, record in enumerate(data.draw(st.permutations(made))):
        add(engine, [record])
        if number < len(decided):
            verdict, one, other = decided[number]
            decide(engine, verdict, keys[one], keys[other])  # the reports may not be there yet
        refresh(engine)
    step_by_step = everything(engine)
    rebuild(engine)
    assert everything(engine) == step_by_step
    engine.dispose()
