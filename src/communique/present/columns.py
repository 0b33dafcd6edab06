"""The columns of each kind of row that lists give, so that an empty answer has its header too."""

ABOUT = ("publisher", "title", "address", "path")
WORDS = ("words", "first", "last", "confidence", *ABOUT)
DOCUMENTS = ("id", "text_id", "day", "kind", "language", "version", *ABOUT)
GAP = ("since_previous", "first_since", "exact", "previous")
CONTACT = (
    "id", "day", "first_day", "last_day", "edtf", "action", "status", "place", "reports", "origins", "probability", "who",
)  # fmt: skip
COLUMNS = {
    "documents": DOCUMENTS,
    "copies": (*DOCUMENTS, "texts", "publishers", "first", "first_day", "first_publisher"),
    "copies of one": (
        "id", "day", "published", "publisher", "title", "kind", "version", "address", "path", "first", "alike", "differs",
    ),
    "events": (
        "document", "id", "day", "first_day", "last_day", "edtf", "action", "status", "place", "code", "trigger", *WORDS,
        "who",
    ),
    "statements": ("document", "id", "day", "form", "channel", "cue", *WORDS, "speakers", "via"),
    "positions": ("document", "id", "day", "stance", "target", *WORDS, "holders"),
    "contacts": CONTACT,
    "timeline": (*CONTACT, "precision", *GAP, *(f"persons_{name}" for name in GAP), "unseen"),
    "claims": (
        "verdict", "day", "first_day", "last_day", "action", "status", "who", "claim", "words", "first", "last", "why",
        "evidence", "against", "contact", "document", "published", "publisher", "title", "address",
    ),
    "phrases": ("id", "text", "words", "uses", "first_day", "last_day", "speakers"),
    "uses": (
        "document", "first", "last", "statement", "variant", "words", "day", "speakers", "to", "about", *ABOUT, "kind", "copy",
    ),
    "alerts": (
        "phrase", "text", "publisher", "side", "partner", "said", "of", "absent", "probability", "last_day", "with", "without",
        "change", "before", "after",
    ),
    "stances": ("matter", "document", "id", "day", "stance", "target", *WORDS, "holders", "change", "before"),
    "reports": (
        "document", "event", "relation", "probability", "reasons", "origin", *ABOUT, "kind", "day", "action", "status", "edtf",
        "trigger", "words", "first", "last",
    ),
    "actors": ("key", "kind", "name", "country", "contacts", "last_day"),
    "actors found": ("key", "kind", "name", "country", "documents"),
    "actor": ("day", "what", "who", "words", "document", "id", "title", "publisher", "address"),
    "news": ("day", "what", "status", "who", "via", "words", "document", "id", "publisher", "title", "address"),
    "months": ("month", "action", "status", "contacts"),
    "weeks": ("week", "day", "action", "status", "contacts"),
    "comparison": ("kind", "likeness", "side 1", "side 2"),
    "searches": ("id", "owner", "name", "what", "query", "created"),
    "pairs": ("one", "other", "one_name", "other_name", "contacts"),
    "changed pages": (
        "id", "previous", "version", "day", "added", "kind", "title", "publisher", "address", "path", "change", "kinds",
        "edits", "items",
    ),
    "edits": ("document", "before", "what", "kind", "was", "now", "quoted", "item_before", "item", "fields"),
    "queue": (
        "kind", "document", "item", "confidence", "day", "what", "who", "words", "first", "last", *ABOUT, "other",
    ),
    "decisions": (
        "number", "at", "by", "verdict", "kind", "document", "item", "value", "was", "why", "undone", "undone_by", "state",
    ),
    "sources": (
        "address", "publisher", "state", "reason", "failures", "every", "polled", "answered", "next", "items", "vanished",
        "read", "own_text", "waiting", "failed", "gone", "changed", "gaps",
    ),
    "deliveries": (
        "id", "search", "means", "target", "every", "after", "due", "failures", "reason", "paused", "name", "what", "query",
        "owner",
    ),
}  # fmt: skip
"""By what the rows are. Tests hold them to the rows themselves."""
