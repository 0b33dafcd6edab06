"""Partitions and manifests without a cluster: what is whole, what is told, what begins anew; inputs here and in a storage."""

import os
from pathlib import Path

import pytest

from communique.errors import CommuniqueError, UsageError
from communique.ingest import SourceFailure
from communique.model import Reader, Record, from_json
from communique.scale.partitions import Failed, Manifest, Partition, PartitionWriter, begun, name_of, row
from communique.scale.storage import Folder, Input, inputs
from factory import Maker

pq = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: pip install 'communique[ray]'")
WHO = Reader(version="1", model="m", settings="s")
SOURCE = Input(name="news/März 1.jsonl", where="/news/1.jsonl", bytes=10, modified=None)


def record(number: int) -> Record:
    return Maker(f"Orlan Dask called Mira Tolen. Number {number}.", published="2025-03-03T10:00", url="u").record()


def written(folder: Folder, manifest: Manifest, numbers: range) -> list[Partition]:
    writer = PartitionWriter(folder, manifest)
    finished = [writer.add(row(record(n))) for n in numbers]
    return [f for f in [*finished, writer.close()] if f]


def kept(where: Path) -> list[str]:
    """The texts of all records, in the order of the partitions."""
    files = sorted((where / "records").rglob("*.parquet"))
    lines = [line for f in files for line in pq.ParquetFile(f).read().column("record").to_pylist()]
    return [from_json(line).document.text for line in lines]


def test_partitions_hold_all_in_order_and_the_manifest_tells_of_them(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "out"))
    done = written(folder, begun(folder, SOURCE, WHO, 3), range(7))
    assert done == [Partition(3, 3, 0, 0), Partition(3, 3, 0, 0), Partition(1, 1, 0, 0)]
    assert kept(tmp_path / "out") == [record(n).document.text for n in range(7)]
    manifest = begun(folder, SOURCE, WHO, 3)
    assert (manifest.complete, manifest.items) == (True, 7)
    first = next((tmp_path / "out" / "records" / f"input={name_of(SOURCE)}").iterdir())
    (one, *_) = pq.ParquetFile(first).read().to_pylist()
    assert from_json(one["record"]) == record(0)
    assert (one["day"], one["url"], one["published"]) == ("2025-03-03", "u", "2025-03-03T10:00")


def test_failures_stand_beside_with_their_reasons(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    writer = PartitionWriter(folder, begun(folder, SOURCE, WHO, 10))
    for item in (row(record(1)), Failed(SourceFailure("a:2", "no text")), Failed(SourceFailure("a:3", "png", True))):
        writer.add(item)
    assert writer.close() == Partition(3, 1, 1, 1)
    (file,) = (tmp_path / "failed").rglob("*.parquet")
    assert pq.ParquetFile(file).read().to_pylist() == [
        {"source": "a:2", "reason": "no text", "ignored": False, "document": None},
        {"source": "a:3", "reason": "png", "ignored": True, "document": None},
    ]


def test_what_is_not_finished_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.scale.partitions.GROUP_BYTES", 1)
    folder = Folder(str(tmp_path))
    writer = PartitionWriter(folder, begun(folder, SOURCE, WHO, 2))
    for n in range(3):
        writer.add(row(record(n)))
    writer.give_up()
    assert len(kept(tmp_path)) == begun(folder, SOURCE, WHO, 2).items == 2
    assert not list(tmp_path.rglob(".*"))
    again = begun(folder, SOURCE, WHO, 2)
    written(folder, again, range(2, 5))
    assert kept(tmp_path) == [record(n).document.text for n in range(5)]


@pytest.mark.parametrize("what", ["input", "reader", "size", "manifest"])
def test_another_input_or_reader_begins_anew(tmp_path: Path, what: str) -> None:
    folder = Folder(str(tmp_path))
    written(folder, begun(folder, SOURCE, WHO, 3), range(5))
    if what == "manifest":
        folder.write(f"manifest/{name_of(SOURCE)}.json", b"{")
    source = Input(SOURCE.name, SOURCE.where, 11, None) if what == "input" else SOURCE
    who = Reader(version="2", model="m", settings="s") if what == "reader" else WHO
    manifest = begun(folder, source, who, 4 if what == "size" else 3)
    assert (manifest.items, kept(tmp_path)) == (0, [])


def test_inputs_are_listed_alike_here_and_in_a_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b/2.jsonl", "a.warc.gz", ".hidden/3.jsonl"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(b"x" * len(name))
    monkeypatch.chdir(tmp_path)
    here = [i for i in inputs(("in", "in/a.warc.gz", "missing")) if isinstance(i, Input)]
    assert [(i.name, i.bytes) for i in here] == [("in/a.warc.gz", 9), ("in/b/2.jsonl", 9), ("in/a.warc.gz", 9)]
    address = f"file://{tmp_path}/in"
    there = list(inputs((address, f"{address}/b/2.jsonl", f"{address}/missing")))
    assert there == [
        Input(f"{address}/a.warc.gz", f"{address}/a.warc.gz", 9, here[0].modified),
        Input(f"{address}/b/2.jsonl", f"{address}/b/2.jsonl", 9, here[1].modified),
        Input(f"{address}/b/2.jsonl", f"{address}/b/2.jsonl", 9, here[1].modified),
        SourceFailure(f"{address}/missing", "no such file or folder"),
    ]


@pytest.mark.parametrize("source", ["-", "https://a.example/b", "nosuch://a/b"])
def test_what_cannot_be_an_input_is_a_usage_error(source: str) -> None:
    with pytest.raises(UsageError):
        list(inputs((source,)))


def test_an_output_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommuniqueError, match=os.fspath(tmp_path)):
        Folder(str(tmp_path / "file" / "out"))
