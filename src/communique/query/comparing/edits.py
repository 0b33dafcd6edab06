"""Word-level differences between two versions of a document, each with what kind of edit it is."""

import msgspec

from communique.model import Record, Span
from communique.query.comparing.edit_kinds import Context, EditKind, kind_of
from communique.query.comparing.word_changes import Token, changed


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One change. before, after: where, in each version's text, None where nothing stands there. quoted: inside quotation
    marks. A change of the title alone stands nowhere in the text."""

    kind: EditKind
    before: Span | None
    after: Span | None
    was: str = ""
    now: str = ""
    quoted: bool = False


def edits(before: Record, after: Record) -> list[Edit]:
    """The edits between two versions, each with its kind: of the title, then in the order of the text."""
    old, new = before.document.text, after.document.text
    a, b, changes = changed(old, new)
    context = Context.of(before, after)
    out = []
    for c in changes:
        span, there = _span(a, c.i, c.j), _span(b, c.k, c.m)
        was, now = (span.of(old) if span else ""), (there.of(new) if there else "")
        quoted = _quoted(old, span) if span else _quoted(new, there)
        kind = kind_of(context, span, there)
        out.append(Edit(kind=kind, before=span, after=there, was=was, now=now, quoted=quoted))
    if not out and old != new:
        out.append(Edit(kind="layout", before=None, after=None))
    return [*_retitled(before, after, bool(out)), *out]


def _retitled(before: Record, after: Record, edited: bool) -> list[Edit]:
    """Another title, where that is not told by an edit of the text already, in which it may stand too."""
    was, now = (" ".join((v.document.title or "").split()) for v in (before, after))
    told = edited and now in " ".join(after.document.text.split())
    if not was or not now or was == now or told:
        return []
    return [Edit(kind="title", before=None, after=None, was=was, now=now)]


def _span(run: list[Token], i: int, j: int) -> Span | None:
    return Span(run[i].start, run[j - 1].end) if j > i else None


def _quoted(text: str, span: Span | None) -> bool:
    """Whether a stretch stands between quotation marks that open and close in its paragraph."""
    if span is None:
        return False
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    left, right = text[start : span.start], text[span.end : end if end >= 0 else len(text)]
    curly = left.rfind("“") > left.rfind("”") and "”" in right
    return curly or (left.count('"') % 2 == 1 and '"' in right)
