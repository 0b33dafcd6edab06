"""CSV files: columns under their usual names, bad rows named, odd encodings and separators."""

import csv
import gzip
import io

import pytest

from communique.errors import FormatError
from communique.ingest import IngestOptions
from ingest.samples import STORY
from ingest.test_readers import body, documents, failures, read

ROW = {
    "link": "https://larn.example/1",
    "headline": "Ministers meet in Larn",
    "date": "2025-03-03T18:05:00Z",
    "body": "\n".join(STORY),
}


def table(*rows: dict[str, str], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_a_row_is_a_document_whatever_its_columns_are_called() -> None:
    for names in ({}, {"link": "URL", "headline": "Title", "date": "Publication Date", "body": "articlebody"}):
        row = {names.get(k, k): v for k, v in ROW.items()}
        (item,) = documents(read(table(row).encode(), suffix=".csv", path="news.csv"))
        document = item.document
        assert body(item) == "\n".join(STORY)
        assert (document.url, document.title) == (ROW["link"], ROW["headline"])
        assert (document.published, document.path) == ("2025-03-03T18:05:00+00:00", "news.csv#2")
        assert item.notes == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "suffix"),
    [("utf-8", ".csv"), ("utf-8", ""), ("utf-8-sig", ".csv"), ("utf-8-sig", ""), ("utf-16", ".csv")],
)
def test_separators_and_encodings(delimiter: str, encoding: str, suffix: str) -> None:
    row = ROW | {"body": "Minister Škarić — “yes” — met Żak; they agreed, at last | in Larn."}
    data = table(row, delimiter=delimiter).encode(encoding)
    (item,) = documents(read(data, suffix=suffix))
    assert item.document.text == row["body"]
    assert item.document.url == row["link"]


def test_unknown_columns_are_named_once() -> None:
    rows = [ROW | {"location": "Larn", "summary": ""}] * 3
    first, *others = documents(read(table(*rows).encode(), suffix=".csv"))
    assert [n.reason for n in first.notes] == ["fields not used: location"]
    assert all(o.notes == () for o in others)


def test_rows_that_are_no_documents_are_named_by_their_row_and_the_rest_is_read() -> None:
    data = table(ROW, ROW | {"body": " "}, ROW) + "\n,,,\n" + table(ROW, ROW).splitlines()[0] + ",more\nshort\n"
    items = read(data.encode(), suffix=".csv")
    assert failures(items) == [
        "source:3: no text in it: looked for text, body, content, html",
        "source:8: no text in it: looked for text, body, content, html",
    ]
    surplus = documents(items)[-1]
    assert [n.reason for n in surplus.notes] == ["left out: 1 cell beyond the last column"]


def test_a_row_in_another_encoding_is_repaired_alone() -> None:
    odd = table(ROW | {"body": "Le ministre a été reçu à Genève ; la réunion a été très brève, a-t-il précisé."})
    data = table(ROW).encode() + odd.split("\n", 1)[1].encode("cp1252")
    first, second = documents(read(data, suffix=".csv"))
    assert first.notes == ()
    assert "été reçu" in second.document.text
    assert any("encoding" in n.reason for n in second.notes)


def test_an_open_quotation_mark_ends_the_table_with_a_line() -> None:
    data = table(ROW) + 'https://larn.example/2,Title,2025-03-03,"never closed ' + "x" * 2000 + "\n" * 3
    items = read(data.encode(), IngestOptions(max_bytes=1000), suffix=".csv")
    assert len(documents(items)) == 1
    (line,) = failures(items)
    assert line.startswith("source:3: not CSV: ")
    assert line.endswith("it and what follows it were not read")


def test_tables_without_text_and_texts_with_commas_are_told_apart() -> None:
    with pytest.raises(FormatError, match="no column of text"):
        read(b"date,amount\n2025-03-03,4\n", suffix=".csv")
    with pytest.raises(FormatError, match="not CSV"):
        read(b"x" * 5000, IngestOptions(max_bytes=1000), suffix=".csv")
    prose = "Title, date and text were given, he said.\nNothing else was."
    (item,) = documents(read(prose.encode()))
    assert item.document.text == prose


def test_a_packed_table() -> None:
    assert len(documents(read(gzip.compress(table(ROW, ROW).encode()), suffix=".csv"))) == 2


def test_a_lead_in_a_column_of_its_own_begins_the_text() -> None:
    text = "The leaders spoke about grain and about the crossing at some length."
    told = "Orlan Dask had a telephone conversation with Mira Tolen."
    rows = [
        {"link": f"https://a.example/{i}", "summary": lead, "body": text}
        for i, lead in enumerate((told, "The leaders spoke about grain and about …", "", " – "))
    ]
    found = documents(read(table(*rows).encode(), suffix=".csv"))
    assert [item.document.text for item in found] == [f"{told}\n\n{text}", text, text, text]
