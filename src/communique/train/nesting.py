"""More statements in statements: sentences of the gold put into somebody's mouth.

Gold has few quotations that report what others said ("‘The Secretary welcomed the step,’ the spokesperson said"), and the
product lives by them. So sentences that hold attributions are made the words of an invented speaker; what they held stays,
one level down, and the speaker's own attribution is added.
"""

import random
import re
from dataclasses import dataclass, replace
from typing import Final

from communique.train.corpus import Example, Gold, Stretch, lines_of

_SENTENCE = re.compile(r"[^\s].*?[.!?](?=\s|$)(?<!\b[A-Z]\.)(?<!Mr\.)(?<!Ms\.)(?<!Dr\.)(?<!Mrs\.)(?<!Gen\.)(?<!Sen\.)")
_QUOTE = re.compile("[\"“”«»]|''|``")
TITLES: Final = (
    "State Department spokesperson", "Foreign Ministry spokesman", "Foreign Ministry spokeswoman", "government spokesman",
    "White House press secretary", "presidential spokesman", "Deputy Foreign Minister", "Ambassador",
)  # fmt: skip
FIRST: Final = (
    "Orlan",
    "Mira",
    "Ilse",
    "Tomas",
    "Daniel",
    "Leyla",
    "Anna",
    "Viktor",
    "Sara",
    "Pavel",
    "Nadia",
    "James",
)
LAST: Final = (
    "Dask",
    "Varga",
    "Tolen",
    "Brandt",
    "Okoro",
    "Halim",
    "Serrano",
    "Petrov",
    "Lindqvist",
    "Moreau",
    "Khan",
    "Ito",
)
OTHERS: Final = (
    "the spokesperson", "The spokesperson", "the spokeswoman", "he", "she", "a senior official", "the ministry",
    "a statement from the ministry", "the State Department", "officials",
)  # fmt: skip
CUES: Final = (
    "said",
    "said",
    "said",
    "added",
    "noted",
    "told reporters",
    "stated",
    "wrote",
    "went on to say",
    "announced",
)
TAILS: Final = (
    "",
    "",
    "",
    " on Monday",
    " in a statement",
    " in a readout of the call",
    " at a briefing",
    " after the meeting",
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is put before and after a sentence; source and cue: where they stand, in `before` or (from there on) `after`."""

    before: str
    after: str
    source: Stretch
    cue: Stretch

    @property
    def alone(self) -> bool:
        """Whether only a quotation mark stands before the sentence."""
        return len(self.before) == 1


@dataclass(frozen=True, slots=True)
class _Edit:
    """The sentence [start, end) in a frame, whose `before` goes to `mark`."""

    start: int
    mark: int
    end: int
    frame: _Frame


def _source(rng: random.Random) -> str:
    last = rng.choice(LAST)
    full = f"{rng.choice(TITLES)} {rng.choice(FIRST)} {last}"
    return rng.choice((full, full, full, last, last, rng.choice(OTHERS)))


def _frame(rng: random.Random) -> _Frame:
    """A way to attribute a sentence: "S," source cue. / source cue, "S" / source cue that S / According to source, S."""
    source, cue, tail = _source(rng), rng.choice(CUES), rng.choice(TAILS)
    left, right = rng.choice((("“", "”"), ("“", "”"), ('"', '"')))
    kind = rng.randrange(10)
    if kind < 6:
        at = len(f",{right} ")
        return _Frame(
            left, f",{right} {source} {cue}{tail}.", (at, at + len(source)),
            (at + len(source) + 1, at + len(source) + 1 + len(cue)),
        )  # fmt: skip
    source = source[0].upper() + source[1:] if kind < 9 else f"{rng.choice(TITLES)} {rng.choice(LAST)}"
    cut = (len(source) + 1, len(source) + 1 + len(cue))
    if kind < 8:
        return _Frame(f"{source} {cue}{tail}: {left}", f".{right}", (0, len(source)), cut)
    if kind == 8:
        return _Frame(f"{source} {cue} that ", ".", (0, len(source)), cut)
    return _Frame(f"According to {source}, ", ".", (13, 13 + len(source)), (0, 12))


def nested(example: Example, rng: random.Random, share: float = 0.5) -> Example | None:
    """A copy of `example` with about `share` of the fit sentences reported by an invented speaker; None where none is fit.

    Fit is a sentence of 8 to 60 words without quotation marks that holds a cue and cuts through no marked stretch.
    """
    marked = [s for g in example.attributions if g.cue for part in (g.cue, g.source, g.content) for s in part]
    cues = sorted(c for g in example.attributions for c, _ in g.cue)
    edits: list[_Edit] = []
    for low, high in example.paragraphs:
        for found in _SENTENCE.finditer(example.text, low, high):
            start, end = found.span()
            if (
                8 <= len(found.group().split()) <= 60
                and not _QUOTE.search(found.group())
                and any(start <= c < end for c in cues)
                and not any(a < end and start < b and not (start <= a and b <= end) for a, b in marked)
                and rng.random() < share
            ):
                frame = _frame(rng)
                # Now and then the quotation begins only at the verb: Dask “expressed his thanks,” Varga said.
                late = (
                    frame.alone and rng.random() < 0.3 and example.text[next(c for c in cues if c >= start) - 1] == " "
                )
                mark = next(c for c in cues if c >= start) if late else start
                edits.append(_Edit(start, mark, end, frame))
    return _edited(example, edits) if edits else None


def _edited(example: Example, edits: list[_Edit]) -> Example:
    text, out, at = example.text, "", 0
    added: list[Gold] = []
    moves: list[tuple[int, int]] = []  # from this place of the old text on, so much further in the new one
    for edit in edits:
        frame = edit.frame
        out += text[at : edit.start]
        base = len(out)
        out += text[edit.start : edit.mark] + frame.before
        moves.append((edit.mark, len(out) - edit.mark))
        out += text[edit.mark : edit.end - 1]
        past = len(out)
        out += frame.after
        moves.append((edit.end, len(out) - edit.end))
        shift = past if frame.alone else base
        inner = base if edit.mark > edit.start else base + len(frame.before)
        content = (inner, past + (frame.after[0] == ","))
        cue, source = ((a + shift, b + shift) for a, b in (frame.cue, frame.source))
        added.append(Gold((cue,), (source,), (content,)))
        at = edit.end
    out += text[at:]

    def moved(place: int, closing: bool) -> int:
        by = 0
        for begin, shift in moves:
            if place > begin or (place == begin and not closing):
                by = shift
        return place + by

    def all_moved(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
        return tuple((moved(a, False), moved(b, True)) for a, b in stretches)

    kept = [Gold(all_moved(g.cue), all_moved(g.source), all_moved(g.content)) for g in example.attributions if g.cue]
    return replace(
        example,
        id=f"{example.id} nested",
        text=out,
        attributions=sorted(kept + added, key=lambda g: g.cue),
        stances=None if example.stances is None else [(all_moved((s,))[0], n) for s, n in example.stances],
        triggers=None if example.triggers is None else [(all_moved((s,))[0], n) for s, n in example.triggers],
        paragraphs=lines_of(out),
    )
