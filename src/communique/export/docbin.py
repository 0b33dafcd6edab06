"""spaCy DocBins: one Doc a document, the items in span groups, so that they can be read and trained on with spaCy.

Tokens are those of spaCy's blank English pipeline. Groups: mentions, contents, cues, sources, triggers, evidence, targets; each
span's label says what it is (a mention's kind, a statement's form, an event's action, a stance) and its id is the item's. Spans
are widened to whole tokens; how many had to be is said. A DocBin is whole in memory when it is written and when it is read, so
the documents go into several files of one folder, which is what spaCy takes as a corpus.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from communique.export.output import Output
from communique.model import Record
from communique.model.spangroups import groups

if TYPE_CHECKING:
    from spacy.tokens import Doc


AT_ONCE = 2_000_000  # characters of text that go into one file


def write(records: Iterable[Record], out: Output) -> None:
    """00001.spacy and so on in the output's folder; each Doc's `user_data["communique"]`: id, address, publisher, day."""
    import spacy
    from spacy.tokens import DocBin

    there = out.folder()
    blank = spacy.blank("en")
    blank.max_length = 10_000_000  # only the tokenizer runs; what a record may hold is bounded where it is read
    widened, files = 0, 0
    for files, part in enumerate(_parts(records), start=1):
        with blank.memory_zone(), Output(there / f"{files:05}.spacy", []).stream() as stream:
            bin_ = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
            for record in part:
                doc = blank.make_doc(record.document.text)
                widened += fill(doc, record)
                d = record.document
                about = {"id": d.id, "url": d.url, "publisher": d.publisher, "published": d.published}
                doc.user_data["communique"] = about
                bin_.add(doc)
            stream.write(bin_.to_bytes())
    for old in there.glob("[0-9][0-9][0-9][0-9][0-9].spacy"):
        if int(old.stem) > files:
            old.unlink()  # of a longer export into the same folder: spaCy would take them all for one corpus
    out.left_out(widened, "span", "widened to whole tokens")


def _parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records file by file; one empty part where there are none."""
    part: list[Record] = []
    length, parts = 0, 0
    for record in records:
        part.append(record)
        length += len(record.document.text)
        if length >= AT_ONCE:
            yield part
            part, length, parts = [], 0, parts + 1
    if part or not parts:
        yield part


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
