"""Speakers' turns in transcripts and interviews: who is named at the start of a paragraph as the one who speaks.

A label alone proves nothing ("Note:", "WASHINGTON:", "FACT SHEET:"): a text is a transcript only when labels recur, or
when a speaker's title opens a speech.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from communique.lexicon import layout
from communique.model import Span

NAME = (
    r"(?:(?:[A-ZÀ-Þ]\.)+|(?:(?i:mr|ms|mrs|dr|prof|gen|sen|rep|gov|amb|lt|col|capt|sgt|adm|hon|jr|sr|st))\."
    r"|[^\W\d_][\w’'&/\-]*)"
)
LABEL = re.compile(
    rf"(?P<label>{NAME}(?:,? {NAME}|, Jr\.?| [A-Z]\.| \d| #\d){{0,13}}?)(?:\s?[(\[][^)\]\n]{{1,60}}[)\]])?\s?:(?=\s|\Z)"
)
ASKED = re.compile(r"(?P<label>Q)[.:]?[ \t\xa0]+(?=[^\Wa-z\d_]|[(\[“\"'‘—–-]|\d)")
ANSWERED = re.compile(r"(?P<label>A)[.:][ \t\xa0]+(?=\S)")
SENTENCE_END = re.compile(r"(?<=[.!?…”\")\]])\s+(?=[A-Z])")
SMALL = frozenset("of the and for de van von der den al el bin ibn da dos do di du la le on to in at from e y".split())
STAGE = re.compile(
    r"[(\[][^()\[\]]{1,200}[)\]]|[#*_=\-–—•. ]+|(?:the )?ends?|end of (?:the )?(?:transcript|text|call|interview|briefing)"
    r"|(?:this|the) (?:interview|transcript|conversation) (?:was|has been)\b.{0,120}"
    r"|\(?\d{1,2}[:.]\d\d(?: ?[ap]\.? ?m\.?)?(?: ?\(?[A-Z]{2,5}\)?)?\)?",
    re.IGNORECASE,
)
MARKS = re.compile(r"[*#_=•–—-]{2,20}\s*")  # before a label: "***President of …:"
OFFICE = re.compile(
    r"(?<![^\W\d_]|[-\u2019'])(?=(?:(?:Acting|Deputy|First|Vice|Prime|Foreign|Federal|Head|State) )*"
    r"(?:President|Minister|Chancellor|Secretary|King|Queen|Emir|Premier|Chairman|Head) (?:of|[A-Z]))"
)
SPEECH_WORDS = 25
SPEECH_HEAD = 60  # words above a speech: names, place, time
SPOKEN_ENDS = (".", "!", "?", "”", '"', ")", ">", ",", ":", "—", "…")
HEADING = 14  # words of a heading above a speech, at most
FORMAL = 4  # words of a label with a title that make it one by itself: "Foreign Minister Ana Ruiz"
SETTLED = 4  # turns that make a text a transcript for certain
LABEL_REACH = 160
SPARSE = 8  # paragraphs that a turn takes up at most, on average
INLINE_FROM = 200  # code points: only longer paragraphs are searched for turns that were run together


class Turn(NamedTuple):
    """Where a turn begins, by its paragraph, and the words that name the speaker."""

    paragraph: int
    label: Span
    key: str


def is_stage(line: str) -> bool:
    """Whether a paragraph is a stage direction, a time stamp or an end mark: nobody's words."""
    return STAGE.fullmatch(line.strip()) is not None


def find_turns(text: str, paragraphs: Sequence[Span], skip: Sequence[bool]) -> tuple[Turn, ...]:
    """The turns of a transcript, an interview or a speech in order; () where the text is none. skip: chrome."""
    words = layout.load()
    caps: list[Turn] = []
    names: list[Turn] = []
    asked: list[Turn] = []
    for i, paragraph in enumerate(paragraphs):
        if skip[i]:
            continue
        marks = MARKS.match(text, paragraph.start, paragraph.end)
        if marks and marks.end() < paragraph.end:
            paragraph = Span(marks.end(), paragraph.end)
        head = text[paragraph.start : min(paragraph.end, paragraph.start + LABEL_REACH)]
        found = ASKED.match(head) or ANSWERED.match(head)
        if found:
            asked.append(_turn(i, paragraph, found))
            continue
        found = LABEL.match(head)
        if not found or not _names_somebody(_key(found["label"]), words):
            continue
        if _is_caps(found["label"]):
            caps.append(_turn(i, paragraph, found))
        elif _is_name(found["label"]) and _says_something(text[paragraph.start + found.end() : paragraph.end]):
            names.append(_turn(i, paragraph, found))
    turns = _capitals(caps, asked, words) or _names(names, asked, words, len(paragraphs))
    if not turns:
        turns = _speech(text, paragraphs, skip, sorted(caps + names), words)
    return _inline(text, paragraphs, skip, turns, words)


