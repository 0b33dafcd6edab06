"""What a comparison holds: rows fit for columns side by side, and what stands out of them. All offsets count in each
side's text."""

from typing import Literal

import msgspec

from communique.model import Span, Spans

RowKind = Literal["shared", "reworded", "only"]
PieceKind = Literal["same", "alike", "moved", "changed"]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the documents. id: of the record; key: in the store, None for one read on the fly. state: ISO 3166-1
    alpha-3 of the state whose publication it is, where known. sentences: how many were compared."""

    id: str
    key: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    state: str | None = None
    kind: str = "unknown"
    sentences: int = 0


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a row's words on one side. kind: same words; alike (other words for the same, or another form of
    them); moved (the words stand elsewhere in the row); changed (not on the other side)."""

    span: Span
    kind: PieceKind


class Echo(msgspec.Struct, frozen=True):
    """A phrase that another side says in another place. span: here; side: its index; there: the sentence there."""

    span: Span
    side: int
    there: Span


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said. kind: shared (in the same words, but for how parties are called), reworded, only (on one side).

    spans, pieces: one entry for each side, () where it says nothing of it. likeness: 0 to 1, of the words' weight; 1
    for `only`."""

    kind: RowKind
    spans: tuple[Spans, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    likeness: float
    echoes: tuple[tuple[Echo, ...], ...] = ()

    @property
    def sides(self) -> tuple[int, ...]:
        """Indices of the sides that say it."""
        return tuple(i for i, spans in enumerate(self.spans) if spans)


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was talked about, in the words of the first side that has it. spans: where each side has it, ()
    where not."""

    words: str
    spans: tuple[Spans, ...]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A position that sides ascribe to a party. of_other: it is ascribed by a side that is not the party's own state;
    None where a side's state is unknown. positions: ids in each side's record; spans: their evidence."""

    holder: str
    name: str
    stance: str
    words: str
    positions: tuple[tuple[str, ...], ...]
    spans: tuple[Spans, ...]
    of_other: bool | None = None


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or date that differs between two sides where they say the same thing. row: the index of that row, None
    for the date of the contact itself. values: one for each side, None where a side has none."""

    kind: str
    values: tuple[str | None, ...]
    spans: tuple[Spans, ...]
    row: int | None = None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Documents laid side by side. rows: in the order of the first side; what it lacks follows what stands before it
    elsewhere."""

    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    topics: tuple[Topic, ...] = ()
    positions: tuple[Held, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    def count(self, kind: RowKind, side: int | None = None) -> int:
        """How many rows of a kind there are, of one side where given."""
        return sum(row.kind == kind and (side is None or side in row.sides) for row in self.rows)
