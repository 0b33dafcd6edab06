"""Days as they are given on the command line."""

from typing import Any

import click


class Day(click.DateTime):
    """A day of the calendar, written 2025-03-04; given on as that text."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day in ISO form; refused, with an example, where there is no such day."""
        try:
            return super().convert(value, param, ctx).date().isoformat()
        except click.BadParameter:
            self.fail(f"{value!r} is no day; write it as year-month-day, like 2025-03-04", param, ctx)


DAY = Day()
since_option = click.option("--since", type=DAY, metavar="DAY", help="First day, YYYY-MM-DD.")
until_option = click.option("--until", type=DAY, metavar="DAY", help="Last day, YYYY-MM-DD.")
from_option = click.option("--since", "--from", "since", type=DAY, metavar="DAY", help="First day, YYYY-MM-DD.")
to_option = click.option("--until", "--to", "until", type=DAY, metavar="DAY", help="Last day, YYYY-MM-DD.")
