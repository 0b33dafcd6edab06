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

NAME = r"[^\W\d_][\w.’'&/\-]*"
LABEL = re.compile(
    rf"(?P<label>{NAME}(?:,? {NAME}|, Jr\.?| [A-Z]\.| \d| #\d){{0,9}}?)(?:\s?[(\[][^)\]\n]{{1,60}}[)\]])?\s?:(?=\s|\Z)"
)
ASKED = re.compile(r"(?P<label>Q)[.:]?[ \t\xa0]+(?=[^\Wa-z\d_]|[(\[“\"'‘—–-]|\d)")
ANSWERED = re.compile(r"(?P<label>A)[.:][ \t\xa0]+(?=\S)")
SENTENCE_END = re.compile(r"(?<=[.!?…”\")\]])\s+(?=[A-Z])")
SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "de",
        "van",
        "von",
        "der",
        "den",
        "al",
        "el",
        "bin",
        "ibn",
        "da",
        "dos",
        "do",
        "di",
        "du",
        "la",
        "le",
        "on",
        "to",
        "in",
        "at",
        "from",
        "e",
        "y",
    ]
)
STAGE = re.compile(
    r"[(\[][^()\[\]]{1,200}[)\]]|[#*_=\-–—•. ]+|(?:the )?ends?|end of (?:the )?(?:transcript|text|call|interview|briefing)"
    r"|(?:this|the) (?:interview|transcript|conversation) (?:was|has been)\b.{0,120}"
    r"|\(?\d{1,2}[:.]\d\d(?: ?[ap]\.? ?m\.?)?(?: ?\(?[A-Z]{2,5}\)?)?\)?",
    re.IGNORECASE,
)
SPEECH_WORDS = 25
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
        head = text[paragraph.start : min(paragraph.end, paragraph.start + 160)]
        found = ASKED.match(head) or ANSWERED.match(head)
        if found:
            asked.append(_turn(i, paragraph, found))
            continue
        found = LABEL.match(head)
        if not found or _key(found["label"]) in words.no_speakers:
            continue
        if _is_caps(found["label"]):
            caps.append(_turn(i, paragraph, found))
        elif _is_name(found["label"]):
            names.append(_turn(i, paragraph, found))
    turns = _capitals(caps, asked, words) or _names(names, asked, words)
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
        rest = [t for t in caps if t not in sure and len(t.key.split()) <= 4] if len(together) >= 4 else []
        return sorted(together + rest)
    return []


def _names(names: list[Turn], asked: list[Turn], words: layout.Layout) -> list[Turn]:
    """Turns under names in ordinary letters: only labels that recur or bear a title, and at least three turns."""
    counts = Counter(t.key for t in names)
    recur = {key for key, count in counts.items() if count > 1}
    tails = {key.split()[-1] for key in recur}
    sure = [
        t for t in names if t.key in recur or (_titled(t.key, words) and (recur or asked)) or t.key.split()[-1] in tails
    ]
    together = sorted(sure + (asked if len(asked) > 1 else []))
    return together if len(together) >= 3 and len({t.key for t in together}) >= 2 else []


def _speech(
    text: str, paragraphs: Sequence[Span], skip: Sequence[bool], labels: list[Turn], words: layout.Layout
) -> list[Turn]:
    """One speaker from the first label on: a title in the label, and a real paragraph behind it, not a headline."""
    for turn in labels:
        paragraph = paragraphs[turn.paragraph]
        parts = turn.key.removeprefix("the ").replace("-", " ").split()
        body = [text[p.start : p.end] for i, p in enumerate(paragraphs) if i >= turn.paragraph and not skip[i]]
        spoken = text[turn.label.end : paragraph.end]
        real = spoken.rstrip().endswith((".", "!", "?", "”", '"', ")", ",", ":", "—", "…")) and (
            sum(len(line.split()) for line in body) >= SPEECH_WORDS
        )
        before = sum(
            len(text[p.start : p.end].split()) for i, p in enumerate(paragraphs[: turn.paragraph]) if not skip[i]
        )
        if parts and parts[0] in words.titles and len(parts) <= 9 and real and before <= 60:
            return [t for t in labels if t.key == turn.key]
    return []


def _inline(
    text: str, paragraphs: Sequence[Span], skip: Sequence[bool], turns: list[Turn], words: layout.Layout
) -> tuple[Turn, ...]:
    """Turns that were run together into one paragraph, in a text that has turns: "… thank you. Ana Ruiz: We agreed …"."""
    if not turns:
        return ()
    known = {turn.key for turn in turns}
    found: list[Turn] = []
    for i, paragraph in enumerate(paragraphs):
        if skip[i] or paragraph.end - paragraph.start < INLINE_FROM:
            continue
        for gap in SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
            match = LABEL.match(text, gap.end(), min(paragraph.end, gap.end() + 120))
            if match and (_is_name(match["label"]) or _is_caps(match["label"])):
                key = _key(match["label"])
                if (key not in words.no_speakers and len(key.split()) > 1) or key in known or key in words.askers:
                    found.append(Turn(i, Span(*match.span("label")), key))
    counts = Counter(turn.key for turn in found)
    tails = {tuple(key.split()[-n:]) for key in known for n in (1, 2)}
    sure = [
        t for t in found
        if counts[t.key] > 1 or t.key in known or tuple(t.key.split()) in tails or _titled(t.key, words)
    ]  # fmt: skip
    return tuple(sorted(turns + sure, key=lambda t: t.label))
