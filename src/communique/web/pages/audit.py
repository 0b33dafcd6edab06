"""The log of what was done, for administrators."""

from collections.abc import Sequence
from typing import Annotated, Any

from litestar.params import QueryParameter

from communique.store.people import audit as audit_log
from communique.web.conventions import Connected, Page, page
from communique.web.people.audit import entries

SHOWN = 100


class Audit(Page, kw_only=True):
    """Entries, newest first; `next` is the number to go on before."""

    items: list[dict[str, Any]]
    next: int | None

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return audit_log.columns.keys()


@page("/audit", "audit.html", role="admin")
def audit(connection: Connected, before: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None) -> Audit:
    """Who did what, newest first."""
    found = entries(connection, SHOWN + 1, before)
    return Audit(items=found[:SHOWN], next=found[SHOWN - 1]["number"] if len(found) > SHOWN else None)


HANDLERS = (audit,)
