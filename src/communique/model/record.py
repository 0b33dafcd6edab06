"""The record of one document: the public contract, and its JSON forms."""

from typing import Any, Literal

import msgspec

from communique.model.claim import Event, Position, Statement
from communique.model.document import Document
from communique.model.entity import Entity
from communique.model.span import Spans

SCHEMA: Literal["communique/1"] = "communique/1"


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """Something that could not be decided or read: which stage, why (one line), where."""

    stage: str
    reason: str
    spans: Spans = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who read: package version, model name with version, settings hash."""

    version: str
    model: str
    settings: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Everything Communique says about one document. Unknown is None or empty, never a guess."""

    document: Document
    reader: Reader
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    issues: tuple[Issue, ...] = ()
    schema: Literal["communique/1"] = SCHEMA

    @property
    def contacts(self) -> tuple[Event, ...]:
        """The events with code CONSULT."""
        return tuple(e for e in self.events if e.code == "CONSULT")

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id. Raises KeyError."""
        for entity in self.entities:
            if entity.id == entity_id:
                return entity
        raise KeyError(entity_id)

    def words(self, spans: Spans, joint: str = " … ") -> str:
        """The words at `spans`, several stretches joined by `joint`."""
        return joint.join(span.of(self.document.text) for span in spans)

    def to_json(self) -> bytes:
        """One line of JSON, the same bytes for the same record."""
        return msgspec.json.encode(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists and strings."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    def to_frame(self, table: str = "contacts") -> Any:
        """A polars data frame of one table: documents, contacts, events, statements, positions, entities or issues.

        Columns: `model/tables.py`. Raises MissingPartError without polars (`pip install 'communique[frames]'`), KeyError for
        a table that is not there.
        """
        from communique.model.frames import frame

        return frame([self], table)

    def _repr_html_(self) -> str:
        """The text with its items marked, as notebooks show it."""
        from communique.model.highlights import to_html

        return to_html(self)


def from_json(line: bytes | str) -> Record:
    """A record from one line of JSON. Raises msgspec.ValidationError."""
    return msgspec.json.decode(line, type=Record)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the record."""
    return msgspec.json.schema(Record)
