"""What an actor holds on a matter, day by day, with what changed.

Positions are brought together by the head of their target: "the pipeline", "completion of the pipeline" and "sanctions on the
pipeline" are three matters, for one may oppose the first and the third. Of copies only the first counts.
"""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Connection, select

from communique.errors import UsageError
from communique.query.documents import positions
from communique.query.narrowing import Filter
from communique.query.phrases.alerts import ALPHA, LEAST, WINDOW, absence
from communique.query.phrases.ledger import beginning
from communique.query.phrases.words import Token, tokens
from communique.store import schema

f = schema.fingerprints
Row = dict[str, Any]
MOST = 5_000  # positions, the newest, that are looked at
AT_ONCE = 500
SIDES = {"support": 1, "welcome": 1, "recognize": 1, "oppose": -1, "condemn": -1, "reject": -1, "concern": -1}
"""For and against. What one calls for or commits to is an action, which may be for a matter or against it."""
ITSELF = ""


def stances(
    connection: Connection, of: str, on: str, since: str | None = None, until: str | None = None, limit: int = MOST
) -> list[Row]:
    """Positions of an actor whose target has all words of `on`, oldest first; the most frequent matter first.

    Each has day, matter (the target's words that are used most), stance, target, words, holders, document, first, last, title,
    publisher, address, path; change: first, reversed (for to against, or back), new (a stance not taken before), dropped (a
    stance no longer taken: marked at the first later position, where so long an absence is improbable at the rate before), or
    None; before: day, stance, target, words and document of the position that it is a change from. limit: positions looked at,
    the newest. Raises UsageError for words that say nothing, or an actor that nobody knows.
    """
    wanted = {t.stem for t in tokens(on) if t.part == "word"}
    if not wanted:
        raise UsageError(f"nothing to look for in {on!r}")
    words = " ".join(sorted(map(beginning, wanted)))
    narrowed = Filter(words=words, actors=(of,), since=since, until=until)
    matters: dict[str, list[Row]] = defaultdict(list)
    for row in _once(connection, positions(connection, narrowed, limit)):
        target = tokens(row["target"])
        if wanted <= {t.stem for t in target}:
            matters[_head(target, wanted)].append(row)
    ranked = sorted(matters.items(), key=lambda m: (m[0] != ITSELF, -len(m[1]), m[0]))
    return [row for _, rows in ranked for row in _marked(rows)]


def _once(connection: Connection, rows: list[Row]) -> list[Row]:
    """Oldest first, without the copies of earlier ones: the same words of another document of one origin."""
    documents = sorted({row["document"] for row in rows})
    origin: dict[str, str] = {}
    for i in range(0, len(documents), AT_ONCE):
        query = select(f.c.document, f.c.origin).where(f.c.document.in_(documents[i : i + AT_ONCE]))
        origin.update({row.document: row.origin for row in connection.execute(query)})
    seen: dict[tuple[str, ...], str] = {}
    kept = []
    for row in sorted(rows, key=lambda r: (r["day"] is None, r["day"] or "", r["document"], r["first"], r["id"])):
        same = (origin.get(row["document"]) or row["document"], row["stance"], row["target"])
        if seen.setdefault(same, row["document"]) == row["document"]:
            kept.append(row)
    return kept


def _head(target: list[Token], wanted: set[str]) -> str:
    """The stem of the noun that a target is about; ITSELF where that is the matter asked for."""
    lead: list[str] = []
    for token in target:
        if token.part == "word":
            lead.append(token.stem)
        elif lead and token.part != "left out":
            break
    return ITSELF if wanted & set(lead) or not lead else lead[-1]


def _marked(rows: list[Row]) -> list[Row]:
    """The rows with `matter`, `change` and `before`."""
    used = Counter(" ".join(row["target"].split()) for row in rows)
    matter = min(used, key=lambda target: (-used[target], len(target), target))
    dropped = _dropped([row["stance"] for row in rows])
    marked = []
    sided: Row | None = None
    for i, row in enumerate(rows):
        change, before = None, rows[i - 1] if i else None
        side = SIDES.get(row["stance"])
        if before is None:
            change = "first"
        elif side and sided and side != SIDES[sided["stance"]]:
            change, before = "reversed", sided
        elif i in dropped:
            change, before = "dropped", rows[dropped[i]]
        elif all(row["stance"] != earlier["stance"] for earlier in rows[:i]):
            change = "new"
        cited = {k: before[k] for k in ("day", "stance", "target", "words", "document")} if before and change else None
        sided = row if side else sided
        marked.append({"matter": matter, **row, "change": change, "before": cited})
    return marked


def _dropped(taken: list[str]) -> dict[int, int]:
    """Of stances no longer taken: the place of the first position after the last one that took it, and of that last one."""
    gone = {}
    for stance in sorted(set(taken)):
        last = len(taken) - 1 - taken[::-1].index(stance)
        window = taken[max(0, last + 1 - WINDOW) : last + 1]
        absent = len(taken) - 1 - last
        if window.count(stance) >= LEAST and absent and absence(window.count(stance), len(window), absent) < ALPHA:
            gone[last + 1] = last
    return gone
