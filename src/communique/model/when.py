"""When something happened, was said or is to come."""

from typing import Literal

import msgspec

from communique.model.span import Spans

Anchor = Literal["published", "dateline", "text", "none"]


class When(msgspec.Struct, frozen=True, kw_only=True):
    """A date with its precision.

    edtf: ISO 8601-2, EDTF level 1. start, end: ISO dates (first and last possible day), None where open.
    said: the words; () where the date comes from elsewhere. anchor: what a relative expression was counted from
    ("none" for an absolute one, "text" for another date of the same text).
    """

    edtf: str
    start: str | None
    end: str | None
    said: Spans = ()
    anchor: Anchor = "none"
