"""A cluster of two workers on this machine: the same records as `communique read`, whoever dies on the way."""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.ingest import Ingested, IngestOptions, SourceFailure
from communique.ingest.sources import read_sources
from communique.model import Record
from communique.pipeline.batch import read_many
from communique.samples import FOLDER
from communique.scale import engine, work
from communique.scale.engine import Run
from communique.scale.partitions import Partition
from factory import Maker
from ingest.samples import packed, page
from ingest.samples import record as archived

ray = pytest.importorskip("ray", reason="needs Ray: pip install 'communique[ray]'")
pq = pytest.importorskip("pyarrow.parquet")
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own, of which there are many
LOOPBACK = "127.0.0.2"  # in place of 127.0.0.1 Ray would take the address by which other machines reach this one
DEADLY = "this text kills whoever reads it"


@pytest.fixture(scope="module", autouse=True)
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two nodes of one core each, for all tests here."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "COMMUNIQUE_TEST_KILLED": str(tmp_path_factory.mktemp("killed") / "once"),
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_BACKEND_LOG_LEVEL": "fatal",
            "OMP_NUM_THREADS": "1",
        }.items():
            patch.setenv(name, value)
        node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 100_000_000, "node_ip_address": LOOPBACK}
        cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
        cluster.add_node(**node)
        ray.init(address=cluster.address, _node_ip_address=LOOPBACK, logging_level="fatal", log_to_driver=False)
        ray.cloudpickle.register_pickle_by_value(__import__(__name__, fromlist=["_"]))
        yield cluster
        ray.shutdown()
        cluster.shutdown()


class Quick(work.Worker):
    """Takes no time, has no model, and dies of one text."""

    def __init__(self, settings: object, attempts: object) -> None:
        self._attempts = attempts

    def read(self, item: Ingested) -> Record:
        if DEADLY in item.document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return Maker(item.document.text, path=item.document.path).record()


class Mortal(work.Worker):
    """Reads as it should, but for the first worker that comes to the tenth text: it dies there and then."""

    def read(self, item: Ingested) -> Record:
        killed = Path(os.environ["COMMUNIQUE_TEST_KILLED"])
        if "Number 10." in item.document.text and not killed.exists():
            killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(item)


def records(where: Path) -> list[str]:
    files = sorted((where / "records").rglob("*.parquet"))
    return [line for f in files for line in pq.ParquetFile(f).read().column("record").to_pylist()]


def failures(where: Path) -> list[tuple[str, str]]:
    files = sorted((where / "failed").rglob("*.parquet"))
    return [(r["source"], r["reason"]) for f in files for r in pq.ParquetFile(f).read().to_pylist() if not r["ignored"]]


def write_inputs(folder: Path) -> None:
    """JSON Lines, Parquet and an archive, each with something that is no document."""
    folder.mkdir()
    texts = [p.read_text(encoding="utf-8")[:900] for p in sorted(Path(FOLDER).rglob("*.txt"))]
    rows = [{"text": f"{text}\n\nNumber {n}.", "date": "2025-03-03", "odd": n} for n, text in enumerate(texts * 2)]
    with (folder / "a.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.write("{broken\n")
    pq.write_table(__import__("pyarrow").Table.from_pylist([*rows[:5], {"text": ""}]), folder / "b.parquet")
    (folder / "c.warc.gz").write_bytes(
        packed([archived(page(), "https://larn.example/1"), archived(b"x", "https://larn.example/2", "image/png")])
    )
    (folder / "d.txt").write_bytes(b"\x00\x01\x02" * 900)


def test_a_worker_killed_in_the_middle_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Worker", Mortal)
    write_inputs(tmp_path / "in")
    options = IngestOptions()
    here = list(read_many(read_sources([str(tmp_path / "in")], options), options.settings))
    run = Run((str(tmp_path / "in"),), str(tmp_path / "out"), options, workers=2, partition=4)
    assert sum(o.documents for o in run.outcomes() if isinstance(o, Partition)) == len(records(tmp_path / "out"))
    assert Path(os.environ["COMMUNIQUE_TEST_KILLED"]).exists()
    assert records(tmp_path / "out") == [r.to_json().decode() for r in here if isinstance(r, Record)]
    wrong = [f for f in here if isinstance(f, SourceFailure) and not f.ignored]
    assert sorted(failures(tmp_path / "out")) == sorted((f.source, f.reason) for f in wrong)
    assert len(wrong) == 3 and len(records(tmp_path / "out")) > 25
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*")}
    again = Run((str(tmp_path / "in"),), str(tmp_path / "out"), options, workers=2, partition=4)
    assert list(again.outcomes()) == []
    assert again.known == len(records(tmp_path / "out"))
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*")} == before


def test_a_text_that_kills_its_reader_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Worker", Quick)
    texts = [f"Mira Tolen met Orlan Dask. Number {n}." for n in range(60)]
    texts[20] = DEADLY
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    run = Run((str(tmp_path / "a.jsonl"),), str(tmp_path / "out"), IngestOptions(), workers=2, partition=25)
    told = list(run.outcomes())
    assert failures(tmp_path / "out") == [(f"{tmp_path}/a.jsonl#21", work.DIED)]
    assert [json.loads(r)["document"]["text"] for r in records(tmp_path / "out")] == [t for t in texts if t != DEADLY]
    assert Counter(type(t).__name__ for t in told) == {"Partition": 3, "SourceFailure": 1}
    (file,) = (tmp_path / "out" / "failed").rglob("*.parquet")
    (row,) = pq.ParquetFile(file).read().to_pylist()
    assert json.loads(row["document"])["text"] == DEADLY


def test_a_run_that_is_cut_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Worker", Quick)
    texts = [f"Mira Tolen met Orlan Dask. Number {n}." for n in range(50)]
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps({"text": f"{t} {name}"}) + "\n" for t in texts))
    sources = (str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl"))
    cut = Run(sources, str(tmp_path / "out"), IngestOptions(), workers=2, partition=20).outcomes()
    for _ in range(4):
        next(cut)
    cut.close()
    assert len(records(tmp_path / "out")) == 70
    rest = Run(sources, str(tmp_path / "out"), IngestOptions(), workers=2, partition=20)
    assert sum(p.documents for p in rest.outcomes()) == 30
    assert rest.known == 70
    kept = [json.loads(r)["document"]["text"] for r in records(tmp_path / "out")]
    assert kept == [f"{t} {name}" for name in ("a", "b") for t in texts]


def test_a_node_that_goes_takes_nothing_with_it(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Worker", Quick)
    texts = [f"Mira Tolen met Orlan Dask. Number {n}. {'Much more was said. ' * 200}" for n in range(400)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    node = cluster.add_node(num_cpus=1, object_store_memory=100_000_000, node_ip_address=LOOPBACK)
    run = Run((str(tmp_path / "a.jsonl"),), str(tmp_path / "out"), IngestOptions(), workers=3, partition=20)
    for told, _ in enumerate(run.outcomes()):
        if not told:
            cluster.remove_node(node, allow_graceful=False)
    assert [json.loads(r)["document"]["text"] for r in records(tmp_path / "out")] == texts
