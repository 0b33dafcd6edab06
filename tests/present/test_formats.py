"""The formats for other programs."""

import csv
import io
import json

import pytest

from communique.model import Record, from_json
from communique.present.table import COLUMNS
from communique.present.writers import FORMATS, Format, writer
from factory import Maker, call_record


def written(form: Format, *records: Record) -> bytes:
    out = io.BytesIO()
    w = writer(form, out)
    for record in records:
        w.write(record)
    w.close()
    return out.getvalue()


def test_json_lines_are_the_contract() -> None:
    record = call_record()
    lines = written("jsonl", record, record).splitlines()
    assert [from_json(line) for line in lines] == [record, record]


def test_json_is_one_array() -> None:
    record = call_record()
    assert json.loads(written("json", record, record)) == [json.loads(record.to_json())] * 2
    assert json.loads(written("json")) == []


def test_csv_has_a_row_for_every_item() -> None:
    record = call_record()
    rows = list(csv.DictReader(io.StringIO(written("csv", record).decode())))
    kinds = [row["kind"] for row in rows]
    assert {k: kinds.count(k) for k in kinds} == {
        "contact": 2,
        "event": 1,
        "statement": 1,
        "position": 1,
        "entity": 4,
        "issue": 1,
    }
    call = rows[0]
    assert tuple(call) == COLUMNS
    assert (call["what"], call["who"], call["whom"], call["when"]) == ("call", "Orlan Dask", "Mira Tolen", "2025-03-03")
    assert call["about"] == "the reopening of the Ormund crossing"
    text = record.document.text
    for row in rows:
        if row["kind"] in ("contact", "statement"):
            assert " ".join(text[int(row["start"]) : int(row["end"])].split()) == row["words"]


def test_csv_cells_are_harmless() -> None:
    m = Maker("=cmd() said so\n", publisher="+49", path="\x1b.txt")
    m.statement("=cmd()")
    (row,) = csv.DictReader(io.StringIO(written("csv", m.record()).decode()))
    assert (row["words"], row["publisher"], row["document"]) == ("'=cmd()", "'+49", "<U+001B>.txt")


def test_markdown_reads_well_and_escapes() -> None:
    text = written("md", call_record()).decode()
    assert text.startswith("# Minister Dask speaks with Kestria's Tolen\n")
    assert "- **call: Orlan Dask → Mira Tolen** — held · 3 Mar 2025" in text
    assert (
        "- **Orlan Dask** → via Ilse Varga (Foreign Ministry spokesperson) → Meridian Wire — readout · direct" in text
    )
    m = Maker("He said *this* <b>now</b>\n")
    m.statement("*this* <b>now</b>")
    assert r"> \*this\* \<b\>now\</b\>" in written("md", m.record()).decode()


@pytest.mark.parametrize("form", FORMATS)
def test_same_record_same_bytes(form: Format) -> None:
    assert written(form, call_record()) == written(form, call_record())


@pytest.mark.parametrize("form", FORMATS)
def test_streams_stay_open(form: Format) -> None:
    out = io.BytesIO()
    w = writer(form, out)
    w.write(call_record())
    w.close()
    assert not out.closed
