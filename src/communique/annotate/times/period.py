"""Stretches of the calendar: a day, a week, a quarter, a century; and counting from one to the next."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century"]

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_SEASONS = {3: ("21", "SP"), 6: ("22", "SU"), 9: ("23", "FA"), 12: ("24", "WI")}


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day. Raises ValueError outside years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Period:
    """One whole unit of the calendar that begins on `start`. Weeks begin on Monday; a season is three months."""

    unit: Unit
    start: date

    @classmethod
    def around(cls, day: date, unit: Unit) -> "Period":
        """The period of this unit that `day` lies in; for a season, that of the northern hemisphere."""
        match unit:
            case "day":
                return cls(unit, day)
            case "week":
                return cls(unit, day - timedelta(days=day.weekday()))
            case "weekend":  # on a weekday: the one that closes the week
                return cls(unit, day - timedelta(days=day.weekday()) + timedelta(days=5))
            case "month":
                return cls(unit, day.replace(day=1))
            case "quarter":
                return cls(unit, date(day.year, (day.month - 1) // 3 * 3 + 1, 1))
            case "half":
                return cls(unit, date(day.year, 1 if day.month < 7 else 7, 1))
            case "season":
                first = add_months(day.replace(day=1), -(day.month % 3))
                return cls(unit, first)
            case "year":
                return cls(unit, date(day.year, 1, 1))
            case "decade":
                return cls(unit, date(max(1, day.year // 10 * 10), 1, 1))
            case "century":
                return cls(unit, date(max(1, day.year // 100 * 100), 1, 1))

    @property
    def end(self) -> date:
        """The last day."""
        if self.unit in _MONTHS:
            try:
                return add_months(self.start, _MONTHS[self.unit]) - timedelta(days=1)
            except ValueError:
                return date.max
        return self.start + timedelta(days={"day": 0, "weekend": 1, "week": 6}[self.unit])

    def shift(self, count: int) -> "Period":
        """The period `count` units later (earlier where negative). Raises ValueError or OverflowError off the calendar."""
        if self.unit in _MONTHS:
            return Period(self.unit, add_months(self.start, count * _MONTHS[self.unit]))
        return Period(self.unit, self.start + timedelta(days=count * (1 if self.unit == "day" else 7)))

    @property
    def edtf(self) -> str:
        """As EDTF level 1; what the standard has no form for (week, quarter) as an interval of days or months."""
        y, m = f"{self.start.year:04d}", f"{self.start.year:04d}-{self.start.month:02d}"
        match self.unit:
            case "day":
                return self.start.isoformat()
            case "month":
                return m
            case "year":
                return y
            case "decade":
                return y[:3] + "X"
            case "century":
                return y[:2] + "XX"
            case "season":
                return f"{y}-{_SEASONS[self.start.month][0]}"
            case "quarter" | "half":
                return f"{m}/{self.end.isoformat()[:7]}"
            case _:
                return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @property
    def timex(self) -> str:
        """As a TIMEX3 value (TimeML 1.2.1)."""
        y = f"{self.start.year:04d}"
        match self.unit:
            case "week" | "weekend":
                year, week, _ = self.start.isocalendar()
                return f"{year}-W{week:02d}" + ("-WE" if self.unit == "weekend" else "")
            case "quarter":
                return f"{y}-Q{(self.start.month + 2) // 3}"
            case "half":
                return f"{y}-H{1 if self.start.month < 7 else 2}"
            case "season":
                return f"{y}-{_SEASONS[self.start.month][1]}"
            case "decade":
                return y[:3]
            case "century":
                return y[:2]
            case _:
                return self.edtf
