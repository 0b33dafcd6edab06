"""JSON Lines and JSON documents: an object a document, under the field names in use; our own records too."""

import hashlib
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace

from communique.errors import FormatError, one_line
from communique.ingest import dates
from communique.ingest.encoding import decode
from communique.ingest.fragment import fragment_text
from communique.ingest.ingested import DateClaim, Ingested, IngestOptions, Metadata, SourceFailure, note
from communique.ingest.text import ingest_text
from communique.model import Issue

Item = Ingested | SourceFailure
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
LISTS = ("items", "articles", "documents", "records", "entries", "results", "data")
LEAD_KNOWN = 60  # characters by which a lead that the text holds, perhaps cut short, is known again
MARKUP = re.compile(r"<(?:p|div|br|span|html|body|h[1-6]|li)\b[^<>]*>", re.IGNORECASE)
SHA256 = re.compile(r"[0-9a-f]{64}")
BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def read_json(stream: BinaryIO, source: str, options: IngestOptions, metadata: Metadata, lines: bool) -> Iterator[Item]:
    """The documents of a JSON Lines file (lines) or of JSON that may be either. Raises FormatError for a whole bad file.

    A bad line is a line of failure. Fields that are not used are named once, with the first document that has them.
    """
    seen: set[str] = set()
    numbered = _lines(stream, options.max_bytes)
    first = list(islice(numbered, 2))
    if not lines and (len(first) < 2 or not _is_object(first[0][1])):
        head = b"".join(line or b"" for _, line in first)
        yield from _document(head, stream, source, options, metadata, seen)
        return
    for number, line in chain(first, numbered):
        name = f"{source}:{number}"
        if line is None:
            yield SourceFailure(name, f"a line of more than {options.max_bytes:,} bytes")
            continue
        try:
            value, notes = _decode(line)
        except BROKEN as error:
            yield SourceFailure(name, f"not JSON: {one_line(error)}")
            continue
        yield read_fields(value, name, options, metadata, seen, notes)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, blank ones left out; None for one over the limit, which is skipped without being held."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield number, None
        elif line.strip():
            yield number, line


def _is_object(line: bytes | None) -> bool:
    try:
        return line is not None and isinstance(_decode(line)[0], dict)
    except BROKEN:
        return False


def _decode(data: bytes) -> tuple[Any, tuple[Issue, ...]]:
    """The JSON value of some bytes; bytes that are not UTF-8 are repaired, with a note. Raises what BROKEN lists."""
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf")), ()
    except (msgspec.DecodeError, UnicodeDecodeError):
        decoded = decode(data)
        if decoded.encoding == "utf-8" and not decoded.notes:
            raise
        return msgspec.json.decode(decoded.text.lstrip("\ufeff")), decoded.notes


def _document(
    head: bytes, stream: BinaryIO, source: str, options: IngestOptions, metadata: Metadata, seen: set[str]
) -> Iterator[Item]:
    """One JSON value: an object, a list of objects, or an object that holds such a list (JSON Feed and its like)."""
    data = head + stream.read(max(0, options.max_bytes + 1 - len(head)))
    if len(data) > options.max_bytes:
        raise FormatError(source, f"more than {options.max_bytes:,} bytes of JSON in one piece; give it as JSON Lines")
    try:
        value, notes = _decode(data)
    except BROKEN as error:
        raise FormatError(source, f"not JSON: {one_line(error)}") from None
    listed = value if isinstance(value, list) else None
    if isinstance(value, dict) and not any(value.get(name) for name in (*FIELDS["text"], *FIELDS["html"], "document")):
        listed = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
        if listed and isinstance(value.get("title"), str):  # a JSON Feed names itself, not its items
            metadata = replace(metadata, publisher=metadata.publisher or value["title"])
    if listed is None:
        yield read_fields(value, source, options, metadata, seen, notes)
    elif not listed:
        raise FormatError(source, "an empty list: nothing to read in it")
    else:
        for number, item in enumerate(listed, start=1):
            yield read_fields(item, f"{source}:{number}", options, metadata, seen, notes)


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
    if len(text) > options.max_characters:
        return SourceFailure(name, f"text of {len(text):,} characters; at most {options.max_characters:,} are read")
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
