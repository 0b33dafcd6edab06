"""Gold in its three forms becomes the same thing: stretches of a text."""

import json
from pathlib import Path

import pytest

from communique.errors import FormatError
from communique.train.corpus import lines_of, read
from factory import Maker

TEXT = (
    "Larn, 3 March 2025\n"
    "MR HALE: Good afternoon. The minister has said that talks will go on.\n"
    "Minister Dask said peace will come. “We want peace,” he said, “and soon.”\n"
)


def words(text: str, stretches: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[a:b] for a, b in stretches]


def quoted(tmp_path: Path, **fields: object) -> Path:
    row = {"id": "x", "statements": [], "positions": [], "contacts": []} | fields
    (tmp_path / "x.json").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "x.json"


def test_paragraphs_are_lines_without_their_turn_label() -> None:
    assert words(TEXT, tuple(lines_of(TEXT)))[1] == "Good afternoon. The minister has said that talks will go on."
    assert lines_of("  \n\n") == []
    assert words("WARNING: x", tuple(lines_of("WARNING: x"))) == ["x"]


def test_quoted_gold_is_found_in_order_and_near_its_content(tmp_path: Path) -> None:
    statements = [
        {"cue": "has said", "source_text": "The minister", "content": ["talks will go on"]},
        {"cue": "said", "source_text": "Minister Dask", "content": ["peace will come."]},
        {"cue": "said", "source_text": "he", "content": ["“We want peace,”", "“and soon.”"]},
        {"cue": None, "source_text": "MR HALE", "content": ["Good afternoon."]},
        {"cue": "wrote", "source_text": None, "content": ["not there"]},
    ]
    (example,) = read(quoted(tmp_path, statements=statements))
    first, second, third, fourth = example.attributions
    assert first.cue == ((TEXT.index("has said"), TEXT.index("has said") + 8),)
    assert second.cue[0][0] == TEXT.index("said peace")
    assert words(TEXT, second.source) == ["Minister Dask"]
    assert third.cue[0][0] == TEXT.index("said, “and")
    assert words(TEXT, third.source) == ["he"]
    assert words(TEXT, third.content) == ["“We want peace,”", "“and soon.”"]
    assert fourth.cue == () == fourth.source
    assert example.unmarked == 1
    assert example.domain == "diplomacy"


def test_positions_and_contacts_become_labelled_stretches(tmp_path: Path) -> None:
    positions = [{"holders": ["Dask"], "stance": "support", "target": "peace"}]
    contacts = [{"action": "talks", "trigger": "talks", "sentence": "The minister has said that"}]
    (example,) = read(quoted(tmp_path, positions=positions, contacts=contacts))
    assert example.stances == [((TEXT.index("peace"), TEXT.index("peace") + 5), "support")]
    at = TEXT.index("talks")
    assert example.triggers == [((at, at + 5), "talks")]


def test_spans_as_polnear_is_kept(tmp_path: Path) -> None:
    row = {"text": "He said yes.", "attributions": [{"source": None, "cue": [[3, 7]], "content": [[8, 11]]}]}
    (tmp_path / "p.jsonl").write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    (example,) = read(tmp_path / "p.jsonl")
    assert (example.domain, example.id) == ("news", "p:1")
    assert example.stances is None
    assert example.attributions[0].source == ()


def test_corrected_records(tmp_path: Path) -> None:
    made = Maker("Dask said the crossing is open.")
    record = {
        "document": {"id": made.id, "text": made.text},
        "statements": [
            {
                "cue": [{"start": 5, "end": 9}],
                "source": [{"start": 0, "end": 4}],
                "content": [{"start": 10, "end": 30}],
            }
        ],
        "events": [{"code": "AID", "action": "aid", "trigger": [{"start": 0, "end": 4}]}],
        "positions": [{"stance": "welcome", "target": [{"start": 10, "end": 22}]}],
    }
    (tmp_path / "r.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (example,) = read(tmp_path / "r.jsonl")
    assert example.domain == "diplomacy"
    assert words(made.text, example.attributions[0].content) == ["the crossing is open"]
    assert example.triggers == []
    assert example.stances == [((10, 22), "welcome")]


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "x"}', '{"document": {}}', "3"])
def test_what_is_no_gold_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(FormatError, match=r"bad\.jsonl: not gold"):
        list(read(tmp_path / "bad.jsonl"))


def test_almost_all_shared_gold_is_found(shared: Path) -> None:
    examples = list(read(shared / "data" / "gold" / "train"))
    assert len(examples) > 90
    assert sum(e.unmarked for e in examples) <= 5
    assert all(e.text[a:b].strip() for e in examples for g in e.attributions for a, b in g.content)
