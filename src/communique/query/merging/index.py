"""Reports and the keys under which they are found: from the store, or all of them in memory when most are new."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import Connection, delete, insert, select, tuple_

from communique.query.merging import load
from communique.query.merging.keys import own_keys
from communique.query.merging.told import Key, Told
from communique.store.across import report_keys as k

AT_ONCE = 500
ROWS = 10_000  # inserted at once


class Index(Protocol):
    """Where reports are looked up."""

    def told(self, keys: Iterable[Key]) -> list[Told]:
        """The reports of some keys; those that are gone are left out."""

    def under(self, names: Iterable[str]) -> set[Key]:
        """The reports kept under any of some names."""


class StoreIndex:
    """Looks up what is asked for, and keeps it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._told: dict[Key, Told | None] = {}
        self._under: dict[str, list[Key]] = {}

    def told(self, keys: Iterable[Key]) -> list[Told]:
        """The reports of some keys; those that are gone are left out."""
        wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if key not in self._told]
        self._told.update(dict.fromkeys(missing))
        self._told.update({t.key: t for t in load.some(self.connection, missing)})
        return [t for key in wanted if (t := self._told[key]) is not None]

    def under(self, names: Iterable[str]) -> set[Key]:
        """The reports kept under any of some names."""
        wanted = set(names)
        missing = sorted(wanted - self._under.keys())
        self._under.update((name, []) for name in missing)
        for i in range(0, len(missing), AT_ONCE):
            for row in self.connection.execute(select(k).where(k.c.key.in_(missing[i : i + AT_ONCE]))):
                self._under[row.key].append((row.document, row.event))
        return {key for name in wanted for key in self._under[name]}


class MemoryIndex:
    """All contacts of a store."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = {t.key: t for t in told}
        self._under: dict[str, list[Key]] = defaultdict(list)
        for t in told:
            for name in own_keys(t):
                self._under[name].append(t.key)

    def told(self, keys: Iterable[Key]) -> list[Told]:
        """The reports of some keys; those that are gone are left out."""
        return [self._told[key] for key in dict.fromkeys(keys) if key in self._told]

    def under(self, names: Iterable[str]) -> set[Key]:
        """The reports kept under any of some names."""
        return {key for name in names for key in self._under.get(name, ())}


def keep_keys(connection: Connection, told: Sequence[Told]) -> None:
    """Keep new reports under their keys, and under no others."""
    for i in range(0, len(told), AT_ONCE):
        part = [t.key for t in told[i : i + AT_ONCE]]
        documents = sorted({document for document, _ in part})
        connection.execute(delete(k).where(k.c.document.in_(documents), tuple_(k.c.document, k.c.event).in_(part)))
    rows = [
        {"key": name, "document": t.document, "event": t.event} for t in told for name in dict.fromkeys(own_keys(t))
    ]
    for i in range(0, len(rows), ROWS):
        connection.execute(insert(k), rows[i : i + ROWS])
