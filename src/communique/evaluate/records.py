"""Score records against gold: who met whom, who said what through whom, who holds what.

contacts     one to one; the same where two participants or more agree and make up half of all that either names; of
             those found: action, status, when, and `full` where all three are right
statements   one to one by the words of their contents, of which half must be shared; of those found: speakers, via,
             channel, the addressee where gold has one; `chain` where content, speakers and via are right
positions    one to one; a holder shared, the same stance, half of the words of the shorter target
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from communique.evaluate import gold as g
from communique.model import Entity, Event, Position, Record, Statement

LEAST = 0.5  # share of participants, or of words, that must agree
ACTION, WHEN, STATUS = 0.3, 0.2, 0.1  # what makes a pair of contacts the better one of two
Wanted = TypeVar("Wanted")
Found = TypeVar("Found")
Tally = Counter[str]
Entities = dict[str, Entity]


def score(text: str, gold: g.Gold, record: Record | None) -> Tally:
    """Counts of one document; a record that is missing counts as empty."""
    tally: Tally = Counter()
    entities = {e.id: e for e in record.entities} if record else {}
    _contacts(tally, gold, record.contacts if record else (), entities)
    _statements(tally, text, gold, record.statements if record else (), entities)
    _positions(tally, text, gold, record.positions if record else (), entities)
    return tally


def paired(
    gold: Sequence[Wanted], found: Sequence[Found], weight: Callable[[Wanted, Found], float]
) -> list[tuple[int, int]]:
    """Pairs of indexes, one to one, the heaviest first; a weight of 0 never makes a pair."""
    pairs = sorted((-weight(a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(found))
    left, right, out = set(), set(), []
    for heavy, i, j in pairs:
        if heavy < 0 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def _contacts(tally: Tally, gold: g.Gold, found: Sequence[Event], entities: Entities) -> None:
    def weight(a: g.Contact, b: Event) -> float:
        left = [entities.get(p.entity) for p in b.participants]
        count, hits = len(left), 0
        for name in a.participants:
            match = next((e for e in left if e is not None and g.same_actor(gold.actor(name), e)), None)
            if match is not None:
                left.remove(match)
                hits += 1
        share = hits / (len(a.participants) + count - hits) if count else 0.0
        if hits < 2 or share < LEAST:
            return 0.0
        bonus = ACTION * (a.action == b.action) + WHEN * g.same_when(a.when, b.when) + STATUS * (a.status == b.status)
        return share + bonus

    _count(tally, "contacts", gold.contacts, found)
    for i, j in paired(gold.contacts, found, weight):
        a, b = gold.contacts[i], found[j]
        right = {"action": a.action == b.action, "status": a.status == b.status, "when": g.same_when(a.when, b.when)}
        tally.update(f"contacts.{name}" for name in ("hit", *(n for n, ok in right.items() if ok)))
        tally["contacts.full"] += all(right.values())


def _statements(tally: Tally, text: str, gold: g.Gold, found: Sequence[Statement], entities: Entities) -> None:
    wanted, said = g.contents(text, gold.statements), [g.words_at(text, s.content) for s in found]

    def weight(a: set[int], b: set[int]) -> float:
        share = g.jaccard(a, b)
        return share if share >= LEAST else 0.0

    def same(names: Sequence[str], ids: Sequence[str]) -> bool:
        there = [entities.get(i) for i in ids]
        return len(there) == len(names) and all(
            any(e is not None and g.same_actor(gold.actor(name), e) for e in there) for name in names
        )

    _count(tally, "statements", wanted, found)
    for i, j in paired(wanted, said, weight):
        a, b = gold.statements[i], found[j]
        speakers, via = same(a.speakers, b.speakers), same(a.via, b.via)
        right = {
            "hit": True,
            "speaker": speakers,
            "via": via,
            "chain": speakers and via,
            "channel": a.channel == b.channel,
        }
        if a.via:
            right |= {"relayed": True, "relayed_right": speakers and via}
        if a.addressee:
            there = entities.get(b.addressee or "")
            right |= {
                "addressed": True,
                "addressee": there is not None and g.same_actor(gold.actor(a.addressee), there),
            }
        tally.update(f"statements.{name}" for name, ok in right.items() if ok)


def _positions(tally: Tally, text: str, gold: g.Gold, found: Sequence[Position], entities: Entities) -> None:
    def weight(a: g.Held, b: Position) -> float:
        shared = any(g.same_actor(gold.actor(h), entities.get(i)) for h in a.holders for i in b.holders)
        if a.stance != b.stance or not shared:
            return 0.0
        wanted, there = set(g.folded(a.target)), g.words_of(text, b.target)
        shorter = max(1, min(len(wanted), len(there)))
        share = len(wanted & there) / shorter
        return share if share >= LEAST else 0.0

    _count(tally, "positions", gold.positions, found)
    tally["positions.hit"] += len(paired(gold.positions, found, weight))


def _count(tally: Tally, part: str, gold: Sequence[Any], found: Sequence[Any]) -> None:
    tally[f"{part}.gold"] += len(gold)
    tally[f"{part}.pred"] += len(found)


def report(tallies: Iterable[Tally]) -> dict[str, dict[str, Any]]:
    """Figures over all documents: precision P, recall R and F1 by part, with counts; shares of those found, or None."""
    t: Tally = Counter()
    for tally in tallies:
        t.update(tally)
    out: dict[str, dict[str, Any]] = {}
    for part in ("contacts", "statements", "positions"):
        figures = dict(zip("PRF", (round(x, 3) for x in prf(t, part)), strict=True))
        out[part] = {**figures, "gold": t[f"{part}.gold"], "pred": t[f"{part}.pred"]}
    for name in ("action", "status", "when"):
        out["contacts"][name] = _share(t, f"contacts.{name}", "contacts.hit")
    out["contacts"]["full_F"] = round(prf(t, "contacts", "full")[2], 3)
    for name in ("speaker", "via", "channel"):
        out["statements"][name] = _share(t, f"statements.{name}", "statements.hit")
    out["statements"]["addressee"] = _share(t, "statements.addressee", "statements.addressed")
    out["statements"]["relayed_right"] = _share(t, "statements.relayed_right", "statements.relayed")
    out["statements"]["chain_F"] = round(prf(t, "statements", "chain")[2], 3)
    return out


def prf(tally: Tally, part: str, hit: str = "hit") -> tuple[float, float, float]:
    """Precision, recall and F1 of a part."""
    hits, gold, found = tally[f"{part}.{hit}"], tally[f"{part}.gold"], tally[f"{part}.pred"]
    precision, recall = (hits / n if n else 0.0 for n in (found, gold))
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(tally: Tally, part: str, whole: str) -> float | None:
    return round(tally[part] / tally[whole], 3) if tally[whole] else None
