"""From bytes to documents: readers of files, pages, feeds, JSON Lines and archives, and the parts of a text."""

from communique.ingest.ingested import Ingested, IngestOptions, Metadata, SourceFailure

__all__ = ["IngestOptions", "Ingested", "Metadata", "SourceFailure"]
