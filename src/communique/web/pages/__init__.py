"""The pages, one file a noun. A new one adds its handlers here, and its word to the navigation if it has one."""

from communique.web.pages import audit, changes, documents, login, new, news, reading, stream, tokens

HANDLERS = (
    *news.HANDLERS,
    *stream.HANDLERS,
    *documents.HANDLERS,
    *reading.HANDLERS,
    *changes.HANDLERS,
    *new.HANDLERS,
    *login.HANDLERS,
    *tokens.HANDLERS,
    *audit.HANDLERS,
)

NAVIGATION = (
    ("News", "/", "reader"),
    ("Documents", "/documents", "reader"),
    ("Read", "/documents/new", "reviewer"),
    ("Log", "/audit", "admin"),
)
"""Word, address, role from which on it is shown."""
