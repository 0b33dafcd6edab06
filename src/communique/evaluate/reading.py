"""Records to score: read now from the texts of gold."""

from datetime import date
from typing import TYPE_CHECKING

from communique.errors import UsageError
from communique.evaluate.gold import Gold
from communique.settings import Settings

if TYPE_CHECKING:
    from communique.model import Record


def read(name: str, text: str, gold: Gold) -> "Record":
    """The record of a gold document, read with its date and publisher; the text must do without a title. Raises UsageError."""
    from communique.ingest.text import document_from_text
    from communique.pipeline.run import read_document

    try:
        day = date.fromisoformat(gold.date[:10]) if gold.date else None
    except ValueError as error:
        raise UsageError(f"{name}: not an ISO date: {gold.date!r}") from error
    settings = Settings(date=day, publisher=gold.publisher)
    return read_document(document_from_text(text, settings, path=f"{name}.txt"), settings)