def _turn(i: int, paragraph: Span, found: re.Match[str]) -> Turn:
    start, end = found.span("label")
    return Turn(i, Span(paragraph.start + start, paragraph.start + end), _key(found["label"]))


def _key(label: str) -> str:
    return " ".join(label.replace("’", "'").replace(".", "").casefold().split())


def _is_caps(label: str) -> bool:
    letters = [c for c in label if c.isalpha()]
    return label in ("Q", "A") or (len(letters) > 1 and sum(c.isupper() for c in letters) * 4 >= len(letters) * 3)


def _is_name(label: str) -> bool:
    words = label.split()
    return words[0][0].isupper() and all(w[0].isupper() or w in SMALL or w[0].isdigit() or w[0] == "#" for w in words)


def _says_something(words: str) -> bool:
    """Whether words follow a label, or nothing yet; figures alone are a table's ("Dask: 1,769")."""
    return not words.strip() or any(c.isalpha() for c in words)


def _names_somebody(key: str, words: layout.Layout) -> bool:
    """Whether a label can be a speaker's, by the lists of those that are not."""
    return key not in words.no_speakers and key.split()[0] not in words.no_starts


def _titled(key: str, words: layout.Layout) -> bool:
    """Whether a label has a title in it, or is one."""
    return any(part in words.titles for part in key.replace("-", " ").split())


def _capitals(caps: list[Turn], asked: list[Turn], words: layout.Layout) -> list[Turn]:
    """Turns under labels in capitals, "Q" and "A": where some recur or bear titles, and two or more parties speak."""
    counts = Counter(t.key for t in caps)
    sure = [t for t in caps if counts[t.key] > 1 or _titled(t.key, words)]
    questions = asked if len(asked) > 1 or (asked and sure) else []
    together = sorted(sure + questions)
    parties = {t.key for t in together}
    if len(together) >= 2 and len(parties) >= 2 and any(_titled(key, words) for key in parties):
        known = set(sure)
        rest = [t for t in caps if t not in known and len(t.key.split()) <= 4] if len(together) >= 4 else []
        return sorted(together + rest)
    return []


def _names(names: list[Turn], asked: list[Turn], words: layout.Layout, last: int) -> list[Turn]:
    """Turns under names in ordinary letters: only labels that recur or bear a title, and at least three turns."""
    counts = Counter(t.key for t in names)
    recur = {key for key, count in counts.items() if count > 1}
    tails = {key.split()[-1] for key in recur}
    sure = [
        t for t in names if t.key in recur or (_titled(t.key, words) and (recur or asked)) or t.key.split()[-1] in tails
    ]
    together = sorted(sure + (asked if len(asked) > 1 else []))
    if len(together) < 3 or len({t.key for t in together}) < 2:
        return []
    dense = len(together) * SPARSE >= last - together[0].paragraph  # headings of a list stand further apart
    return together if dense else []


