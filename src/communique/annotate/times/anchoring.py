"""From the words to the calendar: which Monday, which March, which third quarter, counted from a day."""

from datetime import date, timedelta

from communique.annotate.times.period import Period, Unit, add_months

NEAR = 90  # days within which the nearest is meant, whatever the tense


def weekday(day: date, number: int, direction: int) -> date:
    """The nearest such weekday not after `day` (direction <= 0) or not before it (> 0); Monday is 0."""
    if direction > 0:
        return day + timedelta(days=(number - day.weekday()) % 7)
    return day - timedelta(days=(day.weekday() - number) % 7)


def month(day: date, number: int, direction: int) -> Period:
    """The nearest such month: past, future, or (0) whichever is nearer; the month of `day` itself counts as both."""
    delta = (number - day.month) % 12
    if direction < 0 or (direction == 0 and delta > 6):
        delta -= 12 if delta else 0
    return Period("month", add_months(day.replace(day=1), delta))


def month_day(day: date, number: int, of_month: int, direction: int) -> date | None:
    """The nearest such day of the year: past, future, or (0) whichever is nearer. None where no such day exists."""
    found = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            found.append(date(year, number, of_month))
        except ValueError:  # 29 February, 31 June
            continue
    wanted = [d for d in found if (d <= day if direction < 0 else d >= day)] if direction else found
    return min(wanted or found, key=lambda d: (abs((d - day).days), d), default=None)


def part_of_year(day: date, unit: Unit, first_month: int, direction: int) -> Period:
    """The quarter, half or season that begins in `first_month`: the last begun, or the next where tense and nearness say so.

    "It expects to report third-quarter profits" in October speaks of the quarter just ended, in spite of the tense.
    """
    period = Period(unit, date(day.year, first_month, 1))
    last = period if period.start <= day else period.shift(-_per_year(unit))
    coming = last.shift(_per_year(unit))
    if unit == "season" and not direction:
        return coming if coming.start - day < day - last.end else last
    return coming if direction > 0 and last.end < day and (coming.start - day).days <= NEAR else last


def _per_year(unit: Unit) -> int:
    return {"quarter": 4, "season": 4, "half": 2, "month": 12}[unit]


def easter(year: int) -> date:
    """Western Easter Sunday (Meeus, Jones and Butcher's rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month_number, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month_number, day + 1)


def thanksgiving(year: int) -> date:
    """The fourth Thursday of November (United States)."""
    return date(year, 11, 22) + timedelta(days=(3 - date(year, 11, 22).weekday()) % 7)
