"""`communique read --engine ray`: calls that make no sense, and what is told of one that does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.cli.main import run
from communique.ingest import SourceFailure
from communique.scale.engine import Run
from communique.scale.partitions import Partition


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.jsonl", "--engine", "ray"],
        ["a.jsonl", "--engine", "ray", "--output", "out", "--format", "json"],
        ["a.jsonl", "--engine", "ray", "--output", "out", "--explain"],
        ["a.jsonl", "--ray-address", "auto"],
        ["a.jsonl", "--output", "."],
        ["a.jsonl", "--actors", "missing.csv"],
    ],
)
def test_calls_that_make_no_sense(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        run(["read", *arguments])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def outcomes(self: Run) -> Iterator[Partition | SourceFailure]:
        self.known = 7
        yield SourceFailure("a:1", "no text")
        yield SourceFailure("a:2", "image/png", ignored=True)
        yield Partition(5, 3, 1, 1)

    monkeypatch.setattr(Run, "outcomes", outcomes)
    with pytest.raises(SystemExit) as ended:
        run(["read", "a", "--engine", "ray", "--output", "out"])
    assert ended.value.code == 1
    assert capsys.readouterr() == (
        "3 documents in 1 partition, 1 failure; 7 documents kept from before\n",
        "communique: a:1: no text\n",
    )