def _speech(
    text: str, paragraphs: Sequence[Span], skip: Sequence[bool], labels: list[Turn], words: layout.Layout
) -> list[Turn]:
    """One speaker from the first label on: a title in the label, and a real paragraph behind it, not a headline."""
    far = False
    for turn in labels:
        formal = _formal(turn.key, words)
        if far and not formal:
            continue
        lines = [text[p.start : p.end] for p in paragraphs[: turn.paragraph + SPEECH_WORDS]]
        before = [line for i, line in enumerate(lines[: turn.paragraph]) if not skip[i]]
        headed = bool(before) and (is_stage(before[-1]) or _is_heading(before[-1]))
        far = far or sum(len(line.split()) for line in before) > SPEECH_HEAD
        if far and not (headed and formal):
            continue
        parts = turn.key.removeprefix("the ").replace("-", " ").split()
        if not parts or parts[0] not in words.titles or len(parts) > 9:
            continue
        if not (turn.label.of(text).isupper() or words.offices.intersection(parts)):
            continue
        spoken = [line for i, line in enumerate(lines) if i >= turn.paragraph and not skip[i]]
        ended = spoken[0].rstrip().endswith(SPOKEN_ENDS)
        if ended and sum(len(line.split()) for line in spoken) >= SPEECH_WORDS:
            return [t for t in labels if t.key == turn.key or (t > turn and _formal(t.key, words))]
    return []


def _formal(key: str, words: layout.Layout) -> bool:
    """Whether a label has an office and a name, long enough to be one by itself: "president of norway ada holm"."""
    parts = key.replace("-", " ").split()
    return len(parts) >= FORMAL and bool(words.offices.intersection(parts))


def _is_heading(line: str) -> bool:
    return len(line.split()) <= HEADING and not line.rstrip().endswith((".", "!", "?", ",", ";"))


def _inline(
    text: str, paragraphs: Sequence[Span], skip: Sequence[bool], turns: list[Turn], words: layout.Layout
) -> tuple[Turn, ...]:
    """The turns, with those that were run together into one paragraph: "… thank you. Ana Ruiz: We agreed …".

    Without turns that begin a paragraph, it takes three in one text, of two parties, one of whom speaks again; or a label
    with office and name.
    """
    found: list[Turn] = []
    opened = {turn.paragraph for turn in turns}
    for i, paragraph in enumerate(paragraphs):
        if skip[i] or paragraph.end - paragraph.start < INLINE_FROM:
            continue
        begins = [] if i in opened else [paragraph.start]
        begins += [gap.end() for gap in SENTENCE_END.finditer(text, paragraph.start, paragraph.end)]
        begins = sorted({*begins, *_after_headings(text, paragraph, words)})
        for start in begins:
            match = LABEL.match(text, start, min(paragraph.end, start + LABEL_REACH))
            if match and (_is_name(match["label"]) or _is_caps(match["label"])):
                key = _key(match["label"])
                if _names_somebody(key, words) and (len(key.split()) > 1 or key in words.askers):
                    found.append(Turn(i, Span(*match.span("label")), key))
    known = {turn.key for turn in turns}
    counts = Counter(turn.key for turn in found)
    again = {key for key, count in counts.items() if count > 1 or key in known}
    titled = {turn.key for turn in found if words.offices.intersection(turn.key.replace("-", " ").split())}
    tails = {key.split()[-1] for key in known | again | titled}
    sure = [t for t in found if t.key in again | titled or t.key.split()[-1] in tails]
    formal = any(len(key.split()) >= FORMAL for key in titled)
    if not turns and not formal and not (again and len(sure) >= 3 and len({t.key for t in sure}) >= 2):
        return ()
    if len(turns) + len(sure) >= SETTLED:  # a transcript for certain: who speaks once has a name too
        there = set(sure)
        sure = [t for t in found if t in there or (len(t.key.split()) <= 4 and not SMALL.intersection(t.key.split()))]
    return tuple(sorted(turns + sure, key=lambda t: t.label))


def _after_headings(text: str, paragraph: Span, words: layout.Layout) -> list[int]:
    """Where formal labels stand behind a mark or a heading that was run together: "… Summit President Ada Holm: I …"."""
    out: list[tuple[int, int]] = []
    for found in OFFICE.finditer(text, paragraph.start, paragraph.end):
        label = LABEL.match(text, found.start(), min(paragraph.end, found.start() + LABEL_REACH))
        before = text[paragraph.start : found.start()].split()
        if label and _formal(_key(label["label"]), words) and _is_name(label["label"]):
            stands = not before or before[-1][0].isupper() or not before[-1][-1].isalnum()
            if stands and len(text[label.end() : paragraph.end].split()) >= SPEECH_WORDS:
                if not out or found.start() > out[-1][1]:
                    out.append((found.start(), label.end()))
    return [start for start, _ in out]
