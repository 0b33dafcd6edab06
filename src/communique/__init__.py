"""Read news and official readouts about diplomacy into records that anyone can check.

    import communique

    record = communique.read("call.txt", date="2023-11-27")
    for contact in record.contacts:
        names = [record.entity(p.entity).name for p in contact.participants]
        print(contact.action, contact.status, names, record.words(contact.evidence))

Importing this module, and with it the types of a record, loads no language model; the first `read` does.
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import CommuniqueError, FetchError, FormatError, SourceError, UsageError
from communique.model import (
    Document,
    Entity,
    Event,
    Issue,
    Mention,
    Part,
    Participant,
    Position,
    Reader,
    Record,
    Role,
    Span,
    Spans,
    Statement,
    When,
    from_json,
    json_schema,
)
from communique.settings import Settings, today
from communique.version import VERSION

if TYPE_CHECKING:
    from communique.kept import Store

__version__ = VERSION

__all__ = [
    "CommuniqueError",
    "Document",
    "Entity",
    "Event",
    "FetchError",
    "FormatError",
    "Issue",
    "Mention",
    "Part",
    "Participant",
    "Position",
    "Reader",
    "Record",
    "Role",
    "Settings",
    "SourceError",
    "Span",
    "Spans",
    "Statement",
    "UsageError",
    "When",
    "__version__",
    "from_json",
    "json_schema",
    "open_store",
    "read",
    "read_many",
]


def read(
    source: str | Path,
    *,
    date: datetime.date | str | None = None,
    publisher: str | None = None,
    override: bool = False,
    threshold: float | None = None,
    allow_private: bool = False,
) -> Record:
    """The record of one document.

    source: a `Path` is a file. A `str` that begins with http:// or https:// and holds no white space is an address;
    one that names something that exists is that file or folder; any other is the text itself, except that a single
    word is taken for the name of a file that is missing. date, publisher: assumed where the document gives none, or in
    any case with `override`; date is an ISO date. threshold: least confidence of a statement to keep, in [0, 1].
    Raises SourceError when the source cannot be read, UsageError when it holds several documents or an option is
    malformed.
    """
    settings = _settings(date, publisher, override, threshold)
    if isinstance(source, str) and not _names_a_source(source):
        from communique.ingest.text import ingest_text
        from communique.pipeline.run import read_document

        ingested = ingest_text(source, settings)
        return read_document(ingested.document, settings, ingested.notes)
    outcomes = list(itertools.islice(_outcomes([source], settings, 1, allow_private), 2))
    if len(outcomes) > 1:
        raise UsageError(f"{source} holds several documents; use read_many")
    if not outcomes:
        raise SourceError(str(source), "holds no document")
    if isinstance(outcomes[0], SourceError):
        raise outcomes[0]
    return outcomes[0]


def read_many(
    sources: Iterable[str | Path],
    *,
    date: datetime.date | str | None = None,
    publisher: str | None = None,
    override: bool = False,
    threshold: float | None = None,
    allow_private: bool = False,
    jobs: int = 1,
) -> Iterator[Record | SourceError]:
    """The records of all documents in files, folders, feeds, archives and addresses, in their order, as they are read.

    A source or an item that cannot be read gives a SourceError in its place, which is not raised: the others go on.
    jobs: processes to read with; more than one needs the calling script to guard its entry with `__name__ ==
    "__main__"`. Other arguments as for `read`, but every `str` is an address or a path. Raises UsageError.
    """
    yield from _outcomes(sources, _settings(date, publisher, override, threshold), jobs, allow_private)


def open_store(where: str | Path = "communique.db") -> "Store":
    """What `communique add` and `communique watch` keep, to be asked from Python: see `communique.kept.Store`.

    where: a SQLite file or a PostgreSQL address. Raises StoreError where there is none.
    """
    from communique.kept import Store

    return Store(str(where))


def _settings(
    day: datetime.date | str | None, publisher: str | None, override: bool, threshold: float | None
) -> Settings:
    if isinstance(day, str):
        try:
            day = datetime.date.fromisoformat(day)
        except ValueError as error:
            raise UsageError(f"not an ISO date: {day!r}") from error
    if threshold is not None and not 0 <= threshold <= 1:
        raise UsageError(f"a threshold lies in [0, 1]: {threshold}")
    return Settings(date=day, publisher=publisher, override=override, threshold=threshold, today=today())


def _names_a_source(source: str) -> bool:
    if len(source.split()) == 1:
        return True
    try:
        return "\n" not in source and Path(source).exists()
    except (OSError, ValueError):  # longer than a file's name may be, or with a null character
        return False


def _outcomes(
    sources: Iterable[str | Path], settings: Settings, jobs: int, allow_private: bool
) -> Iterator[Record | SourceError]:
    from communique.ingest import IngestOptions, SourceFailure
    from communique.ingest.sources import read_sources
    from communique.pipeline.batch import read_many as read_all

    options = IngestOptions(settings=settings, allow_private=allow_private)
    for outcome in read_all(read_sources([str(s) for s in sources], options), settings, jobs):
        if not isinstance(outcome, SourceFailure):
            yield outcome
        elif not outcome.ignored:
            yield SourceError(outcome.source, outcome.reason)
