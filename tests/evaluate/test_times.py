"""The scorer of time expressions: reading TimeML, alignment, counts, and our figures on the shared corpora."""

from pathlib import Path

import pytest

from communique.evaluate.times import Marked, Score, align, found_in, read_timeml, score

TIMEML = """<?xml version="1.0" ?>
<TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2023-11-27" functionInDocument="CREATION_TIME">Nov. 27</TIMEX3></DCT>
<TEXT>
Trade &amp; talks <EVENT eid="e1">ended</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2023-11-24">Friday</TIMEX3>.

They <EVENT eid="e2">lasted</EVENT> <TIMEX3 tid="t2" type="DURATION" value="P3D">three
days</TIMEX3>.
</TEXT>
</TimeML>
"""


def score_files(paths: list[Path]) -> Score:
    documents = [read_timeml(path) for path in paths]
    return score((d.gold, found_in(d)) for d in documents)


@pytest.fixture
def timeml(tmp_path: Path) -> Path:
    path = tmp_path / "invented.tml"
    path.write_text(TIMEML, "utf-8")
    return path


def test_text_is_read_without_tags_and_offsets_count_in_it(timeml: Path) -> None:
    document = read_timeml(timeml)
    assert document.date == "2023-11-27"
    assert "Trade & talks ended on Friday." in document.text
    assert [(document.text[g.start : g.end], g.type, g.value) for g in document.gold] == [
        ("Friday", "DATE", "2023-11-24"),
        ("three\ndays", "DURATION", "P3D"),
    ]


def test_a_file_that_is_no_timeml_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "other.tml"
    path.write_text("<TEXT>Monday</TEXT>", "utf-8")
    with pytest.raises(ValueError, match=r"other\.tml"):
        read_timeml(path)


def test_ours_against_the_invented_file(timeml: Path) -> None:
    got = score_files([timeml])
    assert (got.gold, got.found, got.strict, got.relaxed, got.value) == (2, 2, 2, 2, 2)
    assert found_in(read_timeml(timeml)) == read_timeml(timeml).gold


def test_alignment_is_one_to_one_and_prefers_the_exact() -> None:
    gold = [Marked(0, 10, "DATE", "a"), Marked(12, 20, "DATE", "b")]
    found = [Marked(0, 4, "DATE", "a"), Marked(0, 10, "DATE", "x"), Marked(15, 30, "DATE", "b")]
    assert align(gold, found) == [(gold[0], found[1]), (gold[1], found[2])]
    got = score([(gold, found)])
    assert (got.strict, got.relaxed, got.value) == (1, 2, 1)
    assert got.f1(got.relaxed) == pytest.approx(4 / 5)
    assert score([]).f1(0) == 0.0


def test_value_f1_on_news_reaches_what_was_asked(shared: Path) -> None:
    # every eighth document; the whole is measured by benchmarks/times.py
    paths = sorted([*(shared / "data/timex/TimeBank").glob("*.tml"), *(shared / "data/timex/AQUAINT").glob("*.tml")])
    got = score_files(paths[1::8])
    assert got.gold > 150
    assert got.f1(got.value) > 0.75
    assert got.f1(got.strict) > 0.8
    assert got.f1(got.relaxed) > 0.9
