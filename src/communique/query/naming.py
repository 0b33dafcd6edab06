"""The names of states, also of those that only the store knows: invented ones, and others that no table has."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from communique.lexicon.states import states
from communique.store import schema

a = schema.actors


def state_names(connection: Connection, codes: Iterable[str | None]) -> dict[str, str]:
    """The name of each state by its code: as the table of states has it, else as documents name it, else the code."""
    wanted = {code for code in codes if code}
    known = states()
    names = {code: known[code].name for code in wanted if code in known}
    others = sorted(wanted - names.keys())
    if others:
        named = select(a.c.key, a.c.name).where(a.c.key.in_(others), a.c.kind == "country")
        names.update((row.key, row.name) for row in connection.execute(named))
    return {code: names.get(code, code) for code in wanted}
