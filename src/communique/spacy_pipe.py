"""A spaCy component: `nlp.add_pipe("communique")` puts a record's items into a Doc's span groups.

The document is read from its own text by the whole pipeline, whatever else `nlp` does; the Doc's tokens are only what the spans
are laid on. The record is at `doc._.communique`. Config: date (ISO day), publisher, threshold.
"""

import datetime
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from communique.export.docbin import fill
from communique.settings import Settings

if TYPE_CHECKING:
    from communique.model import Record

if not Doc.has_extension("communique"):
    Doc.set_extension("communique", default=None)


@Language.factory("communique", default_config={"date": None, "publisher": None, "threshold": None})
def make(nlp: Language, name: str, date: str | None, publisher: str | None, threshold: float | None) -> "Component":
    """The component with its settings. Raises ValueError for a date that is no ISO day."""
    return Component(
        Settings(date=datetime.date.fromisoformat(date) if date else None, publisher=publisher, threshold=threshold)
    )


class Component:
    """Reads each Doc's text and fills span groups; see `communique.export.docbin` for their names."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, doc: Doc) -> Doc:
        record = self.read(doc.text)
        fill(doc, record)
        doc._.communique = record
        return doc

    def read(self, text: str) -> "Record":
        """The record of a text."""
        from communique.ingest.text import ingest_text
        from communique.pipeline.run import read_document

        ingested = ingest_text(text, self.settings)
        return read_document(ingested.document, self.settings, ingested.notes)
