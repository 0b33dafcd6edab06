"""What kind of input bytes are: by the name where it is telling, else by how they begin."""

import re
from typing import Literal

from communique.errors import FormatError

Kind = Literal["text", "html", "feed", "json", "jsonl", "csv", "warc", "parquet", "gzip"]

BY_SUFFIX: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".mhtm": "html",
    ".rss": "feed", ".atom": "feed", ".rdf": "feed",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl",
    ".csv": "csv", ".tsv": "csv",
    ".warc": "warc", ".parquet": "parquet",
}  # fmt: skip
BY_TYPE: dict[str, Kind] = {
    "text/plain": "text", "text/markdown": "text",
    "text/html": "html", "application/xhtml+xml": "html",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/json": "json", "application/feed+json": "json",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/x-jsonlines": "jsonl",
    "text/csv": "csv", "application/csv": "csv", "text/tab-separated-values": "csv",
    "text/xml": "feed", "application/xml": "feed",
}  # fmt: skip
REACH = 4096
FEED = re.compile(r"<(?:rss|feed|rdf:RDF|item|entry)\b", re.IGNORECASE)
PAGE = re.compile(r"<(?:!doctype html|html|head|body|title|meta|article|div|p|h1|table|section)\b", re.IGNORECASE)
XML = re.compile(r"\s*<(?:\?xml|!--|!doctype (?!html))", re.IGNORECASE)
OPENS_OBJECT = re.compile(r'\s*\{\s*(?:"|\})')
OPENS_ARRAY = re.compile(r"\s*\[\s*[{\]]")


def sniff(head: bytes, name: str, suffix: str = "", content_type: str = "") -> Kind:
    """The kind of the input that begins with `head`. Raises FormatError for XML that is neither feed nor page."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"PAR1"):
        return "parquet"
    begin = head[:REACH].decode("utf-8", "replace").lstrip("\ufeff\x00 \t\r\n")
    if begin.startswith("WARC/"):
        return "warc"
    by_name = BY_SUFFIX.get(suffix.lower()) or BY_TYPE.get(content_type.lower())
    if by_name in ("text", "jsonl", "csv", "warc", "parquet", "html"):
        return "feed" if by_name == "html" and XML.match(begin) and FEED.search(begin) else by_name
    if begin.startswith("<"):
        markup = begin if head[:2] not in (b"\xff\xfe", b"\xfe\xff") else head.decode("utf-16", "replace")
        feed, page = FEED.search(markup), PAGE.search(markup)
        if feed and (not page or feed.start() < page.start()):
            return "feed"
        if page:
            return "html"
        if XML.match(begin) or by_name == "feed":
            raise FormatError(name, "XML that is neither a feed nor a page")
    if OPENS_OBJECT.match(begin) or OPENS_ARRAY.match(begin):
        return "json"  # an object a line is told from one document by reading it
    if by_name is None and "\n" in begin:
        from communique.ingest.csvfile import is_header

        if is_header(begin.partition("\n")[0].rstrip("\r")):
            return "csv"
    return by_name if by_name == "json" else "text"
