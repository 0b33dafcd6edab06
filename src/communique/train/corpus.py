"""Training documents, read from the forms that gold comes in.

- JSON Lines of spans, as PolNeAR is kept here: {"text", "attributions": [{"source", "cue", "content"}]}
- a folder, or a `.json` with its `.txt` beside it: gold of diplomatic records, which quotes words instead of offsets
- JSON Lines of records as `communique read` writes them, corrected by people
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.errors import FormatError

Stretch = tuple[int, int]
_TURN = re.compile(r"(?:[A-Z][A-Z’'.-]*[ -]?){1,6}(?:\([^)\n]{1,60}\))?: ")


@dataclass(slots=True)
class Gold:
    """An attribution to learn: stretches of the text. cue is () for a turn or another statement that no cue marks."""

    cue: tuple[Stretch, ...]
    source: tuple[Stretch, ...]
    content: tuple[Stretch, ...]


@dataclass(slots=True)
class Example:
    """A document to learn from. stances, triggers: (stretch, label), or None where nobody marked them.
    unmarked: how many quoted words were not found in the text."""

    id: str
    text: str
    domain: str
    attributions: list[Gold]
    stances: list[tuple[Stretch, str]] | None = None
    triggers: list[tuple[Stretch, str]] | None = None
    paragraphs: list[Stretch] = field(default_factory=list)
    unmarked: int = 0


def lines_of(text: str) -> list[Stretch]:
    """The paragraphs of plain text: its lines, without white space at the ends and without a turn's label."""
    out = []
    for line in re.finditer(r"[^\n]+", text):
        words = line.group()
        start = line.start() + len(words) - len(words.lstrip())
        label = _TURN.match(text, start, line.end())
        start = label.end() if label else start
        end = line.start() + len(words.rstrip())
        if start < end:
            out.append((start, end))
    return out


def read(path: Path) -> Iterator[Example]:
    """The examples in a file or folder. Raises FormatError where it is none of the forms above."""
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            yield from read(file)
        return
    try:
        if path.suffix == ".json":
            yield _of_quotes(path)
            return
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                row = json.loads(line)
                yield _of_record(row) if "document" in row else _of_spans(row, f"{path.stem}:{number}")
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise FormatError(str(path), f"not gold that can be learnt from: {error!r}") from error


def _stretches(spans: Sequence[Any] | None) -> tuple[Stretch, ...]:
    """Spans written [start, end] or {"start", "end"}."""
    return tuple(sorted((s["start"], s["end"]) if isinstance(s, dict) else (s[0], s[1]) for s in spans or ()))


def _of_spans(row: dict[str, Any], name: str) -> Example:
    gold = [
        Gold(_stretches(a.get("cue")), _stretches(a.get("source")), _stretches(a["content"]))
        for a in row["attributions"]
    ]
    text = row["text"]
    return Example(row.get("id", name), text, row.get("domain", "news"), gold, paragraphs=lines_of(text))


def _of_record(row: dict[str, Any]) -> Example:
    text = row["document"]["text"]
    gold = [
        Gold(_stretches(s.get("cue")), _stretches(s.get("source")), _stretches(s["content"])) for s in row["statements"]
    ]
    stances = [(s, p["stance"]) for p in row.get("positions", ()) for s in _stretches(p["target"])]
    triggers = [
        (s, e["action"]) for e in row.get("events", ()) if e["code"] == "CONSULT" for s in _stretches(e["trigger"])
    ]
    return Example(row["document"]["id"], text, "diplomacy", gold, stances, triggers, lines_of(text))


class _Finder:
    """Finds quoted words in a text, in order; counts what is not there."""

    def __init__(self, text: str) -> None:
        self.text, self.missing = text, 0

    def at(self, words: str, start: int) -> Stretch | None:
        """The first occurrence from `start` on, else the first of all."""
        i = self.text.find(words, start)
        i = i if i >= 0 else self.text.find(words)
        if i < 0 or not words.strip():
            self.missing += 1
            return None
        return i, i + len(words)

    def near(self, words: str | None, spans: Sequence[Stretch]) -> Stretch | None:
        """The occurrence nearest to any of `spans`, as whole words, outside of them where possible."""
        if not words or not spans:
            return None
        edges = rf"(?<!\w){re.escape(words)}(?!\w)" if words[0].isalnum() else rf"{re.escape(words)}(?!\w)"
        found = [m.span() for m in re.finditer(edges, self.text)]
        if not found:
            self.missing += 1
            return None

        def cost(at: Stretch) -> tuple[int, int]:
            gaps = [max(s - at[1], at[0] - e) for s, e in spans]
            inside = any(gap < 0 for gap in gaps)
            between = [self.text[min(at[1], e) : max(at[0], s)].count("\n") for s, e in spans]
            return int(inside) * 400 + 200 * min(between) + max(0, min(gaps)), at[0]

        return min(found, key=cost)


def _of_quotes(path: Path) -> Example:
    """Gold that quotes the text: contents are sought in order, a cue near its content, a source near its cue."""
    row = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    find, gold, position = _Finder(text), [], 0
    for statement in row["statements"]:
        content = []
        for words in statement["content"]:
            at = find.at(words, position)
            if at:
                content.append(at)
                position = max(position, at[0])
        cue = find.near(statement["cue"], content)
        source = find.near(statement["source_text"], [cue]) if cue else None
        if content:
            gold.append(Gold((cue,) if cue else (), (source,) if source else (), tuple(sorted(content))))
    stances, position = [], 0
    for place in row["positions"]:
        at = find.at(place["target"], position)
        if at:
            stances.append((at, place["stance"]))
            position = max(position, at[0])
    triggers = []
    for contact in row["contacts"]:
        sentence = text.find(contact["sentence"].strip()[:60]) if contact["sentence"] else -1
        at = find.at(contact["trigger"], max(sentence, 0)) if contact["trigger"] else None
        if at:
            triggers.append((at, contact["action"]))
    name = row.get("id", path.stem)
    return Example(name, text, "diplomacy", gold, stances, triggers, lines_of(text), find.missing)
