"""Tables of what is followed: the sources, what they listed, the pages to fetch, the hosts asked, the gaps found.

All that `communique watch` knows stands here, so that it can be stopped at any moment. Times are ISO datetimes in UTC, to
the second, as text: they sort and compare the same everywhere.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from communique.store.schema import metadata

sources = Table(
    "followed_sources",
    metadata,
    Column("id", String, primary_key=True, comment="Made of the address."),
    Column("address", String, unique=True, nullable=False, comment="Of the feed or list, as it was given."),
    Column("links", String, comment="Pattern that a link on an HTML page must match to be an item; null for feeds."),
    Column("publisher", String, comment="Of pages that name none: as given, else the feed's own title."),
    Column("every", Integer, nullable=False, comment="Seconds between two polls."),
    Column("added", String, nullable=False, comment="When it was added."),
    Column("paused", Boolean, nullable=False, comment="Neither the list nor its pages are asked for while it is."),
    Column("removed", String, comment="When it was removed; what was read from it stays."),
    Column("state", String, nullable=False, comment="new, ok, failing or refused (by robots.txt)."),
    Column("reason", Text, comment="Why it fails, or what else is to be said of it."),
    Column("failures", Integer, nullable=False, comment="Since the last answer."),
    Column("due", String, nullable=False, comment="When it is asked next."),
    Column("polled", String, comment="When it was last asked."),
    Column("answered", String, comment="When it last gave its list, or said that nothing changed."),
    Column("newest", String, comment="Latest publication time of any item so far."),
    Column("etag", String, comment="For the next conditional request."),
    Column("modified", String, comment="Likewise: Last-Modified."),
    comment="Feeds and lists of links that are followed.",
)

items = Table(
    "followed_items",
    metadata,
    Column("source", String, ForeignKey("followed_sources.id"), primary_key=True),
    Column(
        "key", String, primary_key=True, comment="The link without what only tracks; the item's own id without one."
    ),
    Column("page", String, nullable=False, comment="The page to fetch (`followed_pages.address`)."),
    Column("guid", String, comment="The id that the feed gives; feeds repeat them, so nothing hangs on it."),
    Column("title", String),
    Column("published", String, comment="ISO date or datetime as the feed gives it."),
    Column("content", Text, comment="The item's own text as markup, until the page is read."),
    Column("listed", Integer, comment="Place in the last list, newest first, from 0; null when no longer in it."),
    Column("first_seen", String, nullable=False),
    Column("last_seen", String, nullable=False),
    Column("vanished", String, comment="When it was first missing though older items were still listed."),
    Index(None, "page"),
    comment="What the sources listed. Items are never deleted.",
)

pages = Table(
    "followed_pages",
    metadata,
    Column("address", String, primary_key=True),
    Column("source", String, ForeignKey("followed_sources.id"), nullable=False, comment="The first to list it."),
    Column("item", String, nullable=False, comment="Key of the item there."),
    Column("host", String, comment="Scheme, host and port; null where an item has no link."),
    Column("state", String, nullable=False, comment="waiting, page (read), item (its own text read), failed or gone."),
    Column("reason", Text, comment="Why it is not `page`."),
    Column("failures", Integer, nullable=False, comment="Since the last success."),
    Column("due", String, comment="When it is fetched next; null when no more."),
    Column("first_read", String, comment="When it was first read: 24 hours and 7 days count from here."),
    Column("checked", String, comment="When it was last read or found unchanged."),
    Column("changes", Integer, nullable=False, comment="How often its text was found changed."),
    Column("document", String, ForeignKey("documents.id", ondelete="SET NULL"), comment="The text last found."),
    Column("etag", String),
    Column("modified", String),
    Index(None, "due"),
    Index(None, "source"),
    comment="Pages of the items, each fetched when new, after 24 hours and after 7 days.",
)

hosts = Table(
    "followed_hosts",
    metadata,
    Column("host", String, primary_key=True, comment="Scheme, host and port."),
    Column("free", String, comment="Not to be asked before this time."),
    Column("robots", Text, comment="Its robots.txt; empty where it has none."),
    Column("robots_read", String, comment="When; it is asked for again after a day."),
    comment="What is known of the hosts asked.",
)

gaps = Table(
    "followed_gaps",
    metadata,
    Column("source", String, ForeignKey("followed_sources.id"), primary_key=True),
    Column("found", String, primary_key=True, comment="When the gap was noticed."),
    Column("since", String, nullable=False, comment="The last time that is covered."),
    Column("until", String, nullable=False, comment="The first time that is covered again."),
    Column("reason", Text, nullable=False),
    comment="Times in which a source may have listed items that were never seen.",
)

TABLES = (sources, items, pages, hosts, gaps)
