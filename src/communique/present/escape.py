"""The one place where text of documents is made harmless for a terminal or a page."""

import re
import unicodedata

_HIDDEN = {"Cc", "Cf", "Co", "Cs"}
"""Unicode categories that a terminal may obey or hide: control, format, private use, surrogate."""
_SPACE = re.compile(r"\s+")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEPT = {"\u00ad": "", "\u200b": "", "\u200c": "\u200c", "\u200d": "\u200d", "\ufeff": ""}
"""Format characters that do no harm: soft hyphens and zero-width spaces go, joiners of scripts and emoji stay."""


def harmless(text: str) -> str:
    """The text on one line, safe to print.

    Runs of white space become one space; control characters, bidirectional marks and the like are shown as <U+202E>,
    so that they can neither move the cursor nor turn the reading direction.
    """
    text = _SPACE.sub(" ", text)
    if text.isprintable():  # none of the hidden, which take a look at each character
        return text
    return "".join(_shown(c) for c in text)


def _shown(character: str) -> str:
    if character in _KEPT:
        return _KEPT[character]
    if unicodedata.category(character) in _HIDDEN:
        return f"<U+{ord(character):04X}>"
    return character


def markdown(text: str) -> str:
    """Harmless text in which Markdown and HTML see nothing of theirs."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", harmless(text))


def in_xml(text: str) -> str:
    """The text with every character that XML cannot hold replaced by U+FFFD."""
    return _NO_XML.sub("\ufffd", text)


def cell(value: str) -> str:
    """Harmless text for a table cell; one that a spreadsheet would take for a formula is led by an apostrophe."""
    value = harmless(value)
    return "'" + value if value[:1] in ("=", "+", "-", "@") else value
