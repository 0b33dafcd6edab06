"""From attributions, as the tagger finds them, to drafts: what belongs together joined into one statement.

Fragments of one cue become one statement; a quotation that goes on after its cue, or in the next paragraph, goes on
here; one that stands alone in its paragraph after somebody spoke is that speaker's.
"""

import re

from communique.annotate.layers import Attribution, Layers
from communique.extract.statements.asides import host
from communique.extract.statements.bounds import bound, clipped, shared, whole_quotes
from communique.extract.statements.draft import Draft
from communique.extract.statements.grammar import cue_head, head_of
from communique.extract.statements.places import Places, paragraph_at, quote_at, quotes_in, sentences_in
from communique.extract.statements.quoted import resume, running, told
from communique.extract.statements.setting import Setting
from communique.extract.statements.weed import is_scrap, without_strays
from communique.model import Span, Spans, hull, trim, union

JOINT = re.compile(r"(?:[\s,;]|(?<!\w)(?:and|also|but|as well as|then|further)(?!\w))*\Z", re.IGNORECASE)
FINITE = {"VBD", "VBZ", "VBP"}
COMMA = re.compile(r"\s*,")
LEANING = {"advmod", "aux", "auxpass", "neg", "mark", "preconj", "cc", "predet"}
LONGEST_CUE = 40  # code points that a cue may be widened to


def drafts(layers: Layers, attributions: tuple[Attribution, ...], setting: Setting) -> list[Draft]:
    """Drafts of the attributions and of cue-less quotations, in text order."""
    found = [d for a in _by_cue(attributions) if (d := _draft(layers, a, setting)) is not None]
    found = _distinct(layers, _owned(layers, found))
    _part(layers, found, Places.of(layers, found))
    for draft in found:
        aside = host(draft, layers)
        draft.content = draft.content if aside is None else aside
        draft.content = whole_quotes(layers, draft.content, (*draft.cue, *draft.source))
        draft.content = without_strays(draft, layers) if draft.content else ()
    found = [d for d in found if d.content and not is_scrap(d, layers)]
    places = Places.of(layers, found)
    for draft in found:
        draft.content = _around_cue(layers, draft, places)
    resume(layers, found)
    for draft in found:
        draft.content, draft.form = bound(layers, draft.content)
    found += told(layers, found)
    found += running(layers, setting, found)
    found = list({(d.content, d.cue[:1]): d for d in sorted(found, key=lambda d: d.confidence)}.values())
    return sorted(found, key=lambda d: (d.hull.start, d.anchor.start, d.hull.end))


def _by_cue(attributions: tuple[Attribution, ...]) -> list[Attribution]:
    """Attributions with one and the same cue joined into one, if their sources agree."""
    out: dict[tuple[Spans, Spans], Attribution] = {}
    bare: list[Attribution] = []
    for a in attributions:
        if not a.cue:
            bare.append(a)
            continue
        key = (a.cue, a.source)
        if key in out:
            b = out[key]
            a = Attribution(union((*b.content, *a.content)), a.cue, a.source, max(a.confidence, b.confidence))
        out[key] = a
    return [*out.values(), *bare]


def _draft(layers: Layers, a: Attribution, setting: Setting) -> Draft | None:
    """The draft of one attribution; None where a frame line or a label was taken for one."""
    a = _with_verb(layers, a)
    content = clipped(layers, a)
    if not content or _is_name(layers, a) or any(f.contains((a.cue or content)[0]) for f in setting.frames):
        return None
    return Draft(content=content, cue=a.cue, source=a.source, confidence=a.confidence)


def _is_name(layers: Layers, a: Attribution) -> bool:
    """Whether a cue is but a piece of somebody's name."""
    sentence = layers.sentence_at(a.cue[0].start) if a.cue else None
    return sentence is not None and all(
        t.pos_ in ("PROPN", "PUNCT", "DET") for c in a.cue for t in sentence.tokens_in(c)
    )


def _with_verb(layers: Layers, a: Attribution) -> Attribution:
    """The attribution with a cue that is but an adverb or an auxiliary ("also", "was") widened to its verb."""
    sentence = layers.sentence_at(a.cue[0].start) if len(a.cue) == 1 else None
    head = head_of(sentence, a.cue[0]) if sentence else None
    if sentence is None or head is None or head.dep_ not in LEANING or head.head.pos_ not in ("VERB", "AUX"):
        return a
    verb = sentence.span_of(head.head)
    wide = Span(min(a.cue[0].start, verb.start), max(a.cue[0].end, verb.end))
    if wide.end - wide.start > LONGEST_CUE or any(wide.overlaps(s) for s in a.source):
        return a
    return Attribution(a.content, (wide,), a.source, a.confidence)


def _owned(layers: Layers, found: list[Draft]) -> list[Draft]:
    """Without words that belong to another: a piece away from its own cue, of which most is the content of a statement made
    in the same sentence. Drafts of which nothing is left go."""
    near: dict[int, list[Draft]] = {}
    for draft in found:
        if draft.cue and (sentence := layers.sentence_at(draft.cue[0].start)):
            near.setdefault(sentence.index, []).append(draft)
    for draft in found:
        here = layers.sentence_at(draft.anchor.start)
        kept = []
        for piece in draft.content:
            if draft.cue and not _in_reach(layers, draft.cue[0], piece):
                continue
            quote = quote_at(layers, piece.start)
            places = {s.index for s in sentences_in(layers, quote.span if quote else piece)}
            if here is None or here.index in places:
                kept.append(piece)
                continue
            rivals = [o for i in sorted(places) for o in near.get(i, ()) if o is not draft]
            if not any(
                not piece.contains(o.cue[0]) and 10 * shared(o.content, (piece,)) > 6 * (piece.end - piece.start)
                for o in rivals
            ):
                kept.append(piece)
        draft.content = tuple(kept)
    return [d for d in found if d.content]


