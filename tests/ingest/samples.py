"""Bytes of the kinds that readers read, about invented places."""

import gzip

STORY = (
    "Foreign Minister Orlan Dask met Prime Minister Mira Tolen in Larn on Monday to discuss the opening of the border.",
    "“We agreed on the first steps,” Dask told reporters after the talks, which lasted for more than three hours.",
    "The two sides will meet again in Tarsk in May, the ministry said in a statement that it published in the evening.",
)


def page(head: str = "", body: str = "", attributes: str = "lang='en'") -> bytes:
    """A news page: menu, article, links, footer."""
    paragraphs = "".join(f"<p>{p}</p>\n" for p in STORY)
    return (
        f"<!DOCTYPE html><html {attributes}><head><title>Ministers meet in Larn - Larn Courier</title>"
        f"<meta property='og:site_name' content='Larn Courier'>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/p'>Politics</a></li></ul></nav>"
        f"<article><h1>Ministers meet in Larn</h1>{body}{paragraphs}</article>"
        "<aside><h3>Most read</h3><ul><li><a href='/a'>Border to open</a></li></ul></aside>"
        "<footer>© 2025 Larn Courier</footer></body></html>"
    ).encode()


def feed(items: str, title: str = "Ministry of Foreign Affairs of Merovia") -> bytes:
    """An RSS feed."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>{title}</title><language>en-GB</language>{items}</channel></rss>"
    ).encode()


def record(
    body: bytes, url: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = ""
) -> bytes:
    """A WARC response record."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{len(url):08d}-0000-0000-0000-000000000000>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2025-03-04T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    ).encode()
    return head + answer + b"\r\n\r\n"


def packed(records: list[bytes]) -> bytes:
    """A .warc.gz: a gzip member for each record."""
    return b"".join(gzip.compress(r, mtime=0) for r in records)
