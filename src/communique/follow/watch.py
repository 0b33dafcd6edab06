"""Rounds: every source that is due is polled, then every page that is due visited. Once, or for ever.

Each step is one transaction, and all that is known stands in the store. Whatever is cut off is as if it had not been begun:
the next round finds the same step due.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

from msgspec.structs import replace
from sqlalchemy import Engine, func, select

from communique.follow.clock import Clock, moment
from communique.follow.hosts import Hosts
from communique.follow.means import Means
from communique.follow.poll import poll
from communique.follow.visits import visit_pages
from communique.ingest.ingested import IngestOptions
from communique.store import following

LONGEST_ROUND = 300.0  # seconds; pages that are left stay due
LONGEST_REST = 60.0  # seconds; a source that another process adds is found by then
SOURCE, PAGE = following.sources.c, following.pages.c


class Watcher:
    """Follows what a store says is to be followed.

    say: takes a line for each failure and each gap; jobs: processes to read with; delay: seconds between two requests to
    one host; random: whence the jitter comes.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        random: Random,
        options: IngestOptions,
        say: Callable[[str], None],
        jobs: int = 1,
        delay: float = 2.0,
    ) -> None:
        hosts = Hosts(engine, clock, options, random, delay)
        self._means = Means(engine, clock, random, options, hosts, say, jobs)

    def round(self, seconds: float | None = None) -> Counter[str]:
        """Do what is due now; what was done, counted. seconds: begin no page after that: sources want their turn."""
        means = self._means
        means.until = None if seconds is None else means.clock.now() + timedelta(seconds=seconds)
        means.tally = Counter()
        today = means.clock.now().date()
        means.options = replace(means.options, settings=replace(means.options.settings, today=today))
        due = select(following.sources).where(
            SOURCE.due <= means.now(), SOURCE.paused.is_(False), SOURCE.removed.is_(None)
        )
        with means.engine.connect() as connection:
            sources = connection.execute(due.order_by(SOURCE.due, SOURCE.address)).all()
        for source in sources:
            poll(source, means)
        visit_pages(means)
        return means.tally

    def rest(self) -> None:
        """Wait until something is due, a minute at most."""
        live = (SOURCE.paused.is_(False), SOURCE.removed.is_(None))
        pages = select(func.min(PAGE.due)).join(following.sources, SOURCE.id == PAGE.source).where(*live)
        with self._means.engine.connect() as connection:
            times = [connection.execute(query).scalar() for query in (select(func.min(SOURCE.due)).where(*live), pages)]
        now = self._means.clock.now()
        until = min((moment(t) for t in times if t), default=now + timedelta(seconds=LONGEST_REST))
        self.rest_for(min(max((until - now).total_seconds(), 1.0), LONGEST_REST))

    def rest_for(self, seconds: float) -> None:
        """Wait."""
        self._means.clock.wait(seconds)
