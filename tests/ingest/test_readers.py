"""Pages, feeds, JSON Lines and archives: what each reader keeps, and what it says of the rest."""

import gzip
import io
import json
from datetime import date

import pytest

from communique.errors import FormatError
from communique.ingest import Ingested, IngestOptions, Metadata, SourceFailure
from communique.ingest.html import read_html
from communique.ingest.streams import read_stream
from communique.settings import Settings
from ingest.samples import STORY, feed, packed, page, record

OPTIONS = IngestOptions()
TODAY = IngestOptions(settings=Settings(today=date(2025, 6, 1)))


def read(data: bytes, options: IngestOptions = OPTIONS, suffix: str = "", path: str | None = None) -> list[object]:
    stream = io.BufferedReader(io.BytesIO(data))
    return list(read_stream(stream, "source", options, Metadata(path=path), suffix=suffix))


def documents(items: list[object]) -> list[Ingested]:
    return [item for item in items if isinstance(item, Ingested)]


def failures(items: list[object]) -> list[str]:
    return [str(item) for item in items if isinstance(item, SourceFailure)]


def body(item: Ingested) -> str:
    text = item.document.text
    return "\n".join(text[p.start : p.end] for p in item.document.parts if p.role == "body")


class TestPages:
    def test_article_without_its_furniture(self) -> None:
        (item,) = documents(read(page()))
        assert body(item) == "\n".join(STORY)
        assert item.document.title == "Ministers meet in Larn"
        assert item.document.publisher == "Larn Courier"
        assert item.document.language == "en"
        assert item.notes == ()

    @pytest.mark.parametrize(
        ("head", "text", "published", "evidence"),
        [
            ("<meta property='article:published_time' content='2025-03-03T18:05:00+01:00'>", "",
             "2025-03-03T18:05:00+01:00", "meta article:published_time"),
            ('<script type="application/ld+json">{"@graph":[{"@type":"Article","datePublished":"2025-03-03"}]}</script>', "",
             "2025-03-03", "JSON-LD datePublished"),
            ("", "<time class='published' datetime='2025-03-03T10:00'>today</time>",
             "2025-03-03T10:00:00", "element time marked as date of publication"),
            ("<link rel='canonical' href='https://larn.example/2025/03/03/ministers-meet'>", "", "2025-03-03", "address"),
            ("", "<span class='post-date'>Published: 3 March 2025</span>", "2025-03-03", "element of class post-date"),
            ("<meta name='date' content='03/04/2025'>", "", None, None),
            ("<script type='application/ld+json'>{broken</script>", "", None, None),
        ],
    )  # fmt: skip
    def test_published_with_evidence(self, head: str, text: str, published: str | None, evidence: str | None) -> None:
        document = documents(read(page(head, text)))[0].document
        assert (document.published, document.published_evidence) == (published, evidence)

    def test_a_future_date_is_refused_and_the_next_claim_taken(self) -> None:
        head = (
            "<meta property='article:published_time' content='2031-03-03'>"
            "<link rel='canonical' href='https://larn.example/2025/03/03/ministers-meet'>"
        )
        (item,) = documents(read(page(head), TODAY))
        assert item.document.published == "2025-03-03"
        assert [note.reason for note in item.notes] == [
            "publication date 2031-03-03 (meta article:published_time) is refused: it lies after 2025-06-01"
        ]

    def test_nothing_is_published_after_it_was_fetched(self) -> None:
        head = "<meta property='article:published_time' content='2025-03-05'>"
        item = read_html(page(head), "source", OPTIONS, Metadata(retrieved="2025-03-04T10:00:00+00:00"))
        assert item.document.published is None
        assert len(item.notes) == 1

    def test_given_date_and_publisher(self) -> None:
        head = "<meta property='article:published_time' content='2025-03-03'>"
        assumed = Settings(date=date(2025, 1, 1), publisher="Norpress")
        kept = documents(read(page(head), IngestOptions(settings=assumed)))[0].document
        assert (kept.published, kept.publisher) == ("2025-03-03", "Larn Courier")
        override = Settings(date=date(2025, 1, 1), publisher="Norpress", override=True)
        forced = documents(read(page(head), IngestOptions(settings=override)))[0].document
        assert (forced.published, forced.published_evidence) == ("2025-01-01", "option --date")
        assert forced.publisher == "Norpress"

    def test_bylines_and_section(self) -> None:
        head = (
            '<script type="application/ld+json">{"@type":"NewsArticle","articleSection":"Politics","author":'
            '[{"@type":"Person","name":"By Ina Korr"},{"name":"admin"},{"name":"https://larn.example/tom"}]}</script>'
        )
        document = documents(read(page(head)))[0].document
        assert document.byline == ("Ina Korr",)
        assert document.section == "Politics"

    @pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "utf-8", "utf-16"])
    def test_declared_encodings(self, encoding: str) -> None:
        sample = page(f"<meta charset='{encoding}'>", "<p>The café near the palace was closed, said Zoë Müller.</p>")
        data = sample.decode("utf-8").replace("“", '"').replace("”", '"').replace("©", "").encode(encoding)
        assert (
            "café near the palace was closed, said Zoë Müller" in documents(read(data, suffix=".html"))[0].document.text
        )

    def test_line_ends_in_the_markup_are_blanks(self) -> None:
        text = "<p><br>\nThe ministers agreed to open the border\nin the first week of May, he said.</p>"
        assert "open the border in the first week" in documents(read(page(body=text)))[0].document.text

    def test_tables_and_lists_are_kept_in_order(self) -> None:
        extra = "<ul><li>Opening of the border at Dorn in May</li><li>Exchange of the detainees by autumn</li></ul>"
        extra += (
            "<table><tr><td>Crossings open</td><td>12</td></tr><tr><td>Crossings closed</td><td>3</td></tr></table>"
        )
        text = documents(read(page(body=extra)))[0].document.text
        places = [text.index(words) for words in ("Opening of", "Exchange of", "Crossings open", "Crossings closed")]
        assert places == sorted(places)

    def test_broken_markup_is_mended(self) -> None:
        data = (
            b"<p>Foreign Minister <b>Orlan Dask met <i>Mira Tolen in Larn on Monday,</b> the ministry said.</table><p"
        )
        assert "Orlan Dask met Mira Tolen in Larn" in documents(read(data))[0].document.text

    def test_a_page_of_scripts_alone_is_refused(self) -> None:
        with pytest.raises(FormatError, match="no text was found"):
            read(b"<html><head><script>var a = 1;</script></head><body></body></html>")

    def test_nesting_beyond_the_parser_is_refused(self) -> None:
        data = b"<html><body>" + b"<div>" * 3000 + STORY[0].encode() + b"</div>" * 3000
        with pytest.raises(FormatError, match="no text was found"):
            read(data)


