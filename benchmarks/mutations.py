"""Mutated real documents through the whole reading: none crashes, each is accounted for, memory stays flat.

    python benchmarks/mutations.py ../shared/data/officials ../shared/data/pages --number 10000 --seed 1

Every document is cut to a stretch, then bytes or characters of it are deleted, doubled, swapped, turned into odd quotation
marks, controls, marks of direction, long words or broken UTF-8, and it is read under its own kind of name. Counted: read,
refused with a reason, stages that failed within (a defect), records that their text does not back (a defect). Memory is printed
on the way.
"""

import argparse
import gzip
import io
import random
import resource
import sys
import time
from collections import Counter
from pathlib import Path

ODD = [
    "“", "”", '"', "'", "’", "«", "»", "(", ")", "\u202e", "\u2066", "\x00", "\x1b[31m", "\ufeff", "\u00ad", "\u200b", "…",
    "—", "\n\n", "\r\n", "\t", "𝔘", "é", "مرحبا", "�", "<b>", "&amp;", "{{", "<script>", "-" * 300, "a" * 3000, "1/0/0000",
    "31 February",
]  # fmt: skip
LONGEST = 1_500  # characters of a text that is kept before mutation


def main() -> None:
    """Read mutations; exit 1 where one crashed or left an unsound record."""
    from communique.ingest import Ingested, IngestOptions
    from communique.ingest.sources import read_file
    from communique.model.grounding import unbacked
    from communique.pipeline.run import read_document
    from communique.settings import Settings

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    files = sorted(
        f for folder in arguments.folders for f in folder.rglob("*") if f.suffix in (".txt", ".html", ".gz", ".xml")
    )
    files = [f for f in files if f.stat().st_size < 30_000]
    chosen, counts, options = random.Random(arguments.seed), Counter(), IngestOptions(settings=Settings())
    began = time.monotonic()
    for number in range(1, arguments.number + 1):
        file = chosen.choice(files)
        data, name = _mutated(file, chosen)
        try:
            gave = 0
            for item in read_file(io.BytesIO(data), name, options):
                gave += 1
                if not isinstance(item, Ingested):
                    counts["refused"] += 1
                    if "could not be read: " in item.reason:
                        _defect(counts, "a reader failed", number, file, item.reason)
                    continue
                record = read_document(item.document, Settings(), item.notes)
                counts["read"] += 1
                counts["statements"] += len(record.statements)
                for issue in record.issues:
                    if issue.reason.startswith("this step failed"):
                        _defect(counts, "a stage failed", number, file, f"{issue.stage}: {issue.reason}")
                for line in unbacked(record):
                    _defect(counts, "unsound", number, file, line)
            counts["inputs" if gave else "inputs that gave nothing"] += 1
        except Exception as error:
            _defect(counts, "crashed", number, file, repr(error))
        if number % 1000 == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            now = int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024
            print(
                f"{number}: {dict(counts)}; {now} MiB now, {peak} at most, {time.monotonic() - began:.0f} s", flush=True
            )
    print(dict(counts))
    sys.exit(any(counts[k] for k in ("a reader failed", "a stage failed", "unsound", "crashed")))


def _defect(counts: Counter[str], kind: str, number: int, file: Path, line: str) -> None:
    counts[kind] += 1
    print(f"DEFECT {kind}: mutation {number} of {file}: {line[:300]}", flush=True)


def _mutated(file: Path, chosen: random.Random) -> tuple[bytes, str]:
    """The bytes to read and the name to read them under."""
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    name = file.name.removesuffix(".gz")
    text = data.decode("utf-8", "replace")
    if name.endswith(".txt") and len(text) > LONGEST:
        start = chosen.choice((0, 0, chosen.randrange(len(text) - LONGEST)))
        text = text[start : start + LONGEST]
    for _ in range(chosen.randrange(1, 8)):
        text = _step(text, chosen)
    data = text.encode("utf-8", "surrogatepass")
    if chosen.random() < 0.15 and data:
        at = chosen.randrange(len(data))
        data = data[:at] + bytes(chosen.randrange(256) for _ in range(chosen.randrange(1, 5))) + data[at + 1 :]
    return data, name


def _step(text: str, chosen: random.Random) -> str:
    a, b = sorted(chosen.randrange(len(text) + 1) for _ in range(2))
    b = min(b, a + chosen.choice((1, 10, 100, 1000)))
    kind = chosen.randrange(6)
    if kind == 0:
        return text[:a] + text[b:]
    if kind == 1:
        return text[:b] + text[a:b] + text[b:]
    if kind == 2:
        return text[:a] + chosen.choice(ODD) + text[a:]
    if kind == 3:
        return text[:a] + text[a:b].swapcase() + text[b:]
    if kind == 4:
        return text[:a] + text[a:b].replace(" ", "").replace("\n", " ") + text[b:]
    return text[:a] + text[a:b][::-1] + text[b:]


if __name__ == "__main__":
    main()
