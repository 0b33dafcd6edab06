"""How the things of a record are called when a person reads about them: names, roles, dates, places in the text."""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable

from communique.model import Entity, Event, Record, Role, Spans, Statement, When, hull
from communique.present.escape import harmless

STANCES = {
    "support": "supports",
    "oppose": "opposes",
    "welcome": "welcomes",
    "condemn": "condemns",
    "concern": "is concerned about",
    "call-for": "calls for",
    "commit": "commits to",
    "reject": "rejects",
    "recognize": "recognizes",
}
"""Stance: what its holder does."""

ANCHORS = {"published": "the publication date", "dateline": "the dateline", "text": "another date in the text"}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?([~?%]?)")
_HEDGES = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


def date_in_words(edtf: str) -> str:
    """A date in EDTF level 1 as people write it ("about 30 Sep 2023"); what has no such form is returned as it is."""
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        if first in ("", ".."):
            return f"until {date_in_words(last)}"
        if last in ("", ".."):
            return f"since {date_in_words(first)}"
        return f"{date_in_words(first)} – {date_in_words(last)}"
    match = _DATE.fullmatch(edtf)
    if match is None:
        return harmless(edtf)
    year, month, day, hedge = match.groups()
    words = year
    if month in _SEASONS:
        words = f"{_SEASONS[month]} {year}"
    elif month and 1 <= int(month) <= 12:
        words = f"{_MONTHS[int(month) - 1]} {year}"
        words = f"{int(day)} {words}" if day else words
    elif month:
        return harmless(edtf)
    return _HEDGES.get(hedge, "") + words


def day_in_words(day: str | None) -> str:
    """A day as people write it; "no date" where there is none."""
    return date_in_words(day) if day else "no date"


def minute_in_words(moment: str | None, otherwise: str) -> str:
    """A moment in ISO form, in UTC, to the minute: "23 Nov 2026, 22:19 UTC"."""
    return f"{date_in_words(moment[:10])}, {moment[11:16]} UTC" if moment else otherwise


def days_in_words(first: str | None, last: str | None, reported: str | None) -> str:
    """When something was, from its first and last possible day (ISO), and no more exactly than that is known.

    reported: the day of the document, told where nothing else is known.
    """
    if not first or not last:
        return f"reported {date_in_words(reported)}" if reported else "no date"
    if first == last:
        return date_in_words(first)
    if first[5:] == "01-01" and last == f"{first[:4]}-12-31":
        return first[:4]
    if first[8:] == "01" and last == f"{first[:8]}{monthrange(int(first[:4]), int(first[5:7]))[1]}":
        return date_in_words(first[:7])
    return f"{date_in_words(first)} – {date_in_words(last)}"


def document_name(title: str | None, path: str | None, address: str | None, otherwise: str | None = None) -> str:
    """What to call a document: its title, else its file's name without the folders, its address, or what else is given."""
    where = path or address or ""
    file = where if "://" in where else re.split(r"[/\\]", where.rstrip("/\\"))[-1]
    return title or file or address or otherwise or "Untitled"


def listed(items: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    names = list(items)
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def role_in_words(role: Role) -> str:
    """The title with the state or body it is held in, where the title does not tell ("U.S. Secretary of State")."""
    if role.of is None or _names(role.title, role.of):
        return harmless(role.title)
    return harmless(f"{role.title}, {role.of}")


def _names(title: str, holder: str) -> bool:
    """Whether a title names a state, by name or nationality, or shares a telling word with the name of a body."""
    from communique.lexicon.states import states

    words = {w for w in re.findall(r"\w+", holder) if w[0].isupper()}
    for state in states().values():
        if holder == state.name or holder in state.aliases:
            names = (state.name, *state.aliases, *state.adjectives)
            return any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", title) for n in names)
    return bool(words & set(re.findall(r"\w+", title)))


class Labels:
    """Names and places of one record; built once, asked often."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._entities = {e.id: e for e in record.entities}
        self._lines = [m.end() for m in re.finditer("\n", record.document.text)]

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id, None when the record has none."""
        return self._entities.get(entity_id)

    def name(self, entity_id: str) -> str:
        """The entity's name; its id when the record has no such entity."""
        entity = self._entities.get(entity_id)
        return harmless(entity.name) if entity else entity_id

    def names(self, ids: Iterable[str]) -> str:
        """Names in a row."""
        return listed(self.name(i) for i in ids)

    def role(self, entity_id: str) -> str | None:
        """The first role of a person, None for others and where none is known."""
        entity = self._entities.get(entity_id)
        return role_in_words(entity.roles[0]) if entity and entity.kind == "person" and entity.roles else None

    def with_role(self, entity_id: str) -> str:
        """ "Matthew Miller (spokesperson)"."""
        role = self.role(entity_id)
        return f"{self.name(entity_id)} ({role})" if role else self.name(entity_id)

    def line(self, offset: int) -> int:
        """The line of the text that `offset` lies in, from 1."""
        return bisect_right(self._lines, offset) + 1

    def place(self, spans: Spans) -> str:
        """ "L3·210–395": the line of the text, from 1, and the offsets in code points; "" where there are no words."""
        if not spans:
            return ""
        whole = hull(spans)
        return f"L{self.line(whole.start)}·{whole.start}–{whole.end}"

    def words(self, spans: Spans) -> str:
        """The words at `spans`, harmless."""
        return " … ".join(harmless(s.of(self.record.document.text)).strip() for s in spans)

    def sides(self, event: Event) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Entity ids of those who acted, those acted upon, and those who did both."""
        return (
            tuple(p.entity for p in event.participants if p.side == "actor"),
            tuple(p.entity for p in event.participants if p.side == "recipient"),
            tuple(p.entity for p in event.participants if p.side == "both"),
        )

    def parties(self, event: Event) -> str:
        """ "A → B", "A ↔ B", "A, B and C": who with whom."""
        actors, recipients, both = self.sides(event)
        if len(both) == 2 and not actors and not recipients:
            return " ↔ ".join(self.name(i) for i in both)
        left = self.names(actors + both if recipients else actors)
        right = self.names(recipients if recipients else both)
        return " → ".join(x for x in (left, right) if x) if actors or recipients else right

    def when(self, when: When | None) -> str:
        """The date in words; "" when there is none."""
        return date_in_words(when.edtf) if when else ""

    def why_when(self, when: When | None) -> str:
        """How a date is known: the words said and what they were counted from; "" when there is none."""
        if when is None:
            return ""
        said = f"“{self.words(when.said)}”" if when.said else "no words in the text"
        counted = f", counted from {ANCHORS[when.anchor]}" if when.anchor in ANCHORS else ""
        return f"{when.edtf}: {said}{counted}"

    def chain(self, statement: Statement) -> tuple[str, tuple[str, ...]]:
        """Whose words, and through whom they came: the speakers' names; then each relay and the publisher, () where
        nobody stands between."""
        said = f"“{self.words(statement.source)}” (nobody known)" if statement.source else "nobody named"
        speakers = self.names(statement.speakers) or said
        relays = tuple("via " + self.with_role(i) for i in statement.via)
        publisher = self.record.document.publisher
        return speakers, relays + ((harmless(publisher),) if publisher and relays else ())
