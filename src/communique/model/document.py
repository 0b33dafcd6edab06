"""A document: text with its parts and where it came from."""

from typing import Literal

import msgspec

from communique.model.span import Span

PartRole = Literal["headline", "byline", "dateline", "body", "turn", "chrome"]
DocumentKind = Literal["news", "readout", "statement", "transcript", "speech", "unknown"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the text with one role. Parts are in order and do not overlap; white space between them is free.

    speaker: for a turn, in a record: the entity id of who speaks. While reading: None (see `label`).
    label: for a turn, the words that name the speaker ("MR PRICE"); inside [start, end).
    """

    role: PartRole
    start: int
    end: int
    speaker: str | None = None
    label: Span | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document. `text` is the decoded input for plain text, the extracted text otherwise.

    published: ISO date or datetime, or None; published_evidence says how it is known
    ("meta article:published_time", "option --date", ...). retrieved: ISO datetime, None for local files.
    raw_sha256: of the bytes that `text` was made from. language: ISO 639-1, None when undecided.
    """

    id: str
    text: str
    raw_sha256: str
    url: str | None = None
    path: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    section: str | None = None
    published: str | None = None
    published_evidence: str | None = None
    retrieved: str | None = None
    language: str | None = None
    kind: DocumentKind = "unknown"
    parts: tuple[Part, ...] = ()

    @property
    def day(self) -> str | None:
        """ISO day of publication, None where it is not known."""
        return self.published[:10] if self.published else None
