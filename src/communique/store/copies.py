"""Near-identical texts, linked and never dropped: MinHash signatures, with their LSH bands kept as rows.

A text is the set of its body's runs of five words (A. Broder, On the resemblance and containment of documents, 1997). Two texts
that share a band are compared by their signatures; alike enough, and published within days of each other, they are copies.
Copies of copies are of one origin: its name is the least key among them, whatever the order in which they came. The rows make
it incremental, and the same on both databases. Two writers at the same moment may miss each other's copies.
"""

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from communique.model import Document, Record
from communique.store import schema
from communique.store.across import readouts

if TYPE_CHECKING:
    import numpy as np
    from datasketch import MinHash  # type: ignore[import-untyped]

WORD = re.compile(r"\w+")
RUN = 5  # words
BANDS, ROWS = 20, 6  # half of the pairs that are 0.57 alike share a band, 98 of 100 that are 0.75 alike
ALIKE = 0.6  # share of the runs of either text that both have
LEAST = 30  # words of a text that says enough to be a copy
DAYS = 14  # formulas come back every year; copies follow within days
SEEN = 500  # candidates compared


def body(document: Document) -> str:
    """The text without its head and the page's furniture, which differ between copies."""
    parts = [document.text[p.start : p.end] for p in document.parts if p.role in ("body", "turn")]
    return "\n".join(parts) or document.text


def link(connection: Connection, record: Record, document: str) -> None:
    """Keep the fingerprint of a new document, and join it with its copies. document: the key in `documents`."""
    words = WORD.findall(body(record.document).casefold())
    if len(words) < LEAST:
        return
    signature = _signature(words)
    values = _bands(signature)
    alike = _alike(connection, signature, values, record.document.day)
    prints = schema.fingerprints
    origin = min([document, *alike])
    merged = sorted(o for o in alike if o != origin)
    if merged:
        connection.execute(update(prints).where(prints.c.origin.in_(merged)).values(origin=origin))
        joined = select(prints.c.document).where(prints.c.origin == origin)
        connection.execute(update(readouts).where(readouts.c.document.in_(joined)).values(looked=0))
    connection.execute(insert(prints).values(document=document, origin=origin, signature=signature.tobytes()))
    connection.execute(insert(schema.bands), [{"value": v, "document": document} for v in values])


def _alike(connection: Connection, signature: "np.ndarray", values: list[int], day: str | None) -> set[str]:
    """Origins of the documents that are alike."""
    bands, prints, documents = schema.bands, schema.fingerprints, schema.documents
    shared = select(bands.c.document).where(bands.c.value.in_(values)).distinct().limit(SEEN)
    found = select(prints.c.origin, prints.c.signature, documents.c.day).join(documents)
    rows = connection.execute(found.where(prints.c.document.in_(shared)))
    return {r.origin for r in rows if _near(day, r.day) and similarity(signature.tobytes(), r.signature) >= ALIKE}


def similarity(one: bytes, other: bytes) -> float:
    """Estimated share of runs of words that two texts have in common, of all that either has; from their signatures."""
    import numpy as np

    return float(np.mean(np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")))


def _near(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= DAYS


def _signature(words: list[str]) -> "np.ndarray":
    minhash = _empty().copy()
    minhash.update_batch({" ".join(words[i : i + RUN]).encode() for i in range(len(words) - RUN + 1)})
    signature: np.ndarray = minhash.hashvalues.astype("<u4")
    return signature


def _bands(signature: "np.ndarray") -> list[int]:
    """A number for each band, fit for a column of 64 bits; the band's place is part of it."""
    from hashlib import blake2b

    cut = (signature[i * ROWS : (i + 1) * ROWS].tobytes() for i in range(BANDS))
    hashed = (blake2b(c, digest_size=8, salt=bytes([i])).digest() for i, c in enumerate(cut))
    return [int.from_bytes(h, "little", signed=True) for h in hashed]


@lru_cache(maxsize=1)
def _empty() -> "MinHash":
    from datasketch import MinHash

    return MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32")
