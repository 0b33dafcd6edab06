"""Comparisons and changed texts for a terminal. They come as plain dicts, as the JSON has them."""

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from communique.counts import counted
from communique.present.escape import harmless
from communique.present.labels import STANCES, date_in_words, day_in_words, document_name

WIDEST = 100
CLIP = 300
STYLES = {"same": "", "alike": "underline", "moved": "italic", "changed": "bold"}
LETTERS = "ABCDEFGHIJ"
Plain = dict[str, Any]


def write_comparison(found: Plain, texts: Sequence[str], out: TextIO, everything: bool = False) -> None:
    """A comparison, or a series (a report and the previous one), for people. texts: of the sides. everything: shared
    rows in full."""
    series = found if "marks" in found else None
    comparison: Plain = found["comparison"] if series else found
    console = Console(file=out, highlight=False, soft_wrap=False)
    page = _Page(comparison, texts, everything, series)
    for line in page.lines():
        _print(console, line)


def _print(console: Console, line: Text) -> None:
    """A line, what does not fit in it further in than its beginning."""
    indent = 2 + len(line.plain) - len(line.plain.lstrip(" "))
    first, *more = line.wrap(console, min(console.width, WIDEST) - indent) or [line]
    console.print(first)
    for piece in more:
        console.print(Text(" " * indent).append_text(piece))


class _Page:
    """The lines of one comparison."""

    def __init__(self, comparison: Plain, texts: Sequence[str], everything: bool, series: Plain | None) -> None:
        self.comparison, self.texts, self.everything, self.series = comparison, texts, everything, series

    def lines(self) -> Iterator[Text]:
        """All lines, an empty one between parts."""
        for letter, side in zip(LETTERS, self.comparison["sides"], strict=False):
            yield self._side(letter, side)
        rows = list(enumerate(self.comparison["rows"]))
        counts = {kind: sum(r["kind"] == kind for _, r in rows) for kind in ("shared", "reworded", "only")}
        yield Text(
            f"{counts['shared']} shared, {counts['reworded']} worded differently, {counts['only']} on one side only",
            style="dim",
        )
        yield from self._part(
            "Figures and dates that disagree", map(self._disagreement, self.comparison["disagreements"])
        )
        for title, kind in (("In all", "shared"), ("Worded differently", "reworded")):
            title = {"In all": "Kept", "Worded differently": "Altered"}[title] if self.series else title
            yield from self._part(title, (line for _, r in rows if r["kind"] == kind for line in self._row(r)))
        for i, letter in zip(range(len(self.texts)), LETTERS, strict=False):
            title = ("New", "Dropped")[i] if self.series else f"Only {letter}"
            mine = (r for _, r in rows if r["kind"] == "only" and r["spans"][i])
            yield from self._part(title, (line for r in mine for line in self._row(r)))
        yield from self._part("Topics", map(self._topic, self.comparison["topics"]))
        yield from self._part("Positions", (line for h in self.comparison["positions"] for line in self._held(h)))
        if self.series:
            yield from self._part("Stock", self._stock(self.series))

    def _part(self, title: str, lines: Iterator[Text]) -> Iterator[Text]:
        lines = list(lines)  # type: ignore[assignment]
        if lines:
            yield Text("")
            yield Text(title, style="bold")
            yield from lines

    def _side(self, letter: str, side: Plain) -> Text:
        what = [
            side["title"] or side["address"] or side["id"],
            side["publisher"] or side["state"],
            date_in_words(side["published"]) if side["published"] else "",
        ]
        line = Text(f"{letter}  ", style="bold")
        line.append(
            harmless(" · ".join(str(w) for w in what if w)) + f" · {counted(side['sentences'], 'sentence')}",
            style="not bold",
        )
        return line

    def _row(self, row: Plain) -> Iterator[Text]:
        sides = [i for i, spans in enumerate(row["spans"]) if spans]
        if row["kind"] == "shared" and not self.everything:
            sides = sides[:1]
        for n, i in enumerate(sides):
            line = Text("  " if n else "• ")
            line.append(f"{LETTERS[i]} " if row["kind"] != "only" else "", style="dim")
            self._append(line, i, row)
            yield line
            for echo in row["echoes"][i] if row["echoes"] else ():
                there = self._words(echo["side"], [echo["there"]])
                phrase = self._words(i, [echo["span"]])
                yield Text(f"      “{phrase}”: {LETTERS[echo['side']]} says “{there}”", style="dim")

    def _append(self, line: Text, side: int, row: Plain) -> None:
        """The words of a row on one side, the changed ones marked; on paper, too: [so]."""
        pieces = row["pieces"][side]
        if not pieces or row["kind"] == "shared":
            line.append(self._words(side, row["spans"][side]))
            return
        for n, piece in enumerate(pieces):
            words = harmless(self.texts[side][piece["span"]["start"] : piece["span"]["end"]])
            line.append(" " if n else "")
            line.append(f"[{words}]" if piece["kind"] == "changed" else words, style=STYLES[piece["kind"]])

    def _words(self, side: int, spans: Sequence[Plain]) -> str:
        words = harmless(" … ".join(self.texts[side][s["start"] : s["end"]] for s in spans))
        return words if self.everything or len(words) <= CLIP else words[:CLIP] + "…"

    def _topic(self, topic: Plain) -> Text:
        sides = [LETTERS[i] for i, spans in enumerate(topic["spans"]) if spans]
        missing = [LETTERS[i] for i, spans in enumerate(topic["spans"]) if not spans]
        told = "in all" if not missing else f"{', '.join(sides)}, not in {', '.join(missing)}"
        return Text(f"• {harmless(topic['words'])}  ({told})")

    def _held(self, held: Plain) -> Iterator[Text]:
        sides = [LETTERS[i] for i, spans in enumerate(held["spans"]) if spans]
        other = ", ascribed by the other side" if held["of_other"] else ""
        stance = STANCES.get(held["stance"], held["stance"])
        yield Text(f"• {harmless(held['name'])} {stance} {harmless(held['words'])}  ({', '.join(sides)}{other})")

    def _disagreement(self, found: Plain) -> Text:
        told = [
            f"{LETTERS[i]}: {value} (“{self._words(i, found['spans'][i])}”)"
            for i, value in enumerate(found["values"])
            if value is not None
        ]
        return Text(f"• {found['kind']}: " + "; ".join(told))

    def _stock(self, series: Plain) -> Iterator[Text]:
        for i, formulas in enumerate(series["stock"]):
            for formula in formulas:
                words = self._words(i, [formula["span"]])
                yield Text(
                    f"• {LETTERS[i]}: “{words}”  (in {formula['reports']} of {series['earlier']} earlier reports)"
                )


