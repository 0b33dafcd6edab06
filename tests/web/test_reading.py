"""The reading room: text cut at every boundary, words and claims linked both ways, nothing lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import Entity, Mention, Part, Span
from communique.store.writer import add
from communique.web.reading.items import Item, items
from communique.web.reading.segments import paragraphs
from factory import Maker, call_record
from web.conftest import CALL, Client, engine_of


def item(number: int, *core: tuple[int, int], around: tuple[tuple[int, int], ...] = ()) -> Item:
    what = Entity(id=f"e{number}", kind="person", name="x", mentions=(Mention(0, 1, "name"),))
    return Item(number, "statement", f"s{number}", what, tuple(Span(*c) for c in core), tuple(Span(*a) for a in around))


def shown(text: str, numbered: list[Item], parts: tuple[Part, ...] = ()) -> list[list[tuple[str, tuple[int, ...]]]]:
    m = Maker(text, parts=parts)
    return [[(s.text, s.items) for s in p.segments] for p in paragraphs(m.record(), numbered)]


OVERLAPS = [
    ([(0, 4)], [[("abcd", (1,)), ("efgh", ())]]),
    ([(0, 4), (2, 6)], [[("ab", (1,)), ("cd", (1, 2)), ("ef", (2,)), ("gh", ())]]),
    ([(0, 8), (2, 4)], [[("ab", (1,)), ("cd", (1, 2)), ("efgh", (1,))]]),
    ([(2, 4), (2, 4)], [[("ab", ()), ("cd", (1, 2)), ("efgh", ())]]),
    ([(0, 2), (2, 4)], [[("ab", (1,)), ("cd", (2,)), ("efgh", ())]]),
]


@pytest.mark.parametrize(("spans", "expected"), OVERLAPS)
def test_overlapping_stretches_are_cut_at_all_boundaries(
    spans: list[tuple[int, int]], expected: list[list[tuple[str, tuple[int, ...]]]]
) -> None:
    assert shown("abcdefgh", [item(n, s) for n, s in enumerate(spans, 1)]) == expected


def test_a_stretch_over_a_line_break_goes_on_in_the_next_paragraph() -> None:
    assert shown("ab\ncd", [item(1, (1, 4))]) == [[("a", ()), ("b", (1,))], [("c", (1,)), ("d", ())]]


def test_own_words_are_told_from_what_is_around_them() -> None:
    m = Maker("abcdef")
    (line,) = paragraphs(m.record(), [item(1, (2, 4), around=((0, 6),))])
    assert [(s.text, s.core) for s in line.segments] == [("ab", ()), ("cd", (1,)), ("ef", ())]
    assert [s.items for s in line.segments] == [(1,), (1,), (1,)]


def test_parts_give_paragraphs_their_role() -> None:
    parts = (Part(role="headline", start=0, end=2), Part(role="chrome", start=3, end=5))
    m = Maker("ab\ncd ef", parts=parts)
    assert [(p.role, "".join(s.text for s in p.segments)) for p in paragraphs(m.record(), [])] == [
        ("headline", "ab"),
        ("chrome", "cd"),
        ("body", " ef"),
    ]


def test_a_whole_turn_is_not_set_apart_but_its_label_is() -> None:
    text = "MR PRICE: Good day. We support the talks."
    m = Maker(text, parts=(Part(role="turn", start=0, end=len(text), label=Span(0, 8)),))
    price = m.entity("MR PRICE")
    turn = m.statement("Good day. We support the talks.", speakers=(price,))
    m.position(price, "support", "the talks", "We support the talks.", statement=turn)
    record = m.record()
    (line,) = paragraphs(record, items(record))
    assert [(s.text, s.label, s.claimed) for s in line.segments] == [
        ("MR PRICE", True, False),
        (": ", False, False),
        ("Good day. ", False, False),
        ("We support ", False, False),
        ("the talks", False, True),
        (".", False, False),
    ]


TEXT = st.text(alphabet="ab\n é\U0001f600\u202e", max_size=30)


@given(TEXT, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=6))
def test_no_character_is_lost_and_every_stretch_has_its_items(text: str, raw: list[tuple[int, int]]) -> None:
    spans = [(s, min(s + n, len(text))) for s, n in raw if s < len(text)]
    numbered = [item(n, s) for n, s in enumerate(spans, 1)]
    lines = shown(text, numbered)
    kept = [line for line in text.split("\n") if line.strip()]
    assert ["".join(t for t, _ in line) for line in lines] == kept
    for n, (start, end) in enumerate(spans, 1):
        marked = "".join(t for line in lines for t, numbers in line if n in numbers)
        wanted = [text[max(start, a) : min(end, b)] for a, b in _bounds(text)]
        assert marked == "".join(wanted)


def _bounds(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\n]+", text) if m.group().strip()]


def test_items_are_numbered_as_they_are_shown() -> None:
    found = items(call_record())
    assert [i.number for i in found] == list(range(1, len(found) + 1))
    kinds = [i.kind for i in found]
    assert kinds == ["contact"] * 2 + ["statement", "position", "event"] + ["entity"] * 4


def test_claims_and_words_lead_to_each_other(local: Client) -> None:
    html = local.get(f"/documents/{CALL}").text
    ids = re.findall(r'id="item-(\w+)"', html)
    assert len(ids) == len(set(ids)) == 9
    for one in ids:
        assert html.count(f'id="at-{one}"') == 1, "the words of every item can be gone to"
        assert f'href="?item={one}#at-{one}"' in html
    for target in re.findall(r'class="n" href="#item-(\w+)"', html):
        assert target in ids
    numbers = set(re.findall(r'data-n="(\d+)"', html))
    assert {n for some in re.findall(r'data-i="([\d ]+)"', html) for n in some.split()} == numbers


def test_the_words_of_one_item_are_marked_without_a_script(local: Client) -> None:
    said = next(i for i in items(call_record()) if i.kind == "statement")
    html = local.get(f"/documents/{CALL}?item={said.id}").text
    core = re.findall(r'<span class="w[^"]* core"[^>]*>([^<]*)</span>', html)
    assert "".join(core) == "reaffirmed Valdoria&#39;s full support for the Ormund agreement,"
    assert f'class="claim statement depth0 on" id="item-{said.id}"' in html


def test_a_chain_is_shown_as_one(local: Client) -> None:
    html = local.get(f"/documents/{CALL}").text
    chain = re.search(r'<ol class="chain".*?</ol>', html, re.S)
    assert chain
    links = re.findall(r"<bdi>(.*?)</bdi>", chain[0])
    assert links == ["Orlan Dask", "via Ilse Varga (Foreign Ministry spokesperson)", "Meridian Wire"]


def test_an_item_that_is_not_there_marks_nothing(local: Client) -> None:
    answer = local.get(f"/documents/{CALL}?item=nothing")
    assert answer.status_code == 200 and " core" not in answer.text


def test_a_document_that_is_not_there(local: Client) -> None:
    assert local.get("/documents/k0").status_code == 404
    assert local.get("/documents/k0.json").json()["detail"] == "no document k0 is kept here"


def test_the_record_as_json_and_csv(local: Client) -> None:
    whole = local.get(f"/documents/{CALL}.json").json()
    assert whole["record"]["document"]["id"] == call_record().document.id
    assert len(whole["record"]["statements"]) == 1 and whole["versions"][0]["version"] == 1
    lines = local.get(f"/documents/{CALL}.csv").text.splitlines()
    assert lines[0].startswith("document,publisher,published,kind,id") and len(lines) == 1 + 9 + 1


@pytest.fixture
def edited(local: Client) -> tuple[str, str]:
    """Keys of two versions of a page of which one sentence was changed."""
    keys = []
    for number in (20, 30):
        m = Maker(
            f"Orlan Dask said that {number} lorries crossed.", url="https://wire.example/lorries", title="Lorries"
        )
        m.statement(f"{number} lorries crossed.", cue="said", speakers=(m.entity("Orlan Dask"),))
        with engine_of(local).execution_options(writes=True).begin() as connection:
            keys.append(add(connection, m.record())[0])
    return keys[0], keys[1]


def test_versions_and_what_changed(local: Client, edited: tuple[str, str]) -> None:
    first, second = edited
    room = local.get(f"/documents/{second}").text
    assert f'<a href="/documents/{first}">version 1</a>' in room and f'href="/documents/{second}/changes"' in room
    html = local.get(f"/documents/{second}/changes").text
    assert "<del>20</del> <ins>30</ins> lorries" in html
    rows = local.get(f"/documents/{second}/changes.json").json()["changes"]
    assert [e["kind"] for e in rows["edits"]] == ["number"] and rows["items"][0]["kind"] == "statement"
    assert local.get(f"/documents/{second}/changes.csv").text.splitlines()[0].startswith("document,before,what,kind")


def test_what_has_no_version_before_has_no_changes(local: Client, edited: tuple[str, str]) -> None:
    assert local.get(f"/documents/{edited[0]}/changes.json").status_code == 400
    assert local.get("/documents/k0/changes.json").status_code == 404
