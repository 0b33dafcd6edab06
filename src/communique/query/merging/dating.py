"""How well the time of a report is known, and what it may be where the text gives none."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from communique.lexicon.states import states
from communique.query.merging.names import sound, words
from communique.query.merging.told import AHEAD, Dated, Party

SPELL = 8  # days of a stated time that is as good as a day where nothing else comes into question
LATELY = 7  # days to which the contact lies that a document tells without any date
LEAD = 700  # characters from the beginning of a report in which it says what it is about
ABOUT = ("readout", "news", "unknown", "statement")  # kinds of documents that tell one thing
WORD = re.compile(r"[^\W_]+")
Known = tuple[Dated, int, int]
NEVER: Known = ("never", 0, 0)


def dated(row: Any, parties: Sequence[Party], today: tuple[int, int], head: str) -> Known:
    """How well it is known, and the first and last day, ordinals; NEVER where nothing is. today: what that may be."""
    if row.first_day and row.last_day:
        try:
            first, last = date.fromisoformat(row.first_day).toordinal(), date.fromisoformat(row.last_day).toordinal()
        except ValueError:  # a year before the first or after the last that a calendar counts
            return NEVER
        if first == last:
            return ("day", *today) if first == today[1] else ("day", first, last)
        return ("spell" if last - first < SPELL else "window"), first, last
    if not any(today) or row.first_day or row.last_day:  # an open end is no date
        return NEVER
    if row.status == "held" and _about(row, parties, head):
        return "presumed", *today
    if row.status in AHEAD:
        return "lately", today[0], today[1] + LATELY
    return "lately", today[0] - LATELY, today[1]


def _about(row: Any, parties: Sequence[Party], head: str) -> bool:
    """Whether the document is about this contact: its title names the parties but for one, or its first lines tell it."""
    said = {sound(word) for word in words(head)}
    if not said:
        return False
    named = [party for party in parties if _in(party, said)]
    if len({p.unit for p in parties} - {p.unit for p in named}) <= 1 and named:
        return True
    return row.kind in ABOUT and row.first < LEAD


def _in(party: Party, said: set[str]) -> bool:
    if party.kind == "person" and party.named:
        return sound(words(party.name)[-1]) in said if words(party.name) else False
    if party.kind == "country" and party.country:
        return bool(said & _state_words(party.country))
    return bool(names := words(party.name)) and said >= {sound(w) for w in names}


@lru_cache(maxsize=512)
def _state_words(code: str) -> frozenset[str]:
    state = states().get(code)
    if state is None:
        return frozenset()
    names = (state.name, *state.adjectives, *state.people, *state.capitals[:1], *state.seats)
    return frozenset(sound(w) for name in names if len(words(name)) == 1 for w in words(name))
