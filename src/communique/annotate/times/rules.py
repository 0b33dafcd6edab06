"""All rules: each module named here ends in a table of patterns and their builder. The longest match wins, then the first."""

from functools import lru_cache

from communique.annotate.times import clock, days, lengths, months, relative, undated, weekdays, years
from communique.annotate.times.grammar import Rule, compile_rules


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule, compiled once."""
    return compile_rules(
        (
            days.TABLE,
            months.TABLE,
            years.TABLE,
            weekdays.TABLE,
            relative.TABLE,
            lengths.TABLE,
            undated.TABLE,
            clock.TABLE,
        )
    )
