"""A store for notebooks: what is kept, asked in Python, answered in data frames."""

from types import TracebackType
from typing import TYPE_CHECKING, Any

from communique.errors import UsageError
from communique.model.frames import polars
from communique.model.record import Record

if TYPE_CHECKING:
    from communique.query.narrowing import Filter

EVERYTHING = 1_000_000


class Store:
    """A store opened for reading, a SQLite file or a PostgreSQL address. Close it, or use it in a `with` block.

    All questions take the same conditions: words, actors, countries (names or ISO codes; all must have a part), kind,
    publisher, channel, since, until (ISO days), limit. They raise UsageError for names that nobody bears, StoreError where
    the store cannot be read, MissingPartError without polars.
    """

    def __init__(self, where: str = "communique.db") -> None:
        from communique.store.engine import open_store

        self.where = where
        self._engine = open_store(where, create=False)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file or the connections go."""
        self._engine.dispose()

    def record(self, name: str) -> Record:
        """The record of a document: its key, the beginning of one, an address or a path; with people's corrections."""
        from communique.store.reader import kept_record, one_document

        with self._engine.connect() as connection:
            return kept_record(connection, one_document(connection, name))

    def documents(self, **conditions: Any) -> Any:
        """Documents, newest first."""
        return self._ask("documents", conditions)

    def contacts(self, between: tuple[str, str] | None = None, **conditions: Any) -> Any:
        """Merged contacts, latest first. between: two parties who both take part, names or states."""
        from communique.query.contacts import contacts

        wanted, limit = _filter(conditions)
        with self._engine.connect() as connection:
            rows = contacts(connection, wanted, limit, between=between)
        return _frame([{**row, "who": [p["name"] for p in row["who"]]} for row in rows])

    def reports(self, **conditions: Any) -> Any:
        """Contacts as single documents tell them, latest first, with their words and where these stand."""
        return self._ask("contacts", conditions)

    def statements(self, **conditions: Any) -> Any:
        """Statements, newest document first. Actors spoke or relayed."""
        return self._ask("statements", conditions)

    def positions(self, **conditions: Any) -> Any:
        """Positions, newest document first. Actors hold them."""
        return self._ask("positions", conditions)

    def _ask(self, what: str, conditions: dict[str, Any]) -> Any:
        from communique.query import documents as queries

        wanted, limit = _filter(conditions)
        with self._engine.connect() as connection:
            return _frame(getattr(queries, what)(connection, wanted, limit))


def _filter(conditions: dict[str, Any]) -> "tuple[Filter, int]":
    import msgspec

    from communique.query.narrowing import Filter

    limit = conditions.pop("limit", EVERYTHING)
    for name in ("actors", "countries"):
        if isinstance(conditions.get(name), str):
            conditions[name] = (conditions[name],)
    unknown = set(conditions) - set(Filter.__struct_fields__)
    if unknown:
        raise UsageError(
            f"no such condition: {', '.join(sorted(unknown))}; there are {', '.join(Filter.__struct_fields__)}"
        )
    try:
        return msgspec.convert(conditions, Filter), limit
    except msgspec.ValidationError as error:
        raise UsageError(str(error)) from error


def _frame(rows: list[dict[str, Any]]) -> Any:
    return polars().DataFrame(rows, infer_schema_length=None)
