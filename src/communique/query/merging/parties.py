"""Whether two reports name the same parties."""

from communique.query.merging import weights as w
from communique.query.merging.names import alike
from communique.query.merging.told import Party, Told

Reason = tuple[str, float]
Reasons = list[Reason] | None  # None: they exclude each other
Unit = tuple[Party, ...]


def parties(one: Told, other: Told) -> Reasons:
    """What their parties say for one contact; None where they exclude it."""
    here, there = one.units, other.units
    common = [(unit, here[unit], there[unit]) for unit in here if unit in there]
    left = [u for u in here if u not in there]
    right = [u for u in there if u not in here]
    for mine, theirs in _same_without_state(here, there, left, right):
        common.append((theirs, here[mine], there[theirs]))
        left.remove(mine)
        right.remove(theirs)
    if min(len(here), len(there)) < 2:
        return _within_one_state(common) if len(common) == len(here) == len(there) else None
    if len(common) < 2:
        return None
    rest = _others(here, there, left, right, len(common))
    if rest is None:
        return None
    reasons = []
    for unit, ours, yours in common:
        found = _unit(unit, ours, yours, one.ahead != other.ahead and _lists(one if one.ahead else other))
        if found is None:
            return None
        reasons += found
    return _most(reasons) + rest


def _same_without_state(
    here: dict[str, Unit], there: dict[str, Unit], left: list[str], right: list[str]
) -> list[tuple[str, str]]:
    """Units of the same person whose state one of the reports does not know."""
    found: list[tuple[str, str]] = []
    for mine in left:
        for theirs in right:
            if (mine[0] != "~" and theirs[0] != "~") or any(theirs == taken for _, taken in found):
                continue
            if any(_same(p, q) for p in here[mine] for q in there[theirs]):
                found.append((mine, theirs))
                break
    return found


def _within_one_state(common: list[tuple[str, Unit, Unit]]) -> Reasons:
    """Both are between people of one state: two of them must be the same."""
    reasons: list[Reason] = []
    for unit, mine, theirs in common:
        found = _unit(unit, mine, theirs)
        if found is None or sum(1 for p in mine if any(_same(p, q) for q in theirs)) < 2:
            return None
        reasons += [*found, ("of one state, and two of them the same", w.SAME_PERSON - w.MORE_SAME)]
    return reasons or None


def _others(here: dict[str, Unit], there: dict[str, Unit], left: list[str], right: list[str], shared: int) -> Reasons:
    """What parties say that only one report has: a meeting of three is not the meeting of two of them."""
    extra = [(u, p) for units, some in ((here, left), (there, right)) for u in some for p in units[u]]
    strange = [u for u, p in extra if p.country or p.kind in ("country", "organization")]
    if min(len(here), len(there)) >= 4:
        share = shared / (shared + len(left) + len(right))
        return (
            [(f"{shared} of {shared + len(left) + len(right)} parties in common", w.MANY * share)]
            if share > 0.6
            else None
        )
    if strange:
        return None
    return [(f"only one names {p.name}", w.LOOSE_PARTY) for _, p in extra]


def _unit(unit: str, mine: Unit, theirs: Unit, listed: bool = False) -> Reasons:
    """What one party says, who may be several people of one state. listed: one report announces several meetings."""
    people, others = [p for p in mine if p.kind == "person"], [p for p in theirs if p.kind == "person"]
    if people and others:
        return _people(people, others, listed)
    if people or others:
        if all(p.kind == "group" for p in (theirs if people else mine)):
            return [(f"{(people or others)[0].name} here, {(theirs if people else mine)[0].name} there", w.OTHER_GROUP)]
        return [(f"{(people or others)[0].name} for {unit}, which the other report names", w.NAME_AND_STATE)]
    bodies = [{p.actor for p in some if p.kind == "organization"} for some in (mine, theirs)]
    if bodies[0] & bodies[1]:
        name = min(p.name for p in mine if p.actor in bodies[0] & bodies[1])
        return [(f"both name {name}", w.SAME_STATE if mine[0].country else w.SAME_BODY)]
    if bodies[0] and bodies[1]:
        return [(f"different bodies of {unit}", w.OTHER_BODIES)]
    if mine[0].name != theirs[0].name and "country" not in (mine[0].kind, theirs[0].kind):
        return [(f"{mine[0].name} here, {theirs[0].name} there", w.OTHER_GROUP)]
    return [(f"both name {mine[0].name}", w.SAME_STATE)]


def _lists(told: Told) -> bool:
    """Whether it may tell several meetings in one sentence."""
    return max(told.people, default=0) > 1


def _people(mine: list[Party], theirs: list[Party], listed: bool) -> Reasons:
    pairs = [(p, q, weight) for p in mine for q in theirs if (weight := _weight(p, q))]
    same = sorted(pairs, key=lambda found: (-found[2], found[0].name, found[1].name))
    if not same:
        return None
    one, other, best = same[0]
    reasons = [(_said(one, other), best)]
    matched = len({p.actor for p, _, _ in same})
    if matched > 1:
        reasons.append((f"and {matched - 1} more of the same side", min(matched - 1, 3) * w.MORE_SAME))
    alone = [p for p in mine if not any(p is x for x, _, _ in same)] + [
        q for q in theirs if not any(q is x for _, x, _ in same)
    ]
    if alone:
        weight = w.MORE_AHEAD if listed else w.ONE_MORE if len(alone) == 1 else w.MORE
        reasons.append((f"only one names {', '.join(p.name for p in alone)}", weight))
    return reasons


def _said(one: Party, other: Party) -> str:
    return f"both name {one.name}" if one.name == other.name else f"{one.name} is {other.name}"


def _weight(one: Party, other: Party) -> float:
    """What two people of one state say; 0 where they are two."""
    if one.actor == other.actor and one.named:
        return w.SAME_PERSON
    if not one.named or not other.named:
        return w.SAME_OFFICE if _office(one) & _office(other) else 0.0
    if one.actor[0] == other.actor[0] == "Q" and one.actor[1:].isdigit() and other.actor[1:].isdigit():
        return 0.0
    how = alike(one.name, other.name)
    return w.SAME_PERSON if how == "full" else w.SURNAME_ONLY if how else 0.0


def _same(one: Party, other: Party) -> bool:
    return one.kind == other.kind == "person" and one.named and other.named and _weight(one, other) > 0


def same_party(one: Party, other: Party) -> bool:
    """Whether two parties of one contact are one: the same actor, or a person under two names."""
    if one.actor == other.actor or _same(one, other):
        return True
    return one.kind == other.kind == "person" and one.country == other.country and _weight(one, other) > 0


def _office(party: Party) -> set[str]:
    """The words of an office that tell it from others."""
    return {x for x in (party.role or party.name).casefold().replace("-", " ").split() if x in OFFICES}


OFFICES = frozenset(
    "president premier chancellor king queen emir sultan crown prince minister secretary adviser advisor ambassador envoy "
    "speaker chairman chairwoman commissioner governor director general chief".split()
)


def _most(reasons: list[Reason]) -> list[Reason]:
    """Of a meeting of many, the three parties that say most: the rest follow from the first."""
    return sorted(reasons, key=lambda r: -abs(r[1]))[:6] if len(reasons) > 6 else reasons
