"""What time it is, and waiting: handed in, so that a test can move it."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A clock that can be waited by."""

    def now(self) -> datetime:
        """The time, in UTC."""

    def wait(self, seconds: float) -> None:
        """Return when `seconds` have passed on this clock."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(max(0.0, seconds))


def stamp(moment: datetime, seconds: float = 0) -> str:
    """The moment, `seconds` later, as it stands in the store. Never earlier than asked: part of a second counts as one."""
    moment += timedelta(seconds=seconds)
    whole = moment.replace(microsecond=0)
    return (whole + timedelta(seconds=1) if whole < moment else whole).isoformat()


def moment(stamped: str) -> datetime:
    """A date or datetime as text, as a moment in UTC; one that names no offset is taken as UTC."""
    read = datetime.fromisoformat(stamped)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
