"""What is followed."""

from alembic import op

from communique.store import following, schema

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Sources, items, pages, hosts, gaps."""
    schema.metadata.create_all(op.get_bind(), tables=following.TABLES)


def downgrade() -> None:
    """What was followed would be lost."""
    raise RuntimeError("a store is not taken back to an earlier schema")
