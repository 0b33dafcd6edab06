"""Whose publication a document is: publisher or host, and the state that it speaks for."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from communique.lexicon.states import states
from communique.model import Document

AMERICAN = ("gov", "mil")  # domains of American offices, which carry no country
OFFICES = ("gov", "gob", "gouv", "gc", "go", "govt", "gv", "mil", "mfa", "president", "kremlin", "diplo")
"""Labels in the host of an office. Newspapers have a country's domain too, and speak for no state."""


def issuer(publisher: str | None, address: str | None, path: str | None) -> str | None:
    """What tells one publisher from another: its name, else the host of the address, else the folder that the file lies in."""
    if publisher:
        return publisher
    host = urlsplit(address or "").hostname
    return host.removeprefix("www.") if host else (path or "").rpartition("/")[0] or None


def state_of(document: Document) -> str | None:
    """ISO 3166-1 alpha-3 of the state whose office published a document: named in the publisher's name, or by the host."""
    return _of_publisher(document.publisher or "") or _of_host(urlsplit(document.url or "").hostname or "")


@cache
def _of_publisher(publisher: str) -> str | None:
    if not re.search(OFFICE_WORDS, publisher):
        return None
    for state in states().values():
        for name in (state.name, *state.aliases, *state.adjectives, *state.seats):
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", publisher):
                return state.iso3
    return None


OFFICE_WORDS = re.compile(
    r"\b(?:Government|Ministry|Ministries|Department|Office|President|Presidency|Presidential|Prime|Chancellery|Embassy|Council|"
    r"Secretariat|Parliament|House|Kremlin|State|Foreign|Defen[cs]e|Affairs|Administration|Cabinet|Palace|Spokesperson)\b"
)
"""Words in the name of an office; the name of a state alone may stand in that of a newspaper."""


@cache
def _of_host(host: str) -> str | None:
    labels = host.split(".")
    if labels[-1] in AMERICAN:
        return "USA"
    if set(labels) & set(OFFICES):
        return _domains().get(labels[-1])
    return None


@cache
def _domains() -> dict[str, str]:
    source = files("communique.lexicon").joinpath("domains.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in source.splitlines() if not line.startswith("#"))
    return {domain: state for domain, _, state in rows}
