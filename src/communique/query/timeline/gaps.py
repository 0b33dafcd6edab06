"""How long it had been: for each held contact, the one of the same action before it, as far as dates allow to say."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple

Row = dict[str, Any]


class Gap(NamedTuple):
    """since_previous: days from the end of the contact before; first_since: its date (EDTF); exact: whether both are known to
    the day, else the days are the least there may be, or about so many; previous: its id."""

    since_previous: int
    first_since: str
    exact: bool
    previous: str


def days_between(first: str, last: str) -> int:
    """Days from one ISO day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def exactly(row: Row) -> bool:
    """Whether a contact is known to the day, and not only by the day of a report that tells it ("2025-03-03~")."""
    return bool(row["edtf"] and row["edtf"] == row["first_day"] == row["last_day"])


def dated(row: Row) -> bool:
    """Whether a contact's date can bound a gap. A visit dated only by its report is left out: it is mostly told long after."""
    if not row["first_day"] or not row["last_day"]:
        return False
    return row["action"] != "visit" or "~" not in (row["edtf"] or "")


def gaps(contacts: Iterable[Row], kind: Callable[[Row], Hashable | None]) -> dict[str, Gap]:
    """The gap before each held, dated contact that has one, by id.

    kind: what a contact must share with the one before (its action; its action and persons); None leaves it out. Where another
    contact of the kind may lie between the two, since its date is known to the month only, there is no gap to tell.
    """
    groups = defaultdict(list)
    for row in contacts:
        if row["status"] == "held" and dated(row) and (key := kind(row)) is not None:
            groups[key].append(row)
    found = {}
    for group in groups.values():
        group.sort(key=lambda r: (r["first_day"], r["last_day"], r["id"]))
        latest: Row | None = None
        for row in group:
            if latest and (gap := _gap(latest, row)):
                found[row["id"]] = gap
            if latest is None or row["last_day"] >= latest["last_day"]:
                latest = row
    return found


def _gap(before: Row, row: Row) -> Gap | None:
    """From the contact that ended last to this one; None where their dates overlap and neither is known to be first."""
    to_the_day = all(r["first_day"] == r["last_day"] for r in (before, row))
    length = days_between(before["last_day"], row["first_day"])
    if length < 0 or (length == 0 and not to_the_day):
        return None
    return Gap(length, before["edtf"] or before["last_day"], exactly(before) and exactly(row), before["id"])
