"""In what order things are shown: statements under those they stand in, positions by holder, dated things by date."""

from collections.abc import Iterator, Sequence

from communique.model import Position, Record, Statement
from communique.present.labels import Labels, date_in_words


def nested(statements: Sequence[Statement]) -> Iterator[tuple[Statement, int]]:
    """Statements in text order, each followed by those within it; with the depth of nesting."""
    ids = {s.id for s in statements}
    inner: dict[str | None, list[Statement]] = {}
    for s in statements:
        inner.setdefault(s.within if s.within in ids and s.within != s.id else None, []).append(s)
    seen: set[str] = set()

    def under(parent: str | None, depth: int) -> Iterator[tuple[Statement, int]]:
        for s in inner.get(parent, ()):
            if s.id not in seen:
                seen.add(s.id)
                yield s, depth
                yield from under(s.id, depth + 1)

    yield from under(None, 0)
    yield from ((s, 0) for s in statements if s.id not in seen)  # statements within each other: shown all the same


def by_holder(positions: Sequence[Position]) -> Iterator[tuple[tuple[str, ...], list[Position]]]:
    """Positions of the same holders together, in the order in which each first appears."""
    groups: dict[tuple[str, ...], list[Position]] = {}
    for p in positions:
        groups.setdefault(p.holders, []).append(p)
    yield from groups.items()


def timeline(record: Record, labels: Labels) -> Iterator[tuple[str, list[str]]]:
    """Every date that something in the record is tied to, earliest first, with a line on each thing."""
    dated: dict[tuple[str, str], list[str]] = {}
    for e in record.events:
        if e.when is not None:
            words = f"{e.action} {labels.parties(e)}" + ("" if e.status == "held" else f" ({e.status})")
            dated.setdefault((e.when.start or e.when.end or "", e.when.edtf), []).append(words)
    for s in record.statements:
        if s.when is not None and s.speakers:
            words = f"said by {labels.names(s.speakers)}"
            dated.setdefault((s.when.start or s.when.end or "", s.when.edtf), []).append(words)
    for (_, edtf), lines in sorted(dated.items()):
        yield date_in_words(edtf), list(dict.fromkeys(lines))
