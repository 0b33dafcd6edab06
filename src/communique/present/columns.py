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
}  # fmt: skip
"""By what the rows are. A test holds them to the rows themselves."""
