"""The first schema."""

from alembic import op

from communique.store import fulltext, schema, views

revision = "0001"
down_revision = None

TABLES = (
    schema.documents,
    schema.readings,
    schema.actors,
    schema.actor_names,
    *schema.CLAIM_TABLES,
    schema.fingerprints,
    schema.bands,
)


def upgrade() -> None:
    """Tables, full text, views."""
    connection = op.get_bind()
    schema.metadata.create_all(connection, tables=TABLES)
    for statement in (*fulltext.ddl(connection.dialect), *views.ddl(connection.dialect)):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise RuntimeError("nothing before the first schema")
