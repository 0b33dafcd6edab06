"""A time expression as TIMEX3 (TimeML 1.2.1): type and value, for exchange and for scoring on the TempEval data."""

from communique.annotate.times.expression import Timex


def timex3(found: Timex) -> tuple[str, str]:
    """Type (DATE, TIME, DURATION, SET) and value; XXXX stands for what is not known."""
    if found.period is None or found.type in ("DURATION", "SET"):
        return found.type, found.value or "XXXX"
    return found.type, found.period.timex + found.part