class TestFeeds:
    ITEM = (
        "<item><title>Call with the &amp;amp; Prime Minister</title><link>https://mfa.example/1</link>"
        "<pubDate>Mon, 03 Mar 2025 17:26:45 +0000</pubDate><category>Readouts</category>"
        "<description>Short</description><content:encoded><![CDATA[<p>Office of the Spokesperson</p><p>The Minister spoke"
        " today with the Prime Minister.<br>They discussed trade.</p>]]></content:encoded></item>"
    )

    def test_an_item_is_a_document(self) -> None:
        (item,) = documents(read(feed(self.ITEM), path="f.xml"))
        document = item.document
        assert document.text == (
            "Office of the Spokesperson\nThe Minister spoke today with the Prime Minister.\nThey discussed trade."
        )
        assert (document.url, document.path) == ("https://mfa.example/1", "f.xml#1")
        assert document.publisher == "Ministry of Foreign Affairs of Merovia"
        assert (document.published, document.published_evidence) == ("2025-03-03T17:26:45+00:00", "feed published")
        assert document.section == "Readouts"
        assert document.kind == "readout"

    def test_an_empty_item_is_named(self) -> None:
        items = read(feed("<item><title>Nothing</title></item>" + self.ITEM))
        assert failures(items) == ["source#1: an item without text"]
        assert len(documents(items)) == 1

    def test_a_cut_text_is_noted(self) -> None:
        cut = "<item><description>The ministers met on Monday and agreed to […]</description></item>"
        (item,) = documents(read(feed(cut)))
        assert [note.reason for note in item.notes] == ["the feed gives only the beginning of this text"]

    def test_atom(self) -> None:
        atom = (
            b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Larn Courier</title><entry>"
            b"<title>Talks</title><id>x</id><updated>2025-03-03T10:00:00Z</updated><link href='https://l.example/1'/>"
            b"<author><name>Ina Korr</name></author><content type='html'>&lt;p&gt;The talks went on.&lt;/p&gt;</content>"
            b"</entry></feed>"
        )
        document = documents(read(atom))[0].document
        assert (document.text, document.byline) == ("The talks went on.", ("Ina Korr",))
        assert document.published == "2025-03-03T10:00:00+00:00"

    def test_a_single_item_cut_out_of_its_feed(self) -> None:
        assert documents(read(self.ITEM.encode()))[0].document.url == "https://mfa.example/1"

    def test_a_feed_that_breaks_off(self) -> None:
        items = read(feed(self.ITEM * 2)[:-400])
        assert len(documents(items)) >= 1
        assert len(failures(items)) == 1

    def test_other_xml_and_empty_feeds_are_refused(self) -> None:
        with pytest.raises(FormatError, match="neither a feed nor a page"):
            read(b"<?xml version='1.0'?><invoice><total>3</total></invoice>")
        with pytest.raises(FormatError, match="without items"):
            read(feed(""))


