"""Every format against its own tool, where there is one, and back where it can be."""

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest

import communique
from communique.cli.main import run
from communique.errors import UsageError
from communique.export import FORMATS, export
from communique.export.brat_reading import read_folder
from communique.export.output import Output
from communique.export.polecat import COLUMNS, QUAD
from communique.export.webannotation_reading import read_lines
from communique.model import Record, from_json
from communique.samples import documents
from factory import call_record


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """Records of two of the sample documents, as they are read, and one made by hand."""
    chosen = [d for d in documents() if d.name in ("agency-strait.txt", "relayed-calls.txt")]
    assert len(chosen) == 2
    return [communique.read(str(d), date="2025-03-04", publisher="Meridian Wire") for d in chosen] + [call_record()]


def written(records: list[Record], form: str, path: Path) -> tuple[Path, list[str]]:
    out = Output(path, [])
    assert export(iter(records), form, out) == len(records)
    return path, out.notes


def test_every_format_writes_something(records, tmp_path):
    for form in FORMATS:
        path, _ = written(records, form, tmp_path / form)
        assert path.exists() and (any(path.iterdir()) if path.is_dir() else path.stat().st_size > 0), form


def test_lines_are_the_records(records, tmp_path):
    path, _ = written(records, "jsonl", tmp_path / "r.jsonl")
    assert [from_json(line) for line in path.read_bytes().splitlines()] == records


def test_polecat_has_its_columns_and_codes(records, tmp_path):
    path, notes = written(records, "polecat", tmp_path / "p.tsv")
    rows = list(
        csv.DictReader(path.read_text(encoding="utf-8").split("\n")[:-1], delimiter="\t", quoting=csv.QUOTE_NONE)
    )
    assert tuple(rows[0]) == COLUMNS and len(COLUMNS) == 40
    told = [e for r in records for e in r.events]
    left = sum(int(n.split()[0]) for n in notes)
    assert len(rows) + left == len(told) and rows
    assert all(row["Event Type"] in QUAD and row["Quad Code"] == QUAD[row["Event Type"]] for row in rows)
    planned = {e.id for e in told if e.status == "planned" and e.code == "CONSULT"}
    assert {row["Event Type"] for row in rows if row["Event ID"] in planned} == {"AGREE"}
    assert all(row["Event Date"].count("-") == 2 for row in rows)


def test_gdelt_has_its_width(records, tmp_path):
    path, _ = written(records, "gdelt", tmp_path / "g.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows and {len(row) for row in rows} == {61}
    assert len({row[0] for row in rows}) == len(rows)
    assert all(row[28] == row[26][:2] and row[29] in "1234" and row[1].isdigit() for row in rows)
    assert "041" in {row[26] for row in rows}


def test_web_annotations_select_the_words(records, tmp_path):
    path, _ = written(records, "webannotation", tmp_path / "a.jsonl")
    text, checked = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        annotation = json.loads(line)
        assert annotation["type"] == "Annotation" and annotation["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
        if "communique:record" in annotation["body"]:
            text = annotation["body"]["value"]
            continue
        for target in annotation["target"]:
            position, quote = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"]) and text[position["end"] :].startswith(
                quote["suffix"]
            )
            checked += 1
    assert checked > 50


def test_follow_the_money_takes_them(records, tmp_path):
    ftm = pytest.importorskip("followthemoney", reason="needs followthemoney")
    path, notes = written(records, "ftm", tmp_path / "e.jsonl")
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ids = {e["id"] for e in found}
    for entity in found:
        proxy = ftm.model.get_proxy(entity, cleaned=False)
        proxy.schema.validate(entity)
        for name, values in entity["properties"].items():
            assert len(proxy.get(name)) == len(set(values)), (entity["schema"], name, values)
    events = [e for e in found if e["schema"] == "Event"]
    assert len(events) == sum(len(r.contacts) for r in records)
    assert all(set(e["properties"].get("involved", ())) <= ids and e["properties"]["proof"][0] in ids for e in events)
    assert "statements and positions" in notes[0]


def test_parquet_has_the_rows(records, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    folder, _ = written(records, "parquet", tmp_path / "parquet")
    contacts = parquet.read_table(folder / "contacts.parquet").to_pylist()
    assert [c["id"] for c in contacts] == [c.id for r in records for c in r.contacts]
    by_document = {r.document.id: r.document.text for r in records}
    statements = parquet.read_table(folder / "statements.parquet").to_pylist()
    assert len(statements) == sum(len(r.statements) for r in records)
    for s in statements:
        assert by_document[s["document"]][s["start"] : s["end"]].startswith(s["words"].split(" … ")[0])
    assert not list(folder.glob("*.part"))


def test_spacy_reads_the_groups(records, tmp_path):
    import spacy
    from spacy.tokens import DocBin

    folder, _ = written(records, "spacy", tmp_path / "spacy")
    (path,) = folder.iterdir()
    docs = list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))
    assert [d.user_data["communique"]["id"] for d in docs] == [r.document.id for r in records]
    for doc, record in zip(docs, records, strict=True):
        assert doc.text == record.document.text
        assert {s.id_ for s in doc.spans["contents"]} == {s.id for s in record.statements}
        for s in record.statements:
            mine = [g for g in doc.spans["contents"] if g.id_ == s.id]
            assert all(any(g.start_char <= c.start and c.end <= g.end_char for g in mine) for c in s.content)


