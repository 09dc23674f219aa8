"""Files that may be compressed: plain, gzip or xz, told apart by their first byte, not by their names. They
are read once, from the beginning to the end, so that pipes do as well."""
from __future__ import annotations

import gzip
import io
import lzma
import zlib
from typing import BinaryIO, cast

XZ, GZIP = b"\xfd", b"\x1f"
MEMORY_LIMIT = 128 << 20   # bytes that decoding xz may take; `xz -9` takes 65 MB
CHUNK = 1 << 16
ERRORS = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)


def reader(file: io.BufferedReader) -> BinaryIO:
    """The content of an open file, decompressed where it is compressed. Reading raises one of ERRORS where
    the file is damaged or cut off."""
    first = file.peek(1)[:1]
    if first == XZ:
        return cast(BinaryIO, io.BufferedReader(_XzReader(file), CHUNK))
    if first == GZIP:
        return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))
    return file


def compressed(content: bytes) -> bytes:
    """The content as xz, the same bytes for the same content."""
    return lzma.compress(content, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)


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
