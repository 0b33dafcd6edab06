"""Tables worked out across documents: contacts made of many reports, and the set phrases with their uses.

They are derived: `query/merging` and `query/phrases` fill them from the claim tables and can do so again at any time. Days are
ISO dates as text.
"""

from sqlalchemy import Column, Float, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text

from communique.store.schema import metadata

merged_contacts = Table(
    "merged_contacts",
    metadata,
    Column("id", String, primary_key=True, comment="Made of the report that was published first."),
    Column(
        "action", String, nullable=False, comment="call, meeting, visit, talks …: what the most precise reports say."
    ),
    Column("status", String, nullable=False, comment="held where any report says so; else planned, proposed …"),
    Column("edtf", String, comment="The most precise date that the reports agree on."),
    Column("first_day", String),
    Column("last_day", String),
    Column("day", String, comment="The first possible day; that of the first report where none is known."),
    Column("place", String, comment="Name of the place."),
    Column("who", Text, nullable=False, comment="Names of the participants, joined by “; ”."),
    Column("reports", Integer, nullable=False, comment="How many events of documents tell it."),
    Column("origins", Integer, nullable=False, comment="How many independent documents: copies count once."),
    Column("probability", Float, nullable=False, comment="That all its reports tell one contact; 1 for a single one."),
    Column("component", String, nullable=False, comment="The same for contacts between which a report had to choose."),
    Index(None, "day", "id", "status", "action", "first_day", "last_day"),  # all that counts by month read
    Index(None, "component"),
    comment="One row for each contact in the world, as far as the reports can be brought together.",
)

