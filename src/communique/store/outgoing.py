"""Tables of what goes out: saved searches, those who are told of new entries, and what was sent. Times are ISO, UTC."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from communique.store.schema import metadata

saved = Table(
    "saved_searches",
    metadata,
    Column("id", String, primary_key=True),
    Column("owner", String, nullable=False, comment="Account; “local” for the single user."),
    Column("name", String, nullable=False),
    Column("what", String, nullable=False, comment="documents, contacts, statements, positions or alerts."),
    Column("query", Text, nullable=False, comment="The filter, as it stands in an address."),
    Column("created", String, nullable=False),
    Index(None, "owner"),
    comment="Searches that people keep.",
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String, primary_key=True),
    Column("search", String, ForeignKey("saved_searches.id", ondelete="CASCADE"), nullable=False),
    Column("means", String, nullable=False, comment="e-mail or webhook."),
    Column("target", String, nullable=False, comment="Mail or web address."),
    Column("secret", String, comment="What a webhook's signature is made with."),
    Column("every", Integer, nullable=False, comment="Seconds between two, at least."),
    Column("after", Integer, nullable=False, comment="`documents.number` up to which everything was sent."),
    Column("due", String, nullable=False, comment="When it is looked at next."),
    Column("failures", Integer, nullable=False, comment="Since the last success."),
    Column("reason", Text, comment="Of the last failure."),
    Column("paused", String, comment="When it was stopped, by a person or after many failures."),
    Index(None, "due"),
    comment="Who is told of new entries of a search, and how far.",
)

sent = Table(
    "sent_entries",
    metadata,
    Column("delivery", String, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("entry", String, primary_key=True, comment="Id of an entry, or of another report of the same contact."),
    Column("at", String, nullable=False),
    sqlite_with_rowid=False,
    comment="What was sent: it is not sent again.",
)

TABLES = (saved, deliveries, sent)
