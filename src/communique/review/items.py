"""Which item of a document a person means."""

from sqlalchemy import Connection

from communique.errors import UsageError
from communique.store import reader
from communique.store.corrected import issue_id
from communique.store.deciding import about_document

LEAST = 3  # characters of the beginning of an id


def find_item(connection: Connection, document: str, name: str) -> tuple[str, str]:
    """Kind and id of an item given by its id or the beginning of one; issues too, and items that a decision took out.

    document: key in `documents`. Raises UsageError where there is none, or more than one.
    """
    found: dict[str, str] = {d.item: d.kind for d in about_document(connection, document)}
    for corrected in (False, True):
        record = reader.kept_record(connection, document, corrected)
        found |= {e.id: "event" for e in record.events}
        found |= {s.id: "statement" for s in record.statements}
        found |= {p.id: "position" for p in record.positions}
        found |= {e.id: "entity" for e in record.entities}
        found |= {issue_id(issue): "issue" for issue in record.issues}
    if name in found:
        return found[name], name
    begin = sorted(item for item in found if len(name) >= LEAST and item.startswith(name))
    if len(begin) == 1:
        return found[begin[0]], begin[0]
    if begin:
        raise UsageError(f"{name}: which of {', '.join(begin)}?")
    raise UsageError(f"{name}: the document has no such item; `communique show --format jsonl` names them")
