"""Settings of a reading: frozen, passed in, never a module global."""

import datetime
import hashlib

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What may change a record's content. Its hash stands in every record (`reader.settings`).

    date: publication date to assume where a document gives none (ISO date); publisher: likewise.
    override: use `date` and `publisher` even where the document gives its own.
    threshold: least confidence of a statement to keep, in [0, 1]; lower finds more, higher errs less.
    today: the day of reading; a publication date after it is refused.
    """

    date: datetime.date | None = None
    publisher: str | None = None
    override: bool = False
    threshold: float | None = None
    today: datetime.date | None = None

    def hash(self) -> str:
        """Twelve hex digits over what changes content (`today` only refuses dates, so it is left out)."""
        fields = msgspec.structs.replace(self, today=None)
        return hashlib.sha256(msgspec.json.encode(fields, order="deterministic")).hexdigest()[:12]


def today() -> datetime.date:
    """The day of reading: the present one, in UTC."""
    return datetime.datetime.now(datetime.UTC).date()