class TestJson:
    def test_fields_under_their_usual_names(self) -> None:
        line = {
            "id": "a1", "body": "The ministers met.\r\n\nThey agreed.", "headline": "Talks", "link": "https://l.example/1",
            "date": "2025-03-03", "outlet": "Larn Courier", "lang": "en", "author": ["Ina Korr"], "tags": ["x"], "score": 1,
        }  # fmt: skip
        data = json.dumps(line).encode() + b"\n\n" + json.dumps({**line, "id": "a2"}).encode()
        first, second = documents(read(data, suffix=".jsonl", path="in.jsonl"))
        assert first.document.text == "The ministers met.\r\n\nThey agreed."
        assert (first.document.title, first.document.publisher) == ("Talks", "Larn Courier")
        assert (first.document.published, first.document.published_evidence) == ("2025-03-03", "field date")
        assert (first.document.path, second.document.path) == ("in.jsonl#a1", "in.jsonl#a2")
        assert first.document.byline == ("Ina Korr",)
        assert [note.reason for note in first.notes] == ["fields not used: score, tags"]
        assert second.notes == ()

    def test_bad_lines_are_named_and_the_rest_read(self) -> None:
        data = b'{"text": "One is read."}\n{"text": \n[1]\n{"title": "no text"}\n{"text": "Two is read."}\n'
        items = read(data, suffix=".jsonl")
        assert [d.document.text for d in documents(items)] == ["One is read.", "Two is read."]
        assert [line.split(": ")[0] for line in failures(items)] == ["source:2", "source:3", "source:4"]

    def test_our_own_records_are_read_again(self) -> None:
        (first,) = documents(read(page("<meta property='article:published_time' content='2025-03-03'>")))
        line = json.dumps({"schema": "communique/1", "document": {**_plain(first)}}).encode()
        (again,) = documents(read(line))
        assert again.document == first.document
        assert again.notes == ()

    @pytest.mark.parametrize(
        "data",
        [
            b'[{"text": "One is read."}, {"text": "Two is read."}]',
            b'{\n "items": [\n  {"content_text": "One is read."},\n  {"content_html": "<p>Two is read.</p>"}]}',
            b'{"text": "One is read."}\n{"text": "Two is read."}',
        ],
    )
    def test_lists_feeds_and_lines(self, data: bytes) -> None:
        assert [d.document.text for d in documents(read(data))] == ["One is read.", "Two is read."]

    def test_one_object_over_several_lines(self) -> None:
        assert documents(read(b'{\n  "text": "One is read."\n}'))[0].document.text == "One is read."

    def test_json_that_is_none(self) -> None:
        with pytest.raises(FormatError, match="not JSON"):
            read(b'{"text": "broken', suffix=".json")
        assert failures(read(b'{"x": ' * 5000 + b"1" + b"}" * 5000, suffix=".jsonl"))

    def test_a_line_over_the_limit_is_skipped(self) -> None:
        small = IngestOptions(max_bytes=1000)
        data = b'{"text": "' + b"a" * 5000 + b'"}\n{"text": "Two is read."}\n'
        items = read(data, small, suffix=".jsonl")
        assert [d.document.text for d in documents(items)] == ["Two is read."]
        assert failures(items) == ["source:1: a line of more than 1,000 bytes"]


class TestArchives:
    RECORDS = (
        record(page(), "https://larn.example/1"),
        record(b"\x89PNG", "https://larn.example/2.png", "image/png"),
        record(gzip.compress(page()), "https://larn.example/3", extra="Content-Encoding: gzip\r\n"),
        record(b"gone", "https://larn.example/4", status="404 Not Found"),
    )

    @pytest.mark.parametrize("data", [b"".join(RECORDS), packed(list(RECORDS)), gzip.compress(b"".join(RECORDS))])
    def test_pages_are_read_and_the_rest_counted(self, data: bytes) -> None:
        items = read(data, path="a.warc")
        assert [d.document.url for d in documents(items)] == ["https://larn.example/1", "https://larn.example/3"]
        assert [d.document.path for d in documents(items)] == ["a.warc#1", "a.warc#3"]
        assert documents(items)[0].document.retrieved == "2025-03-04T10:00:00+00:00"
        assert failures(items) == ["source: no document in 2 records: image/png 1, status 404 1"]
        assert all(item.ignored for item in items if isinstance(item, SourceFailure))

    def test_a_truncated_archive_gives_what_was_readable(self) -> None:
        items = read(packed(list(self.RECORDS))[:-300])
        assert len(documents(items)) >= 1
        assert any("broken gzip" in line for line in failures(items))
        items = read(b"".join(self.RECORDS[:1]) + self.RECORDS[0][:-700])
        assert len(documents(items)) == 1
        assert failures(items) == ["source#2: a record that is cut off"]

    def test_garbage_between_records(self) -> None:
        items = read(self.RECORDS[0] + b"garbage\r\n\r\nxx" + self.RECORDS[2])
        assert len(documents(items)) == 1
        assert len(failures(items)) == 1

    def test_no_archive_at_all(self) -> None:
        with pytest.raises(FormatError, match="no records"):
            read(b"WARC/1.0\r\n")

    def test_a_packed_page_that_grows_without_end(self) -> None:
        bomb = record(gzip.compress(b"x" * 3_000_000), "https://larn.example/b", extra="Content-Encoding: gzip\r\n")
        assert failures(read(bomb, IngestOptions(max_bytes=100_000))) == ["source: no document in 1 record: too long 1"]


def _plain(item: Ingested) -> dict[str, object]:
    import msgspec

    plain: dict[str, object] = msgspec.to_builtins(item.document)
    return plain
