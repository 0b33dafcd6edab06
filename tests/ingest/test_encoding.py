"""Encodings, languages and dates: decided by evidence, or left open."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import FormatError
from communique.ingest import dates
from communique.ingest.encoding import decode, refuse_binary
from communique.ingest.language import detect, primary

TEXT = "Zoë said: “Déjà vu” — café, naïve, Türkiye’s €5 fee."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    data = codecs.BOM_UTF16_LE + TEXT.encode(encoding) if encoding == "utf-16-le" else TEXT.encode(encoding)
    assert decode(data).text == TEXT


def test_a_utf8_mark_stays_so_that_offsets_count_as_in_the_file() -> None:
    data = codecs.BOM_UTF8 + TEXT.encode()
    assert decode(data).text == data.decode("utf-8")


@pytest.mark.parametrize(
    ("data", "header", "markup", "encoding"),
    [
        (TEXT.encode("cp1252", "replace"), "windows-1252", False, "cp1252"),
        (TEXT.encode("cp1252", "replace"), "ISO-8859-1", False, "cp1252"),
        (b"<meta charset=windows-1251>" + "Министр".encode("cp1251"), None, True, "cp1251"),
        (b"<?xml version='1.0' encoding='koi8-r'?>" + "Министр".encode("koi8-r"), None, True, "koi8-r"),
        (
            b"<meta http-equiv=Content-Type content='text/html; charset=gb2312'>" + "部长".encode("gbk"),
            None,
            True,
            "gb18030",
        ),
        (TEXT.encode(), "iso-8859-1", False, "utf-8"),
        (TEXT.encode(), "no-such-charset", False, "utf-8"),
    ],
)
def test_declared(data: bytes, header: str | None, markup: bool, encoding: str) -> None:
    decoded = decode(data, header, markup)
    assert decoded.encoding == encoding
    assert "\ufffd" not in decoded.text
    assert decoded.notes == ()


def test_broken_utf8_is_read_with_a_note() -> None:
    data = TEXT.encode() + b" \xff\xfe " + TEXT.encode()
    decoded = decode(data)
    assert decoded.text.startswith(TEXT)
    assert decoded.text.endswith(TEXT)
    assert [note.reason for note in decoded.notes] == ["broken UTF-8: 2 stretches of bytes could not be read"]


def test_an_undeclared_single_byte_encoding_is_guessed_with_a_note() -> None:
    data = ("Die Außenminister trafen sich am Montag in Köln und sprachen über die Zölle für Möbel. " * 5).encode(
        "cp1252"
    )
    decoded = decode(data)
    assert "Außenminister" in decoded.text
    assert any("guessed" in note.reason for note in decoded.notes)


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 x", b"PK\x03\x04abc", b"\x89PNG\r\n", b"abc\0def", bytes(range(1, 32)) * 9, b"GIF89a", b"\x7fELF"],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="not a text"):
        refuse_binary(data, "x")


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "cp1252", "utf-16", "x", "idna", "rot13", "utf-7"]),
    st.booleans(),
)
def test_any_bytes_decode(data: bytes, header: str | None, markup: bool) -> None:
    assert isinstance(decode(data, header, markup).text, str)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The foreign ministers met on Monday and agreed to open the border in the first week of May.", "en"),
        (
            "Les ministres des affaires étrangères se sont réunis lundi et ont décidé d'ouvrir la frontière en mai.",
            "fr",
        ),
        ("Министры иностранных дел встретились в понедельник и договорились открыть границу в мае.", "ru"),
        ("Dışişleri bakanları pazartesi günü bir araya geldi ve sınırın mayıs ayında açılmasına karar verdi.", "tr"),
        ("Hi there.", None),
        ("12 34 56", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect(text) == language


def test_primary_language_of_a_tag() -> None:
    assert [primary(tag) for tag in ("en-GB", "EN_us", "fr", "english", "", None, "x-1")] == [
        "en",
        "en",
        "fr",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-03-03", "2025-03-03"),
        ("2025-03-03T10:15:00Z", "2025-03-03T10:15:00+00:00"),
        ("2025-03-03 10:15:00 +0400", "2025-03-03T10:15:00+04:00"),
        ("2025/03/03", "2025-03-03"),
        ("20250303", "2025-03-03"),
        ("Mon, 03 Mar 2025 10:15:00 GMT", "2025-03-03T10:15:00+00:00"),
        ("3 March 2025", "2025-03-03"),
        ("March 3rd, 2025", "2025-03-03"),
        ("Monday, March 3, 2025 10:15 AM EST", "2025-03-03"),
        ("03.04.2025", "2025-04-03"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("03/04/2025", None),
        ("2025-02-30", None),
        ("March 2025", None),
        ("3 March 2025, the day on which it began", None),
        ("yesterday", None),
        ("0001-01-01", None),
        ("99999999999", None),
    ],
)
def test_dates(written: str, iso: str | None) -> None:
    assert dates.parse(written) == iso


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_not(text: str) -> None:
    found = dates.parse(text)
    assert found is None or dates.day(found)
