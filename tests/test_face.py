"""The Python face: `communique.read` and `communique.read_many`."""

import datetime
from pathlib import Path

import pytest

import communique

TEXT = "Foreign Minister Orlan Dask met Prime Minister Mira Tolen in Larn on Monday.\n"


def test_a_text_is_read_as_it_is() -> None:
    record = communique.read(TEXT, date="2025-03-05", publisher="Wire")
    assert record.document.text == TEXT
    assert (record.document.published, record.document.publisher) == ("2025-03-05", "Wire")
    (contact,) = record.contacts
    assert contact.action == "meeting"
    assert contact.when is not None
    assert contact.when.edtf == "2025-03-03"
    assert {record.entity(p.entity).name for p in contact.participants} == {"Orlan Dask", "Mira Tolen"}
    assert record.words(contact.evidence) == TEXT.strip()


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_read_from_its_file(kind: type, tmp_path: Path) -> None:
    file = tmp_path / "a story.txt"
    file.write_text(TEXT, encoding="utf-8")
    record = communique.read(kind(file), date=datetime.date(2025, 3, 5))
    assert record.document.path == str(file)
    assert record == communique.read(kind(file), date="2025-03-05")


@pytest.mark.parametrize("source", ["missing.txt", Path("missing.txt"), Path("no such story.txt")])
def test_a_missing_file_is_no_text(source: str | Path) -> None:
    with pytest.raises(communique.SourceError, match="no such file"):
        communique.read(source)


def test_several_documents_are_for_read_many(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 10)
    with pytest.raises(communique.UsageError, match="several documents"):
        communique.read(tmp_path)
    first, second, failure = communique.read_many([tmp_path])
    assert isinstance(first, communique.Record)
    assert isinstance(second, communique.Record)
    assert isinstance(failure, communique.SourceError)
    assert failure.source.endswith("c.bin")


@pytest.mark.parametrize("wrong", [{"date": "yesterday"}, {"threshold": 1.5}])
def test_options_that_make_no_sense(wrong: dict[str, object]) -> None:
    with pytest.raises(communique.UsageError):
        communique.read(TEXT, **wrong)  # type: ignore[arg-type]


def test_the_names_promised_are_there() -> None:
    assert all(hasattr(communique, name) for name in communique.__all__)
