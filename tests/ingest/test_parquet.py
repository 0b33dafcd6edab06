"""Parquet files: columns under their usual names, a few rows at a time; what is no Parquet, broken, or not a file."""

import builtins
import datetime
import gzip
import io
from pathlib import Path
from typing import Any

import pytest

from communique.errors import FormatError
from communique.ingest import Ingested, IngestOptions, SourceFailure
from communique.ingest.parquet import ROWS
from communique.ingest.sources import read_source
from ingest.samples import STORY
from ingest.test_readers import body, documents, failures, read

pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'communique[frames]'")
pq = pytest.importorskip("pyarrow.parquet")

ROW = {"link": "https://larn.example/1", "headline": "Ministers meet in Larn", "body": "\n".join(STORY)}


def packed(rows: list[dict[str, Any]], **how: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    "published",
    ["2025-03-03T18:05:00Z", datetime.datetime(2025, 3, 3, 18, 5, tzinfo=datetime.UTC), datetime.date(2025, 3, 3)],
)
@pytest.mark.parametrize("suffix", [".parquet", ""])
def test_a_row_is_a_document_whatever_its_columns_are_called(published: object, suffix: str) -> None:
    for names in ({}, {"link": "URL", "headline": "Title", "date": "Publication Date", "body": "articlebody"}):
        row = {names.get(k, k): v for k, v in (ROW | {"date": published}).items()}
        (item,) = documents(read(packed([row]), suffix=suffix, path="news.parquet"))
        document = item.document
        assert body(item) == "\n".join(STORY)
        assert (document.url, document.title, document.path) == (ROW["link"], ROW["headline"], "news.parquet#1")
        assert (document.published or "").startswith("2025-03-03")
        assert item.notes == ()


def test_the_same_documents_as_json_lines() -> None:
    import msgspec

    rows: list[dict[str, Any]] = [
        {**ROW, "body": f"{ROW['body']}\nNumber {n}.", "author": ["A. Brey", "B. Corr"], "likes": n} for n in range(50)
    ]
    lines = b"\n".join(msgspec.json.encode(row) for row in rows)
    from_lines = documents(read(lines, suffix=".jsonl", path="news"))
    assert documents(read(packed(rows, row_group_size=7), path="news")) == from_lines
    assert [n.reason for n in from_lines[0].notes] == ["fields not used: likes"]
    assert len(from_lines) == 50 > 2 * ROWS


def test_bytes_in_a_column_are_read_as_a_page_would_be() -> None:
    (item,) = documents(read(packed([{"html": "<p>Škarić met Żak in Larn.</p>".encode("cp1250"), "id": 7}])))
    assert item.document.text.strip() == "Škarić met Żak in Larn."


def test_a_row_without_text_is_a_line() -> None:
    items = read(packed([ROW, {"link": "https://larn.example/2", "body": None}, ROW]))
    assert len(documents(items)) == 2
    assert failures(items) == ["source:2: no text in it: looked for text, body, content, html"]


@pytest.mark.parametrize(
    ("data", "suffix", "reason"),
    [
        (packed([{"title": "a", "n": 1}]), ".parquet", "no column of text"),
        (packed([ROW])[:200], "", "not Parquet, or a broken file"),
        (b"PAR1" * 100, "", "not Parquet, or a broken file"),
        (b"body,title\nwords,more\n", ".parquet", "not Parquet, or a broken file"),
        (gzip.compress(packed([ROW])), ".parquet", "from a file only"),
    ],
)
def test_what_is_no_parquet_says_so(data: bytes, suffix: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(data, suffix=suffix)


def test_a_file_broken_in_the_middle_gives_its_beginning(tmp_path: Path) -> None:
    rows = [{"body": f"{ROW['body']}\nNumber {n}.", "n": n} for n in range(200)]
    data = bytearray(packed(rows, row_group_size=50, compression="gzip", use_dictionary=False))
    middle = len(data) // 2
    data[middle : middle + 400] = b"\xff" * 400
    (tmp_path / "broken.parquet").write_bytes(bytes(data))
    items = list(read_source(str(tmp_path / "broken.parquet")))
    assert all(isinstance(item, Ingested) for item in items[:-1]) and len(items) > 50
    assert isinstance(items[-1], SourceFailure) and "breaks off after" in items[-1].reason


def test_without_its_library_the_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    (tmp_path / "a.parquet").write_bytes(packed([ROW]))
    monkeypatch.setattr(builtins, "__import__", missing)
    (failure,) = read_source(str(tmp_path / "a.parquet"), IngestOptions())
    assert isinstance(failure, SourceFailure)
    assert failure.reason == "Parquet needs pyarrow: pip install 'communique[frames]'"
