"""What was sent."""

from alembic import op

from communique.store import outgoing, schema

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Entries that went out. A store that was made just now has the table already."""
    schema.metadata.create_all(op.get_bind(), tables=[outgoing.sent])


def downgrade() -> None:
    """What was sent would be sent again."""
    raise RuntimeError("a store is not taken back to an earlier schema")
