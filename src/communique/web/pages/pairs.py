"""Pairs: who talks with whom most, and all that passed between two."""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar.params import FromPath, QueryParameter

from communique.lexicon.states import states
from communique.present.columns import COLUMNS
from communique.query import actors
from communique.query.filters import actor_keys, state_code
from communique.query.phrases.ledger import phrases
from communique.query.timeline.claims import claims
from communique.query.timeline.counts import Level, pairs
from communique.query.timeline.line import timeline
from communique.web.conventions import Asked, Connected, Page, Question, page
from communique.web.conventions.asking import Word
from communique.web.conventions.problems import MovedError
from communique.web.conventions.words import part

Row = dict[str, Any]
LATEST = 2_000  # contacts that are counted
SHOWN = 40
EACH = 8
CLAIMS = 20
BEFORE = 200  # contacts before those shown, among which the one before is looked for


class Pairs(Page, kw_only=True):
    """The pairs with most contacts among the latest `latest` ones of the time asked for."""

    level: str
    latest: int
    items: list[Row]
    asked: Asked

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["pairs"]


class Pair(Page, kw_only=True):
    """What passed between two. items: the contacts, latest first, each with the gap before it (`query.timeline.line`).

    next: the day to go on before (`until`), None where nothing came earlier.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    a_key: str
    b_key: str
    items: list[Row]
    next: str | None
    claims: list[Row]
    a_phrases: list[Row]
    b_phrases: list[Row]
    compared: str | None
    asked: Asked

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["timeline"]


@page("/pairs", "pairs.html")
def most(
    connection: Connected,
    asked: Question,
    level: Annotated[Level, QueryParameter(description="whom they act for, or the persons themselves")] = "states",
    a: Word = None,
    b: Word = None,
) -> Pairs:
    """Pairs with most contacts of late, between `since` and `until` where given. With `a` and `b`: that pair's page."""
    if (a or "").strip() and (b or "").strip():
        raise MovedError(f"/pairs/{part((a or '').strip())}/{part((b or '').strip())}")
    rows = pairs(connection, asked.wanted.since, asked.wanted.until, SHOWN, level, latest=LATEST)
    return Pairs(level=level, latest=LATEST, items=rows, asked=asked)


@page("/pairs/{a:str}/{b:str}", "pair.html")
def pair(connection: Connected, asked: Question, a: FromPath[str], b: FromPath[str]) -> Pair:
    """All between two parties, given by name, key or state: contacts with gaps, claims about them checked, phrases."""
    since, until = asked.wanted.since, asked.wanted.until
    found = timeline(connection, (a, b), since, until, asked.limit + 1, remembered=BEFORE)
    rows = found[-asked.limit :][::-1]
    earlier = found[0]["day"] if len(found) > asked.limit else None
    told = [row["id"] for row in rows if row["status"] == "held" and row["origins"] > 1]
    (a_key, a_name), (b_key, b_name) = _known(connection, a), _known(connection, b)
    return Pair(
        a=a,
        b=b,
        a_name=a_name,
        b_name=b_name,
        a_key=a_key,
        b_key=b_key,
        items=rows,
        next=earlier,
        claims=claims(connection, (a, b), since or (rows[-1]["day"] if rows else None), until, CLAIMS)[::-1],
        a_phrases=phrases(connection, of=a, about=b, limit=EACH),
        b_phrases=phrases(connection, of=b, about=a, limit=EACH),
        compared=told[0] if told else None,
        asked=asked,
    )


def _known(connection: Connected, name: str) -> tuple[str, str]:
    """Key and name of a party as its page calls it."""
    code = state_code(name)
    if code:
        return code, states()[code].name
    key = actor_keys(connection, name)[0]
    who = actors.actor(connection, key)
    return key, who["name"] if who else name


HANDLERS = (most, pair)
