"""Datelines: the one that opens a report, and the lines of place and date above and below official texts."""

import re
from collections.abc import Sequence

from communique.ingest import dates
from communique.ingest.parts.chrome import ENDS
from communique.ingest.parts.turns import is_stage
from communique.lexicon import layout
from communique.model import Span
from communique.model.document import PartRole

LINE_CHARACTERS = 60  # of a line of place and date
PROSE_CHARACTERS = 120  # a longer line is no heading
OPENING_CHARACTERS = 160
_PLACE = r"[^\W\d_a-zà-öø-ÿ][^\W\d_a-zà-öø-ÿ.’'\-]+(?:[ -][^\W\d_a-zà-öø-ÿ][^\W\d_a-zà-öø-ÿ.’'\-]*){0,3}"  # in capitals
_NAMED = r"[A-ZÀ-Þ][\w’'\-]+\.?(?: [A-ZÀ-Þ][\w’'\-]+\.?){0,3}"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_MONTH = f"(?:{_MONTH}|{_MONTH.upper()})"
_DATE = rf"(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?|\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}})"
_AGENCY = r"(?:\([A-Z][^()\n]{1,40}\)|/[A-Z][^/\n]{1,40}/)"
_DASH = r"(?:\s?(?:--+|[–—_])|\s-(?=\s|[A-Z“\"]))"
_REGION = rf"(?:, ?{_NAMED}| \[{_NAMED}\]|, ?[A-Z]{{2,}}\.?)"
# place in capitals, then a region, a date, an agency; it takes a dash, an agency or a date to close it
CAPITALS = re.compile(
    rf"(?:{_PLACE})(?:/{_PLACE})?{_REGION}?(?:"
    rf"[,.]? ?{_DATE}[,.]?(?: ?{_AGENCY}\.?:?| ?[A-Z]{{4,}}(?:[ -][A-Z]+)*(?=[.,:\-–— ]))?(?:[.,:]|{_DASH})?"
    rf"| ?{_AGENCY}(?:\.|:|{_DASH})?|{_DASH}|:)(?=\s|[A-Z“\"`']|\Z)"
)
# place in ordinary letters: only with a date or an agency and a closing mark
_NO_PLACE = (
    r"(?!(?:On|In|By|At|As|Of|To|Since|From|After|Before|Until|Till|Around|Between|During|For|The|This|Last|Next|Late|Early"
    r"|Mid)\b)"
)
_SIGNED = rf"(?: ?{_AGENCY}| [A-Z]{{4,}}(?:[ -][A-Z]+)*)(?:[.:,]|{_DASH}|\Z)"
ORDINARY = re.compile(
    rf"{_NO_PLACE}{_NAMED}{_REGION}?(?:[,.]? ?{_DATE}[,.]?(?:{_SIGNED}|:|\.|{_DASH})| ?{_AGENCY}(?:\.|:|{_DASH}))"
    r"(?=\s|[A-Z“\"`']|\Z)"
)
SLASHED = re.compile(r"[A-Z][\w’'\- ]{2,30}/\d{1,2}\.\d{1,2}\.\d{2,4}/[A-Z][\w ]{1,20}[:.]?(?=\s)")
DATED = re.compile(rf"(?:{_DATE} {_AGENCY}|{_AGENCY}){_DASH}(?=\s|[A-Z“\"])")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
LONG_DATE = re.compile(rf"{_DAY}, (?:{_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})(?=\s+[A-Z“\"])")
_FULL = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}})"
FULL_DATE = re.compile(_FULL)
PLACE_AND_DATE = re.compile(
    rf"(?:(?P<before>[^\d,]{{2,30}}), ?)?(?:{_DAY},? )?(?P<date>{_FULL})(?:, ?(?P<after>[^\d,]{{2,30}}))?\.?",
    re.IGNORECASE,
)
AGENCY_END = re.compile(rf"(?:{_AGENCY}|{_DASH}|{_DATE}, ?[A-Z]{{4,}})\s*\Z")
SIGNATURE = re.compile(
    r"\(?(?:(?:additional )?reporting|editing|writing|compiled|translated|edited) (?:and \w+ )?by [A-ZÀ-Þ].{2,150}",
    re.IGNORECASE,
)


def opening_dateline(text: str, paragraph: Span, words: layout.Layout) -> Span | None:
    """The dateline that opens a paragraph: "BAKU, Nov. 27 (Agency) –", "Thursday, May 7, 2015"; None where there is none."""
    window = text[paragraph.start : min(paragraph.end, paragraph.start + OPENING_CHARACTERS)]
    if not is_prose(paragraph.of(text)) and not AGENCY_END.search(window):
        return None
    for pattern in (SLASHED, CAPITALS, ORDINARY, DATED, LONG_DATE):
        found = pattern.match(window)
        if not found or found.end() <= 3 or window[found.end() :].lstrip()[:1].islower():
            continue
        label = plain(found[0])
        if label in words.no_speakers or (found[0].rstrip().endswith(":") and titled(label, words)):
            return None
        return Span(paragraph.start, paragraph.start + len(found[0].rstrip()))
    return None


def full_date(line: str) -> str | None:
    """ISO date of a date with its year somewhere in a dateline; None where there is none."""
    found = FULL_DATE.search(line)
    return dates.parse(found[0]) if found else None


def dated_line(line: str) -> str | None:
    """ISO date of a line that holds a date and at most a place: "Published: 3 March 2025", "Larn, 3 March 2025"."""
    if len(line) > LINE_CHARACTERS:
        return None
    if iso := dates.parse(dates.LABEL.sub("", line)):
        return iso
    found = PLACE_AND_DATE.fullmatch(line)
    if not found or any(word[0].islower() for word in f"{found['before'] or ''} {found['after'] or ''}".split()):
        return None
    return dates.parse(found["date"])


def find_foot(text: str, paragraphs: Sequence[Span], skip: Sequence[bool], roles: dict[int, PartRole]) -> str | None:
    """Mark what stands below the text: place and date ("Larn, 3 March 2025"), who reported and edited. The date, if any."""
    lines = [span.of(text) for span in paragraphs]
    below = [
        i for i in range(1, len(lines)) if not skip[i] and (SIGNATURE.fullmatch(lines[i]) or not is_stage(lines[i]))
    ]
    iso = None
    for i in reversed(below[-3:]):
        line = lines[i]
        if i in roles or roles.keys() >= set(range(i)):  # the head, or nothing but the head above it
            break
        if SIGNATURE.fullmatch(line):
            roles[i] = "byline"
            continue
        iso = dated_line(line)
        if iso:
            roles[i] = "dateline"
            previous = lines[i - 1]
            if i - 1 in below and previous.isupper() and len(previous.split()) <= 3 and not ENDS.search(previous):
                roles[i - 1] = "dateline"  # the place, in a line of its own
        break
    return iso


def plain(line: str) -> str:
    """A line in lower case, with straight apostrophes, single blanks and no outer marks."""
    return " ".join(line.replace("’", "'").casefold().split()).strip(" .:,;|-–—")


def is_prose(line: str) -> bool:
    """Whether a line is a sentence or more, not a heading."""
    return len(line) > PROSE_CHARACTERS or (len(line.split()) >= 8 and ENDS.search(line) is not None)


def titled(label: str, words: layout.Layout) -> bool:
    """Whether there is a title in some words, as in a speaker's label: no place then."""
    return any(part in words.titles for part in re.findall(r"[^\W\d_]+", label.casefold()))
