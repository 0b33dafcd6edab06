"""What people write in a correction, as the record's own shapes: names become entity ids, words become spans, dates `When`."""

import calendar
import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from communique.errors import UsageError
from communique.model import Entity, Record, Span
from communique.store.draft import Item, main_spans
from communique.store.rows import fold

FIELDS = {
    "statement": ("form", "content", "cue", "source", "speakers", "via", "channel", "addressee", "when", "within"),
    "event": ("action", "code", "mode", "status", "participants", "when", "where", "trigger", "evidence", "topics"),
    "position": ("holders", "stance", "target", "evidence", "statement"),
    "entity": ("kind", "name", "country", "wikidata", "geonames", "roles", "role", "mentions"),
}
"""Fields that people may correct, by kind of item. role: the title alone."""
PARTIES = ("speakers", "via", "holders")
PARTY = ("addressee", "where")
WORDS = ("content", "cue", "source", "trigger", "evidence", "target")
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
OFFSETS = re.compile(r"(\d+)-(\d+)")


def settled(record: Record, kind: str, item: Item | None, value: dict[str, Any]) -> dict[str, Any]:
    """The value of a correction in the record's shapes. record: as corrected so far; item: None for one that is added.

    Entities may be given by id or by name, words as spans, as "12-40" or as they stand in the text (the occurrence nearest to
    the item), dates as 2023, 2023-11, 2023-11-27 or 2023-11-01/2023-11-05. Raises UsageError for anything that is not so.
    """
    known = FIELDS[kind]
    for name in value:
        if name not in known:
            raise UsageError(f"{name}: no field of a {kind}; these are: {', '.join(known)}")
    near = min((s.start for s in main_spans(item)), default=0) if item else 0
    return dict(_settled(record, name, given, near) for name, given in value.items())


def completed(record: Record, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """The value of an item that is added, with what goes without saying: a contact's code, the line of its words."""
    main = {"event": "trigger", "position": "target"}.get(kind)
    if main is None:
        return value
    lines = [_line(record.document.text, span) for span in value.get(main) or () if isinstance(span, dict)]
    more: dict[str, Any] = {"evidence": lines[:1]}
    return {**more, **({"code": "CONSULT"} if kind == "event" else {}), **value}


def _line(text: str, span: dict[str, Any]) -> dict[str, int]:
    start = text.rfind("\n", 0, int(span["start"])) + 1
    end = text.find("\n", int(span["end"]))
    return {"start": start, "end": end if end >= 0 else len(text)}


def _settled(record: Record, name: str, given: Any, near: int) -> tuple[str, Any]:
    if name in PARTIES:
        return name, [entity_of(record, who) for who in _several(given)]
    if name in PARTY:
        return name, entity_of(record, given) if given else None
    if name in WORDS:
        return name, [
            _span(record.document.text, w, near) for w in ([given] if isinstance(given, str) else given or [])
        ]
    if name == "participants":
        return name, [_participant(record, who) for who in _several(given)]
    if name == "topics":
        topics = ([topic] if isinstance(topic, str) else topic for topic in _several(given))
        return name, [[_span(record.document.text, words, near) for words in topic] for topic in topics]
    if name == "when" and isinstance(given, str):
        return name, when(given) if given else None
    if name == "role":
        return "roles", [{"title": given}] if given else []
    return name, given if given != "" else None


def _several(given: Any) -> Sequence[Any]:
    if isinstance(given, str):
        return [part.strip() for part in given.split(";") if part.strip()]
    return given or []


def entity_of(record: Record, name: Any) -> str:
    """The id of an entity given by id or name. Raises UsageError where the document has none or several of that name."""
    wanted = fold(str(name))
    tests: tuple[Callable[[Entity], bool], ...] = (
        lambda e: e.id == name,
        lambda e: fold(e.name) == wanted,
        lambda e: fold(e.name).endswith(" " + wanted),
    )
    for test in tests:
        found = [e.id for e in record.entities if test(e)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{name}: which of the entities {', '.join(found)}?")
    raise UsageError(f"{name}: the document has no such entity")


def _participant(record: Record, given: Any) -> dict[str, Any]:
    if isinstance(given, dict):
        return {**given, "entity": entity_of(record, given.get("entity"))}
    return {"entity": entity_of(record, given), "side": "both"}


def _span(text: str, given: Any, near: int) -> Any:
    """A span given as such, as offsets, or as the words that stand there."""
    if not isinstance(given, str):
        return given
    if offsets := OFFSETS.fullmatch(given):
        start, end = map(int, offsets.groups())
        if not 0 <= start < end <= len(text):
            raise UsageError(f"{given}: lies outside the text")
        return msgspec.to_builtins(Span(start, end))
    starts = [m.start() for m in re.finditer(re.escape(given), text)] if given.strip() else []
    if not starts:
        raise UsageError(f"the text has no words “{given[:60]}”")
    start = min(starts, key=lambda s: (abs(s - near), s))
    return msgspec.to_builtins(Span(start, start + len(given)))


def when(given: str) -> dict[str, Any]:
    """A year, month or day, or two of them with a slash between. Raises UsageError."""
    first, _, last = given.partition("/")
    start, end = _days(first)[0], _days(last or first)[1]
    if start > end:
        raise UsageError(f"{given}: ends before it begins")
    return {"edtf": given, "start": start, "end": end}


def _days(given: str) -> tuple[str, str]:
    match = DATE.fullmatch(given)
    if match is None:
        raise UsageError(f"{given!r}: not a date such as 2023-11-27, 2023-11 or 2023")
    year, month, day = match.groups()
    try:
        first, last = int(month or 1), int(month or 12)
        length = calendar.monthrange(int(year), last)[1]
        if day and not 1 <= int(day) <= length:
            raise ValueError
    except (ValueError, calendar.IllegalMonthError):
        raise UsageError(f"{given!r}: no such day") from None
    return f"{year}-{first:02}-{day or '01'}", f"{year}-{last:02}-{day or f'{length:02}'}"
