"""How far what is new reaches: the reports that must be looked at again, and no others."""

from collections.abc import Iterable, Iterator, Sequence

from communique.query.merging import weights
from communique.query.merging.decided import Decided
from communique.query.merging.index import Index
from communique.query.merging.keys import document_key, month_keys, near_keys, words_key
from communique.query.merging.score import compare
from communique.query.merging.told import Key, Told

AT_ONCE = 200  # reports whose neighbours are looked up together


def firm(index: Index, seeds: Iterable[Told], decided: Decided) -> list[list[Told]]:
    """The components of reports with a known time that the seeds lie in: between two of them no pair could be one contact."""
    found: dict[Key, Told] = {}
    leads: dict[Key, Key] = {}

    def lead(key: Key) -> Key:
        while leads[key] != key:
            leads[key] = leads[leads[key]]
            key = leads[key]
        return key

    waiting = sorted({t.key: t for t in seeds if t.certain}.values(), key=lambda t: t.order)
    found.update({t.key: t for t in waiting})
    leads.update({t.key: t.key for t in waiting})
    while waiting:
        new: dict[Key, Told] = {}
        for one, other in _pairs(index, waiting, decided):
            if other.key not in found:
                new[other.key] = other
                leads.setdefault(other.key, other.key)
            a, b = sorted((lead(one.key), lead(other.key)))
            leads[b] = a
        found.update(new)
        waiting = list(new.values())
    components: dict[Key, list[Told]] = {}
    for key in sorted(found):
        components.setdefault(lead(key), []).append(found[key])
    return [components[key] for key in sorted(components)]


def _pairs(index: Index, told: list[Told], decided: Decided) -> Iterator[tuple[Told, Told]]:
    """Each report with those that it could be of one contact with."""
    for i in range(0, len(told), AT_ONCE):
        part = told[i : i + AT_ONCE]
        index.told(index.under({name for t in part for name in near_keys(t)}))
        for one in part:
            others = index.told(sorted(index.under(near_keys(one))))
            yield from (
                (one, o) for o in others if o.certain and o is not one and compare(one, o).logit >= weights.FLOOR
            )
            yield from ((one, o) for o in index.told(decided.joined(one.key)) if o.certain and o is not one)


def loose(index: Index, seeds: Iterable[Told], around: Sequence[Told], decided: Decided) -> list[Told]:
    """Reports without a known time: those of the seeds, those that may mean a contact `around`, and what goes with them."""
    wanted = index.under({name for t in around for name in month_keys(t, "?")})
    wanted |= {key for t in around for key in (*decided.joined(t.key), *decided.parted(t.key))}
    waiting = {t.key: t for t in (*seeds, *index.told(sorted(wanted))) if not t.certain}
    found: dict[Key, Told] = {}
    while waiting:
        found.update(waiting)
        beside = index.under({name for t in waiting.values() for name in (words_key(t), document_key(t))})
        beside |= {parted for key in waiting for parted in decided.parted(key)}
        beside |= {joined for key in waiting for joined in decided.joined(key)}
        waiting = {t.key: t for t in index.told(sorted(beside)) if not t.certain and t.key not in found}
    return sorted(found.values(), key=lambda t: t.order)
