"""The pages, one file a noun. A new one adds its handlers here, and its word to the navigation if it has one."""

from communique.web.pages import (
    actors,
    audit,
    changes,
    charts,
    compare,
    contacts,
    documents,
    follows,
    login,
    new,
    news,
    pairs,
    phrases,
    reading,
    review,
    search,
    stream,
    tokens,
)

HANDLERS = (
    *news.HANDLERS,
    *stream.HANDLERS,
    *documents.HANDLERS,
    *reading.HANDLERS,
    *changes.HANDLERS,
    *contacts.HANDLERS,
    *actors.HANDLERS,
    *pairs.HANDLERS,
    *phrases.HANDLERS,
    *charts.HANDLERS,
    *search.HANDLERS,
    *compare.HANDLERS,
    *review.HANDLERS,
    *follows.HANDLERS,
    *new.HANDLERS,
    *login.HANDLERS,
    *tokens.HANDLERS,
    *audit.HANDLERS,
)

NAVIGATION = (
    ("News", "/", "reader"),
    ("Documents", "/documents", "reader"),
    ("Contacts", "/contacts", "reader"),
    ("Pairs", "/pairs", "reader"),
    ("Actors", "/actors", "reader"),
    ("Phrases", "/phrases", "reader"),
    ("Charts", "/charts", "reader"),
    ("Follows", "/follows", "reader"),
    ("Review", "/review", "reviewer"),
    ("Read", "/documents/new", "reviewer"),
    ("Log", "/audit", "admin"),
)
"""Word, address, role from which on it is shown."""
