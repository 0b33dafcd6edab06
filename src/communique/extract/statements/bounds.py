"""Where a statement's words begin and end: cue and source out, clauses and quotations whole, marks and "that" left off."""

import re
from bisect import bisect_right

from communique.annotate.layers import Attribution, Layers
from communique.extract.statements.places import quote_at, quotes_in, sentences_in
from communique.model import Span, Spans, hull, trim, union
from communique.model.claim import Form

LEADING = re.compile(r"[\s,;:–—-]*(?:that\s(?=\S)[\s,;:–—-]*|(?<!\w)that,\s[\s,;:–—-]*)?", re.IGNORECASE)
TRAILING = re.compile(r"[\s:;–—-]+\Z")
OPEN = {"det", "poss", "amod", "compound", "nummod", "case", "quantmod", "predet", "aux", "auxpass", "mark"}
GOES_ON = re.compile(r"[-’']?\w|[ ]\w")
LOOSE = 2  # code points at the end of a quotation that a content may leave out: a full stop, a blank
WHOLE = 4  # words of a piece beside which a single word elsewhere is stray
FULL_STOP = re.compile(r"[.?!][\"”’')\]]*\Z")
ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|St|Gov|Rep|Lt|Col|Capt|vs|No|Jr|Sr|Prof|Rev|Hon|Messrs))\.\Z"
)


def shared(a: Spans, b: Spans) -> int:
    """How many code points two span sets share."""
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


def clipped(layers: Layers, a: Attribution) -> Spans:
    """The content without its cue and source. A quotation ends at its closing mark where the cue follows; other words end
    with their sentence: what is said beyond it is said in a statement of its own. () where nothing is left."""
    out: list[Span] = []
    for piece in _without(a):
        quote = quote_at(layers, piece.start)
        inside = quote is not None and any(quote.span.overlaps(c) for c in a.cue)
        if quote is not None and not inside:
            follows = bool(a.cue) and a.cue[0].start >= quote.span.end
            end = min(piece.end, quote.inner.end) if follows else piece.end
            out.append(Span(piece.start, max(end, piece.start + 1)))
        else:
            out.append(_completed(layers, Span(piece.start, _sentence_end(layers, piece)), (*a.cue, *a.source)))
    kept = [p for p in out if any(c.isalnum() for c in p.of(layers.text))]
    most = max((len(p.of(layers.text).split()) for p in kept), default=0)
    return tuple(p for p in kept if most < WHOLE or len(p.of(layers.text).split()) > 1)  # a stray word is no piece


def _without(a: Attribution) -> Spans:
    pieces = list(union(a.content))
    for taken in (*a.cue, *a.source):
        rest: list[Span] = []
        for piece in pieces:
            if not piece.overlaps(taken):
                rest.append(piece)
                continue
            if piece.start < taken.start:
                rest.append(Span(piece.start, taken.start))
            if taken.end < piece.end:
                rest.append(Span(taken.end, piece.end))
        pieces = rest
    return tuple(pieces)


def _sentence_end(layers: Layers, piece: Span) -> int:
    """The end of the sentence that a piece begins in, or of the piece if that comes first. A mere break of the parser's is no
    end: a full stop must stand there, and none that belongs to an abbreviation."""
    for sentence in sentences_in(layers, piece):
        end = sentence.span.end
        words = layers.text[max(sentence.span.start, piece.start) : end]
        last = layers.paragraphs[sentence.paragraph].span.end == end
        if end <= piece.start or not words.strip():
            continue
        if end >= piece.end or last or (FULL_STOP.search(words) and not ABBREVIATED.search(words)):
            return min(end, piece.end)
    return piece.end


def _completed(layers: Layers, piece: Span, taken: Spans) -> Span:
    """A piece that breaks off within a phrase ("willing to modify its", "the rules of") with the rest of it."""
    sentence = layers.sentence_at(piece.end - 1)
    tokens = sentence.tokens_in(piece) if sentence else []
    if sentence is None or not tokens or not GOES_ON.match(layers.text, piece.end):
        return piece
    last = tokens[-1]
    if (
        (last.dep_ in OPEN and last.head.i > last.i)
        or last.dep_ == "cc"
        or layers.text[piece.end : piece.end + 1] == "-"
    ):
        end = last.head.right_edge
    elif last.dep_ == "prep" or last.tag_ == "TO":
        end = last.right_edge if last.dep_ == "prep" else last.head.right_edge
    elif last.pos_ in ("NOUN", "PROPN") and any(c.dep_ == "prep" and c.i == last.i + 1 for c in last.children):
        end = last.right_edge
    else:
        return piece
    while end.is_punct and end.i > last.i:
        end = end.nbor(-1)
    wide = Span(piece.start, max(piece.end, sentence.span_of(end).end))
    quoted = any(not q.span.contains(wide) for q in quotes_in(layers, wide))
    return piece if quoted or any(wide.overlaps(t) for t in taken) else wide


def whole_quotes(layers: Layers, content: Spans, around: Spans) -> Spans:
    """Content widened to the whole of a quotation of which it takes more than a third, or the end, if the quotation is closed
    and `around` (cue, source) is outside."""
    if not content:
        return content
    wider = list(content)
    for quote in quotes_in(layers, hull(content)):
        if any(quote.span.overlaps(c) for c in around):
            continue
        taken, length = shared(content, (quote.inner,)), quote.inner.end - quote.inner.start
        to_end = any(p.start < quote.inner.end <= p.end + LOOSE for p in content)
        if 2 * taken > length or (quote.closed and taken and (3 * taken > length or to_end)):
            wider.append(quote.inner)
    return union(wider)


def bound(layers: Layers, content: Spans) -> tuple[Spans, Form]:
    """Content without "that", loose punctuation and marks that enclose a piece; and its form, from what is quoted."""
    out: list[Span] = []
    for piece in content:
        lead = LEADING.match(layers.text, piece.start, piece.end)
        start = lead.end() if lead else piece.start
        tail = TRAILING.search(layers.text[start : piece.end])
        bare = trim(layers.text, start, piece.end - (len(tail.group()) if tail else 0))
        bare = _unquoted(layers, bare) if bare else None
        if bare and any(c.isalnum() for c in bare.of(layers.text)):
            out.append(bare)
    spans = tuple(out) or content
    return spans, _form(layers, spans)


def _unquoted(layers: Layers, piece: Span) -> Span:
    """A piece that is a quotation, marks and all or with one of them, as the words between the marks."""
    quote = quote_at(layers, piece.start)
    if quote is None or piece.end > quote.span.end + 1:
        return piece
    start, end = max(piece.start, quote.inner.start), min(piece.end, quote.inner.end)
    return Span(start, end) if start < end else piece


def _form(layers: Layers, content: Spans) -> Form:
    """direct: all within quotation marks; mixed: part of it; indirect: none."""
    quoted = outside = False
    for piece in content:
        at = piece.start
        while at < piece.end:
            quote = quote_at(layers, at)
            if quote is None:
                i = bisect_right(layers.quotes, at, key=lambda q: q.span.start)
                end = min(piece.end, layers.quotes[i].span.start if i < len(layers.quotes) else piece.end)
                outside = outside or any(c.isalnum() for c in layers.text[at:end])
            else:
                end = min(piece.end, quote.span.end)
                quoted = quoted or any(c.isalnum() for c in layers.text[at:end])
            at = end
    if not quoted:
        return "indirect"
    return "mixed" if outside else "direct"
