"""The time as the tables keep it."""

from datetime import UTC, datetime, timedelta


def now(ahead: timedelta = timedelta()) -> str:
    """ISO datetime, UTC, to the second; `ahead` of now."""
    return (datetime.now(UTC) + ahead).isoformat(timespec="seconds")
