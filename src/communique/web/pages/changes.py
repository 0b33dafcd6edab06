"""What changed from one version of a page to the next, word by word, and which items that touches."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from litestar.params import FromPath

from communique.present.columns import COLUMNS
from communique.query.comparing.edits import Edit
from communique.query.versions import Changes, changes_of, rows_of
from communique.store.reader import record
from communique.web.conventions import Connected, Page, page
from communique.web.conventions.problems import MissingError
from communique.web.conventions.words import called

AROUND = 70  # characters shown on either side of an edit


class Shown(NamedTuple):
    """An edit between the words that stand around it."""

    edit: Edit
    left: str
    right: str


class ChangedText(Page, kw_only=True):
    """The edits from the version before, and the items that they touched (see `communique changes`)."""

    id: str
    title: str | None
    changes: Changes
    before: str
    after: str

    def rows(self) -> list[dict[str, Any]]:
        """Edits, then items."""
        return rows_of(self.changes)

    def shown(self) -> list[Shown]:
        """The edits with what stands around them in the version that has them."""
        return [_shown(edit, self.after if edit.after else self.before) for edit in self.changes.edits]

    def columns(self) -> Sequence[str]:
        """Of the rows."""
        return COLUMNS["edits"]


@page("/documents/{key:str}/changes", "changes.html")
def changes(connection: Connected, key: FromPath[str]) -> ChangedText:
    """What differs from the version before."""
    later = record(connection, key)
    if later is None:
        raise MissingError(f"no document {key} is kept here")
    found = changes_of(connection, key)
    earlier = record(connection, found.before)
    return ChangedText(
        id=key,
        title=called(later.document),
        changes=found,
        before=earlier.document.text if earlier else "",
        after=later.document.text,
    )


def _shown(edit: Edit, text: str) -> Shown:
    span = edit.after or edit.before
    if span is None:
        return Shown(edit, "", "")
    left, right = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    return Shown(edit, left.partition(" ")[2] if span.start > AROUND else left, right.rpartition(" ")[0] or right)


HANDLERS = (changes,)
