"""Counts in words, the one way all messages count: "1 source", "2 sources", "1,240 documents"."""


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts, in the singular or plural; the plural is the singular with an s unless it is given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
