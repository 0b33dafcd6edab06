"""The tagger with the model that ships: plain cases, odd texts, long documents."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.annotate.layers import Attribution, Layers
from communique.annotate.paragraphs import split
from communique.annotate.tagger import Tags, model_name, tag
from communique.annotate.tagger.labels import ACTIONS, STANCES
from communique.errors import MissingPartError
from communique.model import Document, Part, Spans


def layers(text: str, parts: tuple[Part, ...] = ()) -> Layers:
    document = Document(id="d", text=text, raw_sha256="", parts=parts)
    return Layers(document, split(document))


def read(text: str, threshold: float | None = None) -> Tags:
    return tag(layers(text), threshold)


def words(text: str, spans: Spans) -> list[str]:
    return [s.of(text).strip('“”"., ') for s in spans]


def by_cue(text: str, cue: str) -> Attribution:
    (found,) = [a for a in read(text).attributions if cue in words(text, a.cue)]
    return found


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        (
            "“The border will stay open,” Foreign Minister Orlan Dask said on Monday.",
            "said", ["Foreign Minister Orlan Dask"], ["The border will stay open"],
        ),
        (
            "The president said that the two countries would sign a trade agreement in May.",
            "said", ["The president"], ["the two countries would sign a trade agreement in May"],
        ),
        (
            "According to the ministry, the talks lasted three hours.",
            "According to", ["the ministry"], ["the talks lasted three hours"],
        ),
        (
            "“We have waited long enough,” she said. “The time for peace is now.”",
            "said", ["she"], ["We have waited long enough", "The time for peace is now"],
        ),
        (
            "The Secretary reaffirmed the United States’ commitment to the security of its partners.",
            "reaffirmed", ["The Secretary"], ["the United States’ commitment to the security of its partners"],
        ),
    ],
)  # fmt: skip
def test_plain_cases(text: str, cue: str, source: list[str], content: list[str]) -> None:
    found = by_cue(text, cue)
    assert words(text, found.source) == source
    assert words(text, found.content) == content
    assert 0.3 < found.confidence <= 1


def test_a_statement_in_a_statement_is_found_besides_the_outer_one() -> None:
    text = (
        "“The Secretary welcomed the agreement and underscored the importance of a lasting peace in the region,” "
        "State Department spokesperson Ilse Varga said in a readout of the call."
    )
    outer = by_cue(text, "said")
    assert words(text, outer.source) == ["State Department spokesperson Ilse Varga"]
    inner = [a for a in read(text).attributions if outer.content[0].contains(a.content[0]) and a != outer]
    assert {w for a in inner for w in words(text, a.cue)} & {"welcomed", "underscored"}
    assert {w for a in inner for w in words(text, a.source)} <= {"The Secretary"}


def test_narration_attributes_nothing() -> None:
    assert read("The train left the station at noon. It was raining, and the streets were empty.").attributions == ()


def test_a_higher_threshold_keeps_a_part_of_what_a_lower_one_finds() -> None:
    text = (
        "The minister hopes for calm. Officials said the road is closed. He reportedly left. They agreed to meet.\n" * 3
    )
    some, more = read(text, 0.6).attributions, read(text, 0.1).attributions
    assert set(some) <= set(more)
    assert all(a.confidence >= 0.6 for a in some)
    assert read(text, 1.0).attributions == ()


def test_the_same_text_gives_the_same_tags() -> None:
    text = "“No,” said Dask.\n\nVarga told reporters the talks had failed."
    assert read(text) == read(text)


def test_chrome_is_not_read() -> None:
    text = "Varga said the site uses cookies.\nDask said the border is open."
    end = text.index("\n")
    parts = (Part(role="chrome", start=0, end=end), Part(role="body", start=end + 1, end=len(text)))
    found = tag(layers(text, parts)).attributions
    assert [words(text, a.source) for a in found] == [["Dask"]]


def test_every_part_of_a_long_document_is_read() -> None:
    lines = [f"Minister Dask said bridge number {n} would open to traffic in the spring." for n in range(40)]
    for text in ("\n\n".join(lines), " ".join(lines)):
        found = read(text).attributions
        assert len(found) >= 38
        assert [a.cue[0].start for a in found] == sorted(a.cue[0].start for a in found)


LONG = (
    "We came to this city because our two peoples have waited long enough for an answer. Nobody believes that the road "
    "ahead will be short. But the work that our teams have done over the past eight months shows what is possible when "
    "both governments mean what they say. The crossing at Ormund will open in the spring, first for freight and then for "
    "families. Customs officers from both sides will work in one building. The power line that was cut in the war will be "
    "repaired before the first snow, and I have asked our parliament for the money. On the prisoners we are not yet where "
    "we want to be. There are mothers on both banks of the river who do not know where their sons are. I told the prime "
    "minister that my government will hand over every list it has, and she gave me her word that hers will do the same. "
    "On the fishing grounds our lawyers still differ, and it would be wrong to pretend that they do not. A joint commission "
    "will meet in Port Sele at the end of the month and report to both cabinets. None of this touches the status of the "
    "eastern districts, on which our position has not changed in thirty years and will not change now."
)


def test_a_long_quotation_is_not_cut_at_a_window() -> None:
    text = f"“{LONG}” Foreign Minister Orlan Dask said after the talks.\n\nHe left the hall without taking questions."
    content = by_cue(text, "said").content
    assert sum(s.end - s.start for s in content) > 0.9 * len(LONG)
    text = f"Foreign Minister Orlan Dask said: “{LONG}”\n\nHe left the hall without taking questions."
    content = by_cue(text, "said").content
    assert sum(s.end - s.start for s in content) > 0.9 * len(LONG)


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\t\n", "x" * 100_000, "\ud800 said Dask", "\x00\x01", "“" * 600, "said " * 600, "\u202e\u0301\u200d",
        "🕊️ said 🕊️", "\r\n\r\n",
    ],
)  # fmt: skip
def test_odd_texts_are_read(text: str) -> None:
    check(text, read(text, 0.0))


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["“", "”", '"', "said", "Dask", "\n", ".", "ß", "İ", "ﬁ"])).map(" ".join)
)
def test_no_text_raises(text: str) -> None:
    check(text, read(text, 0.0))


def check(text: str, tags: Tags) -> None:
    """Whatever the words, what is found stands in the text."""
    for a in tags.attributions:
        assert a.content
        assert a.cue
        assert all(0 <= s.start < s.end <= len(text) for spans in (a.content, a.cue, a.source) for s in spans)
    for found, names in ((tags.stances, STANCES), (tags.triggers, ACTIONS)):
        assert all(f.label in names and f.span.end <= len(text) and 0 <= f.confidence <= 1 for f in found)


def test_the_model_is_named() -> None:
    name, digest = model_name().split(" ")
    assert name.startswith("attribution-minilm")
    assert len(digest) == 8


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_MODEL", str(tmp_path))
    with pytest.raises(MissingPartError, match="no attribution model in"):
        read("Dask said no.")
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "config.json").write_text('{"name": 3}')
    with pytest.raises(MissingPartError):
        read("Dask said no.")


def test_nothing_heavy_is_imported_before_the_first_document() -> None:
    program = (
        "import sys, communique.annotate.tagger\n"
        "print([m for m in ('onnxruntime', 'tokenizers', 'spacy', 'torch') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
