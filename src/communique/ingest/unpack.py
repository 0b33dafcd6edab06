"""Gzip, read a piece at a time: bounded memory, several members, and the sound beginning of a broken file."""

import io
import zlib
from typing import BinaryIO

PIECE = 65536
GZIP_ONLY = 31  # window bits: 15, and a gzip header


class Unpacked(io.RawIOBase):
    """The contents of a gzip stream. broken: what ended it early, None while all is well; bytes before that are given."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed = packed
        self._input = b""
        self._member = zlib.decompressobj(GZIP_ONLY)
        self.broken: str | None = None

    def readable(self) -> bool:
        """True: it is for reading."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer with unpacked bytes; 0 at the end, sound or not."""
        while self.broken is None:
            if not self._input:
                self._input = self._packed.read(PIECE)
                if not self._input:
                    if not self._member.eof:
                        self.broken = "it ends in the middle"
                    return 0
            if self._member.eof:
                self._input = self._input.lstrip(b"\0")  # padding between members, as tape archives have it
                if not self._input:
                    continue
                self._member = zlib.decompressobj(GZIP_ONLY)
            try:
                data = self._member.decompress(self._input, len(buffer))
            except zlib.error as error:
                self.broken = str(error)
                return 0
            self._input = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0
