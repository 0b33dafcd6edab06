"""Who held which office when: the table that ships, users' own actors, and look-ups by name or by office."""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from communique.errors import LexiconError
from communique.lexicon.own_actors import own_spells
from communique.lexicon.person_names import core, fold, same_name
from communique.lexicon.spells import Spell, read_table

FILE = Path(__file__).with_name("offices.tsv.gz")
ALIASES = Path(__file__).with_name("people_aliases.txt")
SURNAME_FIRST = frozenset(("CHN", "KOR", "PRK", "VNM", "TWN", "KHM", "HKG", "MAC", "SGP"))


class Offices:
    """The table with its indexes."""

    def __init__(self, spells: Iterable[Spell], aliases: dict[str, tuple[str, ...]]) -> None:
        self.spells = tuple(spells)
        self.aliases = dict(aliases)
        for spell in self.spells:
            if spell.aliases:
                self.aliases[spell.person] = (*self.aliases.get(spell.person, ()), *spell.aliases.split("|"))
        self.by_office: dict[tuple[str, str], list[Spell]] = {}
        self.by_word: dict[str, list[Spell]] = {}
        self._by_party: dict[str, list[Spell]] = {}
        for spell in self.spells:
            for name in spell.classes:
                self.by_office.setdefault((name, spell.of), []).append(spell)
            self._by_party.setdefault(spell.of, []).append(spell)
            words = {w for form in self.forms(spell.person) for w in core(fold(form))}
            for word in sorted(words):
                self.by_word.setdefault(word, []).append(spell)

    def forms(self, person: str) -> tuple[str, ...]:
        """The name and its other spellings."""
        return (person, *self.aliases.get(person, ()))

    def of_party(self, party: str) -> list[Spell]:
        """All spells of a state (code) or body (name)."""
        return list(self._by_party.get(party, ()))

    def holders(self, office: str, of: str, on: str) -> list[Spell]:
        """Spells of an office class in a state or body that cover the day `on` (ISO)."""
        return [s for s in self.by_office.get((office, of), ()) if s.runs(on)]

    def named(self, name: str) -> list[Spell]:
        """Spells of all people whom a full name or a surname fits."""
        words = fold(name)
        parts = core(words)
        if not parts:
            return []
        out = []
        for spell in {id(s): s for w in parts for s in self.by_word.get(w, ())}.values():
            for form in self.forms(spell.person):
                if _fits(words, parts, fold(form), spell.of in SURNAME_FIRST):
                    out.append(spell)
                    break
        return out


def _fits(words: tuple[str, ...], parts: tuple[str, ...], form: tuple[str, ...], surname_first: bool) -> bool:
    whole = core(form)
    if len(parts) > 1:
        return same_name(words, form) or whole[-len(parts) :] == parts
    if len(whole) == 1:
        return parts == whole
    return (
        parts[0] == whole[-1] or (surname_first and parts[0] == whole[0]) or (len(whole) > 2 and parts[0] in whole[1:])
    )


def read_aliases(path: Path) -> dict[str, tuple[str, ...]]:
    """Other spellings by name. Raises LexiconError."""
    out: dict[str, tuple[str, ...]] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise LexiconError(f"{path.name}: {error}") from error
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            name, *others = line.split("|")
            if not name or not all(others):
                raise LexiconError(f"{path.name}: row {number}: empty name")
            out[name] = tuple(others)
    return out


@lru_cache(maxsize=1)
def offices() -> Offices:
    """The table that ships together with the user's own actors. Raises LexiconError where one is malformed."""
    try:
        text = gzip.decompress(FILE.read_bytes()).decode()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise LexiconError(f"{FILE.name}: {error}") from error
    spells, aliases = own_spells()
    return Offices([*spells, *read_table(text.splitlines(), FILE.name)], read_aliases(ALIASES) | aliases)
