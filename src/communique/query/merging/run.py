"""Bring the merged contacts up to date: with what is new, or from the beginning. Both end with the same contacts."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete

from communique.query.merging import kept, load, spread
from communique.query.merging.attach import attach, clash, groups
from communique.query.merging.cluster import Cluster, cluster
from communique.query.merging.contact import Contact, contact_of
from communique.query.merging.decided import Decided, in_force
from communique.query.merging.index import Index, MemoryIndex, StoreIndex, keep_keys
from communique.query.merging.keys import month_keys
from communique.query.merging.told import Key, Told
from communique.store.across import report_keys

BULK = 0.2  # share of a store's reports from which on all are taken into memory
FEW = 500  # reports that are looked up one by one in any store


class Summary(NamedTuple):
    """What a run did. reports: looked at for the first time; contacts: written; merged: those of several reports."""

    reports: int
    contacts: int
    merged: int


def refresh(engine: Engine) -> Summary:
    """Merge what has not been merged yet, follow what people decided, drop what is gone. May write nothing."""
    with engine.connect() as connection:
        if not kept.outdated(connection):
            return Summary(0, 0, 0)
    with engine.execution_options(writes=True).begin() as connection:
        return _refresh(connection)


def rebuild(engine: Engine) -> Summary:
    """Merge everything anew. Ids that contacts had before lead to what they are now."""
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(delete(report_keys))
        return _refresh(connection, anew=True)


def _refresh(connection: Connection, anew: bool = False) -> Summary:
    fresh = load.every_key(connection) if anew else kept.unmerged(connection)
    stale = kept.all_contacts(connection) if anew else kept.stale(connection)
    known = in_force(connection)
    decided = Decided(known.values())
    moved = kept.newly_decided(connection, known)
    bulk = anew or len(fresh) > max(FEW, BULK * kept.merged_reports(connection))
    index: Index = MemoryIndex(load.every(connection)) if bulk else StoreIndex(connection)
    new = index.told(fresh)
    keep_keys(connection, new)
    touched = {key for one in moved for key in decided.joined(one)} | set(moved)
    seeds = index.told([*fresh, *sorted(touched), *sorted(kept.beside(connection, stale))])
    outcome = _merge(connection, index, seeds, kept.gone(connection, stale), decided)
    kept.write(connection, outcome, stale, index)
    kept.follow(connection, known)
    return Summary(len(new), len(outcome), sum(c.row["reports"] > 1 for c in outcome))


def _merge(
    connection: Connection, index: Index, seeds: list[Told], gone: Iterable[str], decided: Decided
) -> list[Contact]:
    """The contacts of all reports that the seeds reach. gone: keys of the months in which reports vanished."""
    components = spread.firm(index, seeds, decided)
    around = [t for some in components for t in some]
    lost = index.told(sorted(index.under(gone)))
    loose = spread.loose(index, [*seeds, *lost], around, decided)
    clusters: dict[Key, Cluster] = {}
    named: dict[Key, str] = {}
    of: dict[Key, Key] = {}
    for some in components:
        for members in cluster(some, decided):
            clusters[members[0].key] = members
            named[members[0].key] = "/".join(min(t.key for t in some))
            of.update({t.key: members[0].key for t in members})
    others = _Others(connection, index, {t.key for t in loose})
    for key in others.were_in(loose, of):
        others.take(key, clusters, named, of)
    fits: list[tuple[float, Cluster, Key | None]] = []
    for group in groups(loose, decided):
        near = [t for t in index.told(sorted(_candidates(index, group, decided))) if t.certain]
        for t in near:
            others.take(t.key, clusters, named, of)
        best = attach(group, {key: clusters[key] for key in {of[t.key] for t in near}}, decided)
        fits.append((-best[1], group, best[0]) if best else (0.0, group, None))
    joined: dict[Key, list[Told]] = defaultdict(list)
    alone: list[Cluster] = []
    for logit, group, contact in sorted(fits, key=lambda fit: (fit[0], fit[1][0].order)):
        if contact is None or (logit > -math.inf and clash(group, joined[contact], decided)):
            alone.append(group)
        else:
            joined[contact] += group
    out = [
        contact_of(
            tuple(sorted((*members, *joined[key], *others.loose.get(key, ())), key=lambda t: t.order)),
            named[key],
            decided,
        )
        for key, members in clusters.items()
        if key not in others.keys or joined[key] or key in others.losing
    ]
    out += [contact_of(group, "/".join(group[0].key), decided) for group in alone]
    return sorted(out, key=lambda c: c.row["id"])


def _candidates(index: Index, group: Cluster, decided: Decided) -> set[Key]:
    """Reports of contacts that a group without a known time may mean."""
    leader = group[0]
    found = index.under(month_keys(leader, "~")) if leader.dated != "never" else set()
    return found | {key for t in group for key in decided.joined(t.key)}


class _Others:
    """Contacts of the store that are not made anew, but may gain or lose a report without a known time."""

    def __init__(self, connection: Connection, index: Index, moving: set[Key]) -> None:
        self.connection, self.index, self.moving = connection, index, moving
        self.keys: set[Key] = set()
        self.losing: set[Key] = set()
        self.loose: dict[Key, list[Told]] = {}

    def were_in(self, loose: Iterable[Told], of: dict[Key, Key]) -> list[Key]:
        """A firm report of each contact that one of these belongs to now, unless that contact is made anew."""
        found = []
        for keys in kept.together(self.connection, [t.key for t in loose]):
            firm = [t for t in self.index.told(keys) if t.certain]
            if firm and firm[0].key not in of:
                found.append(firm[0].key)
                self.losing.add(min(firm, key=lambda t: t.order).key)
        return found

    def take(self, key: Key, clusters: dict[Key, Cluster], named: dict[Key, str], of: dict[Key, Key]) -> None:
        """Take the contact of a report as it stands."""
        if key in of:
            return
        keys, component = kept.contact_with(self.connection, key)
        told = sorted(self.index.told(keys), key=lambda t: t.order)
        firm = tuple(t for t in told if t.certain)
        first = firm[0].key
        clusters[first], named[first] = firm, component
        of.update({t.key: first for t in firm})
        self.keys.add(first)
        self.loose[first] = [t for t in told if not t.certain and t.key not in self.moving]
