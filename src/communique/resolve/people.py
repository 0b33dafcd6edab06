"""Persons of a document: one draft a person, from full names, surnames and titles."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from communique.lexicon.first_names import first_names
from communique.resolve.draft import Draft, Office

SPLIT = re.compile(r"[^\W_]+")
SUFFIXES = frozenset("jr sr ii iii iv v".split())
PARTICLES = frozenset(
    "al el bin ibn bint de da do dos das del della di du van von der den la le y ben abu ter ould".split()
)


@lru_cache(maxsize=8192)
def fold(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, apostrophes and initials."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("ə", "a"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower().replace("'", "").replace("\u2019", "")
    return tuple(w for w in SPLIT.findall(plain) if w not in SUFFIXES)


def core(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a name that tell people apart: no single letters, no particles (unless nothing else is left)."""
    kept = tuple(w for w in words if len(w) > 1 and w not in PARTICLES)
    return kept or words


def same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: same last word and first words that agree, or the same words reordered."""
    x, y = core(a), core(b)
    if len(x) < 2 or len(y) < 2:
        return False
    if sorted(x) == sorted(y):
        return True
    if x[-1] == y[-1]:
        return x[0] == y[0] or x[0].startswith(y[0]) or y[0].startswith(x[0])
    shorter, longer = sorted((x, y), key=len)
    return shorter[0] == longer[0] and all(w in longer for w in shorter)


@dataclass(slots=True)
class People:
    """All persons so far; order of appearance."""

    drafts: list[Draft] = field(default_factory=list)
    names: list[set[tuple[str, ...]]] = field(default_factory=list)

    def find(self, name: str, office: Office | None, gender: str) -> tuple[Draft | None, str]:
        """The one person that a name, with its title, fits; None with the reason where none or several do."""
        words = fold(name)
        if not words:
            return None, "no name"
        parts = core(words)
        full = [d for d, ns in zip(self.drafts, self.names, strict=True) if any(same_name(words, n) for n in ns)]
        if len(parts) >= 2 and full:
            return full[0], "same full name"
        fits = [
            d
            for d, ns in zip(self.drafts, self.names, strict=True)
            if any(_part_of(words, n) or (len(core(n)) == 1 and _part_of(n, words)) for n in ns)
        ]
        if gender != "-":
            fits = [d for d in fits if d.gender in (gender, "-")]
        if office and office.classes and len(fits) > 1:
            fits = [d for d in fits if d.classes() & set(office.classes)] or fits
        if office and office.states:
            fits = [d for d in fits if d.country in (None, *office.states)]
        if len(fits) > 1:
            surname = [d for d in fits if any(core(n)[-1] == parts[-1] for n in self.names[self.drafts.index(d)])]
            fits = surname if surname else fits
        if len(fits) == 1:
            return fits[0], "part of a name in the text"
        return None, "several people of that name" if fits else "not named before"

    def add(self, draft: Draft, name: str) -> Draft:
        """A new person known by `name`."""
        self.drafts.append(draft)
        self.names.append({fold(name)})
        return draft

    def also(self, draft: Draft, name: str) -> None:
        """Another form of a person's name."""
        self.names[self.drafts.index(draft)].add(fold(name))


def _part_of(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether `words` are the last (or the first) words of `name`."""
    parts, whole = core(words), core(name)
    if not parts or len(parts) > len(whole):
        return False
    return (
        whole[-len(parts) :] == parts
        or whole[: len(parts)] == parts
        or name[-len(words) :] == words
        or (len(parts) == 1 and len(whole) > 2 and parts[0] in whole)
    )


def gender_of(name: str) -> str:
    """Gender told by the first name; "-" for none."""
    first = name.split()[0] if name else ""
    return first_names().get(first, "-") if len(name.split()) > 1 else "-"
