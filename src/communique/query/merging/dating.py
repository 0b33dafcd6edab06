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
BY_VOICE = re.compile(r"\b(?:phone|telephone|calls?\b|video)", re.I)
FACE_TO_FACE = re.compile(r"\b(?:meet|met\b|visit|summit|host|welcom|receiv)", re.I)
TALKED = re.compile(r"\b(?:conversation|talk|spoke|speak|negotiation|consultation|dialogue)", re.I)
FORMER = re.compile(  # said by somebody who looks back: of some other time, which nobody names
    r"\b(?:(?:many|several) times|(?:every|each) year|regularly|(?:weeks|months|years) ago|over the years|in the past|"
    r"previous(?:ly)?|last time|on many occasions|at the age of|never)\b",
    re.I,
)
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
    if row.status == "held" and row.kind not in ABOUT and FORMER.search(row.words):
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
    missing = {p.unit for p in parties} - {p.unit for p in named}
    voice, face = bool(BY_VOICE.search(head)), bool(FACE_TO_FACE.search(head))
    if voice != face and row.action not in (("call", "talks") if voice else ("meeting", "talks", "visit", "summit")):
        return False
    if named and (not missing or (len(missing) == 1 and (voice or face or TALKED.search(head)))):
        return True  # a notice leaves its own side out
    return row.kind in ABOUT and row.first < LEAD


def _in(party: Party, said: set[str]) -> bool:
    if party.kind == "person" and party.named:
        return sound(words(party.name)[-1]) in said if words(party.name) else False
    if party.kind == "country" and party.country:
        return any(said >= name for name in _state_names(party.country))
    return bool(names := words(party.name)) and said >= {sound(w) for w in names}


@lru_cache(maxsize=512)
def _state_names(code: str) -> tuple[frozenset[str], ...]:
    """The words of each name of a state, its people and its government."""
    state = states().get(code)
    if state is None:
        return ()
    names = (state.name, *state.adjectives, *state.people, *state.capitals[:1], *state.seats)
    return tuple(frozenset(sound(w) for w in words(name)) for name in names if words(name))
