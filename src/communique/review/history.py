"""What was decided: who, when, why, and whether it still holds."""

from typing import Any

from sqlalchemy import Connection, select

from communique.store import reader
from communique.store.corrected import apply
from communique.store.deciding import Decision, decision_of, decisions

Row = dict[str, Any]
LIMIT = 50


def history(
    connection: Connection,
    document: str | None = None,
    item: str | None = None,
    by: str | None = None,
    limit: int = LIMIT,
    skip: int = 0,
) -> list[Row]:
    """Decisions, newest first: the columns of `decisions`, and `state`: holds, undone, comment, or why it cannot be applied.

    document: also those about its items only. item: of an item, an actor's key, a report.
    """
    query = select(decisions)
    for column, wanted in ((decisions.c.document, document), (decisions.c.item, item), (decisions.c.by, by)):
        if wanted is not None:
            query = query.where(column == wanted)
    rows = connection.execute(query.order_by(decisions.c.number.desc()).limit(limit).offset(skip))
    found = [decision_of(row) for row in rows]
    idle: dict[int, str] = {}
    for key in sorted({d.document for d in found if d.document}):
        idle |= without_item(connection, key)
    return [_row(d, idle) for d in found]


def without_item(connection: Connection, document: str) -> dict[int, str]:
    """The decisions about a document that cannot be applied to its reading of now: {number: why}."""
    machine = reader.record(connection, document, corrected=False)
    return apply(machine, reader.standing(connection, document, machine)).idle if machine is not None else {}


def _row(decision: Decision, idle: dict[int, str]) -> Row:
    state = "undone" if decision.undone else "comment" if decision.verdict == "comment" else "holds"
    return {
        "number": decision.number,
        "at": decision.at,
        "by": decision.by,
        "verdict": decision.verdict,
        "kind": decision.kind,
        "document": decision.document,
        "item": decision.item,
        "value": decision.value,
        "was": decision.was,
        "why": decision.why,
        "undone": decision.undone,
        "undone_by": decision.undone_by,
        "state": idle.get(decision.number, state),
    }
