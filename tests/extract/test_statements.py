"""Statements from hand-made attributions and casts: the tables of tests/cases, and what holds for any input."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.annotate.layers import Attribution, Layers
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.annotate.quotes import find_quotes
from communique.extract.statements import find_statements
from communique.model import Document, Entity, Part, Role, Span, Spans, Statement
from communique.model.ids import document_id
from communique.resolve.cast import Cast, Reference

CASES = Path(__file__).resolve().parents[1] / "cases"
LABEL = re.compile(r"^[A-Z][A-Z. ]+(?=: )", re.MULTILINE)


def layers_of(text: str, kind: str = "news", publisher: str | None = None) -> Layers:
    labels = [Span(m.start(), m.end()) for m in LABEL.finditer(text)] if kind == "transcript" else []
    starts = [label.start for label in labels] + [len(text)]
    parts = [Part(role="turn", start=s.start, end=e, label=s) for s, e in zip(labels, starts[1:], strict=True)]
    if starts[0] > 0:
        parts.insert(0, Part(role="body", start=0, end=starts[0]))
    document = Document(
        id=document_id(text), text=text, raw_sha256="", kind=kind, publisher=publisher, parts=tuple(parts)
    )  # type: ignore[arg-type]
    paragraphs = split(document)
    return Layers(document, paragraphs, parse(paragraphs, text), find_quotes(text, paragraphs))


def cast_of(text: str, entities: dict[str, list[str]], words: dict[str, list[str]]) -> Cast:
    made = {}
    for key, (kind, name, country, *office) in entities.items():
        roles = tuple(Role(title=o) for o in office)
        made[key] = Entity(id=key, kind=kind, name=name, country=country or None, roles=roles)  # type: ignore[arg-type]
    found = []
    for key, phrases in words.items():
        for phrase in phrases:
            for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text):
                span = Span(m.start(), m.end())
                found.append(Reference(span, span, tuple(key.split()), "name", "case"))
    longest = [r for r in found if not any(o.span.contains(r.span) and o.span != r.span for o in found)]
    return Cast(made, tuple(sorted(longest, key=lambda r: r.head.start)))


def attributions_of(text: str, rows: list[list[Any]]) -> tuple[Attribution, ...]:
    out = []
    for content, cue, source in rows:
        spans, here = [], 0
        for piece in content:
            start = text.index(piece, here)
            spans.append(Span(start, start + len(piece)))
            here = start + len(piece)
        near = _nearest(text, cue, spans[0])
        out.append(Attribution(tuple(spans), near, _nearest(text, source, (near or tuple(spans))[0]), 0.9))
    return tuple(out)


def _nearest(text: str, words: str, to: Span) -> Spans:
    """The place of `words` with the least text between it and `to`, in its sentence if it is there."""
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] if words else []

    def far(place: tuple[int, int]) -> tuple[bool, int]:
        between = text[place[1] : to.start] if place[0] < to.start else text[to.end : place[0]]
        return bool(re.search(r"[.?!][\s]", between)), len(between)

    return tuple(Span(*p) for p in sorted(places, key=far)[:1])


def cases() -> list[Any]:
    rows = []
    for name in ("statements", "chains"):
        for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]:
            rows.append(pytest.param(case, id=f"{name}: {case['name']}"))
    return rows


def read(case: dict[str, Any]) -> tuple[str, tuple[Statement, ...]]:
    text = case["text"].strip("\n")
    layers = layers_of(text, case.get("kind", "news"), case.get("publisher"))
    layers.attributions = attributions_of(text, case["attributions"])
    again = attributions_of(text, case.get("again", []))
    statements, _ = find_statements(layers, cast_of(text, case["entities"], case["words"]), lambda passages: again)
    return text, statements


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any]) -> None:
    text, statements = read(case)
    told = [[s.of(text) for s in statement.content] for statement in statements]
    assert told == [row["content"] for row in case["expect"]]
    for statement, row in zip(statements, case["expect"], strict=True):
        assert list(statement.speakers) == row["speakers"]
        assert list(statement.via) == row["via"]
        assert statement.form == row["form"]
        if "channel" in row:
            assert statement.channel == row["channel"]
        if "to" in row:
            assert (statement.addressee or "") == row["to"]
        within = statements[row["within"]].id if "within" in row else None
        assert statement.within == within
        assert statement.confidence is not None and 0 <= statement.confidence <= 1


TEXT = 'Holm said "we wait", Berg added. "The Council (see above) told Holm it waits," he said.\n\n"And so do we all here."'


@st.composite
def _attributions(draw: st.DrawFn) -> tuple[Attribution, ...]:
    def span() -> Span:
        start = draw(st.integers(0, len(TEXT) - 1))
        return Span(start, draw(st.integers(start + 1, min(len(TEXT), start + 60))))

    out = []
    for _ in range(draw(st.integers(0, 5))):
        content = tuple(sorted(span() for _ in range(draw(st.integers(0, 3)))))
        cue = (span(),) if draw(st.booleans()) else ()
        source = (span(),) if draw(st.booleans()) else ()
        out.append(Attribution(content, cue, source, draw(st.floats(0, 1))))
    return tuple(out)


LAYERS = None


@settings(max_examples=150, deadline=None)
@given(attributions=_attributions())
def test_any_attributions_give_grounded_distinct_acyclic_statements(attributions: tuple[Attribution, ...]) -> None:
    base = _base()
    layers = Layers(base.document, base.paragraphs, base.sentences, base.quotes, attributions=attributions)
    cast = cast_of(TEXT, {"h": ["person", "Ada Holm", "NOR"]}, {"h": ["Holm", "he"]})
    statements, _ = find_statements(layers, cast, lambda passages: ())
    by_id = {s.id: s for s in statements}
    assert len(by_id) == len(statements)
    for statement in statements:
        assert statement.content == tuple(sorted(statement.content))
        assert all(span.end <= len(TEXT) for span in (*statement.content, *statement.cue, *statement.source))
        assert not set(statement.speakers) & set(statement.via)
        seen, at = set(), statement
        while at.within is not None:
            assert at.within not in seen
            seen.add(at.within)
            at = by_id[at.within]
    assert find_statements(layers, cast, lambda passages: ())[0] == statements


def _base() -> Layers:
    global LAYERS
    LAYERS = LAYERS or layers_of(TEXT)
    return LAYERS


def test_no_attribution_no_statement() -> None:
    assert find_statements(layers_of("The road was closed on Monday."), Cast()) == ((), ())


def test_an_unknown_source_is_reported() -> None:
    layers = layers_of("A passer-by said the road was closed.")
    layers.attributions = attributions_of(layers.text, [[["the road was closed"], "said", "A passer-by"]])
    statements, issues = find_statements(layers, Cast())
    assert [s.speakers for s in statements] == [()]
    assert [i.spans for i in issues] == [statements[0].source]
