"""Where a list goes on: the key of its last row, so that new entries never shift a page; opaque in addresses."""

import base64
import binascii
from typing import Any

import msgspec

from communique.errors import UsageError
from communique.query.narrowing import Key


def after(given: str | None) -> Key | None:
    """The key that a cursor stands for; None for none. Raises UsageError for what this program did not make."""
    if not given:
        return None
    try:
        packed = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
        return Key(*msgspec.json.decode(packed, type=tuple[str | None, str, str]))
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise UsageError("“after” is not a place in this list; start from its beginning") from error


def next_page(rows: list[dict[str, Any]], limit: int) -> tuple[list[dict[str, Any]], str | None]:
    """Of limit + 1 rows, the page and the cursor of the next; None where there is none.

    rows: with `day`, `id` and, but for documents, `document`.
    """
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], cursor(Key(last["day"], last.get("document", last["id"]), last["id"]))


def cursor(key: Key) -> str:
    """A key as it stands in an address."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")
