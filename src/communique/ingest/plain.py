"""Plain text to a document: the text stays as it was decoded, to the last blank."""

import hashlib

from communique.errors import FormatError
from communique.ingest.encoding import decode, refuse_binary
from communique.ingest.ingested import UNKNOWN, Ingested, IngestOptions, Metadata, too_long
from communique.ingest.text import ingest_text

EMPTY = "empty: nothing to read in it"
BLANK = "\ufeff\x00 \t\r\n\f\v"


def read_plain(
    data: bytes, source: str, options: IngestOptions, metadata: Metadata = UNKNOWN, charset: str | None = None
) -> Ingested:
    """The document of a plain text. Raises FormatError where it is binary, blank or too long."""
    refuse_binary(data, source)
    decoded = decode(data, charset)
    if not decoded.text.strip(BLANK):
        raise FormatError(source, EMPTY)
    if reason := too_long(decoded.text, options):
        raise FormatError(source, reason)
    return ingest_text(decoded.text, options.settings, metadata, hashlib.sha256(data).hexdigest(), decoded.notes)
