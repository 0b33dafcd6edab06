"""A sentence's tokens as plain lists, read from spaCy once; everything that finds mentions works on these."""

from dataclasses import dataclass

from communique.annotate.layers import Sentence
from communique.model import Span


@dataclass(slots=True)
class Words:
    """Columns over the tokens of one sentence. start, end: code points of the document; head: index within the sentence."""

    sentence: Sentence
    text: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]

    def __len__(self) -> int:
        return len(self.text)

    def span(self, first: int, last: int) -> Span:
        """Where the tokens from `first` to `last` (inclusive) stand."""
        return Span(self.start[first], self.end[last])

    def adjacent(self, i: int) -> bool:
        """Whether token i + 1 follows token i without white space."""
        return i + 1 < len(self.text) and self.end[i] == self.start[i + 1]

    def upper(self, i: int) -> bool:
        """Whether token i begins with a capital."""
        return self.text[i][0].isupper()


def words_of(sentence: Sentence) -> Words:
    """The columns of a parsed sentence."""
    tokens = list(sentence.tokens)
    first, offset = tokens[0].i, sentence.offset
    text = [t.text.replace("\u2019", "'").replace("\u02bc", "'") for t in tokens]
    start = [offset + t.idx for t in tokens]
    return Words(
        sentence=sentence,
        text=text,
        lower=[w.lower() for w in text],
        start=start,
        end=[s + len(w) for s, w in zip(start, text, strict=True)],
        pos=[t.pos_ for t in tokens],
        tag=[t.tag_ for t in tokens],
        dep=[t.dep_ for t in tokens],
        head=[t.head.i - first for t in tokens],
    )
