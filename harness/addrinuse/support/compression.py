"""Files that may be compressed: plain, gzip or xz, told apart by their first byte, not by their names. They
are read once, from the beginning to the end, so that pipes do as well."""
from __future__ import annotations

import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from addrinuse.support import inputs
from addrinuse.support.errors import UserError
from addrinuse.support.paths import show

XZ, GZIP = b"\xfd", b"\x1f"
MEMORY_LIMIT = 128 << 20   # bytes that decoding xz may take; `xz -9` takes 65 MB
CHUNK = 1 << 17
ERRORS = (EOFError, zlib.error, lzma.LZMAError)


def reader(file: io.BufferedReader) -> BinaryIO:
    """The content of an open file, decompressed where it is compressed. Reading raises one of ERRORS where
    the file is damaged or cut off."""
    first = file.peek(1)[:1]
    if first == XZ:
        return cast(BinaryIO, io.BufferedReader(_XzReader(file), CHUNK))
    if first == GZIP:
        return cast(BinaryIO, io.BufferedReader(_GzipReader(file), CHUNK))
    return file


def decompressed(content: bytes, limit: int) -> bytes:
    """The first `limit` bytes of the same for a file that was read already. Raises one of ERRORS."""
    return inputs.read_up_to(reader(io.BufferedReader(cast(io.RawIOBase, io.BytesIO(content)))), limit)


@contextmanager
def ascii_text(path: Path, next_step: str) -> Iterator[TextIO]:
    """A file of ASCII text, open for reading. Raises UserError, with the next step, if it cannot be opened,
    and while it is read if it is damaged, cut off or other text."""
    try:
        with open(path, "rb") as file, io.TextIOWrapper(reader(file), encoding="ascii") as text:
            yield text
    except (*ERRORS, OSError, UnicodeDecodeError) as error:
        raise UserError(show(path), f"cannot be read: {error}", next_step) from None


def compressed(content: bytes) -> bytes:
    """The content as xz, the same bytes for the same content."""
    return lzma.compress(content, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)


class _GzipReader(io.RawIOBase):
    """What gzip.GzipFile does, in steps of the caller's buffer and with zlib's own check of the sums. Members
    follow each other, and zeros may follow the last one (RFC 1952; gzip(1))."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._decoder = self._new_decoder()

    @staticmethod
    def _new_decoder() -> "zlib._Decompress":
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        content = b""
        while not content:
            if self._decoder.eof:
                rest = self._next_member()
                if not rest:
                    return 0
                self._decoder = self._new_decoder()
            else:
                rest = self._decoder.unconsumed_tail or self._file.read(CHUNK)
            content = self._decoder.decompress(rest, len(buffer))
            if not rest and not content and not self._decoder.eof:
                raise EOFError("the end is missing")
        buffer[:len(content)] = content
        return len(content)

    def _next_member(self) -> bytes:
        """The first bytes of the next member; none at the end of the file."""
        rest = self._decoder.unused_data.lstrip(b"\0")
        while not rest:
            more = self._file.read(CHUNK)
            if not more:
                return b""
            rest = more.lstrip(b"\0")
        return rest


class _XzReader(io.RawIOBase):
    """lzma.LZMAFile with a limit to the memory that a stranger's file can ask for."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._decoder = self._new_decoder()

    @staticmethod
    def _new_decoder() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY_LIMIT)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        content = b""
        while not content:
            rest = b""
            if self._decoder.eof:
                rest = self._decoder.unused_data or self._file.read(CHUNK)
                if not rest:
                    return 0
                self._decoder = self._new_decoder()
            elif self._decoder.needs_input:
                rest = self._file.read(CHUNK)
                if not rest:
                    raise EOFError("the end is missing")
            content = self._decoder.decompress(rest, len(buffer))
        buffer[:len(content)] = content
        return len(content)
