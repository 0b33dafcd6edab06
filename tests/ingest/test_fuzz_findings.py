"""Inputs that broke or stalled a reader once (`benchmarks/fuzz.py`): each gives documents or one line."""

from pathlib import Path

import pytest

from communique.ingest import Ingested, IngestOptions, SourceFailure
from communique.ingest.sources import read_source

FOUND = sorted((Path(__file__).parents[1] / "cases" / "fuzz").iterdir())


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_findings_stay_mended(file: Path) -> None:
    items = list(read_source(str(file), IngestOptions()))
    assert items
    for item in items:
        assert isinstance(item, Ingested | SourceFailure)
        if isinstance(item, SourceFailure):
            assert "could not be read" not in item.reason and "\n" not in item.reason
