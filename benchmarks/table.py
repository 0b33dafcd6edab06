"""Every figure of the README in one table, measured anew: `make bench`.

    python benchmarks/table.py [--shared ../shared] [--only WORD…] [--quick] [--output docs/measured.md]

Runs the other benchmarks one after the other and takes their figures; a row whose data or library is not here says so.
`--quick` uses smaller stores. All at once takes about an hour on two cores; speeds depend on the machine, ratios less so.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
AIM = 150
"""Milliseconds within which 95 of 100 pages of every kind should come."""
MEASURED = Callable[[str], str]


class Row(NamedTuple):
    """what is measured; the arguments of a benchmark; how its figure is read from what it prints; whom to hold it against."""

    what: str
    command: tuple[str, ...]
    figure: MEASURED
    beside: str = ""


def found(*patterns: str, between: str = "; ") -> MEASURED:
    """The groups of patterns, each of which must match."""

    def read(printed: str) -> str:
        out = []
        for pattern in patterns:
            match = re.search(pattern, printed, re.MULTILINE)
            if match is None:
                raise ValueError(f"no {pattern!r} in what was printed")
            out.append(" ".join(match.groups()))
        return between.join(out)

    return read


def of_json(take: Callable[[Any], str]) -> MEASURED:
    """What a function takes from the last indented JSON object printed."""
    return lambda printed: take(json.loads(printed[f"\n{printed}".rindex("\n{\n") :]))


def _e2e(result: Any, name: str) -> str:
    scored = result[name]
    return f"{scored['e2e']['f1']:.3f} (overlap {scored['content_overlap']['f1']:.3f})"


def _speeds(result: Any) -> str:
    speeds = result["words per core-second"]
    base = speeds["spaCy alone"]
    return "; ".join(f"{name} {value:,} ({value / base:.2f})" for name, value in speeds.items())


def rows(shared: Path, quick: bool, store: str) -> tuple[Row, ...]:
    """All rows, in the order of the table. store: a file for the store that the benchmarks of the store and the pages share."""
    data = shared / "data"
    others = ("others.py", "--shared", str(shared))
    gold = ("records.py", str(data / "gold" / "dev"))
    documents = "5000" if quick else "100000"
    events = ("1000", "10000") if quick else ("1000", "10000", "100000")
    return (
        Row("who said what, PolNeAR dev, content and source right, F1", others,
            of_json(lambda r: _e2e(r, "communique")), "people .754; textacy in the same run, next row"),
        Row("the same by textacy's direct quotations", others, of_json(lambda r: _e2e(r, "textacy, by paragraph"))),
        Row("words per core-second (ratio to spaCy alone)", others, of_json(_speeds)),
        Row("statements of diplomatic documents, F1; whole chain right", gold,
            of_json(lambda r: f"{r['statements']['F']:.3f}; {r['statements']['chain_F']:.3f}"), "people .955; .930"),
        Row("contacts, F1; with action, status and date right", gold,
            of_json(lambda r: f"{r['contacts']['F']:.3f}; {r['contacts']['full_F']:.3f}"), "people .917; .833"),
        Row("positions, F1", gold, of_json(lambda r: f"{r['positions']['F']:.3f}"), "people .878"),
        Row("dates, TimeBank and AQUAINT: value F1; strict spans",
            ("times.py", str(data / "timex" / "TimeBank"), str(data / "timex" / "AQUAINT")),
            found(r"^all .*value (\S+)", r"^all .*strict (\S+)"), "best published on the sister set .776; .813"),
        Row("offices on a date: right of those answered; answered",
            ("offices.py", str(data / "leaders" / "everypolitician")),
            found(r"^right\s+(\S+)", r"^answered\s+(\S+)")),
        Row("official readouts of 2021, title withheld: pair found; all right", ("readouts.py", str(data / "officials")),
            found(r"^readout .*pair (\S+)", r"^readout .*right (\S+)")),
        Row("PLOVER root codes, five folds: accuracy, macro-F1", ("plover.py", str(data / "plover" / "PLV_train.tsv")),
            found(r"accuracy (\S+), macro-F1 (\S+)"), "fine-tuned NLI .838, .824 on the test set"),
        Row("reading 587 releases: words per core-second; peak MiB", ("read.py", str(data / "officials/statedept/text")),
            of_json(lambda r: f"{r['words_per_core_second']:,}; {r['peak_memory_mib']}")),
        Row(f"store of {int(documents):,} documents, SQLite: slowest 95th percentile, ms; bytes a document",
            ("store.py", "--documents", documents, "--db", store),
            of_json(lambda r: f"{r['slowest_p95_ms']}; {r['bytes_a_document']:,}")),
        Row("merging: seconds for each number of reports; exponent", ("merge.py", "--events", *events), of_json(_merging)),
        Row(f"pages, {int(documents):,} documents, 20 requests a second: slowest 95th percentile, ms",
            ("web.py", "--documents", documents, "--db", store), of_json(_pages)),
    )  # fmt: skip


def _pages(result: Any) -> str:
    slow = sorted((page["p95_ms"], kind) for kind, page in result["pages"].items())
    under = sum(p95 < AIM for p95, _ in slow)
    kinds = f"{under} of {len(slow)} kinds under {AIM}"
    return f"{slow[-1][0]} ({slow[-1][1]}); {kinds}; first paint {result.get('first_paint_ms', '—')}"


def _merging(result: Any) -> str:
    sizes = "; ".join(f"{s['events']:,}: {s['rebuild_s']:.1f}" for s in result["sizes"])
    return f"{sizes}; exponent {result['exponent']}"


def measure(command: tuple[str, ...], known: dict[tuple[str, ...], str]) -> str:
    """What a benchmark prints; each is run once. Raises ValueError with its last line where it fails."""
    if command not in known:
        script = HERE / command[0]
        if not script.exists():
            raise ValueError("no such benchmark")
        print(f"… {' '.join(command)}", file=sys.stderr, flush=True)
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, str(script), *command[1:]], capture_output=True, text=True, env=environment, check=False
        )
        if done.returncode:
            raise ValueError((done.stderr.strip().splitlines() or ["failed"])[-1][:200])
        known[command] = done.stdout
    return known[command]


def machine() -> str:
    """What it was measured on."""
    from importlib.metadata import version

    cpu = (
        re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in ("communique", "spacy", "onnxruntime", "sqlalchemy"))
    name = cpu[1] if cpu else platform.machine()
    return (
        f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}, {libraries}, {date.today().isoformat()}"
    )


def main() -> None:
    """Print the table; write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--only", nargs="*", default=[], help="rows whose benchmark's name holds one of these")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    lines = ["| what | figure | held against | rerun |", "|---|---|---|---|"]
    known: dict[tuple[str, ...], str] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store.db")
        for row in rows(arguments.shared, arguments.quick, store):
            if arguments.only and not any(word in row.command[0] for word in arguments.only):
                continue
            try:
                figure = row.figure(measure(row.command, known))
            except (ValueError, KeyError) as error:
                figure = f"not measured: {error}"
            command = " ".join(row.command).replace(str(arguments.shared), "../shared").removesuffix(f" --db {store}")
            lines.append(f"| {row.what} | {figure} | {row.beside} | `python benchmarks/{command}` |")
    text = "\n".join(lines) + f"\n\n{machine()}. {(time.monotonic() - began) / 60:.0f} minutes.\n"
    print(text)
    if arguments.output:
        with tempfile.NamedTemporaryFile("w", dir=arguments.output.parent, delete=False, encoding="utf-8") as file:
            file.write("# Measured\n\nMade by `make bench`.\n\n" + text)
        Path(file.name).replace(arguments.output)


if __name__ == "__main__":
    main()
