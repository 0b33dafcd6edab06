"""What is known before reading: the day, the publisher's state, the quotations."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from communique.annotate.layers import Layers
from communique.lexicon.bodies import bodies
from communique.lexicon.states import states


@dataclass(frozen=True, slots=True)
class Surroundings:
    """day: of publication, None when unknown. home: code of the state whose organ publishes the document, or "".
    official: whether the publisher is such an organ. head: title of whoever leads that organ, "" where not known."""

    day: date | None
    home: str
    official: bool
    head: str
    quote_starts: tuple[int, ...]
    quote_ends: tuple[int, ...]

    def quote_at(self, offset: int) -> int:
        """Index of the quotation around `offset`, -1 for none."""
        i = bisect_right(self.quote_starts, offset) - 1
        return i if i >= 0 and offset < self.quote_ends[i] else -1


def surroundings(layers: Layers) -> Surroundings:
    """Read off the document's metadata and quotation layer."""
    published = layers.document.published
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        day = None
    home, official = _home(layers.document.publisher or "")
    head = _head(layers.document.publisher or "", home) if official else ""
    spans = [q.span for q in layers.quotes]
    return Surroundings(day, home, official, head, tuple(s.start for s in spans), tuple(s.end for s in spans))


def _head(publisher: str, home: str) -> str:
    """The title of whoever leads a publishing organ: a ministry's minister, a president's office's president."""
    lower = publisher.lower().removeprefix("the ").strip()
    if "foreign" in lower or "department of state" in lower or "state department" in lower or "external" in lower:
        return "Secretary of State" if home == "USA" else "Foreign Minister"
    if "defen" in lower:
        return "Secretary of Defense" if home == "USA" else "Defence Minister"
    if "prime minister" in lower or "downing" in lower or "chancellery" in lower:
        return "Prime Minister"
    if "president" in lower or lower in (s.lower() for s in states()[home].seats if "Street" not in s):
        return "President"
    return ""


def _home(publisher: str) -> tuple[str, bool]:
    """The state that a publisher speaks for, and whether it is an organ of that state rather than a newspaper."""
    if not publisher:
        return "", False
    lower = publisher.lower().removeprefix("the ").strip()
    for body in bodies().values():
        if lower in (n.lower() for n in (body.name, *body.aliases)):
            return (body.country, body.kind in ("ministry", "agency", "legislature", "military", "government"))
    organ = any(
        w in lower for w in ("ministry", "president", "government", "embassy", "office", "department", "cabinet")
    )
    for state in states().values():
        if lower in (s.lower() for s in state.seats):
            return state.iso3, True
    for state in states().values():
        if any(n.lower() in lower for n in (state.name, *state.adjectives, *state.aliases) if len(n) > 3):
            return state.iso3, organ
    return "", False
