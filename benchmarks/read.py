"""Speed, memory, start-up and scaling of `communique read`.

    python benchmarks/read.py FOLDER [--limit N]        (FOLDER: text files, such as the 587 State Department texts of 2021)

Prints words per core-second of the whole reading and the share of each stage, peak memory, start-up times, and the speed of
two processes against one. Machines differ: compare the ratios.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")


def stages(files: list[Path]) -> dict[str, object]:
    """CPU seconds of each stage, model load left out."""
    from communique.annotate.parse import memory_zone
    from communique.ingest.text import document_from_text
    from communique.pipeline.run import run_stages
    from communique.pipeline.stages import STAGES, Stage
    from communique.settings import Settings

    settings = Settings()
    spent: dict[str, float] = {"ingest": 0.0}

    def timed(stage: Stage) -> Stage:
        def run(reading) -> None:  # type: ignore[no-untyped-def]
            start = time.process_time()
            try:
                stage.run(reading)
            finally:
                spent[stage.name] = spent.get(stage.name, 0.0) + time.process_time() - start

        return stage._replace(run=run)

    timed_stages = tuple(timed(s) for s in STAGES)
    words = 0
    run_stages(document_from_text('Warm up: she said "yes" on Monday.', settings), settings)
    for file in files:
        text = file.read_bytes().decode("utf-8", "replace")
        words += len(text.split())
        start = time.process_time()
        document = document_from_text(text, settings)
        spent["ingest"] += time.process_time() - start
        with memory_zone():
            run_stages(document, settings, timed_stages)
    total = sum(spent.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "documents": len(files),
        "words": words,
        "words_per_core_second": round(words / total),
        "share_of_time": {k: round(v / total, 3) for k, v in spent.items()},
        "peak_memory_mib": round(peak),
    }


def wall(command: list[str], repeats: int = 5) -> float:
    """Least wall seconds of several runs of a command."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return round(best, 2)


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*.txt"))[: arguments.limit or None]
    if not files:
        sys.exit(f"{arguments.folder}: no text files")
    result: dict[str, object] = {
        "machine": platform.processor() or platform.machine(),
        "python": platform.python_version(),
    }
    result.update(stages(files))
    me = [sys.executable, "-m", "communique"]
    result["help_seconds"] = wall([*me, "--help"])
    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder) / "short.txt"
        short.write_text(
            'President Orlan Dask met Mira Tolen in Geneva on Monday. "We agree," he said.\n', encoding="utf-8"
        )
        result["first_short_document_seconds"] = wall([*me, "read", str(short)], 3)
        many = Path(folder) / "many"
        many.mkdir()
        for file in files[:120]:
            (many / file.name).write_bytes(file.read_bytes())
        one, two = (wall([*me, "read", str(many), "--format", "jsonl", "--jobs", j], 1) for j in ("1", "2"))
    result["jobs_2_against_1"] = round(one / two, 2)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
