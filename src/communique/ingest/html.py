"""A page to a document: the article's text, its title, publisher, bylines, section, and its date with the evidence for it."""

import hashlib
import logging
import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from communique.errors import FormatError
from communique.ingest.encoding import decode
from communique.ingest.fragment import UNWRITABLE, block_text
from communique.ingest.ingested import UNKNOWN, Ingested, IngestOptions, Metadata, note, too_long
from communique.ingest.pagemeta import page_metadata
from communique.ingest.text import ingest_text
from communique.model import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

KEPT = ("pre", "textarea", "script", "style")  # where line ends are meant
LINE_END = re.compile(r"[ \t]*[\r\n]+\s*")
SHORTEST = 40  # letters of an article worth reading


def read_html(
    data: bytes, source: str, options: IngestOptions, metadata: Metadata = UNKNOWN, charset: str | None = None
) -> Ingested:
    """The document of one page. metadata: what is known from outside (address, path, time of the fetch); charset: of the
    HTTP header. Raises FormatError where the page has no text."""
    decoded = decode(data, charset, markup=True)
    tree = parse(decoded.text)
    if tree is None:
        raise FormatError(source, "no page could be made out in it")
    _flatten(tree)
    found = page_metadata(tree, metadata.url)
    text, notes = _article(tree, metadata.url)
    if sum(c.isalpha() for c in text) < SHORTEST:
        raise FormatError(source, "a page without an article: no text was found in it")
    if reason := too_long(text, options):
        raise FormatError(source, reason)
    merged = replace(
        found,
        path=metadata.path,
        url=found.url or metadata.url,
        retrieved=metadata.retrieved,
        dates=found.dates + metadata.dates,
        publisher=found.publisher or metadata.publisher,
        title=found.title or metadata.title,
        byline=found.byline or metadata.byline,
        section=found.section or metadata.section,
        language=found.language or metadata.language,
    )
    raw = hashlib.sha256(data).hexdigest()
    return ingest_text(text, options.settings, merged, raw, decoded.notes + notes)


def parse(markup: str) -> "HtmlElement | None":
    """The tree of a page, mended where it is broken; None where nothing can be made of it."""
    from trafilatura.utils import load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    markup = UNWRITABLE.sub("", markup).lstrip("\ufeff")
    data = markup.encode("utf-8", "replace")
    tree: HtmlElement | None = load_html(data)
    if tree is None and markup.strip():  # too odd for it: a piece of a page
        from lxml import etree, html

        try:
            tree = html.document_fromstring(
                b"<!DOCTYPE html><html><body>" + data, parser=html.HTMLParser(encoding="utf-8")
            )
        except (etree.LxmlError, ValueError):
            return None
    return tree


def _flatten(tree: "HtmlElement") -> None:
    """Line ends of the markup become blanks, as in a browser; else they would pass for ends of paragraphs."""
    for element in tree.iter():
        if element.text and element.tag not in KEPT and "\n" in element.text:
            element.text = LINE_END.sub(" ", element.text)
        if element.tail and "\n" in element.tail:
            parent = element.getparent()
            if parent is None or parent.tag not in KEPT:
                element.tail = LINE_END.sub(" ", element.tail)


def _article(tree: "HtmlElement", url: str | None) -> tuple[str, tuple[Issue, ...]]:
    """The article's paragraphs, a line each; all of the page's text, with a note, where no article stands out."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, favor_precision=True, with_metadata=False
    )
    text = (getattr(found, "text", None) or "").strip()
    if sum(c.isalpha() for c in text) >= SHORTEST:
        return text, ()
    text = block_text(tree)
    return text, (note("no article stood out in the page: all of its text is taken"),) if text else ()
