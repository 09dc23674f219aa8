"""Compressed files are read as Python's own modules read them, whatever their form."""
from __future__ import annotations

import gzip
import io
import lzma
import random
from pathlib import Path

import pytest

from addrinuse.support import compression
from addrinuse.support.errors import UserError

LONG = random.Random(1).randbytes(300_000) + b"a" * 3_000_000


def read(stored: bytes, step: int = 1000) -> bytes:
    """The content of a stored file, read in small steps."""
    reader = compression.reader(io.BufferedReader(io.BytesIO(stored)))  # type: ignore[arg-type]
    return b"".join(iter(lambda: reader.read(step), b""))


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
@pytest.mark.parametrize("content", [b"", b"a", LONG], ids=["empty", "short", "long"])
@pytest.mark.parametrize("members", [1, 2, 3])
def test_members_follow_each_other(compress: object, content: bytes, members: int) -> None:
    assert callable(compress)
    assert read(compress(content) * members) == content * members


def test_zeros_after_the_last_member_are_no_content() -> None:
    stored = gzip.compress(b"text") + b"\0" * 300_000
    assert read(stored) == gzip.decompress(stored) == b"text"
    between = gzip.compress(b"a") + b"\0" * 200_000 + gzip.compress(b"b")
    assert read(between) == gzip.decompress(between) == b"ab"


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
def test_a_file_that_is_cut_off_or_damaged_is_refused(compress: object) -> None:
    assert callable(compress)
    stored = compress(LONG)
    cuts = [stored[:length] for length in (5, 9, len(stored) // 2, len(stored) - 5, len(stored) - 1)]
    damaged = bytearray(stored)
    damaged[len(stored) // 2] ^= 1
    for bad in (*cuts, bytes(damaged), stored + b"rest"):
        with pytest.raises(compression.ERRORS):
            read(bad)


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress, bytes])
def test_no_more_is_decompressed_than_asked_for(compress: object) -> None:
    assert callable(compress)
    assert compression.decompressed(compress(LONG), 400_000) == LONG[:400_000]
    assert compression.decompressed(compress(LONG), len(LONG) + 1) == LONG


@pytest.mark.parametrize("stored", [b"a\nb\n", gzip.compress(b"a\nb\n"), lzma.compress(b"a\nb\n")],
                         ids=["plain", "gzip", "xz"])  # gzip writes the time
def test_text_is_read_line_by_line_however_it_is_stored(stored: bytes, tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(stored)
    with compression.ascii_text(tmp_path / "text", "") as text:
        assert list(text) == ["a\n", "b\n"]


@pytest.mark.parametrize("stored", [
    None, lzma.compress(b"a" * 300_000)[:-9], lzma.compress("\u00f6".encode())],
    ids=["missing", "cut off", "not ASCII"])
def test_text_that_cannot_be_read_is_an_error_with_a_next_step(stored: bytes | None, tmp_path: Path) -> None:
    if stored is not None:
        (tmp_path / "text").write_bytes(stored)
    with pytest.raises(UserError, match="text: cannot be read: .*\n  Fetch it again."):
        with compression.ascii_text(tmp_path / "text", "Fetch it again.") as text:
            text.read()
