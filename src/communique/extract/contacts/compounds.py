"""States named in compounds: "U.S.-Russia", "Russian-French"."""

import re
from functools import lru_cache

from communique.lexicon.states import states
from communique.model import Span

COMPOUND = re.compile(r"\b[A-Z][\w.]*(?:[-–—][A-Z][\w.]*)+")


def states_compounded(text: str, span: Span) -> list[tuple[str, Span]]:
    """The codes of the states that compounds in a stretch of text name, with the compound; only where two are named."""
    found = []
    for compound in COMPOUND.finditer(text, span.start, span.end):
        named = [c for half in re.split(r"[-–—]", compound.group()) if (c := state_called(half))]
        if len(set(named)) > 1:
            found += [(c, Span(*compound.span())) for c in named]
    return found


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    return {
        name.lower(): state.iso3
        for state in states().values()
        for name in (*state.adjectives, *state.aliases, state.name)
    }


def capital(name: str) -> bool:
    """Whether a name is that of a state's seat ("Berlin"), not of the state."""
    return any(name in state.seats for state in states().values()) and state_called(name) is None


def state_called(name: str) -> str | None:
    """The code of the state with this name, alias or adjective; None for other words."""
    return _states().get(name.lower())
