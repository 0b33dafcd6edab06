"""Entries as Atom (RFC 4287) and as JSON Feed 1.1. Pure: the same entries give the same bytes."""

import json
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET  # only written here, never read

from communique.outgoing.entry import Entry, elsewhere, entry_id, moment
from communique.present.escape import in_xml

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"
NAME = "Communique"


def atom(title: str, address: str, entries: Sequence[Entry], page: str | None = None) -> bytes:
    """An Atom feed. address: of the feed itself; page: of the same view for people. Its id is made of the address."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(_tag("feed"))
    _text(feed, "id", entry_id("feed", address))
    _text(feed, "title", title)
    _text(feed, "updated", max((moment(e.day, e.added) for e in entries), default=moment(None, None)))
    _text(feed, "generator", NAME)
    _link(feed, "self", address, ATOM_TYPE)
    if page:
        _link(feed, "alternate", page, "text/html")
    author = ET.SubElement(feed, _tag("author"))
    _text(author, "name", NAME)
    for entry in entries:
        _entry(feed, entry)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(feed: ET.Element, entry: Entry) -> None:
    one = ET.SubElement(feed, _tag("entry"))
    _text(one, "id", entry.id)
    _text(one, "title", entry.title)
    _text(one, "updated", moment(entry.day, entry.added))
    if entry.day:
        _text(one, "published", moment(entry.day, None))
    author = ET.SubElement(one, _tag("author"))
    _text(author, "name", entry.publisher or NAME)
    if entry.link:
        _link(one, "alternate", entry.link, None)
    if original := elsewhere(entry):
        _link(one, "via", original, None)
    ET.SubElement(one, _tag("category"), term=entry.what)
    _text(one, "content", entry.words or entry.title).set("type", "text")


def json_feed(title: str, address: str, entries: Sequence[Entry], page: str | None = None) -> bytes:
    """A JSON Feed. Where the words of an entry stand is told by its extension `_communique`."""
    feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": title, "feed_url": address}
    if page:
        feed["home_page_url"] = page
    feed["items"] = [item_of(entry) for entry in entries]
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def item_of(entry: Entry) -> dict[str, Any]:
    """An entry as an item of a JSON Feed; webhooks carry the same."""
    item: dict[str, Any] = {"id": entry.id}
    if entry.link:
        item["url"] = entry.link
    if original := elsewhere(entry):
        item["external_url"] = original
    item |= {"title": entry.title, "content_text": entry.words or entry.title}
    item["date_modified"] = moment(entry.day, entry.added)
    if entry.day:
        item["date_published"] = moment(entry.day, None)
    if entry.publisher:
        item["authors"] = [{"name": entry.publisher}]
    item["tags"] = [entry.what]
    where = {"document": entry.document, "item": entry.item, "first": entry.first, "last": entry.last, "day": entry.day}
    item["_communique"] = {"what": entry.what, **where}
    return item


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name))
    element.text = in_xml(text)
    return element


def _link(parent: ET.Element, rel: str, address: str, kind: str | None) -> None:
    fields = {"rel": rel, "href": in_xml(address), **({"type": kind} if kind else {})}
    ET.SubElement(parent, _tag("link"), fields)
