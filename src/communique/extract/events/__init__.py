"""What parties do to each other beyond contacts: the other root codes of PLOVER."""

from communique.extract.events.find import find_events

__all__ = ["find_events"]
