"""spaCy DocBin: one Doc a document, the items in span groups, so that they can be read and trained on with spaCy.

Tokens are those of spaCy's blank English pipeline. Groups: mentions, contents, cues, sources, triggers, evidence, targets; each
span's label says what it is (a mention's kind, a statement's form, an event's action, a stance) and its id is the item's. Spans
are widened to whole tokens; how many had to be is said.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from communique.export.output import Output
from communique.model import Record
from communique.model.spangroups import groups

if TYPE_CHECKING:
    from spacy.tokens import Doc


def write(records: Iterable[Record], out: Output) -> None:
    """A DocBin with `user_data["communique"]`: id, address, publisher and day of the document."""
    import spacy
    from spacy.tokens import DocBin

    blank = spacy.blank("en")
    blank.max_length = 10_000_000  # only the tokenizer runs; what a record may hold is bounded where it is read
    bin_ = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
    widened = 0
    for record in records:
        doc = blank.make_doc(record.document.text)
        widened += fill(doc, record)
        d = record.document
        doc.user_data["communique"] = {"id": d.id, "url": d.url, "publisher": d.publisher, "published": d.published}
        bin_.add(doc)
    with out.stream() as stream:
        stream.write(bin_.to_bytes())
    out.left_out(widened, "span", "widened to whole tokens")


def fill(doc: "Doc", record: Record) -> int:
    """Put a record's items into the span groups of a doc with the same text; how many spans were widened."""
    widened = 0
    for name, items in groups(record):
        spans = []
        for span, label, key in items:
            found = doc.char_span(span.start, span.end, label=label, span_id=key, alignment_mode="expand")
            if found is not None:
                widened += (found.start_char, found.end_char) != (span.start, span.end)
                spans.append(found)
        doc.spans[name] = spans
    return widened