merged_participants = Table(
    "merged_participants",
    metadata,
    Column("contact", String, ForeignKey("merged_contacts.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("actor", String, nullable=False, comment="`actors.key`."),
    Column("kind", String, nullable=False, comment="person, organization, country, place or group."),
    Column("name", String, nullable=False),
    Column("country", String, comment="The state acted for, ISO 3166-1 alpha-3."),
    Column("side", String, nullable=False, comment="actor, recipient or both."),
    Column("day", String, comment="The contact's, so that an index gives the newest first."),
    Index(None, "actor", "day", "contact"),
    Index(None, "country", "day", "contact"),
    sqlite_with_rowid=False,
    comment="Who took part in a merged contact.",
)

reports = Table(
    "reports",
    metadata,
    Column("document", String, primary_key=True),
    Column("event", String, primary_key=True),
    Column("contact", String, ForeignKey("merged_contacts.id", ondelete="CASCADE"), nullable=False),
    Column("relation", String, nullable=False, comment="tells, or announces (planned before it was held)."),
    Column("probability", Float, nullable=False, comment="That it belongs to this contact; 1 for the first report."),
    Column("reasons", Text, nullable=False, comment="JSON: what speaks for it and against it, each with its weight."),
    Column("origin", String, nullable=False, comment="`fingerprints.origin` when it was merged: copies share it."),
    ForeignKeyConstraint(["document", "event"], ["events.document", "events.id"], ondelete="CASCADE"),
    Index(None, "contact"),
    Index(None, "probability", "document", "event"),
    sqlite_with_rowid=False,
    comment="Which event of which document tells which contact. An event without a row has not been merged yet.",
)

report_keys = Table(
    "report_keys",
    metadata,
    Column("key", String, primary_key=True, comment="Two parties and a day or month: see `query/merging/keys.py`."),
    Column("document", String, primary_key=True),
    Column("event", String, primary_key=True),
    ForeignKeyConstraint(["document", "event"], ["events.document", "events.id"], ondelete="CASCADE"),
    Index(None, "document", "event"),
    sqlite_with_rowid=False,
    comment="Reports that share a key are compared with each other, and no others.",
)

merged_decisions = Table(
    "merged_decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="`decisions.number`."),
    comment="People's decisions that the merged contacts follow so far.",
)

former_contacts = Table(
    "former_contacts",
    metadata,
    Column("id", String, primary_key=True, comment="An id that a merged contact once had."),
    Column("contact", String, nullable=False, comment="What it is now; may itself be a former one."),
    comment="Ids that changed when reports came in or people decided, so that old addresses still lead somewhere.",
)

phrases = Table(
    "phrases",
    metadata,
    Column("id", String, primary_key=True, comment="Made of the key."),
    Column(
        "key", String, nullable=False, comment="The words that its variants share: folded, in order of the alphabet."
    ),
    Column("text", Text, nullable=False, comment="As it is used most often."),
    Column("words", Integer, nullable=False, comment="Length of `text`."),
    Column("uses", Integer, nullable=False, comment="Independent documents that use it: copies count once."),
    Column("cohesion", Float, nullable=False, comment="Least mutual information of its halves when mined, in bits."),
    Column("first_day", String),
    Column("last_day", String),
    Index(None, "key"),
    Index(None, "uses", "id"),
    comment="Recurrent formulas.",
)

phrase_uses = Table(
    "phrase_uses",
    metadata,
    Column("phrase", String, ForeignKey("phrases.id", ondelete="CASCADE"), primary_key=True),
    Column("document", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Integer, primary_key=True, comment="Where it begins in the document's text."),
    Column("last", Integer, nullable=False, comment="Where it ends."),
    Column("statement", String, comment="The innermost statement that it stands in; none in a document's own words."),
    Column("variant", Text, nullable=False, comment="Its form: folded, without determiners, owners and plurals."),
    Column("words", Text, nullable=False, comment="The words as they stand."),
    Column("origin", String, nullable=False, comment="Of the document: the same for copies."),
    Column("day", String, comment="Of the document."),
    Index(None, "phrase", "day"),
    Index(None, "document"),
    sqlite_with_rowid=False,
    comment="Where a phrase was used.",
)

phrase_parties = Table(
    "phrase_parties",
    metadata,
    Column("phrase", String, primary_key=True),
    Column("document", String, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("part", String, primary_key=True, comment="by: whose words; to: addressed, or met; about: named beside it."),
    Column("actor", String, primary_key=True, comment="`actors.key`."),
    Column("country", String, comment="The state acted for, ISO 3166-1 alpha-3."),
    Column("origin", String, nullable=False),
    Column("day", String),
    ForeignKeyConstraint(
        ["phrase", "document", "first"],
        ["phrase_uses.phrase", "phrase_uses.document", "phrase_uses.first"],
        ondelete="CASCADE",
    ),
    Index(None, "actor", "part", "phrase", "day", "origin"),
    Index(None, "country", "part", "phrase", "day", "origin"),
    Index(None, "document"),
    sqlite_with_rowid=False,
    comment="Who used a phrase, to whom, about whom.",
)

phrase_documents = Table(
    "phrase_documents",
    metadata,
    Column("document", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("read", String, nullable=False, comment="`readings.read` of the reading that was looked at."),
    Column("mined", Integer, nullable=False, comment="1 where it was there when the phrases were mined."),
    sqlite_with_rowid=False,
    comment="Documents whose phrases are known.",
)

readouts = Table(
    "readouts",
    metadata,
    Column("document", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("looked", Integer, nullable=False, comment="0 where its record changed since its series was worked out."),
    Column("publisher", String, comment="Of the document; empty for none. Null, as sides, where it is of no series."),
    Column("side", String, comment="The state whose words it tells, ISO 3166-1 alpha-3."),
    Column("partner", String, comment="The other state."),
    Index(None, "looked"),
    Index(None, "side", "partner", "publisher"),
    sqlite_with_rowid=False,
    comment="Which readouts make a series: what one publisher tells of one side's contacts with another.",
)

phrase_alerts = Table(
    "phrase_alerts",
    metadata,
    Column("side", String, primary_key=True),
    Column("partner", String, primary_key=True),
    Column("publisher", String, primary_key=True, comment="Empty for none."),
    Column("ordinal", Integer, primary_key=True, comment="From 0 in its series."),
    Column("told", Text, nullable=False, comment="JSON: see `query/phrases/alerts.py`."),
    Index(None, "partner"),
    sqlite_with_rowid=False,
    comment="Phrases that stopped, or are said otherwise, in a series of readouts.",
)

TABLES = (
    merged_contacts,
    merged_participants,
    reports,
    report_keys,
    merged_decisions,
    former_contacts,
    phrases,
    phrase_uses,
    phrase_parties,
    phrase_documents,
    readouts,
    phrase_alerts,
)
