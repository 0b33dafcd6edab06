"""Coverage-guided fuzzing of what meets bytes and text first: readers, quotes, times, parts (needs `pip install atheris`).

    python benchmarks/fuzz.py readers --seconds 900 [--corpus FOLDER]

The samples that ship are the first inputs. A finding is any exception but SourceError, or a promise broken: parts in order,
spans inside the text, quotations inside their paragraphs. Inputs that broke something belong into tests/cases/fuzz as files.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SUFFIXES = ("", ".html", ".xml", ".jsonl", ".json", ".csv", ".warc", ".gz", ".txt", ".parquet")


def main() -> None:
    """Fuzz one target for some seconds; exit 77 with a finding."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, default=None, help="folder that grows with inputs of new coverage")
    arguments = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["communique"]):
        check = TARGETS[arguments.target]()
    check(b"\x00Warm up: what is loaded when it is first needed must not count as slow.")
    corpus = arguments.corpus or Path(tempfile.mkdtemp())
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = Path(tempfile.mkdtemp())
    for number, seed in enumerate(_seeds(arguments.target)):
        (seeds / str(number)).write_bytes(seed)
    options = [f"-max_total_time={arguments.seconds}", "-max_len=20000", "-timeout=20", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={corpus}/finding-", str(corpus), str(seeds)], check)
    atheris.Fuzz()


def _seeds(target: str) -> list[bytes]:
    from communique.samples import documents

    files = [f.read_bytes() for f in documents()]
    if target == "readers":
        names = [f.suffix for f in documents()]
        marked = [SUFFIXES.index(n) if n in SUFFIXES else 0 for n in names]
        return [bytes([m]) + data for m, data in zip(marked, files, strict=True)]
    return files


def readers() -> Callable[[bytes], None]:
    """Bytes under some name to documents."""
    from communique.errors import MissingPartError, SourceError
    from communique.ingest.ingested import Ingested, IngestOptions
    from communique.ingest.streams import read_stream

    def check(data: bytes) -> None:
        suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ""
        try:
            for item in read_stream(io.BytesIO(data[1:]), f"x{suffix}", IngestOptions(), suffix=suffix):
                if isinstance(item, Ingested):
                    _in_order(item.document.parts, len(item.document.text))
        except (SourceError, MissingPartError):
            pass

    return check


def parts() -> Callable[[bytes], None]:
    """A text to its parts."""
    from communique.ingest.parts import find_structure

    def check(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        _in_order(find_structure(text).parts, len(text))

    return check


def quotes() -> Callable[[bytes], None]:
    """A text to its quotations."""
    from communique.annotate.paragraphs import split
    from communique.annotate.quotes import find_quotes
    from communique.ingest.text import document_from_text
    from communique.settings import Settings

    def check(data: bytes) -> None:
        document = document_from_text(data.decode("utf-8", "replace"), Settings())
        paragraphs = split(document)
        for quote in find_quotes(document.text, paragraphs):
            assert 0 <= quote.span.start < quote.span.end <= len(document.text)
            assert quote.span.contains(quote.inner)
            assert paragraphs[0].span.start <= quote.span.start and quote.span.end <= paragraphs[-1].span.end

    return check


def times() -> Callable[[bytes], None]:
    """A text to its times, with and without a date of publication."""
    from datetime import date

    from communique.annotate.layers import Layers
    from communique.annotate.paragraphs import split
    from communique.annotate.times import find_times
    from communique.ingest.text import document_from_text
    from communique.settings import Settings

    def check(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for day in (date(2024, 2, 29), None):
            document = document_from_text(text, Settings(date=day))
            layers = Layers(document, split(document))
            for time in find_times(layers):
                if time.when is None:
                    continue
                assert all(0 <= s.start < s.end <= len(document.text) for s in time.when.said)
                for bound in (time.when.start, time.when.end):
                    assert bound is None or date.fromisoformat(bound)

    return check


def _in_order(parts: "tuple[object, ...]", length: int) -> None:
    at = 0
    for part in parts:
        assert at <= part.start < part.end <= length, part  # type: ignore[attr-defined]
        at = part.end  # type: ignore[attr-defined]


TARGETS = {"readers": readers, "parts": parts, "quotes": quotes, "times": times}

if __name__ == "__main__":
    main()
