"""Records kept: schema, migrations, writer, full text. SQLite by default, PostgreSQL the same."""
