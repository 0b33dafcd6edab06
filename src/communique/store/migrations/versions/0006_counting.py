"""Contacts are counted from an index alone."""

from alembic import op
from sqlalchemy import Index

from communique.store.across import merged_contacts

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The index of days gets what counts by month read. A store that was made just now has it already."""
    (index,) = (i for i in merged_contacts.indexes if isinstance(i, Index) and "first_day" in i.columns)
    index.create(op.get_bind(), checkfirst=True)
    op.execute("DROP INDEX IF EXISTS ix_merged_contacts_day_id")


def downgrade() -> None:
    """A store is not taken back."""
    raise RuntimeError("a store is not taken back to an earlier schema")
