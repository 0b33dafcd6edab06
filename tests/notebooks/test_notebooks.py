"""What a researcher meets in a notebook: frames, highlights, the store, the spaCy component, the tutorial itself."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

import communique
from communique.model.highlights import to_html
from communique.model.tables import COLUMNS, rows
from factory import CALL, call_record

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Foreign Minister Orlan Dask met Prime Minister Mira Tolen in Larn on Monday.\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    from communique.query.merging import refresh
    from communique.store.engine import open_store
    from communique.store.writer import add_many

    where = str(tmp_path_factory.mktemp("store") / "kept.db")
    engine = open_store(where)
    assert [became for _, became in add_many(engine, [call_record()])] == ["new"]
    refresh(engine)
    engine.dispose()
    return where


def test_every_table_has_its_columns() -> None:
    record = call_record()
    for table, columns in COLUMNS.items():
        for row in rows(record, table):
            assert list(row) == list(columns)
    assert next(rows(record, "contacts"))["participants"] == ["Orlan Dask", "Mira Tolen"]


def test_frames_are_typed_even_when_empty() -> None:
    pl = pytest.importorskip("polars", reason="needs polars")
    record = call_record()
    frame = record.to_frame("contacts")
    assert frame.height == len(record.contacts) and frame.schema["participants"] == pl.List(pl.String)
    empty = communique.read("Nothing happened here today.").to_frame("statements")
    assert empty.height == 0 and set(empty.columns) == set(COLUMNS["statements"])
    words, start = frame["words"][0], frame["start"][0]
    assert record.document.text[start:].startswith(words.split(" … ")[0])
    with pytest.raises(KeyError):
        record.to_frame("nothing")


def test_a_record_shows_its_words_harmlessly() -> None:
    html = call_record()._repr_html_()
    assert "Orlan Dask" in html and "call (held" in html and "said: direct" in html
    nasty = 'Minister <script>alert("1")</script> \u202e Dask said "no & never."'
    shown = to_html(communique.read(nasty, date="2025-03-05"))
    assert "<script" not in shown and "&lt;script&gt;" in shown and "&amp;" in shown


def test_a_text_is_shown_whole_and_in_order() -> None:
    import re
    from html import unescape

    record = call_record()
    body = re.search(r"<p style=[^>]*>(.*?)</p>", to_html(record), re.DOTALL)
    assert body and unescape(re.sub(r"<[^>]+>", "", body[1])) == CALL


def test_the_store_answers_in_frames(store: str) -> None:
    pytest.importorskip("polars", reason="needs polars")
    with communique.open_store(store) as kept:
        contacts = kept.contacts(actors="Orlan Dask")
        assert contacts["who"].to_list()[0] == ["Orlan Dask", "Mira Tolen"]
        assert kept.contacts(between=("Orlan Dask", "Mira Tolen")).height == contacts.height > 0
        assert kept.documents().height == 1 and kept.statements(limit=1).height == 1
        assert kept.record(kept.documents()["id"][0]) == call_record()
        assert kept.reports(since="2100-01-01").height == 0 and kept.positions().height > 0
        for wrong in ({"who": "x"}, {"actors": "Nobody Atall"}, {"since": 5}):
            with pytest.raises(communique.UsageError):
                kept.reports(**wrong)


def test_no_store_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(communique.CommuniqueError, match="there is no store here"):
        communique.open_store(tmp_path / "none.db")


def test_the_component_fills_span_groups() -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("communique", config={"date": "2025-03-05"})
    doc = nlp(TEXT)
    assert [s.label_ for s in doc.spans["triggers"]] == ["meeting"]
    assert [s.text.split()[-1] for s in doc.spans["mentions"]][:2] == ["Dask", "Tolen"]
    assert doc._.communique == communique.read(TEXT, date="2025-03-05")


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat", reason="needs nbformat")
    nbclient = pytest.importorskip("nbclient", reason="needs nbclient")
    pytest.importorskip("ipykernel", reason="needs ipykernel")
    pytest.importorskip("polars", reason="needs polars")
    kernels = tmp_path / "kernels" / "here"
    kernels.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = json.dumps({"argv": command, "display_name": "here", "language": "python"})
    (kernels / "kernel.json").write_text(spec)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    notebook = nbformat.read(ROOT / "docs" / "tutorial.ipynb", as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="here", resources={"metadata": {"path": str(tmp_path)}}
    )
    loop = asyncio.new_event_loop()
    loop.run_until_complete(client.async_execute())
    loop.close()
    shown = "".join(str(o) for cell in notebook.cells for o in cell.get("outputs", ()))
    assert (
        "Tomas Arden" in shown
        and "text/html" in shown
        and "error" not in {o.get("output_type") for cell in notebook.cells for o in cell.get("outputs", ())}
    )
