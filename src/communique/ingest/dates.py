"""Dates as pages and feeds write them, to ISO. What could be read two ways is not read at all."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|thu|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)\b"
WRITTEN = re.compile(rf"{WEEKDAY}(?:{DAY}\s+{MONTH},?\s+{YEAR}|{MONTH}\s+{DAY},?\s+{YEAR})".replace(
    "(?P<month>", "(?P<m1>", 1).replace("(?P<day>", "(?P<d1>", 1).replace("(?P<year>", "(?P<y1>", 1), re.IGNORECASE
)  # fmt: skip
NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)\b")
LABEL = re.compile(
    r"\A\s*(?:(?:first |last )?(?:published|posted|updated|released?|issued|date)(?: on| at)?\s*:?|on)\s+",
    re.IGNORECASE,
)
TIME_AFTER = re.compile(
    r"[\s,.|()–—-]*(?:(?:at|@) ?)?(?:\d{1,2}[:.h]\d\d.{0,25}|\d{1,2} ?[ap]\.?m\b.{0,10})?\W*", re.IGNORECASE
)
MAIL = re.compile(
    r"(?:[A-Za-z]{3},? )?\d{1,2}[ -][A-Za-z]{3}[ -]\d{4} \d{1,2}:\d\d(?::\d\d)?(?: (?:[A-Z]{1,4}|[+-]\d{4})(?: \([A-Z]+\))?)?"
)
EARLIEST, LATEST = 1500, 2200


def parse(value: str) -> str | None:
    """ISO date or datetime for a date with day, month and year, as in metadata, feeds or at the head of a text; else None."""
    value = " ".join(value.split())
    if not 8 <= len(value) <= 60:
        return None
    for read in (_iso, _mail, _written, _numeric):
        found = read(value)
        if found is not None:
            return found.isoformat() if EARLIEST <= found.year <= LATEST else None
    return None


def day(value: str) -> date:
    """The day of an ISO date or datetime, in UTC where it names its offset."""
    if len(value) == 10:
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None:
        with suppress(OverflowError):
            moment = moment.astimezone(UTC)
    return moment.date()


def _iso(value: str) -> date | None:
    if not value[:4].isdigit():
        return None
    value = re.sub(r"(\d\d:\d\d(?::\d\d)?) (?=[+-]\d)", r"\1", value)
    value = re.sub(r"\A(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", value)
    for text in (value, value[:19], value[:10]):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        return moment if len(text) > 10 else moment.date()
    return None


def _mail(value: str) -> date | None:
    if not MAIL.fullmatch(value):
        return None
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(value: str) -> date | None:
    found = WRITTEN.match(value)
    if not found or not TIME_AFTER.fullmatch(value, found.end()):
        return None
    year, month, number = (found["y1"], found["m1"], found["d1"]) if found["y1"] else (
        found["year"], found["month"], found["day"])  # fmt: skip
    return _date(int(year), MONTHS[month.lower()], int(number))


def _numeric(value: str) -> date | None:
    found = NUMERIC.match(value)
    if not found or not TIME_AFTER.fullmatch(value, found.end()):
        return None
    a, b, year = int(found["a"]), int(found["b"]), int(found["year"])
    if found["mark"] == "." or a > 12 or a == b:
        return _date(year, b, a)
    return _date(year, a, b) if b > 12 else None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
