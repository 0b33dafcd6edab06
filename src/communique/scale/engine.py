"""A run on Ray Data: inputs are opened by tasks, documents read by actors, and partitions written here in the inputs' order."""

import logging
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from communique.errors import CommuniqueError, MissingPartError, one_line
from communique.ingest.ingested import IngestOptions, SourceFailure
from communique.pipeline.run import reader
from communique.scale.partitions import Failed, Manifest, Partition, PartitionWriter, begun
from communique.scale.storage import Folder, inputs
from communique.scale.work import Attempts, Worker, items_of

PARTITION = 1000  # items
BATCH = 16  # documents that an actor reads in one go
BLOCK_BYTES = 64 * 1024  # handed from one worker to another; small, so that all have work
READING, OPENING = 0.8, 0.2  # of a core, for an actor that reads and for a task that opens inputs
STORE_BYTES = 512 * 1024 * 1024  # of shared memory for what is on its way, where we start Ray ourselves
FILES = ("COMMUNIQUE_ACTORS", "COMMUNIQUE_DATA")  # variables that name the user's own actors; the workers need them too


@dataclass(slots=True)
class Run:
    """Sources read into a folder of partitions. workers: actors that read; all cores of the cluster where None.

    address: of a Ray cluster ("auto", "ray://…", "host:port"), None to start Ray on this machine for as long as it takes.
    known: documents in partitions that were finished before.
    """

    sources: tuple[str, ...]
    output: str
    options: IngestOptions
    workers: int | None = None
    address: str | None = None
    partition: int = PARTITION
    known: int = 0

    def outcomes(self) -> Iterator[Partition | SourceFailure]:
        """Failures as they are found, partitions as they are finished. Raises CommuniqueError where Ray gives up."""
        folder = Folder(self.output)
        manifests: list[Manifest] = []
        who = reader(self.options.settings)
        for source in inputs(self.sources):
            if isinstance(source, SourceFailure):
                yield source
                continue
            manifest = begun(folder, source, who, self.partition)
            self.known += sum(p.documents for p in manifest.partitions)
            if not manifest.complete:
                manifests.append(manifest)
        if manifests:
            yield from self._read(folder, manifests)

    def _read(self, folder: Folder, manifests: list[Manifest]) -> Iterator[Partition | SourceFailure]:
        try:
            import ray
            from ray.exceptions import RayError
        except ImportError as error:
            raise MissingPartError("--engine ray needs Ray: pip install 'communique[ray]'") from error

        started = not ray.is_initialized()
        try:
            if started:
                _start(self.address, self.workers)
            yield from _written(folder, manifests, self._batches(manifests))
        except (RayError, ConnectionError) as error:
            raise CommuniqueError(f"Ray: {one_line(error)}; finished partitions stay, the same call goes on") from error
        finally:
            if started:
                ray.shutdown()

    def _batches(self, manifests: list[Manifest]) -> Iterator[Any]:
        """What becomes of the items, batch by batch, in the order of the inputs and of the items in them."""
        import ray
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        _quiet()
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=True)
        attempts = (
            ray.remote(Attempts)
            .options(num_cpus=0, max_restarts=-1, max_task_retries=-1, scheduling_strategy=here)
            .remote()
        )
        names = {name: os.environ[name] for name in FILES if os.environ.get(name)}
        environment: dict[str, Any] = {"runtime_env": {"env_vars": names}} if names else {}
        tasks = [{"number": n, "input": pickle.dumps(m.input), "start": m.items} for n, m in enumerate(manifests)]
        cores: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        workers = self.workers or max(1, int(cores.get("CPU", 1)))
        items = ray.data.from_items(tasks, override_num_blocks=len(tasks)).flat_map(
            partial(items_of, options=self.options), num_cpus=OPENING, **environment
        )
        done = items.map_batches(
            Worker,
            fn_constructor_args=(self.options.settings, attempts),
            batch_size=BATCH,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(size=workers),
            num_cpus=READING,
            **environment,
        )
        yield from done.iter_batches(batch_size=None, batch_format="pyarrow")


def _start(address: str | None, workers: int | None) -> None:
    import ray

    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing of what is read here is anybody else's business
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    logging.getLogger("ray").setLevel(logging.ERROR)
    quiet: dict[str, Any] = {"logging_level": "error", "log_to_driver": False}
    if address:
        ray.init(address=address, **quiet)
        return
    ray.init(
        num_cpus=workers,
        include_dashboard=False,
        object_store_memory=STORE_BYTES,
        _node_ip_address="127.0.0.1",
        **quiet,
    )


def _quiet() -> None:
    """Ray Data without bars and news, its blocks small and in order."""
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.target_max_block_size = BLOCK_BYTES
    context.execution_options.preserve_order = True


def _written(folder: Folder, manifests: list[Manifest], batches: Iterator[Any]) -> Iterator[Partition | SourceFailure]:
    """Write what comes; every item must come once and in its turn."""
    turn = iter(manifests)
    writer: PartitionWriter | None = None
    number, expected = -1, 0
    try:
        for batch in batches:
            for one in batch.to_pylist():
                if writer is None:
                    manifest = next(turn)
                    number, expected, writer = number + 1, manifest.items, PartitionWriter(folder, manifest)
                if (one["input"], one["item"]) != (number, expected):
                    raise CommuniqueError(f"{manifest.input.name}: item {expected} did not come back from the workers")
                expected += 1
                held = pickle.loads(one["held"])  # noqa: S301
                if isinstance(held, Failed):
                    yield held.failure
                finished = writer.close() if held is None else writer.add(held)
                if finished:
                    yield finished
                if held is None:
                    writer = None
    finally:
        if writer is not None:
            writer.give_up()
    if number + 1 < len(manifests):
        raise CommuniqueError(f"{manifests[number + 1].input.name}: did not come back from the workers")
