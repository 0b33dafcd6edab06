"""Persons of a document: one draft a person, from full names, surnames and titles."""

from dataclasses import dataclass, field

from communique.lexicon.first_names import first_names
from communique.lexicon.person_names import core, fold, same_name
from communique.resolve.draft import Draft, Office


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