def test_spacy_takes_the_parts_as_one_corpus(records, tmp_path, monkeypatch):
    import spacy
    from spacy.training import Corpus

    monkeypatch.setattr("communique.export.docbin.AT_ONCE", len(records[0].document.text) + 1)
    folder, _ = written(records, "spacy", tmp_path / "spacy")
    assert sorted(f.name for f in folder.iterdir()) == ["00001.spacy", "00002.spacy"]
    examples = list(Corpus(folder)(spacy.blank("en")))
    assert [e.reference.text for e in examples] == [r.document.text for r in records]
    written(records[:1], "spacy", folder)
    assert [f.name for f in folder.iterdir()] == ["00001.spacy"]


def test_brat_comes_back(records, tmp_path):
    folder, _ = written(records, "brat", tmp_path / "brat")
    back = {r.document.id: r for r in read_folder(folder)}
    assert set(back) == {r.document.id for r in records}
    for record in records:
        again = back[record.document.id]
        assert again.document == record.document
        for kind in ("statements", "events", "positions"):
            mine, theirs = ({x.id: x for x in getattr(r, kind)} for r in (record, again))
            assert theirs == mine, kind
        named = {e.id: e for e in record.entities if e.mentions}
        assert {e.id: e for e in again.entities} == named


def test_one_text_from_two_publishers_is_two(records, tmp_path):
    other = msgspec.structs.replace(records[0].document, publisher="Harbour Wire")
    folder, _ = written([records[0], msgspec.structs.replace(records[0], document=other)], "brat", tmp_path / "brat")
    assert [r.document.publisher for r in read_folder(folder)] == ["Harbour Wire", "Meridian Wire"]


def test_brat_lines_hold_the_words(records, tmp_path):
    folder, _ = written(records, "brat", tmp_path / "brat")
    for file in folder.glob("*.ann"):
        text = file.with_suffix(".txt").read_text(encoding="utf-8")
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                _, where, words = line.split("\t")
                pieces = [p.split() for p in where.partition(" ")[2].split(";")]
                assert " ".join(text[int(a) : int(b)] for a, b in pieces) == words and "\n" not in words


def test_work_done_in_brat_counts(records, tmp_path):
    folder, _ = written(records[-1:], "brat", tmp_path / "brat")
    (file,) = folder.glob("*.ann")
    lines = file.read_text(encoding="utf-8").replace("Status E1 held", "Status E1 planned")
    file.write_text(lines, encoding="utf-8")
    (again,) = read_folder(folder)
    assert [e.status for e in again.events].count("planned") == 1 + [e.status for e in records[-1].events].count(
        "planned"
    )


@pytest.mark.parametrize("line", ["T1\tPerson 5 99999\tx", "T1\tPerson five six\tx", "E1\tContact", "A1\tStatus"])
def test_broken_standoff_names_its_line(line, tmp_path):
    (tmp_path / "a.txt").write_text("Ada Holm called.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(communique.errors.CommuniqueError, match=r"a\.ann: line 1: "):
        list(read_folder(tmp_path))


def test_a_run_cut_off_leaves_nothing(tmp_path, records):
    def broken():
        yield records[0]
        raise RuntimeError("stop")

    for form in FORMATS:
        if not FORMATS[form].folder:
            with pytest.raises(RuntimeError):
                export(broken(), form, Output(tmp_path / form, []))
            assert not list(tmp_path.glob(f"{form}*")), form


def test_formats_refuse_what_they_cannot(tmp_path):
    (tmp_path / "file").write_text("")
    for form, path in (
        ("nothing", None),
        ("brat", None),
        ("spacy", None),
        ("brat", tmp_path / "file"),
        ("csv", tmp_path),
    ):
        with pytest.raises(UsageError):
            export([], form, Output(path, []))


def test_csv_is_one_table(records, tmp_path):
    path, _ = written(records, "csv", tmp_path / "t.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert {row["kind"] for row in rows} >= {"contact", "statement", "entity"}
    assert msgspec.json.encode(rows)  # nothing but text


def test_web_annotations_come_back(records, tmp_path):
    path, _ = written(records, "webannotation", tmp_path / "a.jsonl")
    back = list(read_lines(path.read_bytes().splitlines()))
    assert back == [msgspec.structs.replace(r, issues=()) for r in records]


def test_a_quotation_that_moved_is_refused(records, tmp_path):
    path, _ = written(records[-1:], "webannotation", tmp_path / "a.jsonl")
    lines = path.read_text(encoding="utf-8").replace('"exact": "Orlan Dask"', '"exact": "Orlan Dusk"').splitlines()
    with pytest.raises(communique.errors.FormatError, match="is not “Orlan Dusk”"):
        list(read_lines(lines))


def test_a_missing_file_is_named_before_anything_is_written(records, tmp_path, capsys):
    there = tmp_path / "there.jsonl"
    written(records[:1], "jsonl", there)
    with pytest.raises(SystemExit) as ended:
        run(["export", str(there), str(tmp_path / "nope.jsonl"), "--to", "csv"])
    assert ended.value.code == 1
    assert capsys.readouterr() == ("", f"communique: {tmp_path / 'nope.jsonl'}: no such file or folder\n")
