"""Readouts by series, and the phrases that stopped in them."""

from alembic import op
from sqlalchemy import insert, literal, select

from communique.store import across, schema

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Two tables, which a store that was made just now has already; every readout that is kept waits to be looked at."""
    connection, documents, readouts = op.get_bind(), schema.documents, across.readouts
    schema.metadata.create_all(connection, tables=[readouts, across.phrase_alerts])
    kept = select(documents.c.id, literal(0)).where(documents.c.kind == "readout")
    connection.execute(insert(readouts).from_select(["document", "looked"], kept))


def downgrade() -> None:
    """A store is not taken back."""
    raise RuntimeError("a store is not taken back to an earlier schema")
