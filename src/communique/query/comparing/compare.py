"""Documents about the same thing side by side: a pure function of their records."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from communique.errors import UsageError
from communique.model import Event, Record, Span, Spans
from communique.query.comparing.aligning import align, bag, likeness
from communique.query.comparing.claims import held, topics
from communique.query.comparing.comparison import Comparison, Piece, Row, RowKind, Side
from communique.query.comparing.disagreeing import disagreements
from communique.query.comparing.echoes import echoes
from communique.query.comparing.parties import Known, know
from communique.query.comparing.publishing import state_of
from communique.query.comparing.sentences import sentences
from communique.query.comparing.terms import Terms, terms_of
from communique.query.comparing.wordings import pieces, weighed

UNCHANGED = 0.08  # share of the weight that may change in a row that counts as shared


class Text(NamedTuple):
    """A record as it is compared: sentences and their terms."""

    record: Record
    known: Known
    spans: tuple[Span, ...]
    terms: list[Terms]

    def row_terms(self, numbers: Sequence[int]) -> Terms:
        """The terms of some sentences in one."""
        return tuple(t for n in numbers for t in self.terms[n])


Numbers = tuple[tuple[int, ...], ...]
"""Of one row: the numbers of the sentences that each side has in it."""


def compare(
    records: Sequence[Record],
    keys: Sequence[str | None] = (),
    within: Sequence[Spans | None] = (),
    contacts: Sequence[Event | None] = (),
) -> Comparison:
    """Lay two or more documents side by side.

    keys: of the documents in the store. within: only sentences that overlap these are compared; None or nothing: all.
    contacts: what each tells of the contact that they are compared for; None or nothing: the first that it tells as
    held. Raises UsageError for fewer than two documents.
    """
    if len(records) < 2:
        raise UsageError("comparing takes two documents or more")
    given = zip_longest(records, know(records), within, contacts)
    texts = [_text(*each) for each in given]
    found = _rows(texts)
    rows = [_row(texts, numbers) for numbers in found]
    rows = echoes(rows, [(t.record.document.text, t.spans, t.terms) for t in texts])
    return Comparison(
        sides=tuple(_side(t, keys[i] if i < len(keys) else None) for i, t in enumerate(texts)),
        rows=tuple(rows),
        topics=topics([(t.record, t.known, t.spans, t.terms) for t in texts]),
        positions=held([(t.record, t.known, t.spans) for t in texts]),
        disagreements=disagreements(records, [t.known for t in texts], rows),
    )


def _text(record: Record, known: Known, within: Spans | None, contact: Event | None) -> Text:
    spans = sentences(record.document)
    if within:
        spans = tuple(s for s in spans if any(s.overlaps(w) for w in within))
    return Text(record, known, spans, terms_of(record, known, spans, contact))


def _side(text: Text, key: str | None) -> Side:
    d = text.record.document
    return Side(
        id=d.id, key=key, title=d.title, publisher=d.publisher, published=d.published, address=d.url or d.path,
        state=state_of(d), kind=d.kind, sentences=len(text.spans),
    )  # fmt: skip


def _rows(texts: list[Text]) -> list[Numbers]:
    """Rows in order. Each further text is aligned with what the rows say so far."""
    rows: list[list[tuple[int, ...]]] = [[(n,)] for n in range(len(texts[0].spans))]
    for side in range(1, len(texts)):
        said = [next(texts[i].row_terms(n) for i, n in enumerate(row) if n) for row in rows]
        links = align(said, texts[side].terms)
        rows = _placed(rows, links, side, len(texts[side].spans))
    return [tuple(row) for row in rows]


def _placed(
    rows: list[list[tuple[int, ...]]], links: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], side: int, count: int
) -> list[list[tuple[int, ...]]]:
    """The rows with one more side: those linked to one sentence are joined; new ones follow the row of the sentence before."""
    joined: dict[int, tuple[list[tuple[int, ...]], tuple[int, ...]]] = {}
    gone: set[int] = set()
    for link_rows, numbers in links:
        first, *more = link_rows
        columns = [tuple(sorted({n for r in (first, *more) for n in rows[r][i]})) for i in range(side)]
        joined[first] = (columns, numbers)
        gone.update(more)
    of_row: dict[int, int] = {n: first for first, (_, numbers) in joined.items() for n in numbers}
    following: dict[int, list[int]] = {}
    before = -1
    for n in range(count):
        if n in of_row:
            before = of_row[n]
        else:
            following.setdefault(before, []).append(n)
    empty: list[tuple[int, ...]] = [()] * side
    out = [[*empty, (n,)] for n in following.get(-1, ())]
    for r, row in enumerate(rows):
        if r in joined:
            out.append([*joined[r][0], joined[r][1]])
        elif r not in gone:
            out.append([*row, ()])
        out.extend([*empty, (n,)] for n in following.get(r, ()))
    return out


def _row(texts: list[Text], numbers: Numbers) -> Row:
    spans = tuple(tuple(t.spans[n] for n in here) for t, here in zip(texts, numbers, strict=True))
    has = [i for i, here in enumerate(numbers) if here]
    found: list[tuple[Piece, ...]] = [()] * len(texts)
    if len(has) == 1:
        return Row(kind="only", spans=spans, pieces=tuple(found), likeness=1.0)
    first, terms = has[0], [t.row_terms(here) for t, here in zip(texts, numbers, strict=True)]
    words = [t.record.document.text for t in texts]
    changed = 0.0
    for i in has[1:]:
        mine, theirs = pieces(words[first], terms[first], words[i], terms[i])
        found[i] = theirs
        found[first] = found[first] or mine
        changed = max(changed, weighed(terms[first], mine, "changed"), weighed(terms[i], theirs, "changed"))
    like = min(likeness(bag([terms[first]]), bag([terms[i]])) for i in has[1:])
    kind: RowKind = "shared" if changed <= UNCHANGED else "reworded"
    return Row(kind=kind, spans=spans, pieces=tuple(found), likeness=round(like, 3))
