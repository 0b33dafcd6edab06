"""Rows of an answer as entries: what a feed, an e-mail or a webhook says of each."""

import uuid
from collections.abc import Iterable
from typing import Any

import msgspec

from communique.counts import counted
from communique.present.escape import harmless
from communique.present.labels import STANCES

Row = dict[str, Any]
WHAT = ("documents", "contacts", "statements", "positions", "alerts")
LONGEST = 2_000  # characters of words in an entry
NAMESPACE = uuid.NAMESPACE_URL


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. id: a urn:uuid, the same for the same item for ever. day: of the item; added: when its document came into the
    store, ISO datetime in UTC. document, item: keys; first, last: where the words stand in the document's text. others: ids of
    further entries that tell the same."""

    id: str
    what: str
    title: str
    words: str
    link: str | None
    publisher: str | None
    day: str | None
    added: str | None
    document: str | None = None
    item: str | None = None
    first: int | None = None
    last: int | None = None
    address: str | None = None
    others: tuple[str, ...] = ()


def entry_id(*parts: str) -> str:
    """The id of an entry, made of what it is about."""
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, '/'.join(('communique', *parts)))}"


def entries_of(what: str, rows: Iterable[Row], site: str | None = None) -> list[Entry]:
    """Entries of rows of `query/documents` or of alerts; of rows that carry it, `added` is taken over.

    site: the address under which the store's pages are served; without it entries link to the documents' own addresses.
    """
    make = _alert if what == "alerts" else _item
    return [make(what, row, site) for row in rows]


def _item(what: str, row: Row, site: str | None) -> Entry:
    document = row.get("document") or row["id"]
    item = row["id"] if what != "documents" else None
    return Entry(
        id=entry_id(what, document, item or ""),
        what=what,
        title=harmless(_title(what, row)),
        words=harmless(str(row.get("words") or ""))[:LONGEST],
        link=link_to(site, document, item) or web_address(row.get("address")),
        publisher=harmless(row["publisher"]) if row.get("publisher") else None,
        day=row.get("day"),
        added=row.get("added"),
        document=document,
        item=item,
        first=row.get("first"),
        last=row.get("last"),
        address=row.get("address"),
    )


def _title(what: str, row: Row) -> str:
    if what == "contacts":
        return f"{row['action']} ({row['status']}): {' – '.join(row['who'])}"
    if what == "statements":
        chain = [" and ".join(row["speakers"]) or "Nobody named", *(f"via {name}" for name in row["via"])]
        return ", ".join(chain) + (f" ({row['channel']})" if row["channel"] else "")
    if what == "positions":
        return f"{' and '.join(row['holders'])} {STANCES.get(row['stance'], row['stance'])}: {row['target']}"
    return str(row.get("title") or row.get("path") or row.get("address") or row["id"])


def _alert(what: str, row: Row, site: str | None) -> Entry:
    """A phrase that is gone or worded otherwise; it stands in no document, so the last readout without it is linked."""
    last = row["without"][-1]
    sides = f"{row['side']} on {row['partner']}"
    readouts = f"{counted(row['of'], 'readout')} up to {row['last_day']}"
    return Entry(
        id=entry_id(
            what, row["phrase"], str(row["publisher"]), row["side"], row["partner"], row["change"], row["last_day"]
        ),
        what=what,
        title=harmless(f"{sides}: “{row['text']}” {row['change']}"),
        words=harmless(
            f"Stood in {row['said']} of {readouts}, and in none of the {row['absent']} since"
            + (f"; now “{row['after']}”" if row["after"] else "")
            + "."
        ),
        link=link_to(site, last["document"], None) or web_address(last["address"]),
        publisher=harmless(row["publisher"]) if row["publisher"] else None,
        day=last["day"],
        added=row.get("added"),
        document=last["document"],
        address=last["address"],
    )


def link_to(site: str | None, document: str, item: str | None) -> str | None:
    """The page of a document, its item marked."""
    if site is None:
        return None
    return f"{site.rstrip('/')}/documents/{document}" + (f"?item={item}" if item else "")


def web_address(address: str | None) -> str | None:
    """An address that may stand in a link: http and https only."""
    return address if address and address.startswith(("http://", "https://")) else None


def elsewhere(entry: Entry) -> str | None:
    """The document's own address, where the entry does not link to it anyway."""
    return web_address(entry.address) if entry.address != entry.link else None


def moment(day: str | None, added: str | None) -> str:
    """When an entry was last changed, RFC 3339: when it came into the store, else the beginning of its day."""
    if added:
        return added if added.endswith(("Z", "+00:00")) else f"{added}+00:00"
    return f"{day}T00:00:00+00:00" if day else "1970-01-01T00:00:00+00:00"
