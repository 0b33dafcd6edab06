"""Time expressions on TimeML files: F1 of spans and values, speed; ours, or a library's for comparison.

    python benchmarks/times.py FOLDER… [--parse] [--library dateparser|parsedatetime|recognizers]

FOLDER: TimeML files (*.tml), such as TimeBank and AQUAINT. Files of even place in the sorted list are those whose errors were
read while the rules were written; those of odd place were only counted. --parse reads tense from spaCy's parse, as
`communique read` does. A library must be installed by hand; its dates are given the precision that their words show, and of
two candidates the past one is taken.
"""

import argparse
import re
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from communique.evaluate.times import Marked, TimemlDocument, found_in, layers_of, read_timeml, score

_LEAD = re.compile(r"(?:\s|(?:on|in|at|by|to|for|of|from|since|until|and|,)\b|,)+", re.I)
_TAIL = re.compile(r"(?:[\s,]|\b(?:and|in|on|to|of))+$", re.I)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without prepositions and blanks at its ends."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    tail = _TAIL.search(text[start:end])
    return start, start + tail.start() if tail else end


def _valued(day: date, words: str) -> str:
    """A date with the precision of the words that gave it."""
    words = words.lower()
    if re.search(r"\bweek\b", words):
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    if re.fullmatch(r"\D*\d{4}|.*\byears?\b.*", words):
        return f"{day.year}"
    if re.search(r"month|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", words) and not re.search(
        r"\b\d{1,2}\b", words
    ):
        return f"{day:%Y-%m}"
    return day.isoformat()


def _dateparser(document: TimemlDocument) -> tuple[Marked, ...]:
    from dateparser.search import search_dates

    base = datetime.fromisoformat(document.date)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    out, at = [], 0
    for block in document.text.split("\n\n"):
        for words, found in search_dates(block, languages=["en"], settings=settings) or []:
            start = document.text.find(words, at)
            if start >= 0:
                at = start + len(words)
                start, end = _trimmed(document.text, start, at)
                if start < end:
                    out.append(Marked(start, end, "DATE", _valued(found.date(), document.text[start:end])))
    return tuple(out)


def _parsedatetime(document: TimemlDocument) -> tuple[Marked, ...]:
    import parsedatetime

    calendar = parsedatetime.Calendar()
    base = datetime.fromisoformat(document.date)
    out = []
    for found, _, start, end, _ in calendar.nlp(document.text, sourceTime=base.timetuple()) or ():
        start, end = _trimmed(document.text, start, end)
        if start < end:
            out.append(Marked(start, end, "DATE", _valued(found.date(), document.text[start:end])))
    return tuple(out)


def _recognizers(document: TimemlDocument) -> tuple[Marked, ...]:
    from recognizers_date_time import recognize_datetime

    base = datetime.fromisoformat(document.date)
    out = []
    for found in recognize_datetime(document.text, "en-us", reference=base):
        values = (found.resolution or {}).get("values") or [{}]
        out.append(Marked(found.start, found.end + 1, found.type_name, _resolved(values[0])))
    return tuple(sorted(out, key=lambda m: m.start))


def _resolved(value: dict[str, str]) -> str:
    """A TIMEX3 value from a resolution of recognizers-text."""
    timex, day = value.get("timex", ""), value.get("value") or value.get("start") or ""
    if value.get("type") in ("duration", "set") or timex.endswith("_REF"):
        return timex
    if timex.startswith("(") and timex.endswith("P3M)"):
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    if "X" in timex and len(day) >= 10:
        return {7: day[:7], 4: day[:4]}.get(len(timex.split("T")[0]), day[:10]) + timex[timex.find("T") :] * (
            "T" in timex
        )
    return timex


_LIBRARIES: dict[str, Callable[[TimemlDocument], tuple[Marked, ...]]] = {
    "dateparser": _dateparser,
    "parsedatetime": _parsedatetime,
    "recognizers": _recognizers,
}


def main() -> None:
    """Print one line for each half and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--parse", action="store_true")
    parser.add_argument("--library", choices=sorted(_LIBRARIES))
    given = parser.parse_args()
    find = _LIBRARIES[given.library] if given.library else found_in
    paths = sorted(path for folder in given.folders for path in folder.glob("*.tml"))
    documents = [read_timeml(path) for path in paths]
    if given.parse:
        from communique.annotate.parse import parse

        def find(document: TimemlDocument) -> tuple[Marked, ...]:
            layers = layers_of(document)
            layers.sentences = parse(layers.paragraphs, document.text)
            return found_in(document, layers)

    start = time.process_time()
    found = [find(document) for document in documents]
    spent = time.process_time() - start
    for name, part in (("errors read", slice(0, None, 2)), ("not read", slice(1, None, 2)), ("all", slice(None))):
        got = score((d.gold, f) for d, f in zip(documents[part], found[part], strict=True))
        f1 = {key: got.f1(getattr(got, key)) for key in ("strict", "relaxed", "value", "type")}
        print(
            f"{name:13}{len(documents[part]):4} documents  "
            + "  ".join(f"{key} {value:.3f}" for key, value in f1.items())
        )
    print(f"{sum(len(d.text.split()) for d in documents) / spent:,.0f} words per core-second")


if __name__ == "__main__":
    main()
