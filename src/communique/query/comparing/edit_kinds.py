"""What kind of edit a change is, from its words and from what both records know of the place."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from communique.lexicon.titles import title_words
from communique.lexicon.wording import stem
from communique.model import Record, Span
from communique.query.comparing.figures import MONTHS, figures
from communique.query.comparing.sentences import sentences

EditKind = Literal[
    "title", "layout", "capitals", "punctuation", "spelling", "link", "name", "office", "number", "date", "wording",
    "words added", "words removed", "sentence added", "sentence removed", "paragraph added", "paragraph removed",
]  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DATE_WORDS = {w.casefold() for w in (*MONTHS, *DAYS)}
LONG = 12  # words of an edit that is told as a change of title
TOGETHER = 3  # words that may have been run together by mistake
RUN = 0.85  # likeness of their letters
NEAR = 0.75  # likeness of the letters of a word and its correction


class Version(NamedTuple):
    """What is known of one version: its text, sentences, and where persons and bodies are named."""

    text: str
    sentences: Sequence[Span]
    names: Sequence[Span]

    @classmethod
    def of(cls, record: Record) -> "Version":
        """Of a record."""
        kinds = ("person", "organization", "country", "place")
        names = [m.span for e in record.entities if e.kind in kinds for m in e.mentions if m.form == "name"]
        return cls(record.document.text, sentences(record.document), sorted(names))


class Context(NamedTuple):
    """Both versions."""

    before: Version
    after: Version

    @classmethod
    def of(cls, before: Record, after: Record) -> "Context":
        """Of two records."""
        return cls(Version.of(before), Version.of(after))


def kind_of(context: Context, before: Span | None, after: Span | None) -> EditKind:
    """The kind of a change. before, after: where it stands in each version; one of them may be None."""
    if before is None or after is None:
        if before is not None:
            return _one_sided(context.before, before, gone=True)
        return _one_sided(context.after, after, gone=False) if after is not None else "layout"
    was, now = before.of(context.before.text), after.of(context.after.text)
    if _squeezed(was) == _squeezed(now):
        return "layout"
    if was.casefold() == now.casefold():
        return "capitals"
    if _letters(was) == _letters(now) and not any(c.isdigit() for c in was + now):
        return "punctuation"
    if not WORD.search(was) and not re.search(r"\d", was):
        return "words added"
    if not WORD.search(now) and not re.search(r"\d", now):
        return "words removed"
    if _is_link(was) or _is_link(now):
        return "link"
    if figure := _figure(context, before, after, was, now):
        return figure
    return _of_words(context, before, after, was, now)


def _one_sided(version: Version, span: Span, gone: bool) -> EditKind:
    """Something added or removed: marks, words, sentences or paragraphs."""
    words = span.of(version.text)
    if not re.search(r"\w", words):
        return "punctuation"
    if _is_link(words):
        return "link"
    line_start = version.text.rfind("\n", 0, span.start) + 1
    line_end = version.text.find("\n", span.end)
    line_end = len(version.text) if line_end < 0 else line_end
    whole_lines = not version.text[line_start : span.start].strip() and not version.text[span.end : line_end].strip(
        " ."
    )
    several = "\n" in version.text.strip("\n")
    if whole_lines and several:
        return "paragraph removed" if gone else "paragraph added"
    inside = [s for s in version.sentences if s.overlaps(span)]
    if inside and any(_covers(span, s, version.text) for s in inside):
        return "sentence removed" if gone else "sentence added"
    return "words removed" if gone else "words added"


def _covers(span: Span, sentence: Span, text: str) -> bool:
    """Whether a change takes in a whole sentence. One that was cut from the end of a sentence to the end of the next
    does too."""
    long = len(WORD.findall(sentence.of(text)))
    overlap = Span(max(span.start, sentence.start), min(span.end, sentence.end))
    return long >= 3 and len(WORD.findall(overlap.of(text))) >= long - (1 if long > 6 else 0)


def _figure(context: Context, before: Span, after: Span, was: str, now: str) -> EditKind | None:
    """date or number, where the figures around the change differ and hardly any other word does."""
    mine, theirs = _figures(context.before.text, before), _figures(context.after.text, after)
    words = {w.casefold() for w in WORD.findall(was)} ^ {w.casefold() for w in WORD.findall(now)}
    if words and words <= DATE_WORDS:
        return "date"
    if mine == theirs or not (mine or theirs) or len(words) > 2:
        return None
    return "date" if {k for k, _ in mine ^ theirs} & {"day", "year"} else "number"


def _figures(text: str, span: Span) -> set[tuple[str, str]]:
    """The figures that a change touches."""
    around = figures(text, max(0, span.start - 20), min(len(text), span.end + 20))
    return {(f.kind, f.value) for f in around if f.span.overlaps(span)}


def _of_words(context: Context, before: Span, after: Span, was: str, now: str) -> EditKind:
    old, new = WORD.findall(was), WORD.findall(now)
    named = _named(context.before, before) or _named(context.after, after)
    corrected = len(old) == len(new) and all(_near(x, y) for x, y in zip(old, new, strict=True))
    offices = _offices(old), _offices(new)
    if offices[0] != offices[1] and max(len(old), len(new)) <= LONG and not (corrected and not all(offices)):
        return "office"
    if corrected:
        return "name" if named or all(w[0].isupper() for w in (*old, *new)) else "spelling"
    if max(len(old), len(new)) <= TOGETHER and _near(_letters(was), _letters(now), RUN):
        return "spelling"
    capitals = old and new and all(w[0].isupper() for w in (*old, *new))
    begins = any(s.start in (before.start, after.start) for s in (*context.before.sentences, *context.after.sentences))
    return "name" if capitals and (named or not begins) else "wording"


def _named(version: Version, span: Span) -> bool:
    """Whether a change lies in a name."""
    i = bisect_left(version.names, span)
    return any(n.overlaps(span) for n in version.names[max(0, i - 3) : i + 2])


def _offices(words: list[str]) -> set[str]:
    known = title_words().office | title_words().honorifics
    return {w.casefold().rstrip(".") for w in words} & known


def _near(one: str, other: str, least: float = NEAR) -> bool:
    """Whether one word is a correction of another."""
    if stem(one) == stem(other):
        return True
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio() >= least


def _is_link(words: str) -> bool:
    return bool(re.fullmatch(r"\W*(?:https?://|www\.)\S+", words.strip()))


def _squeezed(words: str) -> str:
    return re.sub(r"[\s\u00a0\u200b\u2060]+", "", words)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()
