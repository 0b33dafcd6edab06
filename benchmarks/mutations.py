"""Mutated real documents through the whole reading: none crashes, each is accounted for, memory stays flat.

    python benchmarks/mutations.py ../shared/data/officials ../shared/data/pages --number 20000 --seed 1

Every document is cut to a stretch and read as if published on some day of some year; a share of them is mutated before: bytes
or characters are deleted, doubled, swapped, turned into odd quotation marks, controls, marks of direction, long words or broken
UTF-8. Each is read under its own kind of name. Counted: read, refused with a reason, inputs that gave neither (a defect),
stages that failed within (a defect), records that their text does not back (a defect). Memory is printed on the way, and at the
end the median of each quarter of the run and the slope of its last half.
"""

import argparse
import gzip
import io
import random
import resource
import statistics
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

ODD = [
    "“", "”", '"', "'", "’", "«", "»", "(", ")", "\u202e", "\u2066", "\x00", "\x1b[31m", "\ufeff", "\u00ad", "\u200b", "…",
    "—", "\n\n", "\r\n", "\t", "𝔘", "é", "مرحبا", "�", "<b>", "&amp;", "{{", "<script>", "-" * 300, "a" * 3000, "1/0/0000",
    "31 February",
]  # fmt: skip
DEFECTS = ("a reader failed", "a stage failed", "unsound", "crashed", "gave nothing")


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
    parser.add_argument("--longest", type=int, default=1_500, help="characters of a text that are kept")
    parser.add_argument("--mutated", type=float, default=1.0, help="share of the documents that is mutated")
    parser.add_argument("--every", type=int, default=500, help="documents between two looks at the memory")
    arguments = parser.parse_args()
    files = sorted(
        f for folder in arguments.folders for f in folder.rglob("*") if f.suffix in (".txt", ".html", ".gz", ".xml")
    )
    files = [f for f in files if f.stat().st_size < 30_000]
    chosen, counts, memory = random.Random(arguments.seed), Counter[str](), [_memory()]
    began = time.monotonic()
    for number in range(1, arguments.number + 1):
        file = chosen.choice(files)
        data, name = _document(file, chosen, arguments.longest, chosen.random() < arguments.mutated)
        settings = Settings(date=date(1990, 1, 1) + timedelta(days=chosen.randrange(13_000)))
        try:
            gave = 0
            for item in read_file(io.BytesIO(data), name, IngestOptions(settings=settings)):
                gave += 1
                if not isinstance(item, Ingested):
                    counts["refused"] += 1
                    counts[f"refused: {item.reason.split(':')[0][:60]}"] += 1
                    if "could not be read: " in item.reason:
                        _defect(counts, "a reader failed", number, file, item.reason)
                    continue
                record = read_document(item.document, settings, item.notes)
                counts["read"] += 1
                counts["statements"] += len(record.statements)
                for issue in record.issues:
                    if issue.reason.startswith("this step failed"):
                        _defect(counts, "a stage failed", number, file, f"{issue.stage}: {issue.reason}")
                for line in unbacked(record):
                    _defect(counts, "unsound", number, file, line)
            counts["inputs"] += 1
            if not gave:
                _defect(counts, "gave nothing", number, file, f"{len(data)} bytes under the name {name}")
        except Exception as error:
            _defect(counts, "crashed", number, file, repr(error))
        if number % arguments.every == 0:
            memory.append(_memory())
            seconds = time.monotonic() - began
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            said = f"{counts['read']} read, {counts['refused']} refused, {counts['statements']} statements"
            print(f"{number}: {said}; {memory[-1]:.0f} MiB now, {most} at most, {seconds:.0f} s", flush=True)
    print(dict(counts))
    _flatness(memory, arguments.every)
    sys.exit(any(counts[kind] for kind in DEFECTS))


def _memory() -> float:
    """Resident memory in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def _flatness(memory: list[float], every: int) -> None:
    """Print the median of each quarter of the run and the slope of its last half (MiB for 1,000 documents)."""
    quarter = len(memory) // 4
    if quarter < 2:
        return
    medians = [statistics.median(memory[i * quarter : (i + 1) * quarter]) for i in range(3)]
    medians.append(statistics.median(memory[3 * quarter :]))
    late = memory[2 * quarter :]
    slope = statistics.linear_regression(range(len(late)), late).slope * 1000 / every
    print(f"quarters: {', '.join(f'{m:.0f}' for m in medians)} MiB; last half: {slope:+.2f} MiB for 1,000 documents")


def _defect(counts: Counter[str], kind: str, number: int, file: Path, line: str) -> None:
    counts[kind] += 1
    print(f"DEFECT {kind}: mutation {number} of {file}: {line[:300]}", flush=True)


def _document(file: Path, chosen: random.Random, longest: int, mutate: bool) -> tuple[bytes, str]:
    """The bytes to read and the name to read them under."""
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    name = file.name.removesuffix(".gz")
    text = data.decode("utf-8", "replace")
    if name.endswith(".txt") and len(text) > longest:
        start = chosen.choice((0, 0, chosen.randrange(len(text) - longest)))
        text = text[start : start + longest]
    if not mutate:
        return text.encode("utf-8", "surrogatepass"), name
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
