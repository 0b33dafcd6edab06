"""A timeline and the claims about it, as people read them."""

from typing import Any, TextIO

from communique.counts import counted
from communique.present.escape import harmless
from communique.present.labels import date_in_words, days_in_words

Row = dict[str, Any]
SHORT = 300  # characters of words shown
NOTABLE = 14  # days from which a gap is worth the words "first since"
UNKNOWN = {"month": "day not known", "year": "month not known"}


def write_timeline(rows: list[Row], out: TextIO) -> None:
    """A block for each contact: date, what, who, where; the gap before it; how many independent sources tell it."""
    for row in rows:
        lines = [head(row), *(f"    {line}" for line in (gap_in_words(row), persons_gap_in_words(row)) if line)]
        lines.append(f"    {sources_in_words(row)} · {row['id']}")
        out.writelines(f"{harmless_line(line)}\n" for line in [*lines, ""])


def head(row: Row) -> str:
    """ "27 Nov 2023 · call · Orlan Dask – Mira Tolen · Port Sele · planned"."""
    status = "" if row["status"] == "held" else row["status"]
    return " · ".join(x for x in (when_in_words(row), row["action"], " – ".join(row["who"]), row["place"], status) if x)


def when_in_words(row: Row) -> str:
    """The date as exactly as it is known, and no more."""
    if row["precision"] == "none":
        return f"reported {date_in_words(row['day'])}" if row["day"] else "no date"
    told = date_in_words(row["edtf"] or row["first_day"])
    unknown = UNKNOWN.get(row["precision"])
    return f"{told} ({unknown})" if unknown else told


def gap_in_words(row: Row) -> str:
    """ "first call since 30 Sep 2023, 58 days"; "" where no gap is known."""
    unseen = row["unseen"]
    more = f" and {counted(len(unseen) - 1, 'more month')}" if unseen[1:] else ""
    months = date_in_words(unseen[0]) + more if unseen else ""
    return _gap(row, "", "") + (f" (no documents of {months})" if months else "")


def persons_gap_in_words(row: Row) -> str:
    """The same between the very same persons, where it differs."""
    return "" if row["persons_previous"] == row["previous"] else _gap(row, "persons_", " between the same persons")


def _gap(row: Row, level: str, between: str) -> str:
    days = row[level + "since_previous"]
    if days is None:
        return ""
    if days == 0:
        return f"another {row['action']}{between} on the same day"
    about = "~" in f"{row['edtf']}{row[level + 'first_since']}"
    least = "" if row[level + "exact"] else "about " if about else "at least "
    length = f"{least}{counted(days, 'day')}"
    if days < NOTABLE and least != "at least ":
        return f"{length} after the {row['action']}{between} of {date_in_words(row[level + 'first_since'])}"
    return f"first {row['action']}{between} since {date_in_words(row[level + 'first_since'])}, {length}"


def sources_in_words(row: Row) -> str:
    """How many independent sources tell it."""
    independent, told = row["origins"], row["reports"]
    sources = counted(independent, "independent source")
    return sources if told == independent else f"{sources}, {counted(told, 'report')}"


def write_claims(rows: list[Row], out: TextIO) -> None:
    """A block for each claim: the verdict and why, the words, where they stand."""
    for row in rows:
        where = " · ".join(str(w) for w in (row["publisher"], row["address"] or row["title"], row["document"]) if w)
        when = days_in_words(row["first_day"], row["last_day"], row["day"])
        lines = [
            f"{row['verdict']}: “{row['claim']}”",
            f"    of the {row['action']} of {when}, {' – '.join(row['who'])} · {row['contact']}",
            f"    {row['why']}",
            *(f"    against it: “{clipped(words)}”" for words in row["against"]),
            f"    words: “{clipped(row['words'])}”",
            f"    {where}",
        ]
        out.writelines(f"{harmless_line(line)}\n" for line in [*lines, ""])


def clipped(words: str) -> str:
    """The beginning of long words."""
    return words[:SHORT] + ("…" if len(words) > SHORT else "")


def harmless_line(line: str) -> str:
    """A line made harmless, its indent kept."""
    return line[: len(line) - len(line.lstrip(" "))] + harmless(line.lstrip(" "))
