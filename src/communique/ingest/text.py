"""From a decoded text and what is known of it to a document: dates weighed, language detected, parts found."""

import hashlib
from datetime import date

from communique.ingest import dates, language
from communique.ingest.ingested import DEFAULTS, UNKNOWN, DateClaim, Ingested, Metadata, note
from communique.ingest.parts import find_structure
from communique.model import Document, Issue
from communique.model.ids import document_id
from communique.settings import Settings


def document_from_text(
    text: str,
    settings: Settings = DEFAULTS.settings,
    *,
    path: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
) -> Document:
    """A document whose text is `text`, unchanged. Lone surrogates alone are replaced, one for one. Never raises."""
    return ingest_text(text, settings, Metadata(path=path, url=url, publisher=publisher, title=title)).document


def ingest_text(
    text: str,
    settings: Settings = DEFAULTS.settings,
    metadata: Metadata = UNKNOWN,
    raw_sha256: str | None = None,
    notes: tuple[Issue, ...] = (),
) -> Ingested:
    """A document of a text and its metadata, with notes. raw_sha256: of the bytes it was made from, where not its own.

    The publication date is the first claim that is not refused: metadata, then the head of the text, then the settings
    (first with `override`). Nothing is published after it was fetched, nor after `settings.today`.
    """
    sound = _sound(text)
    if sound != text:
        text, notes = sound, (*notes, note("half characters (lone surrogates) were replaced"))
    structure = find_structure(text, metadata.title, metadata.byline, metadata.publisher or settings.publisher)
    claim, refused = _published((*metadata.dates, *structure.dates), settings, metadata.retrieved)
    spoken = language.detect(text) or _declared(text, metadata.language)
    given = settings.publisher if settings.override and settings.publisher else metadata.publisher
    document = Document(
        id=document_id(text),
        text=text,
        raw_sha256=raw_sha256 or hashlib.sha256(text.encode("utf-8")).hexdigest(),
        url=_line(metadata.url),
        path=metadata.path and _sound(metadata.path),
        publisher=_line(given) or settings.publisher,
        title=_line(metadata.title) or _line(structure.headline),
        byline=tuple(name for name in map(_line, metadata.byline or structure.byline) if name),
        dateline=structure.dateline,
        section=_line(metadata.section),
        published=claim.value if claim else None,
        published_evidence=claim.evidence if claim else None,
        retrieved=metadata.retrieved,
        language=spoken,
        kind=structure.kind,
        parts=structure.parts,
    )
    return Ingested(document=document, notes=(*notes, *refused))


def _published(
    claims: tuple[DateClaim, ...], settings: Settings, retrieved: str | None
) -> tuple[DateClaim | None, tuple[Issue, ...]]:
    """The first claim that can be true, and a note for each that cannot."""
    assumed = (DateClaim(settings.date.isoformat(), "option --date"),) if settings.date else ()
    if assumed and settings.override:
        return assumed[0], ()
    limits = [settings.today] if settings.today else []
    if retrieved:
        limits.append(dates.day(retrieved))
    latest = min(limits, default=date.max)
    refused: list[Issue] = []
    for claim in claims:
        if dates.day(claim.value) <= latest:
            return claim, tuple(refused)
        refused.append(note(f"publication date {claim.value} ({claim.evidence}) is refused: it lies after {latest}"))
    return (assumed[0] if assumed else None), tuple(refused)


def _declared(text: str, tag: str | None) -> str | None:
    """The declared language, for a text too short to tell; a text of some length that cannot be told stays open."""
    return language.primary(tag) if len(text) < language.SAMPLE else None


def _sound(text: str) -> str:
    """The text with every lone surrogate, which no encoding can write, replaced by U+FFFD: offsets stay as they are."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _line(value: str | None) -> str | None:
    """One line of metadata without surplus white space; None for an empty one."""
    return (_sound(" ".join(value.split())) or None) if value else None
