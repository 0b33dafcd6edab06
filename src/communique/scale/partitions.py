"""The output: Parquet partitions of each input's records and failures, and a manifest that says which are finished.

    records/input=NAME/00000.parquet     a row a document, in the order of the input
    failed/input=NAME/00000.parquet      what gave no record, with the reason; only where there is any
    manifest/NAME.json                   the input, who read it, what each finished partition holds

A partition is there when the manifest says so; one that is written but not told of is written again.
"""

import contextlib
import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from communique.ingest.ingested import Ingested, SourceFailure
from communique.model import Reader, Record
from communique.scale.storage import Folder, Input

if TYPE_CHECKING:
    import pyarrow

GROUP_BYTES = 8_000_000  # of records, held before they are written


class Partition(msgspec.Struct, frozen=True):
    """A finished partition: items of the input that it accounts for, records, failures, and what was no document at all."""

    items: int
    documents: int
    failed: int
    ignored: int


class Manifest(msgspec.Struct):
    """What is done of one input, by whom. complete: all of it."""

    input: Input
    reader: Reader
    size: int
    partitions: list[Partition] = []
    complete: bool = False

    @property
    def items(self) -> int:
        """How many items of the input are accounted for."""
        return sum(p.items for p in self.partitions)


class Failed(msgspec.Struct, frozen=True):
    """What gave no record. document: where there was one, so that it can be read again."""

    failure: SourceFailure
    document: Ingested | None = None


def name_of(source: Input) -> str:
    """A name for an input's partitions: its file's, and eight hex digits of its whole path."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "_", PurePosixPath(source.name).name)[:80]
    return f"{stem.lstrip('.')}-{hashlib.sha256(source.name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def begun(folder: Folder, source: Input, reader: Reader, size: int) -> Manifest:
    """The manifest of an input; a new one, and nothing left of the old, where input, reader or `size` have changed."""
    data = folder.read(f"manifest/{name_of(source)}.json")
    if data is not None:
        with contextlib.suppress(msgspec.DecodeError):  # no manifest of ours: it begins anew
            known = msgspec.json.decode(data, type=Manifest)
            if (known.input, known.reader, known.size) == (source, reader, size):
                return known
    for kind in ("records", "failed"):
        folder.remove(f"{kind}/input={name_of(source)}")
    return Manifest(input=source, reader=reader, size=size)


class PartitionWriter:
    """Writes the items of one input in their order, a partition for every `manifest.size` of them."""

    def __init__(self, folder: Folder, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._name = name_of(manifest.input)
        self._rows: list[dict[str, Any]] = []  # since the last row group
        self._failed: list[Failed] = []
        self._items = self._held = 0
        self._writer: Any = None

    def add(self, item: dict[str, Any] | Failed) -> Partition | None:
        """Take the next item: a row or a failure. Gives the partition that is finished with it, if one is."""
        if isinstance(item, Failed):
            self._failed.append(item)
        else:
            self._rows.append(item)
            self._held += len(item["record"])
            if self._held > GROUP_BYTES:
                self._flush()
        self._items += 1
        return self._finish() if self._items == self.manifest.size else None

    def close(self) -> Partition | None:
        """Finish the input. Gives the last partition, if anything is left for it."""
        self.manifest.complete = True
        if self._items:
            return self._finish()
        self._tell()
        return None

    def give_up(self) -> None:
        """Leave what is not finished unwritten."""
        if self._writer is not None:
            self._writer.close()
            self._aside.drop()

    def _finish(self) -> Partition:
        self._flush()
        if self._writer is not None:
            self._writer.close()
            self._aside.keep()
        if self._failed:
            import pyarrow.parquet

            table = pyarrow.Table.from_pylist([failed_row(f) for f in self._failed], failed_schema())
            aside = self.folder.aside(self._path("failed"))
            pyarrow.parquet.write_table(table, aside.file, compression="zstd")
            aside.keep()
        ignored = sum(f.failure.ignored for f in self._failed)
        documents = self._items - len(self._failed)
        done = Partition(self._items, documents, len(self._failed) - ignored, ignored)
        self.manifest.partitions.append(done)
        self._tell()
        self._failed, self._items, self._writer = [], 0, None
        return done

    def _flush(self) -> None:
        import pyarrow
        import pyarrow.parquet

        if not self._rows:
            return
        if self._writer is None:
            self._aside = self.folder.aside(self._path("records"))
            self._writer = pyarrow.parquet.ParquetWriter(self._aside.file, schema(), compression="zstd")
        self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema()))
        self._rows, self._held = [], 0

    def _tell(self) -> None:
        data = msgspec.json.format(msgspec.json.encode(self.manifest))
        self.folder.write(f"manifest/{self._name}.json", data)

    def _path(self, kind: str) -> str:
        return f"{kind}/input={self._name}/{len(self.manifest.partitions):05}.parquet"


def schema() -> "pyarrow.Schema":
    """Columns of the records: what one asks for, and the whole record as JSON."""
    import pyarrow as pa

    texts = ("id", "url", "path", "publisher", "title", "published", "day", "kind", "language")
    numbers = ("statements", "contacts", "positions", "issues")
    return pa.schema([(n, pa.string()) for n in texts] + [(n, pa.int32()) for n in numbers] + [("record", pa.string())])


def row(record: Record) -> dict[str, Any]:
    """A record as a row."""
    document = record.document
    return {
        "id": document.id,
        "url": document.url,
        "path": document.path,
        "publisher": document.publisher,
        "title": document.title,
        "published": document.published,
        "day": document.day,
        "kind": document.kind,
        "language": document.language,
        "statements": len(record.statements),
        "contacts": len(record.contacts),
        "positions": len(record.positions),
        "issues": len(record.issues),
        "record": record.to_json().decode(),
    }


def failed_schema() -> "pyarrow.Schema":
    """Columns of the failures. ignored: nothing is wrong, it is no document. document: JSON, where there was one."""
    import pyarrow as pa

    return pa.schema(
        [("source", pa.string()), ("reason", pa.string()), ("ignored", pa.bool_()), ("document", pa.string())]
    )


def failed_row(failed: Failed) -> dict[str, Any]:
    """A failure as a row."""
    document = msgspec.json.encode(failed.document.document).decode() if failed.document else None
    return {**msgspec.structs.asdict(failed.failure), "document": document}
