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
_SIGNAL = re.compile(r"\b(since|until|till|by|before|after)\s+(?:the\s+|about\s+|around\s+|at\s+least\s+)?$", re.I)
_FROM = re.compile(r"\b(?P<word>from|between)\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"\s*(?:[-–—]|to|through|until|till)\s*(?:the\s+)?", re.I)
_AND = re.compile(r"\s+and\s+(?:the\s+)?", re.I)
_LOOK_BACK = 24
_PARTS = {"week": 2, "weekend": 1, "month": 10}  # days in a third
_LONG_PARTS = {"quarter": 1, "season": 1, "half": 2, "year": 4, "decade": 40, "century": 400}  # months in a third
_PRECISION = {"M": 7, "Q": 7, "Y": 4}  # how much of a date is said by a length in months or years


def public(text: str, timexes: tuple[Timex, ...], day: date | None) -> tuple[TimeExpression, ...]:
    """Timexes as time expressions in text order. `day` is the document's day: where "since May" ends."""
    out: list[TimeExpression] = []
    i = 0
    while i < len(timexes):
        both = _range(text, timexes[i], timexes[i + 1], day) if i + 1 < len(timexes) else None
        out.append(both or _single(text, timexes[i], day))
        i += 2 if both else 1
    return tuple(out)


def _range(text: str, a: Timex, b: Timex, day: date | None) -> TimeExpression | None:
    """Two expressions that open and close one range ("from Oct. 5 to 7", "between May and July"), as one."""
    if a.period is None or b.period is None or a.type != "DATE" or b.type != "DATE":
        return None
    head = _FROM.search(text, max(0, a.start - _LOOK_BACK), a.start)
    gap = text[a.end : b.start]
    between = head and head["word"].lower() == "between" and _AND.fullmatch(gap)
    if not (a.to_next or between or _TO.fullmatch(gap)) or b.period.end < a.period.start:
        return None
    if a.period.unit != b.period.unit and not head:
        return None
    (opens, first, _), (closes, _, last) = _bounds(a, day), _bounds(b, day)
    span = Span(head.start() if head else a.start, b.end)
    anchor = a.anchor if a.anchor != "none" else b.anchor
    return TimeExpression(
        span, "date", _when((f"{opens.split('/')[0]}/{closes.split('/')[-1]}", first, last), span, anchor)
    )


def _single(text: str, found: Timex, day: date | None) -> TimeExpression:
    span, kind = Span(found.start, found.end), _KINDS[found.type]
    if found.period is None and found.bounds is None:
        return TimeExpression(span, kind, None, found.reason or "names no date")
    bounds = _bounds(found, day)
    signal = _SIGNAL.search(text, max(0, found.start - _LOOK_BACK), found.start) if found.type == "DATE" else None
    if signal:
        kind = "until" if signal[1].lower() == "till" else signal[1].lower()
        span = Span(signal.start(), found.end)
        bounds = _governed(kind, bounds, day)
    return TimeExpression(span, kind, _when(bounds, span, found.anchor))


def _when(bounds: Bounds, span: Span, anchor: Anchor) -> When:
    edtf, start, end = bounds
    return When(
        edtf=edtf,
        start=start.isoformat() if start else None,
        end=end.isoformat() if end else None,
        said=(span,),
        anchor=anchor,
    )


def _governed(kind: str, bounds: Bounds, day: date | None) -> Bounds:
    """since May: from May to the document's day; by, until Friday: from that day to Friday; before, after: open."""
    edtf, start, end = bounds
    head, tail = edtf.split("/")[0], edtf.split("/")[-1]
    if kind == "since":
        if day and start and start <= day:
            return f"{head}/{day.isoformat()}", start, day
        return f"{head}/..", start, None
    if kind in ("until", "by"):
        if day and end and day <= end:
            return f"{day.isoformat()}/{tail}", day, end
        return f"../{tail}", None, end
    if kind == "before":
        last = start - timedelta(days=1) if start else None
        return f"../{last}" if last and head[-1] != "~" else f"../{head}", None, last
    first = end + timedelta(days=1) if end and end < date.max else None
    return f"{first}/.." if first and tail[-1] != "~" else f"{tail}/..", first, None


def _bounds(found: Timex, day: date | None) -> Bounds:
    if found.bounds:
        first, last = found.bounds
        precision = 10 if found.period else _PRECISION.get(found.value[-1:], 10)
        return "/".join(_side(side, day, precision, bool(found.period)) for side in found.bounds), first, last
    period = found.period
    if period is None:
        return "", None, None
    if found.mod in ("START", "MID", "END") and period.unit != "day":
        return _end_of(period, found.mod) if found.point else _third(period, found.mod)
    mark = "~" if found.mod == "APPROX" else ""
    return "/".join(part + mark for part in period.edtf.split("/")), period.start, period.end


def _side(side: date | None, day: date | None, precision: int, exact: bool) -> str:
    """One side of a stretch counted from the document's day: that day itself, the other as exactly as it was said."""
    if side is None:
        return ".."
    return side.isoformat() if exact or side == day else side.isoformat()[:precision] + "~"


def _end_of(period: Period, mod: str) -> Bounds:
    """ "the end of May" as about its last day, "the beginning of 2022" as about its first month."""
    day = period.start if mod == "START" else period.end
    text = day.isoformat()
    if period.unit in ("quarter", "half", "season", "year"):
        within, text = Period.around(day, "month"), text[:7]
    elif period.unit in ("decade", "century"):
        within, text = Period.around(day, "year"), text[:4]
    else:
        within = Period("day", day)
    return text + "~", within.start, within.end


def _third(period: Period, mod: str) -> Bounds:
    """ "early 2022" as January to about April: a third of the period, its inner ends approximate."""
    k = {"START": 0, "MID": 1, "END": 2}[mod]
    if period.unit in _PARTS:
        size, precision = _PARTS[period.unit], 10
        first = period.start + timedelta(days=size * k)
        last = period.end if k == 2 else min(period.end, first + timedelta(days=size - 1))
        first = min(first, last)
    else:
        size, precision = _LONG_PARTS[period.unit], 4 if period.unit in ("decade", "century") else 7
        first = add_months(period.start, size * k)
        last = period.end if k == 2 else add_months(first, size) - timedelta(days=1)
    opens, closes = first.isoformat()[:precision], last.isoformat()[:precision]
    return f"{opens}{'~' if k else ''}/{closes}{'~' if k < 2 else ''}", first, last
