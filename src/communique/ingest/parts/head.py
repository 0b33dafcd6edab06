"""The head of a text: headline, bylines and issuing office, date and place lines, the dateline that opens a report."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from communique.ingest import dates
from communique.ingest.parts.chrome import ENDS
from communique.ingest.parts.turns import is_stage
from communique.lexicon import layout
from communique.model import Span
from communique.model.document import PartRole

REACH = 12  # paragraphs that the head of a text can take
HEADLINE_CHARACTERS = 220
FOOT_CHARACTERS = 60
PROSE_CHARACTERS = 120
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
_SIGNED = rf"(?: ?{_AGENCY}| [A-Z]{{4,}}(?:[ -][A-Z]+)*)(?:[.:,]|{_DASH})"
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
FOOT = re.compile(
    rf"(?:(?P<before>[^\d,]{{2,30}}), ?)?(?:{_DAY},? )?(?P<date>{_FULL})(?:, ?(?P<after>[^\d,]{{2,30}}))?\.?",
    re.IGNORECASE,
)
ROLE_LINE = re.compile(r"(?P<name>[A-ZÀ-Þ][^,;:!?\n]{3,50}), (?P<role>[A-Z][^!?\n]{3,110})")
PREMISES = re.compile(
    r"\b(?:room|hall|house|auditorium|headquarters|palace|hotel|airport|cent(?:er|re)|garden|building|base|lawn|embassy|residence)\W*\Z",
    re.IGNORECASE,
)
SPEAKING = re.compile(
    r"\b(?:remarks|press|briefing|interview|statement|transcript|conference|availability|speech|address|meeting|talks|readout)\b",
    re.IGNORECASE,
)


AGENCY_END = re.compile(rf"(?:{_AGENCY}|{_DASH})\s*\Z")


class Head(NamedTuple):
    """Roles by paragraph; `opening`: datelines that share a paragraph with the report; dates: full dates found there."""

    roles: dict[int, PartRole]
    opening: dict[int, Span]
    bylines: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]


def find_head(
    text: str,
    paragraphs: Sequence[Span],
    skip: Sequence[bool],
    first_turn: int | None,
    title: str | None,
    byline: Sequence[str],
) -> Head:
    """What the first paragraphs are. skip: chrome; first_turn: paragraph of the first speaker's turn."""
    words = layout.load()
    roles: dict[int, PartRole] = {}
    opening: dict[int, Span] = {}
    bylines: list[str] = []
    found_dates: list[tuple[str, str]] = []
    known = {_plain(name) for name in byline}
    candidates = [
        i for i in range(min(REACH, len(paragraphs), first_turn if first_turn is not None else REACH)) if not skip[i]
    ]
    issued = False
    for position, i in enumerate(candidates):
        span = paragraphs[i]
        line = span.of(text)
        if span.end - span.start > PROSE_CHARACTERS * 3:
            break
        iso = dates.parse(dates.LABEL.sub("", line)) if len(line) <= 60 else None
        if iso:
            roles[i] = "dateline"
            found_dates.append((iso, "date line at the head of the text"))
        elif (
            _goes_on(paragraphs[i - 1].of(text), line, title)
            if "headline" in roles.values()
            else position < 3 and _is_title(line, title)
        ):
            roles[i] = "headline"
        elif _plain(line) in words.issuers:
            roles[i], issued = "byline", True
        elif _is_byline(line, words) or _plain(line) in known:
            roles[i] = "byline"
            bylines.append(_names(line, words))
        elif _is_role(line, words):
            roles[i], issued = "byline", True
            bylines.append(line)
        elif title is None and not roles and _is_headline(text, paragraphs, i, line, first_turn is not None):
            roles[i] = "headline"
        elif (issued or first_turn is not None) and _is_place(line, words):
            roles[i] = "dateline"
        elif _is_prose(line):
            break
    for i in [k for k in range(len(paragraphs)) if not skip[k] and k not in roles][:2]:
        if first_turn is not None and i >= first_turn:
            break
        place = _dateline(text, paragraphs[i], words)
        if place:
            opening[i] = place
            full = FULL_DATE.search(place.of(text))
            iso = dates.parse(full[0]) if full else None
            if iso:
                found_dates.append((iso, "dateline of the text"))
            break
    _foot(text, paragraphs, skip, roles, found_dates)
    return Head(roles, opening, tuple(bylines), tuple(found_dates))


def _foot(
    text: str,
    paragraphs: Sequence[Span],
    skip: Sequence[bool],
    roles: dict[int, PartRole],
    found: list[tuple[str, str]],
) -> None:
    """Place and date below the text, as official statements have them: "Larn, 3 March 2025"."""
    below = [
        i for i in range(len(paragraphs)) if not skip[i] and i not in roles and not is_stage(paragraphs[i].of(text))
    ]
    for i in reversed(below[1:][-2:]):
        line = paragraphs[i].of(text)
        if len(line) > FOOT_CHARACTERS or i in roles:
            return
        match = FOOT.fullmatch(line)
        iso = dates.parse(match["date"]) if match else None
        if not match or not iso:
            return
        if any(word[0].islower() for word in f"{match['before'] or ''} {match['after'] or ''}".split()):
            return
        roles[i] = "dateline"
        found.append((iso, "date line at the foot of the text"))
        previous = paragraphs[i - 1].of(text)
        if i - 1 in below[1:] and previous.isupper() and len(previous.split()) <= 3 and not ENDS.search(previous):
            roles[i - 1] = "dateline"
        return


