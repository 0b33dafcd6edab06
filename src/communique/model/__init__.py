"""Nouns only: what a record is made of. Imports nothing heavier than msgspec."""

from communique.model.claim import Event, Participant, Position, Statement
from communique.model.document import Document, Part
from communique.model.entity import Entity, Mention, Role
from communique.model.record import SCHEMA, Issue, Reader, Record, from_json, json_schema
from communique.model.span import Span, Spans, hull, trim, union
from communique.model.when import When

__all__ = [
    "SCHEMA",
    "Document",
    "Entity",
    "Event",
    "Issue",
    "Mention",
    "Part",
    "Participant",
    "Position",
    "Reader",
    "Record",
    "Role",
    "Span",
    "Spans",
    "Statement",
    "When",
    "from_json",
    "hull",
    "json_schema",
    "trim",
    "union",
]
