"""Who is who across the texts of one comparison: a surname in one is the full name in another, a name known in one is
known in all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from communique.lexicon.wording import WORD
from communique.model import Entity, Record, Span
from communique.store.rows import actor_key, fold

LONGEST = 10  # words of a mention that stands for one party; a longer one says more than who
SEVERAL = "+"  # between the keys of a mention that denotes several


class Mentioned(NamedTuple):
    """Where parties are named: their keys joined by SEVERAL, and whether by a pronoun."""

    span: Span
    keys: str
    weak: bool


class Known(NamedTuple):
    """The parties of one record. keys: of each entity, the same in all records of the comparison. mentions: in order,
    none overlaps another."""

    keys: dict[str, str]
    mentions: tuple[Mentioned, ...]


def know(records: Sequence[Record]) -> list[Known]:
    """The parties of each record."""
    same = _same([e for r in records for e in r.entities])
    keys = [{e.id: same.get(actor_key(e), actor_key(e)) for e in r.entities} for r in records]
    names: dict[str, set[str]] = defaultdict(set)
    for r, own in zip(records, keys, strict=True):
        for e in r.entities:
            if (
                e.kind != "group"
                and e.name.strip()
                and fold(e.name) in {fold(m.span.of(r.document.text)) for m in e.mentions}
            ):
                names[e.name].add(own[e.id])
    sure = {name: min(found) for name, found in names.items() if len(found) == 1}
    return [Known(own, _mentions(r, own, sure)) for r, own in zip(records, keys, strict=True)]


def _same(entities: Iterable[Entity]) -> dict[str, str]:
    """Keys of parties that are one: the same name, or a surname that only one full name in all texts ends in.

    A text that has the surname alone may have been read as if it were a body's name.
    """
    named: dict[str, set[str]] = defaultdict(set)
    persons: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    told = [(e, fold(e.name).split()) for e in entities]
    surnames = {words[-1] for e, words in told if e.kind == "person" and len(words) > 1}
    for e, words in told:
        if not words:
            continue
        bare = len(words) == 1 and words[0] in surnames and e.kind == "organization" and not e.wikidata
        if e.kind == "person" or bare:
            persons[words[-1]][" ".join(words)].add(actor_key(e))
        elif e.kind != "group":
            named[" ".join(words)].add(actor_key(e))
    groups = list(named.values())
    for surname, found in persons.items():
        full = [name for name in found if name != surname]
        if len(full) <= 1:
            groups.append({key for keys in found.values() for key in keys})
        else:
            groups.extend(found.values())
    return {key: _first(group) for group in groups for key in group if len(group) > 1 and _one(group)}


def _one(keys: set[str]) -> bool:
    """Whether keys may be of one party: a table knows at most one of them."""
    return sum(":" not in key for key in keys) <= 1


def _first(keys: set[str]) -> str:
    return min(keys, key=lambda key: (":" in key, -len(key), key))


def _mentions(record: Record, keys: dict[str, str], sure: dict[str, str]) -> tuple[Mentioned, ...]:
    """The outermost mentions of the record, and names that another record knows."""
    text = record.document.text
    denoted: dict[Span, set[str]] = defaultdict(set)
    weak: dict[Span, bool] = {}
    for entity in record.entities:
        for mention in entity.mentions if entity.kind != "group" else ():
            if mention.form == "nominal" and entity.kind != "person":
                continue
            if len(WORD.findall(text, mention.start, mention.end)) <= LONGEST:
                denoted[mention.span].add(keys[entity.id])
                weak[mention.span] = mention.form == "pronoun"
    taken = bytearray(len(text))
    for span in denoted:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    own = {e.name for e in record.entities}
    for name, key in sure.items():
        for span in _found(text, name) if name not in own else ():
            if not any(taken[span.start : span.end]):
                denoted[span].add(key)
                weak[span] = False
    out: list[Mentioned] = []
    for span in sorted(denoted, key=lambda s: (s.start, -s.end)):
        if not out or out[-1].span.end <= span.start:
            out.append(Mentioned(span, SEVERAL.join(sorted(denoted[span])), weak[span]))
    return tuple(out)


def _found(text: str, name: str) -> Iterator[Span]:
    """Where a name stands as words of its own."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            yield Span(at, end)
        at = text.find(name, end)
