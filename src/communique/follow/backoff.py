"""When to try again: later after each failure, never at the same moment as everybody else, never before the server says."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from random import Random

from communique.follow.clock import moment

FIRST = 300.0
LONGEST = 86_400.0
LONGEST_ASKED = 7 * 86_400.0  # a server that asks for more is not believed


def after_failure(failures: int, random: Random) -> float:
    """Seconds to wait after so many failures in a row: doubled each time up to a day, of which the later half is chance."""
    step = min(FIRST * 2.0 ** (min(failures, 20) - 1), LONGEST)
    return step / 2 + random.random() * step / 2


def after_success(every: int, random: Random) -> float:
    """Seconds to the next poll: a little less than asked for, so that a run every so often finds the source due."""
    return every * (0.9 + 0.1 * random.random())


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, be they given as such or as a date; None without a readable one."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        seconds = float(value[:9])
    else:
        try:
            seconds = (moment(parsedate_to_datetime(value).isoformat()) - now).total_seconds()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_ASKED)
