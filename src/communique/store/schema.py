"""The tables of the store, the same on SQLite and PostgreSQL. Every table and column says what it holds.

A record is kept whole in `readings.record` and laid out in tables so that it can be asked. What people decide about it
stands in `store/deciding.py` and is never touched by a reading; the tables show the record with it applied. Offsets are code
points of `documents.text`, end exclusive; days are ISO dates as text, so that they sort and compare the same everywhere.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _document(primary: bool = True) -> Column[str]:
    key = ForeignKey("documents.id", ondelete="CASCADE")
    return Column(
        "document", String, key, primary_key=primary, nullable=False, comment="The document that it stands in."
    )


def _day(what: str) -> Column[str]:
    return Column("day", String, comment=f"{what} Kept here too, so that an index gives the newest first.")


def _parties() -> tuple[Column[Any], ...]:
    """Of the tables that link an item to the parties: who, for which state, when; each can be asked newest first."""
    return (
        Column("entity", String, nullable=False, comment="The party as this document names it."),
        Column("actor", String, nullable=False, comment="The same party in all documents (`actors.key`)."),
        Column("country", String, comment="The state that the party acts for here, ISO 3166-1 alpha-3."),
        _day("The item's day."),
    )


documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True, comment="For the full-text index only; it may differ between stores."),
    Column(
        "id",
        String,
        unique=True,
        nullable=False,
        comment="Made of address, publisher and text: the same page twice is one.",
    ),
    Column("text_id", String, nullable=False, comment="Id of the record, made of the text alone."),
    Column("address", String, comment="The page's address, where it has one."),
    Column("path", String, comment="The file that it was read from."),
    Column("version", Integer, nullable=False, comment="1 for the first text seen under an address, 2 for the next …"),
    Column("previous", String, ForeignKey("documents.id"), comment="The version before, under the same address."),
    Column("publisher", String, comment="Who published it."),
    Column("title", String),
    Column("section", String),
    Column("kind", String, nullable=False, comment="news, readout, statement, transcript, speech or unknown."),
    Column("language", String, comment="ISO 639-1."),
    Column("published", String, comment="ISO date or datetime as the page gives it."),
    Column("day", String, comment="The day of `published`."),
    Column("retrieved", String, comment="When the page was fetched, ISO datetime."),
    Column("added", String, nullable=False, comment="When it came into this store, ISO datetime, UTC."),
    Column("raw_sha256", String, nullable=False, comment="Of the bytes that the text was made from."),
    Column("text", Text, nullable=False, comment="The text that all offsets count in."),
    Index(None, "address"),
    Index(None, "day", "id"),
    Index(None, "publisher", "day", "id"),
    Index(None, "kind", "day", "id"),
    Index(None, "path"),
    Index(None, "text_id"),
    comment="One row for each text under each address; a changed text is a new version and the old one stays.",
)

readings = Table(
    "readings",
    metadata,
    _document(),
    Column("version", String, nullable=False, comment="Of Communique."),
    Column("model", String, nullable=False),
    Column("settings", String, nullable=False, comment="Hash of the settings."),
    Column("read", String, nullable=False, comment="When, ISO datetime, UTC."),
    Column("record", LargeBinary, nullable=False, comment="The whole record: JSON, zlib."),
    comment="The machine's reading of a document, whole. Reading again replaces it.",
)

entities = Table(
    "entities",
    metadata,
    _document(),
    Column("id", String, primary_key=True),
    Column(
        "key",
        String,
        nullable=False,
        comment="The same for one party in all documents: Wikidata id, state, or kind and name.",
    ),
    Column("kind", String, nullable=False, comment="person, organization, country, place or group."),
    Column("name", String, nullable=False),
    Column("country", String, comment="ISO 3166-1 alpha-3 of the state acted for."),
    Column("wikidata", String),
    Column("geonames", Integer),
    Column("role", String, comment="The first role that the text or the table of offices gives."),
    Column("mentions", Integer, nullable=False, comment="How often the text names it."),
    _day("The document's day."),
    Index(None, "key", "day", "document"),
    Index(None, "country", "day", "document"),
    sqlite_with_rowid=False,
    comment="Parties named in a document.",
)

actors = Table(
    "actors",
    metadata,
    Column("key", String, primary_key=True, comment="Wikidata id, state, or kind, state and name: see `entities.key`."),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False, comment="As first met."),
    Column("country", String),
    Index(None, "country"),
    comment="Every party met in any document, once.",
)

actor_names = Table(
    "actor_names",
    metadata,
    Column("folded", String, primary_key=True, comment="A name in lower case, without accents."),
    Column("key", String, ForeignKey("actors.key"), primary_key=True),
    Column("last", String, nullable=False, comment="The last word of it: surnames find their bearers."),
    Index(None, "last"),
    sqlite_with_rowid=False,
    comment="The names under which parties were met, for finding them.",
)

statements = Table(
    "statements",
    metadata,
    _document(),
    Column("id", String, primary_key=True),
    Column("form", String, nullable=False, comment="direct, indirect or mixed."),
    Column("channel", String),
    Column("addressee", String, comment="Entity."),
    Column("within", String, comment="The statement that this one stands in."),
    Column("cue", String, comment="The words that attribute."),
    Column("words", Text, nullable=False, comment="What was said; pieces are joined by an ellipsis."),
    Column("first", Integer, nullable=False, comment="Where the words begin."),
    Column("last", Integer, nullable=False, comment="Where they end."),
    Column("edtf", String, comment="When it was said."),
    Column("confidence", Float),
    _day("The document's day."),
    Index(None, "day", "document", "id"),
    Index(None, "channel", "day", "document", "id"),
    Index(None, "confidence", "document", "id"),
    comment="Who said what.",
)

chain = Table(
    "chain",
    metadata,
    _document(),
    Column("statement", String, primary_key=True),
    Column("part", String, primary_key=True, comment="speaker: whose words they are; via: who relayed them."),
    Column("ordinal", Integer, primary_key=True, comment="From the speaker outwards, from 0."),
    *_parties(),
    ForeignKeyConstraint(["document", "statement"], ["statements.document", "statements.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["document", "entity"], ["entities.document", "entities.id"], ondelete="CASCADE"),
    Index(None, "actor", "day", "document", "statement"),
    Index(None, "country", "day", "document", "statement"),
    sqlite_with_rowid=False,
    comment="Speakers and those who passed their words on.",
)

events = Table(
    "events",
    metadata,
    _document(),
    Column("id", String, primary_key=True),
    Column("code", String, nullable=False, comment="PLOVER root code; CONSULT for contacts."),
    Column("action", String, nullable=False, comment="call, meeting, visit, talks …"),
    Column("mode", String, comment="PLOVER mode."),
    Column("status", String, nullable=False, comment="held, planned, proposed, cancelled, denied or hypothetical."),
    Column("edtf", String),
    Column("first_day", String, comment="First possible day."),
    Column("last_day", String, comment="Last possible day."),
    Column("place", String, comment="Entity."),
    Column("trigger", String, nullable=False, comment="The words that tell it."),
    Column("words", Text, nullable=False, comment="The sentences that tell it."),
    Column("first", Integer, nullable=False, comment="Where the trigger begins."),
    Column("last", Integer, nullable=False, comment="Where it ends."),
    Column("confidence", Float),
    _day("The first possible day; the document's where none is known."),
    Index(None, "code", "day", "document", "id"),
    Index(None, "confidence", "document", "id"),
    comment="Contacts and other events, one row for each in a document.",
)

participants = Table(
    "participants",
    metadata,
    _document(),
    Column("event", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    *_parties(),
    Column("side", String, nullable=False, comment="actor, recipient or both."),
    ForeignKeyConstraint(["document", "event"], ["events.document", "events.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["document", "entity"], ["entities.document", "entities.id"], ondelete="CASCADE"),
    Index(None, "actor", "day", "document", "event"),
    Index(None, "country", "day", "document", "event"),
    sqlite_with_rowid=False,
    comment="Who took part in an event.",
)

positions = Table(
    "positions",
    metadata,
    _document(),
    Column("id", String, primary_key=True),
    Column("stance", String, nullable=False),
    Column("target", Text, nullable=False, comment="What it is about, in the text's words."),
    Column("words", Text, nullable=False, comment="The sentence."),
    Column("first", Integer, nullable=False, comment="Where the target begins."),
    Column("last", Integer, nullable=False, comment="Where it ends."),
    Column("statement", String, comment="The statement that it was taken from."),
    Column("confidence", Float),
    _day("The document's day."),
    Index(None, "day", "document", "id"),
    Index(None, "stance", "day", "document", "id"),
    Index(None, "confidence", "document", "id"),
    comment="What actors hold.",
)

holders = Table(
    "holders",
    metadata,
    _document(),
    Column("position", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    *_parties(),
    ForeignKeyConstraint(["document", "position"], ["positions.document", "positions.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["document", "entity"], ["entities.document", "entities.id"], ondelete="CASCADE"),
    Index(None, "actor", "day", "document", "position"),
    Index(None, "country", "day", "document", "position"),
    sqlite_with_rowid=False,
    comment="Who holds a position.",
)

issues = Table(
    "issues",
    metadata,
    _document(),
    Column("ordinal", Integer, primary_key=True),
    Column("stage", String, nullable=False),
    Column("reason", Text, nullable=False),
    comment="What could not be decided.",
)

fingerprints = Table(
    "fingerprints",
    metadata,
    _document(),
    Column("origin", String, nullable=False, comment="The least key among its copies; its own where it has none."),
    Column("signature", LargeBinary, nullable=False, comment="MinHash of the body's runs of words: 120 of 32 bits."),
    Index(None, "origin"),
    comment="What near-identical texts are known by (`store/copies.py`). Very short texts have none.",
)

bands = Table(
    "bands",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False, comment="Of a part of the signature."),
    _document(),
    Index(None, "document"),
    sqlite_with_rowid=False,
    comment="Documents that share one may be copies.",
)

CLAIM_TABLES = (entities, statements, chain, events, participants, positions, holders, issues)
"""The machine's layer, in the order in which rows may be inserted."""