def _plain(line: str) -> str:
    return " ".join(line.replace("’", "'").casefold().split()).strip(" .:,;|-–—")


def _is_prose(line: str) -> bool:
    return len(line) > PROSE_CHARACTERS or (len(line.split()) >= 8 and ENDS.search(line) is not None)


def _is_title(line: str, title: str | None) -> bool:
    """Whether a line is the title that came with the document ("Title - Publisher" too)."""
    if not title:
        return False
    a, b = _plain(line), _plain(title)
    return bool(a) and (a == b or (len(a) >= 20 and (b.startswith(a) or a.startswith(b)) and len(a) * 2 > len(b)))


def _goes_on(line: str, following: str, title: str | None) -> bool:
    """Whether a headline that is known from elsewhere goes on in the next line."""
    return title is not None and line != following and _plain(title).startswith(f"{_plain(line)} {_plain(following)}")


def _is_headline(text: str, paragraphs: Sequence[Span], i: int, line: str, spoken: bool) -> bool:
    """A headline, where no title is known: the first line, short, no sentence, with a sentence soon below it."""
    words = line.split()
    if (
        not 3 <= len(words) <= 30
        or len(line) > HEADLINE_CHARACTERS
        or (not line[0].isupper() and line[0] not in "“\"'‘")
    ):
        return False
    bare = line.rstrip("\"”’')")
    if bare.endswith((".", ":", ",", ";", "--", "_", "–", "—")) and not bare.endswith(("U.S.", "U.N.", "...")):
        return False
    if is_stage(line) or CAPITALS.match(line + " ") or PREMISES.search(line):
        return False
    if spoken and not (len(words) >= 4 and SPEAKING.search(line)):
        return False
    return any(_is_prose(p.of(text)) and len(p.of(text)) > len(line) for p in paragraphs[i + 1 : i + 6]) or spoken


def _is_byline(line: str, words: layout.Layout) -> bool:
    start = _byline_start(line, words)
    if not start:
        return False
    rest = line[len(start) :].lstrip(" :").split()
    names = [w for w in rest if w[0].isupper()]
    return 0 < len(rest) <= 16 and bool(names) and rest[0][0].isupper() and len(names) * 2 > len(rest) and not (
        line.endswith(".") and len(rest) > 8
    )  # fmt: skip


def _byline_start(line: str, words: layout.Layout) -> str:
    lower = line.casefold()
    for start in words.byline_starts:
        if lower.startswith(start) and lower[len(start) : len(start) + 1] in (" ", ":", "") and line[0].isupper():
            return line[: len(start)]
    return ""


def _names(line: str, words: layout.Layout) -> str:
    """The names of a byline, without "By" before and the date behind a bar."""
    return line[len(_byline_start(line, words)) :].lstrip(" :").split(" | ")[0].strip(" .,|") or line


def _is_role(line: str, words: layout.Layout) -> bool:
    """Whether a line is a name with an office: "Ana Ruiz, Minister of Trade"."""
    found = ROLE_LINE.fullmatch(line)
    if not found or ENDS.search(line) or len(found["role"].split()) > 14:
        return False
    name = found["name"].split()
    if not 2 <= len(name) <= 6 or not all(
        w[0].isupper() or w in ("de", "van", "von", "al", "bin", "el", "da") for w in name
    ):
        return False
    return _titled(found["role"], words)


def _is_place(line: str, words: layout.Layout) -> bool:
    """A line that names a place, between the names at the head and the text: "Brussels, Belgium"."""
    parts = line.replace(",", " ").split()
    if not 0 < len(parts) <= 8 or ENDS.search(line) or is_stage(line):
        return False
    if _titled(line, words) and not PREMISES.search(line):
        return False
    return all(
        w[0].isupper() or w in ("of", "the", "and", "de", "la", "du", "at") or w[:2] in ("d’", "d'") for w in parts
    )


def _dateline(text: str, paragraph: Span, words: layout.Layout) -> Span | None:
    """The dateline that opens a paragraph: "BAKU, Nov. 27 (Agency) –", "Thursday, May 7, 2015"."""
    window = text[paragraph.start : min(paragraph.end, paragraph.start + 160)]
    if not _is_prose(paragraph.of(text)) and not AGENCY_END.search(window):
        return None
    for pattern in (SLASHED, CAPITALS, ORDINARY, DATED, LONG_DATE):
        found = pattern.match(window)
        if not found or found.end() <= 3 or window[found.end() :].lstrip()[:1].islower():
            continue
        label = _plain(found[0])
        if label in words.no_speakers or (found[0].rstrip().endswith(":") and _titled(label, words)):
            return None
        return Span(paragraph.start, paragraph.start + len(found[0].rstrip()))
    return None


def _titled(label: str, words: layout.Layout) -> bool:
    """Whether there is a title in some words, as in a speaker's label: no place then."""
    return any(part in words.titles for part in re.findall(r"[^\W\d_]+", label.casefold()))
