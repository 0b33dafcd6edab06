"""Two reports side by side: what both say, what one alone says, what is worded differently."""

from collections.abc import Sequence
from itertools import combinations
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar.params import QueryParameter

from communique.errors import UsageError
from communique.model import Record
from communique.present.columns import COLUMNS
from communique.query.comparing.compare import compare as lay_out
from communique.query.comparing.comparison import Comparison, Held, RowKind
from communique.query.comparing.reports import compare_reports
from communique.query.comparing.series import against_previous
from communique.query.contacts import contact as merged
from communique.store.reader import record
from communique.web.columns import Line, lines, quoted
from communique.web.conventions import Connected, Page, page
from communique.web.conventions.problems import MissingError
from communique.web.conventions.words import called

Row = dict[str, Any]
MOST = 6  # documents to pick two of
LIKELY = {"readout": 0, "transcript": 2}  # to be worth comparing: the lower the sooner; any other kind 1
Keys = Annotated[list[str] | None, QueryParameter(max_items=MOST, description="Key of a document; two or more")]
Key = Annotated[str | None, QueryParameter(max_length=100)]


class Compare(Page, kw_only=True):
    """Two documents side by side. choice: those to pick two of; others: how many more report the contact; series: whether the
    second is the report before the first by the same publisher."""

    contact: str | None
    choice: list[Row]
    others: int = 0
    comparison: Comparison
    texts: tuple[str, str]
    series: bool = False

    def rows(self) -> list[Row]:
        """The rows of the comparison, with the words of both."""
        return [
            {"kind": row.kind, "likeness": row.likeness,
             **{f"side {i + 1}": quoted(row.spans[i], self.texts[i]) for i in (0, 1)}}
            for row in self.comparison.rows
        ]  # fmt: skip

    def lines(self) -> list[Line]:
        """The rows as two columns."""
        return lines(self.comparison, self.texts)

    def count(self, kind: RowKind, side: int | None = None) -> int:
        """How many rows of a kind there are, of one side where given."""
        return self.comparison.count(kind, side)

    def told(self) -> str:
        """How much is shared, reworded, and told by one side alone."""
        first, second = ("the newer", "the older") if self.series else ("the first", "the second")
        parts = [
            (self.count("shared"), "said by both"),
            (self.count("reworded"), "worded differently"),
            (self.count("only", 0), f"only in {first}"),
            (self.count("only", 1), f"only in {second}"),
        ]
        said = " · ".join(f"{number} {what}" for number, what in parts if number)
        return said if parts[0][0] or parts[1][0] else f"Nothing in common was found · {said}"

    def held(self) -> list[Held]:
        """Positions: first those that both ascribe, then those that one ascribes to the other side."""
        return sorted(self.comparison.positions, key=lambda h: (not all(h.spans), not h.of_other))

    def pairs(self) -> list[tuple[int, int, str, bool]]:
        """The pairs that may be picked: their numbers, address, and whether it is the one shown."""
        shown = [side.key for side in self.comparison.sides]
        out = []
        for (i, a), (j, b) in combinations(enumerate(self.choice), 2):
            asked = [("contact", self.contact)] if self.contact else [("of", c["id"]) for c in self.choice]
            query = urlencode([*asked, ("doc", a["id"]), ("doc", b["id"])])
            out.append((i + 1, j + 1, f"/compare?{query}", {*shown} == {a["id"], b["id"]}))
        return out

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["comparison"]


@page("/compare", "compare.html")
def compare(
    connection: Connected, doc: Keys = None, of: Keys = None, contact: Key = None, previous: Key = None
) -> Compare:
    """Two documents (`doc`, given twice), two reports of a `contact`, or a report beside the `previous` one of its publisher.

    Of more documents (`of`, or those of the contact) `doc` says which two are shown; else the first two, or of a contact's
    reports the two that have most to compare.
    """
    if previous:
        series = against_previous(connection, previous).comparison
        return _page(connection, series, _records(connection, [s.key or "" for s in series.sides]), None, [], True)
    asked = list(dict.fromkeys(doc or ()))
    if contact:
        found = merged(connection, contact)
        if found is None:
            raise MissingError(f"no contact {contact} is known here")
        reports = _of_contact(found)
        if len(reports) < 2:
            raise UsageError("only one document reports this contact; there is nothing to set beside it")
        choice = reports[:MOST]
        two = asked[:2] if len(asked) > 1 else _most_alike(connection, found["id"], choice)
        comparison, records = compare_reports(connection, found["id"], two)
        return _page(connection, comparison, records, found["id"], choice, others=len(reports) - len(choice))
    choice = list(dict.fromkeys([*(of or ()), *asked]))[:MOST]
    if len(choice) < 2:
        raise UsageError("give two documents (doc=…&doc=…), a contact, or the report whose previous one is wanted")
    two = asked[:2] if len(asked) > 1 else choice[:2]
    records = _records(connection, two)
    return _page(connection, lay_out(records, two), records, None, choice)


def _of_contact(found: Row) -> list[str]:
    """The documents that report a contact, copies once: those that tell it before those that announce it, readouts first."""
    first: dict[str, Row] = {}
    for row in found["reports"]:
        first.setdefault(row["origin"] or row["document"], row)
    ranked = sorted(first.values(), key=lambda row: (row["relation"] != "tells", LIKELY.get(row["kind"], 1)))
    return list(dict.fromkeys(row["document"] for row in ranked))


def _most_alike(connection: Connected, contact: str, choice: list[str]) -> list[str]:
    """The two to begin with: that share something, readouts before others, two sides before one, then those that share most."""
    if len(choice) == 2:
        return choice
    found, _ = compare_reports(connection, contact, choice)
    sides = found.sides
    rank = {key: n for n, key in enumerate(choice)}

    def worth(pair: tuple[int, int]) -> tuple[bool, int, bool, int, int]:
        one, other = (sides[i] for i in pair)
        shared = sum(all(row.spans[i] for i in pair) for row in found.rows)
        readouts = (one.kind == "readout") + (other.kind == "readout")
        sources = [side.state or side.publisher for side in (one, other)]
        likely = -sum(rank[side.key or ""] for side in (one, other))
        return shared > 0, readouts, len({*sources} - {None}) == 2, shared, likely

    best = max(combinations(range(len(sides)), 2), key=worth)
    return [sides[i].key or "" for i in best]


def _records(connection: Connected, keys: Sequence[str]) -> list[Record]:
    records = []
    for key in keys:
        found = record(connection, key)
        if found is None:
            raise MissingError(f"no document {key} is kept here")
        records.append(found)
    return records


def _page(
    connection: Connected,
    found: Comparison,
    records: Sequence[Record],
    contact: str | None,
    choice: list[str],
    series: bool = False,
    others: int = 0,
) -> Compare:
    return Compare(
        contact=contact,
        choice=_told(connection, choice, found, records),
        others=others,
        comparison=found,
        texts=(records[0].document.text, records[1].document.text),
        series=series,
    )


def _told(connection: Connected, choice: list[str], found: Comparison, records: Sequence[Record]) -> list[Row]:
    """What to call the documents to choose from; nothing where there are but two."""
    if len(choice) < 3:
        return []
    known = {side.key: each.document for side, each in zip(found.sides, records, strict=True)}
    out = []
    for key in choice:
        document = known.get(key) or _records(connection, [key])[0].document
        out.append(
            {"id": key, "title": called(document), "publisher": document.publisher, "published": document.published}
        )
    return out


HANDLERS = (compare,)
