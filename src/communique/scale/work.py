"""What runs on the workers: an input to its items, and items to records, with the model loaded once a process."""

import pickle
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from communique.ingest.ingested import Ingested, IngestOptions, Item, SourceFailure
from communique.ingest.sources import plainly, read_file
from communique.model import Record
from communique.pipeline.run import read_document, reader
from communique.scale.partitions import Failed, row
from communique.scale.storage import Input, open_file
from communique.settings import Settings

if TYPE_CHECKING:
    import pyarrow

TRIES = 3
DIED = f"the process that read it died {TRIES} times"


def items_of(task: dict[str, Any], options: IngestOptions) -> Iterator[dict[str, Any]]:
    """The items of one input from `task["start"]` on, numbered, and None at their end. Each is pickled."""
    source: Input = pickle.loads(task["input"])  # noqa: S301  # written by this program, as are all below
    number = 0
    try:
        with open_file(source.where) as stream:
            for item in read_file(stream, source.name, options):
                if number >= task["start"]:
                    yield {"input": task["number"], "item": number, "held": pickle.dumps(item)}
                number += 1
    except OSError as error:
        failure = SourceFailure(source.name, plainly(error))
        yield {"input": task["number"], "item": number, "held": pickle.dumps(failure)}
        number += 1
    yield {"input": task["number"], "item": number, "held": pickle.dumps(None)}


class Attempts:
    """How often each document was begun and not finished: one that kills whoever reads it is set aside in the end."""

    def __init__(self) -> None:
        self._begun: dict[tuple[int, int], int] = {}

    def begin(self, number: tuple[int, int]) -> int:
        """Which attempt this is, from 1."""
        self._begun[number] = self._begun.get(number, 0) + 1
        return self._begun[number]

    def end(self, number: tuple[int, int]) -> None:
        """It was read."""
        self._begun.pop(number, None)


class Worker:
    """Reads batches of items. attempts: the handle of an actor of `Attempts`."""

    def __init__(self, settings: Settings, attempts: Any) -> None:
        self._settings = settings
        self._attempts = attempts
        reader(settings)  # loads the models

    def __call__(self, batch: "pyarrow.Table") -> "pyarrow.Table":
        """A row for each item, in order; `held` is what becomes of it: a row of the output, a Failed, or None at the end."""
        import pyarrow

        rows = batch.to_pylist()
        for one in rows:
            item = pickle.loads(one["held"])  # noqa: S301
            one["held"] = pickle.dumps(self._done((one["input"], one["item"]), item))
        return pyarrow.Table.from_pylist(rows, batch.schema)

    def _done(self, number: tuple[int, int], item: Item | None) -> dict[str, Any] | Failed | None:
        import ray

        if item is None:
            return None
        if isinstance(item, SourceFailure):
            return Failed(item)
        if ray.get(self._attempts.begin.remote(number)) > TRIES:
            return Failed(SourceFailure(_named(item), DIED), item)
        record = self.read(item)
        self._attempts.end.remote(number)
        return row(record)

    def read(self, item: Ingested) -> Record:
        """The record of one document."""
        return read_document(item.document, self._settings, item.notes)


def _named(item: Ingested) -> str:
    document = item.document
    return document.path or document.url or document.id
