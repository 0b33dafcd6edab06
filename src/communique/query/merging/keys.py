"""Under which keys a report is kept, so that those which could be of the same contact are found without looking at all.

Reports meet where two parties and a day agree: `RUS+USA@738131`. A report whose day is known only roughly is kept under the
months that it may lie in (`RUS+USA~2021-06` with a `?`), and so are the firm ones, for those to be found.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from communique.query.merging.names import surname
from communique.query.merging.told import Party, Told

NEAR = 3  # days about its own in which a report looks for others
LONGEST = 15  # days of a spell that are kept one by one
MANY = 4  # parties of a meeting from which it is found as a meeting of many
PAIRS = 15  # pairs kept of one report


def day_keys(told: Told) -> list[str]:
    """Where a firm report stands."""
    days = range(told.first, min(told.last, told.first + LONGEST) + 1)
    return [f"{pair}@{day}" for pair in pairs(told) for day in days]


def near_keys(told: Told) -> list[str]:
    """Where others stand that a firm report could be of one contact with."""
    days = range(told.first - NEAR, min(told.last, told.first + LONGEST) + NEAR + 1)
    return [f"{pair}@{day}" for pair in pairs(told) for day in days]


def month_keys(told: Told, mark: str = "~") -> list[str]:
    """The months that a report may lie in. mark: ~ for firm ones, ? for those that are not."""
    if told.dated == "never":
        return []
    return [f"{pair}{mark}{month}" for pair in pairs(told) for month in months(told.first, told.last)]


def words_key(told: Told) -> str:
    """Where copies of the same words meet."""
    return f"={told.likeness}"


def document_key(told: Told) -> str:
    """Where the reports of one document without a known time meet: they may want the same contact."""
    return f"/{told.document}"


def own_keys(told: Told) -> list[str]:
    """All that a report is kept under."""
    if told.certain:
        return [*day_keys(told), *month_keys(told)]
    return [*month_keys(told, "?"), words_key(told), document_key(told)]


def months(first: int, last: int) -> Iterable[str]:
    """The months from one day to another, as YYYY-MM."""
    a, b = date.fromordinal(first), date.fromordinal(last)
    numbers = range(a.year * 12 + a.month - 1, b.year * 12 + b.month)
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in numbers]


def pairs(told: Told) -> list[str]:
    """Two parties at a time, by the state that they act for, or by surname: one report may not know the state."""
    return ["many"] if len(told.units) >= MANY else pairs_of(told.parties)


def pairs_of(parties: Sequence[Party]) -> list[str]:
    """The pairs of some parties."""
    found: set[str] = set()
    for one, other in combinations(parties, 2):
        if one.country and other.country and one.country != other.country:
            found.add("+".join(sorted((one.country, other.country))))
            found.update("+".join(sorted((a, b))) for a in _name(one) for b in _name(other))
        else:
            home = one.country is not None and one.country == other.country
            found.update("+".join(sorted((a, b))) for a in _tokens(one, home) for b in _tokens(other, home) if a != b)
    return sorted(found)[:PAIRS]


def _tokens(party: Party, home: bool) -> list[str]:
    """What a party is found by. home: the other one is of the same state, which says nothing then."""
    name = _name(party)
    state = "" if home and name else party.country or (party.actor if party.kind == "organization" else "")
    return [*name, state] if state else name


def _name(party: Party) -> list[str]:
    return [f"~{surname(party.name)}"] if party.kind == "person" and party.named else []
