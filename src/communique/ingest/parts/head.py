"""The head of a text: headline, bylines and issuing office, lines of place and date."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from communique.ingest.parts.chrome import ENDS
from communique.ingest.parts.dateline import (
    CAPITALS,
    PROSE_CHARACTERS,
    dated_line,
    full_date,
    is_prose,
    opening_dateline,
    plain,
    titled,
)
from communique.ingest.parts.turns import is_stage
from communique.lexicon import layout
from communique.model import Span
from communique.model.document import PartRole

REACH = 12  # paragraphs that the head of a text can take
HEADLINE_CHARACTERS = 220
NUMBERED = re.compile(r"(?:press|media|news) release\W+(?:no\W*)?[\w/.-]{1,20}", re.IGNORECASE)
ROLE_LINE = re.compile(r"(?P<name>[A-ZÀ-Þ][^,;:!?\n]{3,50}), (?P<role>[A-Z][^!?\n]{3,110})")
PREMISES = re.compile(
    r"\b(?:room|hall|house|auditorium|headquarters|palace|hotel|airport|cent(?:er|re)|garden|building|base|lawn|embassy|residence)\W*\Z",
    re.IGNORECASE,
)
SPEAKING = re.compile(
    r"\b(?:remarks|press|briefing|interview|statement|transcript|conference|availability|speech|address|meeting|talks|readout)\b",
    re.IGNORECASE,
)


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
    known = {plain(name) for name in byline}
    candidates = [
        i for i in range(min(REACH, len(paragraphs), first_turn if first_turn is not None else REACH)) if not skip[i]
    ]
    issued = False
    for position, i in enumerate(candidates):
        span = paragraphs[i]
        line = span.of(text)
        if span.end - span.start > PROSE_CHARACTERS * 3:
            break
        iso = dated_line(line)
        if iso:
            roles[i] = "dateline"
            found_dates.append((iso, "date line at the head of the text"))
        elif (
            _goes_on(paragraphs[i - 1].of(text), line, title)
            if "headline" in roles.values()
            else position < 3 and _is_title(line, title)
        ):
            roles[i] = "headline"
        elif plain(line) in words.issuers or NUMBERED.fullmatch(line):
            roles[i], issued = "byline", True
        elif _is_byline(line, words) or plain(line) in known:
            roles[i] = "byline"
            bylines.append(_names(line, words))
        elif _is_role(line, words):
            roles[i], issued = "byline", True
            bylines.append(line)
        elif opening_dateline(text, span, words) == span:
            roles[i] = "dateline"
        elif title is None and not roles and _is_headline(text, paragraphs, i, line, first_turn is not None):
            roles[i] = "headline"
        elif (issued or first_turn is not None) and _is_place(line, words):
            roles[i] = "dateline"
        elif is_prose(line):
            break
    for i in [k for k in range(len(paragraphs)) if not skip[k] and k not in roles][:2]:
        if first_turn is not None and i >= first_turn:
            break
        place = opening_dateline(text, paragraphs[i], words)
        if place:
            opening[i] = place
            if iso := full_date(place.of(text)):
                found_dates.append((iso, "dateline of the text"))
            break
    return Head(roles, opening, tuple(bylines), tuple(found_dates))


def _is_title(line: str, title: str | None) -> bool:
    """Whether a line is the title that came with the document ("Title - Publisher" too)."""
    if not title:
        return False
    a, b = plain(line), plain(title)
    return bool(a) and (a == b or (len(a) >= 20 and (b.startswith(a) or a.startswith(b)) and len(a) * 2 > len(b)))


def _goes_on(line: str, following: str, title: str | None) -> bool:
    """Whether a headline that is known from elsewhere goes on in the next line."""
    return title is not None and line != following and plain(title).startswith(f"{plain(line)} {plain(following)}")


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
    return any(is_prose(p.of(text)) and len(p.of(text)) > len(line) for p in paragraphs[i + 1 : i + 6]) or spoken


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
    return titled(found["role"], words)


def _is_place(line: str, words: layout.Layout) -> bool:
    """A line that names a place, between the names at the head and the text: "Brussels, Belgium"."""
    parts = line.replace(",", " ").split()
    if not 0 < len(parts) <= 8 or ENDS.search(line) or is_stage(line):
        return False
    if titled(line, words) and not PREMISES.search(line):
        return False
    return all(
        w[0].isupper() or w in ("of", "the", "and", "de", "la", "du", "at") or w[:2] in ("d’", "d'") for w in parts
    )
