"""A document that was read before, taken up again from its record: the text stays, what is found in it is found anew."""

from communique.ingest.ingested import STAGE, DateClaim, Ingested, Metadata
from communique.ingest.text import ingest_text
from communique.model import Record
from communique.settings import Settings


def again(record: Record, settings: Settings) -> Ingested:
    """The document of a record, to be read again. What its reader had to say of the bytes, which are gone, is kept."""
    old = record.document
    claims = (DateClaim(old.published, old.published_evidence or "record"),) if old.published else ()
    metadata = Metadata(
        path=old.path,
        url=old.url,
        publisher=old.publisher,
        title=old.title,
        byline=old.byline,
        section=old.section,
        dates=claims,
        retrieved=old.retrieved,
        language=old.language,
    )
    new = ingest_text(old.text, settings, metadata, old.raw_sha256)
    kept = tuple(issue for issue in record.issues if issue.stage == STAGE and issue not in new.notes)
    return Ingested(document=new.document, notes=(*kept, *new.notes))
