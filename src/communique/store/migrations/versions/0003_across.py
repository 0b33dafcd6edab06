"""Across documents, what people decide, who they are, what goes out to them."""

from alembic import op

from communique.store import across, deciding, outgoing, people, schema

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Merged contacts, phrases, decisions, accounts, saved searches."""
    tables = (*across.TABLES, *deciding.TABLES, *people.TABLES, *outgoing.TABLES)
    schema.metadata.create_all(op.get_bind(), tables=tables)


def downgrade() -> None:
    """What people decided would be lost."""
    raise RuntimeError("a store is not taken back to an earlier schema")
