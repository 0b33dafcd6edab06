"""Full text: FTS5 on SQLite, tsvector on PostgreSQL, asked the same way and with the same answers.

Words count as they stand, without case and accents: the two databases' stemmers differ. `meet*` finds what begins so.
"""

import re
from typing import cast

from sqlalchemy import ColumnElement, Connection, Dialect, text

from communique.errors import UsageError
from communique.store.rows import fold

WORDS = re.compile(r'"[^"]*"|\S+')
PARTS = re.compile(r"[^\W_]+")

SQLITE = (
    """CREATE VIRTUAL TABLE documents_text USING fts5(title, text, content='documents', content_rowid='number',
         tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER documents_text_insert AFTER INSERT ON documents BEGIN
         INSERT INTO documents_text(rowid, title, text) VALUES (new.number, new.title, new.text); END""",
    """CREATE TRIGGER documents_text_delete AFTER DELETE ON documents BEGIN
         INSERT INTO documents_text(documents_text, rowid, title, text)
           VALUES ('delete', old.number, old.title, old.text); END""",
)
PLAIN = r"""regexp_replace(regexp_replace(normalize(coalesce(title, '') || ' ' || left(text, 400000), NFKD),
         '[\u0300-\u036F]', '', 'g'), '[\u0001-/:-@\[-`{-~\u0080-\u00BF\u2000-\u206F]+', ' ', 'g')"""  # as unicode61 sees it
POSTGRESQL = (
    f"ALTER TABLE documents ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', {PLAIN})) STORED",
    "CREATE INDEX ix_documents_words ON documents USING gin (words)",
)
MATCHES = "documents.number IN (SELECT rowid FROM documents_text WHERE documents_text MATCH :fulltext)"
MATCHES_APART = f"+{MATCHES}"  # the plus keeps SQLite from taking the rows by number
MATCHES_POSTGRESQL = "documents.words @@ to_tsquery('simple', :fulltext)"
HITS = """SELECT count(*) FROM
    (SELECT rowid FROM documents_text WHERE documents_text MATCH :fulltext LIMIT :most) AS found"""
HITS_POSTGRESQL = """SELECT count(*) FROM
    (SELECT number FROM documents WHERE words @@ to_tsquery('simple', :fulltext) LIMIT :most) AS found"""


def ddl(dialect: Dialect) -> tuple[str, ...]:
    """The statements that set full text up."""
    return SQLITE if dialect.name == "sqlite" else POSTGRESQL


def terms(query: str) -> list[str]:
    """The words, beginnings* and "quoted phrases" of a query; all must be found. Marks that mean something to a database go."""
    found = ((" ".join(PARTS.findall(fold(t))), t.endswith("*")) for t in WORDS.findall(query))
    return [words + "*" * begins for words, begins in found if words]


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
        return " AND ".join(f'"{t.rstrip("*")}"' + "*" * t.endswith("*") for t in wanted)
    return " & ".join("(" + " <-> ".join(t.rstrip("*").split()) + ":*" * t.endswith("*") + ")" for t in wanted)
