"""Tables of what people decide about the machine's reading. Rows are added and never changed but for `undone`.

The reading itself stays whole in `readings.record`; the claim tables show it with the decisions applied.
"""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from communique.store.schema import metadata

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, comment="In the order in which they were made."),
    Column("document", String, comment="Key in `documents`; null for an actor in all documents and for merges."),
    Column("kind", String, nullable=False, comment="event, statement, position, entity, actor or merge."),
    Column(
        "item", String, nullable=False, comment="Id of the item; the key of an actor; “document/event” for a merge."
    ),
    Column("verdict", String, nullable=False, comment="confirm, reject, correct, add, join, split or comment."),
    Column("value", Text, comment="JSON: the fields corrected, or the other report of a merge."),
    Column(
        "was", Text, comment="JSON: the item as the machine read it then, so that it can be shown after a new reading."
    ),
    Column("why", Text, comment="The reviewer's comment."),
    Column("by", String, nullable=False, comment="Name of the account."),
    Column("at", String, nullable=False, comment="ISO datetime, UTC."),
    Column("undone", String, comment="When it was taken back, ISO datetime, UTC."),
    Column("undone_by", String),
    Index(None, "document", "kind", "item"),
    Index(None, "kind", "item"),
    Index(None, "at"),
    comment="Decisions of people, who, when and why.",
)

TABLES = (decisions,)
