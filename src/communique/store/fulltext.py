"""Full text: FTS5 on SQLite, tsvector on PostgreSQL, asked the same way."""

import re
from typing import cast

from sqlalchemy import ColumnElement, Connection, Dialect, text

from communique.errors import UsageError

WORDS = re.compile(r'"[^"]*"|\S+')

SQLITE = (
    """CREATE VIRTUAL TABLE documents_text USING fts5(title, text, content='documents', content_rowid='number',
         tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER documents_text_insert AFTER INSERT ON documents BEGIN
         INSERT INTO documents_text(rowid, title, text) VALUES (new.number, new.title, new.text); END""",
    """CREATE TRIGGER documents_text_delete AFTER DELETE ON documents BEGIN
         INSERT INTO documents_text(documents_text, rowid, title, text)
           VALUES ('delete', old.number, old.title, old.text); END""",
)
POSTGRESQL = (
    """ALTER TABLE documents ADD COLUMN words tsvector GENERATED ALWAYS AS
         (to_tsvector('english', coalesce(title, '') || ' ' || left(text, 400000))) STORED""",
    "CREATE INDEX ix_documents_words ON documents USING gin (words)",
)
MATCHES = "documents.number IN (SELECT rowid FROM documents_text WHERE documents_text MATCH :fulltext)"
MATCHES_APART = f"+{MATCHES}"  # the plus keeps SQLite from taking the rows by number
MATCHES_POSTGRESQL = "documents.words @@ to_tsquery('english', :fulltext)"
HITS = """SELECT count(*) FROM
    (SELECT rowid FROM documents_text WHERE documents_text MATCH :fulltext LIMIT :most) AS found"""
HITS_POSTGRESQL = """SELECT count(*) FROM
    (SELECT number FROM documents WHERE words @@ to_tsquery('english', :fulltext) LIMIT :most) AS found"""


def ddl(dialect: Dialect) -> tuple[str, ...]:
    """The statements that set full text up."""
    return SQLITE if dialect.name == "sqlite" else POSTGRESQL


def terms(query: str) -> list[str]:
    """The words and "quoted phrases" of a query; every one must be found. Marks that mean something to a database go."""
    found = (" ".join(re.findall(r"\w+", t)) for t in WORDS.findall(query))
    return [t for t in found if t]


def matches(dialect: Dialect, query: str, apart: bool = False) -> ColumnElement[bool]:
    """The condition that a document's title or text has all terms of the query. Raises UsageError for one without words.

    apart: SQLite is to go through the documents in another order than that of the words' index, and check each.
    """
    condition = MATCHES_POSTGRESQL if dialect.name == "postgresql" else MATCHES_APART if apart else MATCHES
    return cast(ColumnElement[bool], text(condition).bindparams(fulltext=_expression(dialect, query)))


def hits(connection: Connection, query: str, limit: int) -> int:
    """How many documents have all terms of the query; counted up to `limit`."""
    counted = HITS if connection.dialect.name == "sqlite" else HITS_POSTGRESQL
    bound = {"fulltext": _expression(connection.dialect, query), "most": limit}
    found: int = connection.execute(text(counted), bound).scalar_one()
    return found


def _expression(dialect: Dialect, query: str) -> str:
    wanted = terms(query)
    if not wanted:
        raise UsageError(f"nothing to search for in {query!r}")
    if dialect.name == "sqlite":
        return " AND ".join(f'"{t}"' for t in wanted)
    return " & ".join("(" + " <-> ".join(t.split()) + ")" for t in wanted)
