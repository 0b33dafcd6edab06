"""The label sets that the network's outputs stand for, in the order of its columns."""

from typing import Final

STANCES: Final = (
    "support",
    "oppose",
    "welcome",
    "condemn",
    "concern",
    "call-for",
    "commit",
    "reject",
    "recognize",
)
ACTIONS: Final = ("call", "meeting", "visit", "talks", "summit", "message", "mediation")

# What one word is to one cue: nothing, the source's first or a further word, the content's first or a further word.
OUTSIDE, SOURCE, SOURCE_MORE, CONTENT, CONTENT_MORE = range(5)
ARGUMENTS: Final = 5

# Columns of the word logits: begin/inside pairs, after one column for "outside", per head.
HEADS: Final = {
    "cue": slice(0, 3),
    "source": slice(3, 6),
    "content": slice(6, 9),
    "stance": slice(9, 10 + 2 * len(STANCES)),
    "trigger": slice(10 + 2 * len(STANCES), 11 + 2 * len(STANCES) + 2 * len(ACTIONS)),
}
COLUMNS: Final = HEADS["trigger"].stop

# The two worlds that the network is taught: flat attributions of campaign news, nested ones of diplomatic records.
DOMAINS: Final = ("news", "diplomacy")
SHAPES: Final = 6  # lower, Capital, CAPITALS x outside, inside quotation marks
