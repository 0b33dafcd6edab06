"""The public view: time expressions with EDTF level 1 dates, ranges joined, "since" and "until" taken in."""

import re
from datetime import date, timedelta

from communique.annotate.layers import TimeExpression
from communique.annotate.times.expression import Timex
from communique.annotate.times.period import Period, add_months
from communique.model import Span, When
from communique.model.when import Anchor

Bounds = tuple[str, date | None, date | None]
"""An EDTF string with its first and last possible day."""

_KINDS = {"DATE": "date", "TIME": "time", "DURATION": "duration", "SET": "set"}
_SIGNAL = re.compile(r"\b(since|until|till|by|before|after|from)\s+(?:(?:the|about|around|at\s+least)\s+)?$", re.I)
_FROM = re.compile(r"\b(?P<word>from|between)\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"\s*(?:[-–—]|to|through|until|till)\s*(?:the\s+)?", re.I)
_AND = re.compile(r"\s+and\s+(?:the\s+)?", re.I)
_LOOK_BACK = 24


def public(text: str, timexes: tuple[Timex, ...], day: date | None) -> tuple[TimeExpression, ...]:
    """Timexes as time expressions in text order. `day` is the document's day: where "since May" ends."""
    out: list[TimeExpression] = []
    i = 0
    while i < len(timexes):
        first = timexes[i]
        joined = _range(text, timexes, i)
        if joined:
            out.append(joined)
            i += 2
            continue
        out.append(_single(text, first, day))
        i += 1
    return tuple(out)


def _range(text: str, timexes: tuple[Timex, ...], i: int) -> TimeExpression | None:
    """Two expressions that open and close one range ("from Oct. 5 to 7", "between May and July"), as one."""
    if i + 1 >= len(timexes):
        return None
    a, b = timexes[i], timexes[i + 1]
    if a.period is None or b.period is None or a.type != "DATE" or b.type != "DATE":
        return None
    head = _FROM.search(text, max(0, a.start - _LOOK_BACK), a.start)
    gap = text[a.end : b.start]
    between = head and head["word"].lower() == "between" and _AND.fullmatch(gap)
    if not (a.to_next or between or _TO.fullmatch(gap)) or b.period.end < a.period.start:
        return None
    if a.period.unit != b.period.unit and not head:
        return None
    start, _, _ = _bounds(a)
    _, _, last = _bounds(b)
    end = _bounds(b)[0]
    edtf = f"{start.split('/')[0]}/{end.split('/')[-1]}"
    span = Span(head.start() if head and not between else a.start, b.end)
    anchor: Anchor = a.anchor if a.anchor != "none" else b.anchor
    when = When(edtf=edtf, start=a.period.start.isoformat(), end=last and last.isoformat(), said=(span,), anchor=anchor)
    return TimeExpression(span, "date", when)


def _single(text: str, found: Timex, day: date | None) -> TimeExpression:
    span = Span(found.start, found.end)
    kind = _KINDS[found.type]
    if found.period is None and found.bounds is None:
        return TimeExpression(span, kind, None, found.reason or "names no date")
    edtf, start, end = _bounds(found)
    signal = _SIGNAL.search(text, max(0, found.start - _LOOK_BACK), found.start) if found.type == "DATE" else None
    word = signal[1].lower() if signal else ""
    if signal and word != "from":
        span = Span(signal.start(), found.end)
        kind = {"till": "until"}.get(word, word)
        edtf, start, end = _governed(kind, edtf, start, end, day)
    anchor = found.anchor if found.anchor != "none" or kind not in ("since", "by", "until") else found.anchor
    when = When(edtf=edtf, start=start and start.isoformat(), end=end and end.isoformat(), said=(span,), anchor=anchor)
    return TimeExpression(span, kind, when)


def _governed(kind: str, edtf: str, start: date | None, end: date | None, day: date | None) -> Bounds:
    """since May: from May to the document's day; by, until Friday: from that day to Friday; before, after: open."""
    head, tail = edtf.split("/")[0], edtf.split("/")[-1]
    if kind == "since":
        if day and start and start <= day:
            return f"{head}/{day.isoformat()}", start, day
        return f"{head}/..", start, None
    if kind in ("until", "by"):
        if day and end and day <= end:
            return f"{day.isoformat()}/{tail}", day, end
        return f"../{tail}", None, end
    return (f"../{head}", None, start) if kind == "before" else (f"{tail}/..", end, None)


def _bounds(found: Timex) -> Bounds:
    if found.period is None or found.bounds:
        first, last = found.bounds or (None, None)
        if found.period and first and last:
            return f"{first}/{last}", first, last
        return f"{_coarse(first, found, last)}/{_coarse(last, found, first)}", first, last
    if found.mod in ("START", "MID", "END") and found.period.unit != "day":
        return _end_of(found.period, found.mod) if found.point else _third(found.period, found.mod)
    edtf = found.period.edtf
    if found.mod == "APPROX":
        edtf = "/".join(part + "~" for part in edtf.split("/"))
    return edtf, found.period.start, found.period.end


def _coarse(day: date | None, found: Timex, other: date | None) -> str:
    """One side of a length counted from the anchor: the anchor to the day, the other side as exactly as it was said."""
    if day is None:
        return ".."
    first, last = found.bounds or (None, None)
    counted = day is first if found.bounds and found.bounds[1] and _is_past(found) else day is last
    if not counted:
        return day.isoformat()
    unit = found.value[-1:]
    return {"M": day.isoformat()[:7], "Q": day.isoformat()[:7], "Y": day.isoformat()[:4]}.get(
        unit, day.isoformat()
    ) + "~"


def _is_past(found: Timex) -> bool:
    return found.mod != "FUTURE"


def _end_of(period: Period, mod: str) -> Bounds:
    """ "the end of May" as its last day, "the beginning of 2022" as its first month, each approximate."""
    day = period.start if mod == "START" else period.end
    text = day.isoformat()
    if period.unit in ("quarter", "half", "season", "year"):
        return text[:7] + "~", *_ends(Period.around(day, "month"))
    if period.unit in ("decade", "century"):
        return text[:4] + "~", *_ends(Period.around(day, "year"))
    return text + "~", day, day


def _ends(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _third(period: Period, mod: str) -> Bounds:
    """ "early 2022" as January to about April: a third of the period, its inner ends approximate."""
    k = {"START": 0, "MID": 1, "END": 2}[mod]
    lo, hi = period.start, period.end
    if period.unit in ("month", "week", "weekend"):
        cut = 10 if period.unit == "month" else {"week": 2}.get(period.unit, 1)
        first = lo + timedelta(days=cut * k)
        last = hi if k == 2 else first + timedelta(days=cut - 1)
        size = 10
    else:
        months = {"quarter": 1, "season": 1, "half": 2, "year": 4, "decade": 40, "century": 400}[period.unit]
        first = add_months(lo, months * k)
        last = hi if k == 2 else add_months(first, months) - timedelta(days=1)
        size = 4 if period.unit in ("decade", "century") else 7
    a, b = first.isoformat()[:size] + ("~" if k else ""), last.isoformat()[:size] + ("~" if k < 2 else "")
    return f"{a}/{b}", first, last
