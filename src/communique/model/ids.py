"""Ids made of content: no counter, no clock, no run."""

import hashlib
from collections.abc import Iterable

from communique.model.span import Span

DIGITS = 16


def digest(*parts: str) -> str:
    """Sixteen hex digits over the parts, which are kept apart by a unit separator."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def document_id(text: str) -> str:
    """The id of a document: its text decides."""
    return "d" + digest(text)


def claim_id(kind: str, document: str, spans: Iterable[Span], *more: str) -> str:
    """The id of a claim: kind (its first letter leads), document id, spans and whatever else tells two claims apart."""
    where = ",".join(f"{s.start}-{s.end}" for s in spans)
    return kind[0] + digest(kind, document, where, *more)


def entity_id(document: str, kind: str, name: str) -> str:
    """The id of an entity within a document."""
    return "e" + digest("entity", document, kind, name)
