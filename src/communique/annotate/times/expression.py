"""What the grammar finds: a time expression with all that both its public view and its TIMEX3 view need."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from communique.annotate.times.period import Period
from communique.model.when import Anchor

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Timex:
    """Words that name a time; start and end are offsets in the document's text, as TIMEX3 would mark them.

    period: the stretch of the calendar named, None for a length, a set, or what could not be anchored (`reason`).
    part: of the day, as TIMEX3 writes it after the date ("TMO", "T10:30"). mod: TIMEX3's START, MID, END, APPROX ….
    value: TIMEX3 value where it does not follow from period and part. bounds: first and last day that a length stands
    for when it is counted from the anchor ("the past two months"); None on a side left open.
    point: "the end of May" as against "late May": the mod names one end, not a third. to_next: it opens a range that the
    next expression closes ("Oct. 5-7").
    """

    start: int
    end: int
    type: TimexType = "DATE"
    period: Period | None = None
    part: str = ""
    mod: str = ""
    value: str = ""
    bounds: tuple[date | None, date | None] | None = None
    anchor: Anchor = "none"
    reason: str = ""
    point: bool = False
    to_next: bool = False

    def at(self, start: int, end: int) -> "Timex":
        """The same at another place."""
        return replace(self, start=start, end=end)
