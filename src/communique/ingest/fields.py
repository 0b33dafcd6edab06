"""An object, or a row of a table, to a document: the names under which its fields go; our own records too."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from communique.ingest import dates
from communique.ingest.fragment import fragment_text
from communique.ingest.ingested import DateClaim, IngestOptions, Item, Metadata, SourceFailure, note, too_long
from communique.ingest.text import ingest_text
from communique.model import Issue

FIELDS = {
    "text": ("text", "body", "content", "content_text", "articleBody", "article_text", "full_text", "fulltext", "article"),
    "lead": ("summary", "lead", "lede", "standfirst"),
    "html": ("html", "content_html", "raw_html"),
    "title": ("title", "headline", "name"),
    "url": ("url", "link", "canonical_url", "external_url", "uri"),
    "published": ("published", "date", "date_published", "datePublished", "published_at", "publish_date", "pubdate",
                  "pub_date", "publication_date"),
    "publisher": ("publisher", "source", "outlet", "site_name", "sitename", "site", "newspaper", "media_name"),
    "byline": ("byline", "author", "authors", "creator"),
    "section": ("section", "category", "rubric"),
    "language": ("language", "lang"),
    "retrieved": ("retrieved", "retrieved_at", "crawled", "crawled_at"),
    "id": ("id", "guid", "_id", "doc_id", "document_id"),
    "path": ("path",),
}  # fmt: skip
OWN = frozenset(
    ("schema", "raw_sha256", "published_evidence", "kind", "parts", "dateline", "entities", "statements", "events",
     "positions", "issues", "reader")
)  # fmt: skip  # fields of our own records: made anew in every reading
NAMES = {name.casefold(): name for names in FIELDS.values() for name in names}
CONTENT = {name.casefold() for name in (*FIELDS["text"], *FIELDS["html"])}
LEAD_KNOWN = 60  # characters by which a lead that the text holds, perhaps cut short, is known again
MARKUP = re.compile(r"<(?:p|div|br|span|html|body|h[1-6]|li)\b[^<>]*>", re.IGNORECASE)
SHA256 = re.compile(r"[0-9a-f]{64}")


def read_fields(
    value: object, name: str, options: IngestOptions, metadata: Metadata, seen: set[str], notes: tuple[Issue, ...]
) -> Item:
    """The document of one object; name: how failures name it; seen: the unused fields named so far."""
    if not isinstance(value, dict):
        return SourceFailure(name, "a JSON value that is no object")
    inner = value.get("document")
    fields: dict[str, Any] = inner if isinstance(inner, dict) else value
    markup = _string(fields, "html")
    text = _string(fields, "text") or (fragment_text(markup) if markup else None)
    if text is None or not any(c.isalnum() for c in text):
        return SourceFailure(name, f"no text in it: looked for {', '.join((*FIELDS['text'][:3], *FIELDS['html'][:1]))}")
    original = text
    text = _with_lead(text, _string(fields, "lead"))
    if len(MARKUP.findall(text, 0, 20_000)) > 1:
        text = fragment_text(text)
    if reason := too_long(text, options):
        return SourceFailure(name, reason)
    path = _string(fields, "path")
    if path is None and metadata.path:
        path = f"{metadata.path}#{_string(fields, 'id') or name.rpartition(':')[2]}" if name != metadata.path else name
    known = Metadata(
        path=path,
        url=_string(fields, "url"),
        publisher=_string(fields, "publisher") or metadata.publisher,
        title=_string(fields, "title"),
        byline=_names(fields),
        section=_string(fields, "section"),
        dates=tuple(_dates(fields)) + metadata.dates,
        retrieved=_moment(_string(fields, "retrieved")) or metadata.retrieved,
        language=_string(fields, "language") or metadata.language,
    )
    raw = fields.get("raw_sha256")
    raw = raw if isinstance(raw, str) and SHA256.fullmatch(raw) else hashlib.sha256(_bytes(original)).hexdigest()
    return ingest_text(text, options.settings, known, raw, (*notes, *_unused(fields, seen)))


def _with_lead(text: str, lead: str | None) -> str:
    """A text with the lead that stands in a field of its own, where the text does not begin with it or hold it already."""
    words = " ".join((lead or "").split())
    if not any(c.isalnum() for c in words) or words.rstrip(" .…")[:LEAD_KNOWN] in " ".join(text.split()):
        return text
    return f"{(lead or '').strip()}\n\n{text}"


def _string(fields: dict[str, Any], name: str) -> str | None:
    """The first usable value under the names of a field; an object with a name ({"name": …}) gives that."""
    for key in FIELDS[name]:
        value = fields.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        if isinstance(value, int) and name == "id":
            value = str(value)
        if isinstance(value, str) and value.strip():
            return value
    return None


def _names(fields: dict[str, Any]) -> tuple[str, ...]:
    for key in FIELDS["byline"]:
        value = fields.get(key)
        found = [v.get("name") if isinstance(v, dict) else v for v in (value if isinstance(value, list) else [value])]
        if names := [v for v in found if isinstance(v, str) and v.strip()]:
            return tuple(dict.fromkeys(names))
    return ()


def _dates(fields: dict[str, Any]) -> Iterator[DateClaim]:
    for key in FIELDS["published"]:
        iso = _moment(fields.get(key))
        if iso:
            known = fields.get("published_evidence") if key == "published" else None
            yield DateClaim(iso, known if isinstance(known, str) and known else f"field {key}")


def _moment(value: object) -> str | None:
    return dates.parse(value) if isinstance(value, str) else None


def _unused(fields: dict[str, Any], seen: set[str]) -> tuple[Issue, ...]:
    known = OWN.union(*FIELDS.values())
    new = sorted(key for key in fields if key not in known and key not in seen)
    seen.update(new)
    return (note(f"fields not used: {', '.join(key[:40] for key in new[:20])}"),) if new else ()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
