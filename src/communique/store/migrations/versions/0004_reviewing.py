"""Indexes that give the least certain first."""

from alembic import op

from communique.store import across, schema

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """By confidence and probability. A store that was made just now has them already."""
    for table in (schema.events, schema.statements, schema.positions, across.reports):
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            if {"confidence", "probability"} & set(index.columns.keys()):
                index.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """Nothing would be gained."""
    raise RuntimeError("a store is not taken back to an earlier schema")
