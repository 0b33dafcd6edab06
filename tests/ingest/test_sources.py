"""Sources from end to end: whatever the bytes, a document or one line, and the rest of the batch."""

import contextlib
import gzip
import hashlib
import io
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from communique.errors import SourceError
from communique.ingest import Ingested, IngestOptions, SourceFailure
from communique.ingest.sources import read_sources
from communique.ingest.streams import read_stream
from communique.ingest.text import document_from_text
from ingest.samples import STORY, feed, page, record

GOOD = (
    "LARN, 3 March 2025 — Foreign Minister Orlan Dask met Prime Minister Mira Tolen in Larn on Monday.\r\n\r\n"
    "They agreed.\r\n"
)
BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \r\n\t\n", "empty"),
    "mark.txt": (b"\xef\xbb\xbf", "empty"),
    "binary.bin": (bytes(range(256)) * 64, "binary"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "report.docx": (b"PK\x03\x04" + bytes(60), "office"),
    "line.txt": (b"word " * 450_000, "at most 2,000,000"),
    "scripts.html": (b"<html><head><script>var a;</script></head><body></body></html>", "no text was found"),
    "broken.warc": (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\ncut", ""),
    "invoice.xml": (b"<?xml version='1.0'?><invoice/>", "neither a feed nor a page"),
    "broken.json": (b'{"text": "x', "not JSON"),
    "twice.gz": (gzip.compress(gzip.compress(b"text")), "within a gzip"),
    "torn.txt.gz": (gzip.compress(GOOD.encode())[:10], "broken gzip"),
    "bomb.html.gz": (gzip.compress(b"<p>" + b"x" * 25_000_000), "more than 20,000,000 bytes"),
}


def test_bad_input_is_one_line_each_and_the_batch_goes_on(tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_bytes(GOOD.encode())
    sources = [str(tmp_path / name) for name in BAD] + [str(tmp_path / "missing.txt"), "ftp://larn.example/x", ""]
    items = list(read_sources([*sources, str(tmp_path / "good.txt")]))
    assert len(items) == len(sources) + 1
    for source, item in zip(sources, items[:-1], strict=True):
        assert isinstance(item, SourceFailure), source
        assert item.source.split("#")[0] == source
        assert "\n" not in str(item)
        expected = BAD[Path(source).name][1] if Path(source).name in BAD else ""
        assert expected in item.reason
        assert "Error" not in item.reason
    assert isinstance(items[-1], Ingested)


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "good.txt"
    data = b"\xef\xbb\xbf" + GOOD.encode()
    file.write_bytes(data)
    (item,) = read_sources([str(file)])
    assert isinstance(item, Ingested)
    with file.open(encoding="utf-8", newline="") as stream:
        assert item.document.text == stream.read()
    assert item.document.raw_sha256 == hashlib.sha256(data).hexdigest()
    assert item.document.path == str(file)
    assert (item.document.published, item.document.published_evidence) == ("2025-03-03", "dateline of the text")


def test_a_folder_is_read_in_order_by_content_and_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/page.data").write_bytes(page())
    (tmp_path / "a.unknown").write_bytes(GOOD.encode())
    (tmp_path / "c.xml").write_bytes(feed("<item><description>The talks went on in Larn.</description></item>"))
    (tmp_path / "d.warc").write_bytes(record(page(), "https://larn.example/1"))
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One is read."}'))
    (tmp_path / ".hidden").write_bytes(b"not read")
    items = list(read_sources([str(tmp_path)]))
    paths = [Path(i.document.path or "").name for i in items if isinstance(i, Ingested)]
    assert paths == ["a.unknown", "page.data", "c.xml#1", "d.warc#1", "e.jsonl.gz#1"]
    assert len(items) == 5


def test_an_empty_folder_is_a_line(tmp_path: Path) -> None:
    assert [str(item) for item in read_sources([str(tmp_path)])] == [f"{tmp_path}: an empty folder"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BufferedReader(io.BytesIO(b'{"text": "One is read."}\n{"text": "Two is read."}\n'))

    monkeypatch.setattr(sys, "stdin", Input())
    assert [i.document.text for i in read_sources(["-"]) if isinstance(i, Ingested)] == ["One is read.", "Two is read."]


def test_the_same_input_gives_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page())
    first, second = (list(read_sources([str(tmp_path)])) for _ in range(2))
    assert first == second


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    document = document_from_text("A \ud800 met B.\n\ndfff \udfff", title="\udc00 title")
    assert document.text == "A \ufffd met B.\n\ndfff \ufffd"
    assert document.title == "\ufffd title"
    document.text.encode("utf-8")


SEEDS = st.sampled_from([page(), feed("<item><title>a</title><description>b c</description></item>"), GOOD.encode(),
                         b'{"text": "One."}\n{"text": "Two."}', "\n".join(STORY).encode("utf-16"), b"<?xml version='1.0'?>",
                         b"\x1f\x8b", gzip.compress(page()), b"[", b"{", b"<"])  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Bytes of a known kind with stretches cut out and others put in."""
    data = bytearray(draw(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 40))] = draw(st.binary(max_size=20))
    return bytes(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=300), damaged()),
    st.sampled_from(["", ".txt", ".html", ".xml", ".jsonl", ".json", ".rss", ".csv"]),
)
@example(b"\nname,\x18text\r(\xfe\xc3 more\rand more", "")
@example(b"title,text\rA call,They spoke.\r", ".csv")
def test_no_bytes_make_a_reader_raise_anything_else(data: bytes, suffix: str) -> None:
    stream = io.BufferedReader(io.BytesIO(data))
    with contextlib.suppress(SourceError):
        for item in read_stream(stream, "source", IngestOptions(), suffix=suffix):
            assert isinstance(item, Ingested | SourceFailure)
            if isinstance(item, Ingested):
                text = item.document.text
                text.encode("utf-8")
                assert all(0 <= p.start < p.end <= len(text) for p in item.document.parts)


def test_a_torn_gzip_file_gives_its_beginning_and_a_line(tmp_path: Path) -> None:
    file = tmp_path / "torn.jsonl.gz"
    lines = b"".join(b'{"text": "Number %d is read."}\n' % n for n in range(2000))
    file.write_bytes(gzip.compress(lines)[:-200])
    items = list(read_sources([str(file)]))
    assert sum(isinstance(item, Ingested) for item in items) > 100
    assert str(items[-1]) == f"{file}: a broken gzip file: it ends in the middle"


def test_pages_of_the_world(shared: Path) -> None:
    """Extraction against hand-made article texts; the article text itself keeps clear of chrome."""
    import json
    import re
    from collections import Counter

    folder = shared / "data/pages/news"
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    scores = []
    for name, article in list(truth.items())[::4]:
        (item,) = read_sources([str(folder / f"{name}.html.gz")])
        assert isinstance(item, Ingested)
        text = item.document.text
        kept = " ".join(text[p.start : p.end] for p in item.document.parts if p.role != "chrome")
        got, want = (Counter(re.findall(r"\w+", t.lower())) for t in (kept, article["articleBody"]))
        scores.append(2 * sum((got & want).values()) / (sum(got.values()) + sum(want.values())))
    assert sum(scores) / len(scores) >= 0.96
