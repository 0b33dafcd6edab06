"""Later after each failure, never the same for all, never before the server says."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from communique.follow.backoff import LONGEST, after_failure, after_success, retry_after
from communique.follow.clock import moment, stamp

NOW = datetime(2025, 3, 10, 12, tzinfo=UTC)


def test_waits_double_up_to_a_day_and_differ() -> None:
    for failures in range(1, 200):
        waits = [after_failure(failures, Random(seed)) for seed in range(5)]
        step = min(300 * 2 ** (failures - 1), LONGEST)
        assert all(step / 2 <= wait <= step for wait in waits)
        assert len(set(waits)) == 5


def test_a_run_every_quarter_of_an_hour_finds_its_source_due() -> None:
    assert all(0.9 * 900 <= after_success(900, Random(seed)) <= 900 for seed in range(50))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 10 Mar 2025 13:00:00 GMT", 3600.0),
        ("Mon, 10 Mar 2025 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 86_400.0),
        ("99999999999999", 7 * 86_400.0),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == seconds


def test_stamps_are_never_early_and_sort_as_they_follow() -> None:
    assert stamp(NOW + timedelta(milliseconds=1)) == "2025-03-10T12:00:01+00:00"
    assert moment(stamp(NOW)) == NOW == moment("2025-03-10T17:30:00+05:30") == moment("2025-03-10T12:00:00")
