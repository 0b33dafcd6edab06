"""Time expressions: found by a table of rules, anchored to the document's date, given as EDTF (inside, as TIMEX3)."""

from communique.annotate.layers import Layers, TimeExpression
from communique.annotate.times.build import NO_SUCH_DAY, UNANCHORED
from communique.annotate.times.edtf import public
from communique.annotate.times.find import find_timexes
from communique.annotate.times.govern import when_of
from communique.model import Issue

__all__ = ["find_times", "undated", "when_of"]


def find_times(layers: Layers) -> tuple[TimeExpression, ...]:
    """The time expressions of a document's readable paragraphs, in text order; they do not overlap.

    kind: date, time (of day), duration, set; or the word that opens an interval: since, until, by, before, after — the span
    then takes that word in, and "since May" is no date of the event that it stands with. when is None, with a reason, for what
    names no date ("every week", "for two years", "recently") and where no date is known to count from. `layers.sentences`
    may be empty; where it is not, tense is read from the parse.
    """
    return public(layers.text, *find_timexes(layers))


def undated(times: tuple[TimeExpression, ...]) -> tuple[Issue, ...]:
    """One issue for each reason why dates could not be given, with the words: no date to count from, no such day."""
    reasons = {reason: tuple(t.span for t in times if t.reason == reason) for reason in (UNANCHORED, NO_SUCH_DAY)}
    return tuple(Issue(stage="times", reason=reason, spans=spans) for reason, spans in reasons.items() if spans)
