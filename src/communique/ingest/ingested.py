"""What reading a source takes and gives: options, metadata, a document with notes, or one line on why there is none."""

import msgspec

from communique.model import Document, Issue
from communique.settings import Settings

STAGE = "ingest"


class IngestOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How sources are read.

    settings: the settings of the reading (publication date and publisher to assume, day of reading).
    allow_private: fetch from private and loopback addresses too.
    max_bytes: most bytes of one page, feed or JSON document, after decompression; for an address, as sent too.
    max_characters: most code points of one document's text.
    timeout: seconds to wait for a connection or for the next bytes; deadline: seconds for a whole fetch.
    max_redirects: redirects followed for one address.
    """

    settings: Settings = Settings()
    allow_private: bool = False
    max_bytes: int = 20_000_000
    max_characters: int = 2_000_000
    timeout: float = 20.0
    deadline: float = 60.0
    max_redirects: int = 5


class DateClaim(msgspec.Struct, frozen=True):
    """A publication date that something claims. value: ISO date or datetime; evidence: what claims it, in a few words."""

    value: str
    evidence: str


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a document besides its text. dates: claims of its publication date, the most trusted first.

    retrieved: ISO datetime of the fetch. language: as declared, a BCP 47 tag. kind is not here: the text decides.
    """

    path: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    section: str | None = None
    dates: tuple[DateClaim, ...] = ()
    retrieved: str | None = None
    language: str | None = None


class Ingested(msgspec.Struct, frozen=True, kw_only=True):
    """A document, and what its reader could not decide or had to leave out."""

    document: Document
    notes: tuple[Issue, ...] = ()


DEFAULTS = IngestOptions()
UNKNOWN = Metadata()


class SourceFailure(msgspec.Struct, frozen=True):
    """A source, or an item of one, that gave no document: one line says why; the batch goes on.

    ignored: True where nothing is wrong, the item simply is no document (an image in an archive, an empty feed item).
    """

    source: str
    reason: str
    ignored: bool = False

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


Item = Ingested | SourceFailure
"""What a reader gives for each thing that may be a document."""


def too_long(text: str, options: IngestOptions) -> str | None:
    """Why a text is too long to be read; None for one that is not."""
    if len(text) <= options.max_characters:
        return None
    return f"text of {len(text):,} characters; at most {options.max_characters:,} are read"


def note(reason: str) -> Issue:
    """An issue of this stage."""
    return Issue(stage=STAGE, reason=reason)
