"""Bytes to text: byte order mark, what the sender declared, UTF-8, and only then a guess."""

import codecs
import re
from typing import NamedTuple

from communique.counts import counted
from communique.errors import FormatError
from communique.ingest.ingested import note
from communique.model import Issue

DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding=["']([\w:.-]+)|<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE
)
DECLARATION_REACH = 4096
GUESS_REACH = 200_000
SIGNATURES = (
    (b"%PDF", "a PDF file; save its text or page first"),
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a media file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a media file"),
    (b"\x1aE\xdf\xa3", "a media file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b")) + b"\x7f"
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NO_CHARSETS = frozenset(
    ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem")
)
WEB_NAMES = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}


class Decoded(NamedTuple):
    """Text, the encoding that gave it, and what had to be replaced."""

    text: str
    encoding: str
    notes: tuple[Issue, ...] = ()


def refuse_binary(data: bytes, source: str) -> None:
    """Raise FormatError where the first bytes are those of a PDF, an image, an office file or other binary data."""
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise FormatError(source, f"not a text: {what}")
    head = data[:8192]
    if any(head.startswith(bom) for bom, _ in BOMS):
        return
    if b"\0" in head:
        raise FormatError(source, "not a text: binary data")
    if len(head) - len(head.translate(None, CONTROLS)) > len(head) // 20:
        raise FormatError(source, "not a text: binary data")


def decode(data: bytes, header: str | None = None, markup: bool = False) -> Decoded:
    """The text of `data`. header: charset of the HTTP header; markup: look for a meta charset or XML declaration.

    A UTF-8 byte order mark stays in the text (as U+FEFF), so that offsets count as they do in the file. Never raises.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return _decode(data, name)
    declared = _codec(header)
    if declared is None and markup:
        found = DECLARED.search(data, 0, DECLARATION_REACH)
        declared = _codec((found[1] or found[2]).decode("ascii", "replace")) if found else None
    try:
        text = data.decode("utf-8")  # what is valid UTF-8 is UTF-8, whatever a server says of it
    except UnicodeDecodeError:
        pass
    else:
        if not text.isascii() or declared is None or not declared.startswith(("utf-16", "utf-32", "utf-7")):
            return Decoded(text, "utf-8")
    if declared and declared != "utf-8":
        return _decode(data, declared)
    return _repair(data)


def _repair(data: bytes) -> Decoded:
    """Bytes that are not UTF-8 and declare nothing else: damaged UTF-8 where it has sound sequences, else a guess."""
    replaced = data.decode("utf-8", "replace")
    broken = replaced.count("\ufffd")
    sound = sum(1 for c in replaced if c > "\x7f") - broken
    if sound >= broken:
        return Decoded(replaced, "utf-8", (_unread("broken UTF-8", broken),))
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_REACH]).best()
    if best is None:
        return Decoded(replaced, "utf-8", (_unread("unknown encoding", broken),))
    decoded = _decode(data, best.encoding)
    return Decoded(decoded.text, decoded.encoding, (*decoded.notes, note(f"encoding guessed: {decoded.encoding}")))


def _codec(name: str | None) -> str | None:
    """Python's name of a text encoding, None for none and for unknown ones. Latin-1 means Windows-1252, as in browsers."""
    if not name:
        return None
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if info.name in NO_CHARSETS or not getattr(info, "_is_text_encoding", True):
        return None
    return WEB_NAMES.get(info.name, info.name)


def _decode(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeError:
        text = data.decode(encoding, "replace")
    broken = max(1, text.count("\ufffd"))
    return Decoded(text, encoding, (_unread(f"broken {encoding}", broken),))


def _unread(why: str, stretches: int) -> Issue:
    return note(f"{why}: {counted(stretches, 'stretch', 'stretches')} of bytes could not be read")
