"""States, nationalities, capitals, seats of government and bodies: longest match of table names, case kept."""

import re
from functools import lru_cache
from typing import NamedTuple

from communique.annotate.mentions.words import Words
from communique.lexicon.bodies import bodies
from communique.lexicon.cities import regions
from communique.lexicon.states import states

LEAD = re.compile(r"\w+")
OTHER_AMERICAS = frozenset(
    "central latin south north".split()
)  # "Central American ministers" are not the United States
SHOUTED = 4  # names of at least so many letters are also known in capitals throughout


class Entry(NamedTuple):
    """A name in the tables; `the`: it counts only after "the"."""

    alias: str
    kind: str
    key: str
    the: bool


class Hit(NamedTuple):
    """A name found: token indices (inclusive), what it names and the key in its table."""

    first: int
    last: int
    kind: str
    key: str


@lru_cache(maxsize=1)
def index() -> dict[str, tuple[Entry, ...]]:
    """Entries by their first word, longest first."""
    table: dict[str, dict[str, Entry]] = {}

    def add(alias: str, kind: str, key: str) -> None:
        the = alias.startswith("the ")
        alias = alias.removeprefix("the ")
        for form in (alias, alias.upper()) if len(alias) >= SHOUTED and not the else (alias,):
            lead = LEAD.search(form)
            if lead and lead.start() == 0:
                table.setdefault(lead.group(), {}).setdefault(form, Entry(form, kind, key, the))

    for state in states().values():
        for kind, names in (
            ("state", (state.name, *state.aliases)),
            ("nationality", state.adjectives),
            ("people", state.people),
            ("capital", state.capitals),
            ("seat", state.seats),
        ):
            for name in names:
                add(name, kind, state.iso3)
    for region in regions():
        add(region, "region", region)
    for body in bodies().values():
        for name in (body.name, *body.aliases):
            add(name, "body", body.name)
            if name.startswith("The "):
                add(name.removeprefix("The "), "body", body.name)
    return {lead: tuple(sorted(e.values(), key=lambda x: (-len(x.alias), x.alias))) for lead, e in table.items()}


def hits(words: Words, text: str) -> list[Hit]:
    """The names of a sentence in order, none overlapping. `text`: the document's, with straight apostrophes."""
    table, out, i, n = index(), [], 0, len(words)
    while i < n:
        token = words.text[i]
        entries = table.get(token)
        if entries is None and not token.isalpha():
            lead = LEAD.match(token)
            entries = table.get(lead.group()) if lead else None
        found = _longest(entries, words, text, i) if entries else None
        if found:
            out.append(found)
            i = found.last
        i += 1
    return out


def _longest(entries: tuple[Entry, ...], words: Words, text: str, i: int) -> Hit | None:
    start = words.start[i]
    for entry in entries:
        end = start + len(entry.alias)
        if not text.startswith(entry.alias, start) or (end < len(text) and text[end].isalnum()):
            continue
        if entry.key == "USA" and i and words.lower[i - 1] in OTHER_AMERICAS:
            continue
        if entry.the and (i == 0 or words.lower[i - 1] != "the"):
            continue
        last = i
        while last + 1 < len(words) and words.start[last + 1] < end:
            last += 1
        if end < words.end[last] and text[end : words.end[last]] not in ("'s", "'", "."):
            continue
        return Hit(i, last, entry.kind, entry.key)
    return None
