"""A filter's names as keys: who is meant, which state, which publishers."""

from functools import lru_cache

from sqlalchemy import Connection, select, text

from communique.errors import UsageError
from communique.lexicon.states import states
from communique.store import schema
from communique.store.rows import fold, last_word

PUBLISHERS = """WITH RECURSIVE known(name) AS (
    SELECT min(publisher) FROM documents
    UNION ALL
    SELECT (SELECT min(publisher) FROM documents WHERE publisher > known.name) FROM known WHERE known.name IS NOT NULL
) SELECT name FROM known WHERE name IS NOT NULL"""  # from one name in the index to the next; DISTINCT would read all of it


def actor_keys(connection: Connection, name: str) -> list[str]:
    """Keys of the parties that a name may mean: a Wikidata id or key, a full name, or the end of one.

    Raises UsageError where nobody of that name is in the store.
    """
    folded = fold(name)
    actors, names = schema.actors, schema.actor_names
    found = set(connection.execute(select(actors.c.key).where(actors.c.key == name)).scalars())
    found.update(connection.execute(select(names.c.key).where(names.c.folded == folded)).scalars())
    if not found and folded:
        alike = select(names.c.key, names.c.folded).where(names.c.last == last_word(folded))
        found.update(row.key for row in connection.execute(alike) if row.folded.endswith(" " + folded))
    if not found:
        raise UsageError(f"nobody called {name!r} is in the store")
    return sorted(found)


def publishers(connection: Connection, part: str) -> list[str]:
    """The publishers whose name has `part` in it, upper and lower case alike."""
    names = connection.execute(text(PUBLISHERS)).scalars()
    return sorted(n for n in names if n and fold(part) in fold(n))


@lru_cache(maxsize=1)
def _state_names() -> dict[str, str]:
    names = {fold(alias): s.iso3 for s in states().values() for alias in (*s.aliases, s.name)}
    return names | {s.iso3.lower(): s.iso3 for s in states().values()}


def state_code(name: str) -> str | None:
    """ISO 3166-1 alpha-3 of a state given by code, name or another of its names; None for anything else."""
    return _state_names().get(fold(name))


def country_code(name: str) -> str:
    """The ISO code of a state given by code or name. Raises UsageError."""
    code = state_code(name)
    if code is None:
        raise UsageError(f"{name!r} is no state that is known here")
    return code


def matching_all(
    connection: Connection, actors: tuple[str, ...], countries: tuple[str, ...]
) -> list[tuple[str, list[str]]]:
    """For each party wanted, the column of a linking table and the values that it may have there.

    An actor that is a state stands for all who act for it. Raises UsageError for names that nobody here bears.
    """
    wanted = [("country", [country_code(name)]) for name in countries]
    for name in actors:
        state = state_code(name)
        wanted.append(("country", [state]) if state else ("actor", actor_keys(connection, name)))
    return wanted
