"""The reading room: a document set for reading, every item of its record beside it, linked both ways."""

import csv
import io
from collections.abc import Sequence
from typing import Annotated, Any

from litestar.params import FromPath, QueryParameter
from sqlalchemy import select

from communique.model import Entity, Record
from communique.present.labels import Labels
from communique.present.table import COLUMNS, header, to_rows
from communique.query.copies import copies
from communique.query.versions import versions
from communique.store import schema
from communique.store.reader import record
from communique.store.rows import actor_key
from communique.web.conventions import Connected, Page, page
from communique.web.conventions.problems import MissingError
from communique.web.reading.items import Item, items
from communique.web.reading.segments import Paragraph, paragraphs

Row = dict[str, Any]
d = schema.documents


class ReadingRoom(Page, kw_only=True):
    """A document, its record, its versions (first to last; of one address) and its copies (published first to last)."""

    id: str
    version: int
    address: str | None
    record: Record
    versions: list[Row]
    copies: list[Row]
    item: str | None = None

    def rows(self) -> list[dict[str, str]]:
        """A row for every item, as `communique read --format csv` gives it."""
        return list(csv.DictReader(io.StringIO(header() + to_rows(self.record))))

    def headed(self) -> bool:
        """Whether the text begins with its title, so that it need not be set twice."""
        document = self.record.document
        heads = (document.text[p.start : p.end] for p in document.parts if p.role == "headline")
        return bool(document.title) and any(h.split() == (document.title or "").split() for h in heads)

    def labels(self) -> Labels:
        """Names and places of the record."""
        return Labels(self.record)

    def items(self) -> list[Item]:
        """The items, numbered."""
        return items(self.record)

    def paragraphs(self, numbered: list[Item]) -> list[Paragraph]:
        """The text, cut where items begin and end."""
        return list(paragraphs(self.record, numbered))

    def actor(self, entity: Entity) -> str:
        """The key under which a party is known in all documents."""
        return actor_key(entity)

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS


@page("/documents/{key:str}", "reading.html")
def reading(
    connection: Connected,
    key: FromPath[str],
    item: Annotated[
        str | None, QueryParameter(max_length=64, description="Id of an item whose words are marked")
    ] = None,
) -> ReadingRoom:
    """One document with its record."""
    row = connection.execute(select(d.c.id, d.c.version, d.c.address).where(d.c.id == key)).first()
    found = record(connection, key) if row else None
    if row is None or found is None:
        raise MissingError(f"no document {key} is kept here")
    return ReadingRoom(
        id=row.id,
        version=row.version,
        address=row.address,
        record=found,
        versions=versions(connection, key),
        copies=copies(connection, key),
        item=item,
    )


HANDLERS = (reading,)
