"""Peak memory of `communique read` over files of growing size: it must not grow with them.

    python benchmarks/scale.py [--megabytes 200 2200] [--kinds jsonl warc parquet]

The files are made here: texts in a language that is not read for claims, each beside a megabyte that is no document (a field or
column that is not used, a picture), so that gigabytes are gone through in minutes and what is measured is the way of a document
through ingest, pipeline and output. Prints a line of JSON for each.
"""

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

WORDS = """le la les des une dans pour sur avec ministre président réunion accord entre deux pays affaires étrangères visite
    capitale porte-parole déclaration négociations frontière coopération conférence sommet dialogue relations lundi""".split()
MEGABYTE = 1_000_000
BALLAST = random.Random(2).randbytes(MEGABYTE)
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, code)
"""


def texts(megabytes: int) -> Iterator[str]:
    """Texts of 1 to 50 kB, one for each megabyte."""
    rng = random.Random(1)
    for _ in range(megabytes):
        paragraph = " ".join(rng.choices(WORDS, k=60)).capitalize() + "."
        yield "\n".join([paragraph] * rng.choice((2, 5, 20, 100)))


def write_jsonl(path: Path, megabytes: int) -> None:
    """An object a line."""
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts(megabytes)):
            file.write(
                json.dumps({"id": str(n), "picture": BALLAST.hex()[:MEGABYTE], "text": text}, ensure_ascii=False) + "\n"
            )


def write_parquet(path: Path, megabytes: int) -> None:
    """Row groups of a hundred rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("id", pa.string()), ("text", pa.string()), ("picture", pa.binary())])
    with pq.ParquetWriter(path, schema, use_dictionary=False) as file:
        rows = []
        for n, text in enumerate(texts(megabytes)):
            rows.append({"id": str(n), "text": text, "picture": BALLAST})
            if len(rows) == 100:
                file.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        file.write_table(pa.Table.from_pylist(rows, schema))


def write_warc(path: Path, megabytes: int) -> None:
    """A gzip member a record, as crawls have them: texts and pictures."""
    with path.open("wb") as file:
        for n, text in enumerate(texts(megabytes)):
            file.write(archived(n, "text/plain; charset=utf-8", text.encode()))
            file.write(archived(n, "image/jpeg", BALLAST))


def archived(n: int, kind: str, body: bytes) -> bytes:
    """A record of an archive."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n:08d}-0000-0000-0000-000000000000>\r\n"
        f"WARC-Target-URI: https://a.example/{n}\r\nWARC-Date: 2025-03-04T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", 0)


MAKERS = {"jsonl": (write_jsonl, ".jsonl"), "warc": (write_warc, ".warc.gz"), "parquet": (write_parquet, ".parquet")}


def measured(path: Path, jobs: int) -> dict[str, object]:
    """Peak memory of the process that reads, and how long it took."""
    start = time.monotonic()
    command = (sys.executable, "-m", "communique", "read", str(path), "--format", "jsonl", "--jobs", str(jobs))
    done = subprocess.run([sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=True)
    peak, code = done.stdout.split()
    return {"peak_mib": int(peak), "seconds": round(time.monotonic() - start), "exit": int(code)}


def main() -> None:
    """Make, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[200, 2200])
    parser.add_argument("--kinds", nargs="+", default=list(MAKERS), choices=list(MAKERS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", help="where the files are made; they are removed again")
    arguments = parser.parse_args()
    for kind in arguments.kinds:
        make, suffix = MAKERS[kind]
        for megabytes in arguments.megabytes:
            with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
                path = Path(folder) / f"made{suffix}"
                make(path, megabytes)
                told = {"kind": kind, "documents": megabytes, "megabytes": path.stat().st_size // MEGABYTE}
                print(json.dumps(told | measured(path, arguments.jobs)), flush=True)


if __name__ == "__main__":
    main()
