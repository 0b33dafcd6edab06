"""Phrases: the ledger, the history of one, and those that are gone or worded otherwise."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from litestar.params import FromPath, QueryParameter

from communique.present.columns import COLUMNS
from communique.query.actors import last_spoke
from communique.query.phrases import ledger, uses
from communique.query.phrases.alerts import alerts
from communique.query.snippets import texts
from communique.web.conventions import Asked, Connected, Page, Question, after, page
from communique.web.conventions.asking import Word
from communique.web.conventions.cursor import cursor
from communique.web.conventions.problems import MissingError

Row = dict[str, Any]
SHOWN = 40
ALERTS = 50
AROUND = 120  # characters of the text on either side of a use
QUIET_DAYS = 60  # of speaking without it
REGULAR = 4  # uses of somebody whose silence says something
Skip = Annotated[int, QueryParameter(ge=0, le=1_000_000, description="How many to pass over")]


class Phrases(Page, kw_only=True):
    """Phrases, the most used first; `next` is how many to pass over for the following ones."""

    of: str | None
    about: str | None
    items: list[Row]
    next: int | None
    asked: Asked

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["phrases"]


class Phrase(Page, kw_only=True):
    """The history of a phrase (`query.phrases.uses`). items: its uses, newest first, each with what stands around it,
    `next` the cursor of those before; quiet: regular users who went on speaking for two months and more without it, with the
    day on which they last `spoke`."""

    id: str
    of: str | None
    about: str | None
    phrase: Row
    variants: list[Row]
    users: list[Row]
    gaps: list[Row]
    quiet: list[Row]
    items: list[Row]
    next: str | None
    asked: Asked

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return (*COLUMNS["uses"], "before", "after")


class Alerts(Page, kw_only=True):
    """Phrases that were regular between two states and are gone, or altered; the least probable by chance first."""

    of: str | None
    about: str | None
    items: list[Row]

    def rows(self) -> list[Row]:
        """With the documents' keys instead of the readouts."""
        sides = ("with", "without")
        return [row | {side: [r["document"] for r in row[side]] for side in sides} for row in self.items]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["alerts"]


def _named(value: str | None) -> str | None:
    return (value or "").replace("\0", " ").strip() or None


@page("/phrases", "phrases.html")
def phrases(connection: Connected, asked: Question, of: Word = None, about: Word = None, skip: Skip = 0) -> Phrases:
    """Formulas that come back in what is said: of whom (`of`), to or about whom (`about`), in what time."""
    of, about = _named(of), _named(about)
    since, until = asked.wanted.since, asked.wanted.until
    rows = ledger.phrases(connection, of, about, SHOWN + 1, skip, since, until)
    more = skip + SHOWN if len(rows) > SHOWN else None
    return Phrases(of=of, about=about, items=rows[:SHOWN], next=more, asked=asked)


@page("/phrases/{key:str}", "phrase.html")
def phrase(connection: Connected, asked: Question, key: FromPath[str], of: Word = None, about: Word = None) -> Phrase:
    """The history of one phrase: its uses with the words, its forms, who uses it and who no longer does."""
    of, about = _named(of), _named(about)
    found, following = uses.overview(connection, key, of, about, asked.limit, after(asked.after))
    if not found["phrase"]["mined"] and not found["phrase"]["uses"]:
        raise MissingError(f"no text here says {key}")
    return Phrase(
        id=found["phrase"]["id"] or key,
        of=of,
        about=about,
        phrase=found["phrase"],
        variants=found["variants"],
        users=found["users"],
        gaps=found["gaps"],
        quiet=_quiet(connection, found["users"]),
        items=_in_context(connection, found["uses"]),
        next=cursor(following) if following else None,
        asked=asked,
    )


def _in_context(connection: Connected, found: list[Row]) -> list[Row]:
    """Uses with what stands `before` and `after` the words in their paragraph."""
    said = texts(connection, sorted({use["document"] for use in found}))
    out = []
    for use in found:
        text, first, last = said.get(use["document"], ""), use["first"], use["last"]
        before = text[max(0, first - AROUND) : first].rpartition("\n")[2]
        after = text[last : last + AROUND].partition("\n")[0]
        if len(before) == AROUND:
            before = "… " + before.partition(" ")[2]
        if len(after) == AROUND:
            after = after.rpartition(" ")[0] + " …"
        out.append(use | {"before": before, "after": after})
    return out


def _quiet(connection: Connected, users: list[Row]) -> list[Row]:
    regular = [u for u in users if u["uses"] >= REGULAR and u["last_day"]]
    spoke = last_spoke(connection, [u["actor"] for u in regular])

    def without(user: Row) -> int:
        return (date.fromisoformat(spoke[user["actor"]]) - date.fromisoformat(user["last_day"])).days

    return [u | {"spoke": spoke[u["actor"]]} for u in regular if u["actor"] in spoke and without(u) >= QUIET_DAYS]


@page("/phrases/alerts", "alerts.html")
def dropped(connection: Connected, of: Word = None, about: Word = None) -> Alerts:
    """Phrases dropped or altered between states: `of` is the side that speaks, `about` its partner."""
    of, about = _named(of), _named(about)
    return Alerts(of=of, about=about, items=alerts(connection, of, about, ALERTS))


HANDLERS = (phrases, phrase, dropped)
