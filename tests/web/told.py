"""A store for the pages of what lies across documents: two sides' readouts of a call, a briefing on it, a later meeting."""

from pathlib import Path

from sqlalchemy import Engine

from communique.model import Record
from communique.query.merging import refresh
from communique.store.engine import open_store
from communique.store.writer import add, document_key
from factory import Maker

EVIL = "<script>alert(1)</script>"
VALDOR = """Foreign Minister Dask speaks with Prime Minister Tolen

Foreign Minister Orlan Dask called Prime Minister Mira Tolen on 3 March 2025.

The Minister thanked the Prime Minister for 40 buses for Larn. Dask said that he supports the Ormund agreement.
"""
KESTR = """Prime Minister Tolen receives a call from Minister Dask

Foreign Minister Orlan Dask called Prime Minister Mira Tolen on 3 March 2025.

The Minister thanked the Prime Minister for 60 buses for Larn. Tolen told Dask that the Ormund crossing stays closed.
"""
LATER = f"""Dask and Tolen meet in Port Sele

Orlan Dask met Mira Tolen in Port Sele on 20 May 2025. It was their first meeting since 3 March 2025.

Dask said that he opposes the Ormund agreement. Tolen said that {EVIL} is no answer to Dask.
"""


def readout(text: str, publisher: str, day: str) -> Record:
    """One of the texts above, read by hand."""
    m = Maker(text, title=text.split("\n")[0], publisher=publisher, published=day, kind="readout")
    dask = m.entity("Orlan Dask", country="VLD", role="Foreign Minister" if text != LATER else "")
    tolen = m.entity("Mira Tolen", country="KES", role="Prime Minister" if text != LATER else "")
    if text == LATER:
        sele = m.entity("Port Sele", kind="place")
        m.event("meeting", "met", text.split("\n")[2], {dask: "both", tolen: "both"}, where=sele, status="held",
                when=m.when("2025-05-20", "20 May 2025"), confidence=0.6)  # fmt: skip
        said = m.statement(
            "he opposes the Ormund agreement", cue="said", source="Dask", speakers=(dask,), confidence=0.5
        )
        m.position(
            dask, "oppose", "the Ormund agreement", "he opposes the Ormund agreement", statement=said, confidence=0.4
        )
        m.statement(f"{EVIL} is no answer to Dask", cue="said", source="Tolen", speakers=(tolen,), confidence=0.9)
        return m.record()
    m.event("call", "called", text.split("\n")[2], {dask: "actor", tolen: "recipient"}, status="held",
            when=m.when("2025-03-03", "3 March 2025"), confidence=0.9)  # fmt: skip
    if text == VALDOR:
        said = m.statement(
            "he supports the Ormund agreement", cue="said", source="Dask", speakers=(dask,), confidence=0.8
        )
        m.position(dask, "support", "the Ormund agreement", "he supports the Ormund agreement", statement=said)
    else:
        m.statement("the Ormund crossing stays closed", cue="told", source="Tolen", speakers=(tolen,), addressee=dask)
    return m.record()


RECORDS = (
    readout(VALDOR, "Ministry of Valdor", "2025-03-03"),
    readout(KESTR, "Office of Kestr", "2025-03-04"),
    readout(LATER, f"{EVIL} Wire", "2025-05-21"),
)
KEYS = tuple(document_key(record) for record in RECORDS)


def fill(path: Path) -> Engine:
    """A store with the records, merged."""
    engine = open_store(str(path))
    with engine.execution_options(writes=True).begin() as connection:
        for record in RECORDS:
            add(connection, record)
    refresh(engine)
    return engine
