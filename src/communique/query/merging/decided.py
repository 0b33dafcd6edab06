"""What people decided about merges: these two are one contact, those two are not. For ever, until it is undone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from communique.query.merging.told import Key, Told
from communique.store.deciding import decisions


class Decided:
    """The decisions in force. Of two that contradict each other the later one holds."""

    def __init__(self, rows: Iterable[tuple[str, Key, Key]] = ()) -> None:
        """rows: verdict (join or split) and the two reports, in the order in which they were decided."""
        self._groups: dict[Key, Key] = {}
        self._splits: dict[Key, set[Key]] = {}
        for verdict, one, other in reversed(list(rows)):
            if verdict == "join" and not self._forbidden(one, other):
                mine, theirs = self._group(one), self._group(other)
                for key in {*self._members(theirs), other, one}:
                    self._groups[key] = min(mine, theirs)
                for key in self._members(mine):
                    self._groups[key] = min(mine, theirs)
            elif verdict == "split" and self._group(one) != self._group(other):
                self._splits.setdefault(one, set()).add(other)
                self._splits.setdefault(other, set()).add(one)

    def group(self, key: Key) -> Key | None:
        """What stands for all reports that people joined with this one; None where they joined it with none."""
        return self._groups.get(key)

    def joined(self, key: Key) -> list[Key]:
        """The reports that people joined with this one, itself among them."""
        return sorted(self._members(self._groups[key])) if key in self._groups else [key]

    def parted(self, key: Key) -> set[Key]:
        """The reports that people said are none of this one's contact."""
        return self._splits.get(key, set())

    def apart(self, some: Sequence[Told], others: Sequence[Told]) -> bool:
        """Whether a person said that a report of the one is none of the other's contact."""
        return bool(self._splits) and any(
            not self._splits.get(t.key, set()).isdisjoint(o.key for o in others) for t in some if t.key in self._splits
        )

    def _group(self, key: Key) -> Key:
        return self._groups.get(key, key)

    def _members(self, group: Key) -> list[Key]:
        return [key for key, of in self._groups.items() if of == group]

    def _forbidden(self, one: Key, other: Key) -> bool:
        mine = self._members(self._group(one)) or [one]
        theirs = set(self._members(self._group(other)) or [other])
        return any(not self._splits.get(key, set()).isdisjoint(theirs) for key in mine)


def in_force(connection: Connection) -> Mapping[int, tuple[str, Key, Key]]:
    """Decisions that hold, by number, in their order: verdict and the two reports. Those that cannot be read are left out."""
    query = select(decisions).where(decisions.c.kind == "merge", decisions.c.undone.is_(None))
    rows = connection.execute(query.order_by(decisions.c.number))
    return {row.number: found for row in rows if (found := read(row))}


def read(row: Any) -> tuple[str, Key, Key] | None:
    """Verdict and the two reports of a row of `decisions`; None where it cannot be read or is a comment."""
    one, other = _key(row.item), _key(_with(row.value))
    return (row.verdict, one, other) if row.verdict in ("join", "split") and one and other and one != other else None


def _with(value: str | None) -> str:
    try:
        said = json.loads(value or "{}")
    except ValueError:
        return ""
    return str(said.get("with", "")) if isinstance(said, dict) else ""


def _key(item: str) -> Key | None:
    document, slash, event = item.partition("/")
    return (document, event) if slash and document and event else None
