"""Expressions that stand together and tell each other what they leave out: "9 a.m. Tuesday", "from May to July 2022"."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from communique.annotate.times.expression import Timex
from communique.annotate.times.period import Period

_BESIDE = re.compile(r",?\s+(on\s+)?(?:the\s+)?", re.I)
_LINKED = re.compile(r"\s*(?:[-–—]|to|through|until|till|and|or|,(?:\s*and)?)\s*(?:on\s+)?(?:the\s+)?", re.I)


def joined(text: str, timexes: Iterable[Timex]) -> list[Timex]:
    """A paragraph's expressions in order, with times of day given the date that follows and dates the year that follows."""
    out: list[Timex] = []
    for found in timexes:
        last = out[-1] if out else None
        if last and last.type == "TIME" and last.part[1:2].isdigit() and found.period and found.period.unit == "day":
            gap = _BESIDE.fullmatch(text, last.end, found.start)
            if gap and not gap[1] and not found.part:
                out[-1] = replace(last, end=found.end, period=found.period, anchor=found.anchor, value="", reason="")
                continue
            if gap:
                out[-1] = replace(last, period=found.period, anchor=found.anchor, value="", reason="")
        elif (
            last
            and found.period
            and found.anchor == "none"
            and found.type == "DATE"
            and _LINKED.fullmatch(text, last.end, found.start)
        ):
            out[-1] = _in_year_of(last, found.period)
        out.append(found)
    return out


def _in_year_of(found: Timex, later: Period) -> Timex:
    """A day or month said without a year, moved into the year of the one linked to it, or the year before where it must be."""
    if found.type != "DATE" or found.anchor == "text" or later.unit not in ("day", "month"):
        return found
    if found.period is None:
        named = re.fullmatch(r"XXXX-(\d\d)(?:-(\d\d))?", found.value)
        month, day = (int(named[1]), int(named[2] or 1)) if named else (0, 0)
        unit = "day" if named and named[2] else "month"
    else:
        month, day, unit = found.period.start.month, found.period.start.day, found.period.unit
    if (found.anchor == "none" and found.period is not None) or unit not in ("day", "month") or not month:
        return found
    try:
        start = date(later.start.year, month, day)
        start = start if start <= later.end else date(later.start.year - 1, month, day)
    except ValueError:
        return found
    return replace(found, period=Period("day" if unit == "day" else "month", start), anchor="none", reason="", value="")