def write_changes(rows: Sequence[Plain], described: str, document: str, out: TextIO) -> None:
    """The edits and touched items of one version, for people."""
    console = Console(file=out, highlight=False)
    width = min(console.width, WIDEST)
    console.print(Text(f"{document}  {harmless(described)}", style="bold"), width=width)
    for row in rows:
        line = Text("  " + row["kind"] + ("" if row["what"] == "edit" else f" {row['what']}"), style="dim")
        if row["fields"]:
            line.append(f" ({', '.join(row['fields'])})")
        line.append("  ")
        for words, style, mark in ((row["was"], "red", "-"), (row["now"], "green", "+")):
            if words and not (row["what"] != "edit" and mark == "-" and row["was"] == row["now"]):
                short = harmless(words)
                line.append(
                    f"[{mark}{short if len(short) <= CLIP else short[:CLIP] + '…'}{mark}]", style=f"not dim {style}"
                )
        console.print(line, width=width)
    console.print()


def write_changed_pages(rows: Sequence[Plain], out: TextIO) -> None:
    """Changed pages, each with the line that says what changed, for people."""
    for row in rows:
        title = document_name(row["title"], row["path"], row["address"], row["id"])
        items = f", {counted(row['items'], 'item')} of the record touched" if row["items"] else ""
        where = " · ".join(str(w) for w in (row["publisher"], row["address"], row["id"]) if w)
        out.write(f"{day_in_words(row['day'])} · {harmless(title)}  (version {row['version']}{items})\n")
        out.write(f"    {harmless(row['change'])}\n    {harmless(where)}\n\n")
