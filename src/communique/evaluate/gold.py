"""Gold of diplomatic records: actors, contacts, statements, positions that people wrote down, quoting the text."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from communique.errors import FormatError
from communique.model import Entity, Spans, When

WORD = re.compile(r"\w+")
SMALL = frozenset("the of and al bin el".split())
"""Words of names that tell nobody apart."""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes part: person, organization or country."""

    name: str
    kind: str
    country: str | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact. when: a day, month, year, or first/last."""

    action: str
    status: str
    participants: tuple[str, ...]
    when: str | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement; content: its pieces as they stand in the text."""

    content: tuple[str, ...]
    speakers: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    channel: str | None = None
    addressee: str | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A position; target: the text's words."""

    holders: tuple[str, ...]
    stance: str
    target: str


class Gold(msgspec.Struct, frozen=True, kw_only=True):
    """What people wrote down of one document. Parties are named as in `actors`."""

    date: str | None = None
    publisher: str | None = None
    actors: tuple[Actor, ...] = ()
    contacts: tuple[Contact, ...] = ()
    statements: tuple[Said, ...] = ()
    positions: tuple[Held, ...] = ()

    def actor(self, name: str | None) -> Actor | None:
        """The actor of a name; None where the gold has none."""
        found = [a for a in self.actors if a.name == name]
        return found[-1] if found else None


def load(folder: Path) -> Iterator[tuple[str, str, Gold]]:
    """Name, text and gold of each ID.json that has its ID.txt, in the order of names. Raises FormatError."""
    for file in sorted(folder.glob("*.json"), key=str):
        text = file.with_suffix(".txt")
        if not text.exists():
            continue
        try:
            gold = msgspec.convert(json.loads(file.read_bytes()), Gold)
            yield file.stem, text.read_bytes().decode("utf-8"), gold
        except (ValueError, OSError) as error:
            raise FormatError(str(file), f"not gold: {error}") from error


def folded(name: str | None) -> list[str]:
    """The words of a name that count: lower case, without accents, apostrophes and small words."""
    bare = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return [w for w in WORD.findall(bare.replace("'", "").replace("-", " ")) if w not in SMALL]


def same_actor(gold: Actor | None, found: Entity | None) -> bool:
    """Whether an entity is the actor that gold means.

    People agree in the last word of their names, which may be the other's last but one; states in their code; bodies in half
    of the words of the shorter name.
    """
    if gold is None or found is None:
        return gold is None and found is None
    wanted, named = folded(gold.name), folded(found.name)
    if gold.kind == "person":
        if found.kind != "person" or not wanted or not named:
            return False
        return wanted[-1] == named[-1] or wanted[-1] in named[-2:] or named[-1] in wanted[-2:]
    if gold.kind == "country":
        return bool(gold.country) and found.country == gold.country and found.kind != "person"
    common = len(set(wanted) & set(named))
    return common > 0 and common * 2 >= min(len(set(wanted)), len(set(named)))


def same_when(gold: str | None, found: When | None) -> bool:
    """Whether two times begin and end with the same day, month or year, as precisely as gold says."""
    if gold is None:
        return found is None
    if found is None:
        return False
    start, _, end = gold.partition("/")
    return (found.start or "").startswith(start) and (found.end or "").startswith(end or start)


def contents(text: str, statements: Sequence[Said]) -> list[set[int]]:
    """The words of each statement, by where they begin: its pieces are sought in order, a nested one further back."""
    out, position = [], 0
    for statement in statements:
        found: set[int] = set()
        for piece in statement.content:
            start = text.find(piece, position)
            start = start if start >= 0 else text.find(piece)
            if start < 0:
                continue
            found |= words_between(text, start, start + len(piece))
            position = max(position, start)
        out.append(found)
    return out


def words_at(text: str, spans: Spans) -> set[int]:
    """Where the words that lie wholly inside a span begin."""
    return {i for span in spans for i in words_between(text, span.start, span.end)}


def words_between(text: str, start: int, end: int) -> set[int]:
    """Where the words that lie wholly between two offsets begin."""
    return {m.start() for m in WORD.finditer(text, start, end) if _begins(text, m.start()) and _ends(text, m.end())}


def _begins(text: str, at: int) -> bool:
    return at == 0 or not WORD.match(text[at - 1])


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or not WORD.match(text[at])


def jaccard(one: set[int], other: set[int]) -> float:
    """Share of what either has that both have."""
    return len(one & other) / len(one | other) if one or other else 0.0


def words_of(text: str, spans: Spans) -> set[str]:
    """The words that count of some stretches."""
    return set(folded(" ".join(span.of(text) for span in spans)))
