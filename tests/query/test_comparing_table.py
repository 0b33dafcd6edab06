"""Comparisons and edits by table: cases/comparing.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.factory import Maker

from communique.model import Record
from communique.query.comparing.compare import compare
from communique.query.comparing.edits import edits
from communique.query.versions import described

TABLE = tomllib.loads((Path(__file__).parents[1] / "cases" / "comparing.toml").read_text("utf-8"))


def made(text: str, cast: dict[str, str]) -> Record:
    maker = Maker(text)
    for what, names in cast.items():
        kind, state = what.split()
        seen = [name for name in names.split("|") if name in text]
        if seen:
            maker.entity(names.split("|")[0], *seen, kind=kind, country=state)
    return maker.record()


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda c: c["what"])
def test_two_texts_side_by_side(case: dict[str, Any]) -> None:
    found = compare([made(case[side], case.get("cast", {})) for side in ("one", "other")])
    assert [row.kind if row.kind != "only" else "AB"[row.sides[0]] for row in found.rows] == case["rows"]
    if "disagree" in case:
        assert [f"{d.kind}: {' / '.join(map(str, d.values))}" for d in found.disagreements] == case["disagree"]


@pytest.mark.parametrize("case", TABLE["edit"], ids=lambda c: c["line"])
def test_two_versions(case: dict[str, Any]) -> None:
    found = edits(made(case["before"], {}), made(case["after"], {}))
    assert [e.kind for e in found] == case["kinds"]
    assert described(found) == case["line"]
    for edit in found:
        assert edit.was == (edit.before.of(case["before"]) if edit.before else "")
        assert edit.now == (edit.after.of(case["after"]) if edit.after else "")