def _in_reach(layers: Layers, cue: Span, piece: Span) -> bool:
    """Whether a cue can bring in a piece: one of its own paragraph, of a quotation that runs on into it, or after its colon."""
    here = paragraph_at(layers, cue.start)
    if here.span.overlaps(piece):
        return True
    quote = quote_at(layers, piece.start)
    runs = {q.run for q in quotes_in(layers, here.span)}
    introduced = piece.start > here.span.end and here.span.of(layers.text).endswith(":")
    return introduced or (quote is not None and quote.run in runs)


def _distinct(layers: Layers, found: list[Draft]) -> list[Draft]:
    """Without the less certain of two drafts that share cue words and most of their content."""
    out: list[Draft] = []
    kept: set[int] = set()
    places = Places.of(layers, found)
    for draft in sorted(found, key=lambda d: (-d.confidence, d.anchor, d.hull)):
        twin = any(
            (_overlap(draft, o) and draft.source == o.source)
            or (_one_cue(draft, o) and 2 * shared(draft.content, o.content) > min(draft.length, o.length))
            for o in places.at(draft.anchor)
            if id(o) in kept
        )
        if not twin:
            out.append(draft)
            kept.add(id(draft))
    return sorted(out, key=lambda d: (d.anchor, d.hull))


def _overlap(draft: Draft, other: Draft) -> bool:
    """Whether two cues have words in common."""
    return any(a.overlaps(b) for a in draft.cue for b in other.cue)


def _one_cue(draft: Draft, other: Draft) -> bool:
    """Whether two cues share words or stand side by side ("was quoted as" and "saying")."""
    if not draft.cue or not other.cue:
        return False
    gap = max(draft.cue[0].start, other.cue[0].start) - min(draft.cue[-1].end, other.cue[-1].end)
    return gap <= 1


def _part(layers: Layers, found: list[Draft], places: Places) -> None:
    """End what one cue brings in where the next verb of the same speaker begins ("discussed A, noted B and spoke about C"),
    be it a cue of its own or only joined to the first by the parse, in the same tense and on the same side of the marks."""
    for draft in found:
        sentence, verb = cue_head(draft, layers)
        if sentence is None or verb is None:
            continue
        joined = {t.i: sentence.span_of(t) for t in verb.conjuncts if t.i > verb.i}
        ends = [
            s
            for i, s in joined.items()
            if verb.doc[i].tag_ == verb.tag_ == "VBD" and _same_marks(layers, draft.cue[0], s)
        ]
        for other in [o for p in draft.content for o in places.at(p)]:
            if other is draft or not other.cue or any(p.contains(s) for s in other.source for p in draft.content):
                continue
            near = cue_head(other, layers)[1]
            same = near is not None and near.doc is verb.doc and near.i in joined
            if same or (draft.source and other.source == draft.source):
                ends.append(other.cue[0])
        for end in sorted(e for e in ends if e.start >= draft.cue[0].end):
            draft.content = _until(layers, draft.content, end)


def _same_marks(layers: Layers, a: Span, b: Span) -> bool:
    """Whether two stretches stand in the same quotation, or both in none."""
    one, other = quote_at(layers, a.start), quote_at(layers, b.start)
    return (one.span if one else None) == (other.span if other else None)


def _until(layers: Layers, content: Spans, end: Span) -> Spans:
    """Content up to `end`, if one of its pieces holds that, without the comma or "and also" before it."""
    piece = next((p for p in content if p.contains(end) and p.start < end.start), None)
    if piece is None:
        return content
    before = layers.text[piece.start : end.start]
    loose = JOINT.search(before)
    stop = piece.start + (loose.start() if loose else len(before))
    return (
        tuple(Span(piece.start, stop) if p is piece else p for p in content if p.start <= piece.start)
        if stop > piece.start
        else content
    )


def _around_cue(layers: Layers, draft: Draft, places: Places) -> Spans:
    """Content on both sides of a cue set off by commas, where the tagger gave one side ("The road, he added, is closed")."""
    sentence, verb = cue_head(draft, layers)
    if sentence is None or verb is None or verb.tag_ not in FINITE or not draft.source:
        return draft.content
    block = hull((*draft.cue, *draft.source))
    left = trim(layers.text, sentence.span.start, block.start) if sentence.span.start < block.start else None
    after = COMMA.match(layers.text, block.end, sentence.span.end)
    if left is None or after is None or not left.of(layers.text).endswith(",") or quotes_in(layers, left):
        return draft.content
    subject = any(
        t.dep_ in ("nsubj", "nsubjpass") and sentence.span_of(t.head).start > block.end
        for t in sentence.tokens_in(left)
    )
    if (
        subject
        and after.end() <= draft.content[0].start < after.end() + 3
        and not any(left.overlaps(s) for d in places.at(left) for s in (*d.cue, *d.content))
    ):
        return (left, *draft.content)
    return draft.content
