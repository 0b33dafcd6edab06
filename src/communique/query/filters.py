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
        found = _ending(connection, folded)
    if not found:
        raise UsageError(f"nobody called {name!r} is in the store")
    return sorted(found)


def may_mean(connection: Connection, name: str) -> list[str]:
    """Keys of all parties that a name may mean: one word may be a whole name in one text and the end of one in another.

    Raises UsageError where nobody of that name is in the store.
    """
    folded = fold(name)
    exact = actor_keys(connection, name)
    return exact if " " in folded else sorted({*exact, *_ending(connection, folded)})


def _ending(connection: Connection, folded: str) -> set[str]:
    """Keys of those whose names have more words before these."""
    names = schema.actor_names
    alike = select(names.c.key, names.c.folded).where(names.c.last == last_word(folded))
    return {row.key for row in connection.execute(alike) if row.folded.endswith(" " + folded)}


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


def country_code(name: str, connection: Connection | None = None) -> str:
    """The code of a state given by code or name: one known here or, with `connection`, one met in the store, as users' own
    states are. Raises UsageError."""
    code = state_code(name) or (connection is not None and met_state(connection, name))
    if not code:
        raise UsageError(f"{name!r} is no state that is known here")
    return code


def met_state(connection: Connection, name: str) -> str | None:
    """The code of a state that documents in the store name so; None where there is none or more than one."""
    actors, names = schema.actors, schema.actor_names
    known = (actors.c.kind == "country", actors.c.country.is_not(None))
    query = (
        select(actors.c.country).join(names, names.c.key == actors.c.key).where(names.c.folded == fold(name), *known)
    )
    found = set(connection.execute(query).scalars())
    if not found and len(name) == 3 and name.isupper():
        found = set(connection.execute(select(actors.c.country).where(actors.c.country == name, *known)).scalars())
    return found.pop() if len(found) == 1 else None


def matching_all(
    connection: Connection, actors: tuple[str, ...], countries: tuple[str, ...]
) -> list[tuple[str, list[str]]]:
    """For each party wanted, the column of a linking table and the values that it may have there.

    An actor that is a state stands for all who act for it. Raises UsageError for names that nobody here bears.
    """
    wanted = [("country", [country_code(name, connection)]) for name in countries]
    for name in actors:
        state = state_code(name) or met_state(connection, name)
        wanted.append(("country", [state]) if state else ("actor", may_mean(connection, name)))
    return wanted
