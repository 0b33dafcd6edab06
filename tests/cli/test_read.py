"""`communique read`: formats, failures beside successes, exit codes. The reading itself is tested where it is done."""

import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from communique.cli.main import run
from communique.ingest import IngestOptions, SourceFailure
from communique.model import Record
from communique.settings import Settings
from factory import call_record


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Replaces the reading: a source named *.txt gives a record, others fail. Gives what was asked for."""
    import communique.ingest.sources
    import communique.pipeline.batch

    seen: dict[str, object] = {}

    def sources(names: Iterable[str], options: IngestOptions) -> Iterator[str]:
        seen["options"] = options
        yield from names

    def many(names: Iterable[str], settings: Settings, jobs: int) -> Iterator[Record | SourceFailure]:
        seen.update(settings=settings, jobs=jobs)
        for name in names:
            if name.endswith(".txt"):
                yield call_record()
            else:
                yield SourceFailure(name, "holds nothing", ignored=name.endswith(".png"))

    monkeypatch.setattr(communique.ingest.sources, "read_sources", sources)
    monkeypatch.setattr(communique.pipeline.batch, "read_many", many)
    return seen


def called(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as ended:
        run(["read", *arguments])
    return ended.value.code, *capsys.readouterr()


@pytest.mark.usefixtures("asked")
def test_a_failure_is_named_and_the_rest_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(["a.txt", "b.bin", "c.txt", "--format", "jsonl"], capsys)
    assert (code, len(out.splitlines()), err) == (1, 2, "communique: b.bin: holds nothing\n")


@pytest.mark.usefixtures("asked")
def test_what_is_no_document_is_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert called(["a.png", "a.txt", "--format", "jsonl"], capsys)[::2] == (0, "")
    assert called(["a.png", "a.txt", "--format", "jsonl", "-v"], capsys)[::2] == (
        0,
        "communique: a.png: holds nothing\n",
    )


@pytest.mark.usefixtures("asked")
def test_reports_are_the_default_and_plain_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(["a.txt", "b.txt"], capsys)
    assert (code, err) == (0, "")
    assert out.count("CONTACTS") == 2
    assert out.count("─" * 40) >= 1
    assert "\x1b" not in out


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("name", "start"), [("x.jsonl", '{"document"'), ("x.json", "[\n"), ("x.csv", "document,"), ("x.md", "# ")]
)
def test_the_name_of_the_output_decides(
    name: str, start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(["a.txt", "--output", str(tmp_path / name)], capsys) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.mark.usefixtures("asked")
def test_an_output_that_cannot_be_written_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(["a.txt", "--output", str(tmp_path / "no" / "x.csv")], capsys)
    assert (code, out) == (1, "")
    assert err.endswith("No such file or directory\n")
    assert err.count("\n") == 1


def test_options_reach_the_reading(asked: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--date", "2025-03-03", "--publisher", "Wire", "--override", "--threshold", "0.4", "--jobs", "2"]
    called(["a.txt", *options, "--allow-private"], capsys)
    settings = asked["settings"]
    assert isinstance(settings, Settings)
    assert (str(settings.date), settings.publisher, settings.override, settings.threshold) == (
        "2025-03-03",
        "Wire",
        True,
        0.4,
    )
    assert settings.today is not None
    assert asked["jobs"] == 2
    assert isinstance(asked["options"], IngestOptions)
    assert asked["options"].allow_private
    assert asked["options"].settings == settings


@pytest.mark.usefixtures("asked")
def test_json_of_a_batch_that_fails_wholly_is_still_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(["b.bin", "--format", "json"], capsys)
    assert (code, json.loads(out)) == (1, [])


@pytest.mark.usefixtures("asked")
def test_progress_goes_to_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    err = Terminal()
    monkeypatch.setattr(sys, "stderr", err)
    code, out, _ = called(["a.txt", "b.txt", "--format", "jsonl"], capsys)
    assert (code, len(out.splitlines())) == (0, 2)
    assert "reading" in err.getvalue()


def test_expected_counts_what_can_be_counted(tmp_path: Path) -> None:
    from communique.cli.progress import expected

    for name in ("a.txt", "b.html"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert expected([str(tmp_path), str(tmp_path / "a.txt")]) == 3
    assert expected([str(tmp_path), "-"]) is None
    (tmp_path / "c.jsonl").write_text("{}", encoding="utf-8")
    assert expected([str(tmp_path)]) is None
