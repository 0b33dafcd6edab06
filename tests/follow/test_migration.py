"""A store from before sources were followed is carried forward when it is opened."""

from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, inspect

from communique.store import following, migrate
from communique.store.engine import open_store


def test_a_first_store_gets_the_tables_of_what_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    first = create_engine(f"sqlite:///{path}")
    names = {table.name for table in following.TABLES}
    with first.begin() as connection:
        command.upgrade(migrate._config(connection), "0001")
        before = set(inspect(connection).get_table_names())
    first.dispose()
    assert "documents" in before
    assert not names & before
    engine = open_store(str(path))
    assert names | before <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_every_column_is_there_on_a_new_store(tmp_path: Path) -> None:
    engine = open_store(str(tmp_path / "store.db"))
    for table in following.TABLES:
        assert {c["name"] for c in inspect(engine).get_columns(table.name)} == set(table.c.keys())
    engine.dispose()
