"""What every step of following works with."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Engine

from communique.follow.clock import Clock, stamp
from communique.follow.hosts import Hosts
from communique.ingest.ingested import IngestOptions


@dataclass
class Means:
    """The store, the clock, chance, manners, and where things are told.

    options: how pages are read, and with which settings; say: takes a line for each failure and each gap; tally: what was
    done so far; jobs: processes to read with; until: no page is begun after that.
    """

    engine: Engine
    clock: Clock
    random: Random
    options: IngestOptions
    hosts: Hosts
    say: Callable[[str], None]
    jobs: int = 1
    until: datetime | None = None
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def writing(self) -> Engine:
        """The engine whose transactions may write."""
        return self.engine.execution_options(writes=True)

    def now(self) -> str:
        """The time as it stands in the store."""
        return stamp(self.clock.now())

    def later(self, seconds: float, host: str | None = None) -> str:
        """The time in so many seconds, or when the host may be asked again, if that is later."""
        then = self.clock.now() + timedelta(seconds=seconds)
        return stamp(max(then, self.hosts.free(host)) if host else then)
