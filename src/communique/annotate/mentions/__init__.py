"""Mentions: phrases that may denote a party, found by tables, titles and the parse."""

from communique.annotate.mentions.find import find
from communique.annotate.mentions.phrase import Phrase

__all__ = ["Phrase", "find"]
