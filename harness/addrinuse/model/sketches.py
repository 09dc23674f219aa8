"""A run file read quickly: its header, whether it is complete, and the word of each observation. It is for
thousands of files of which a few will be read as a whole.

The lines of this suite's own programs are recognized by their beginning. A file with any other line is read
as a whole, which is slow and gives the same sketch."""
from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from addrinuse.model import records, runs
from addrinuse.model.observations import Header
from addrinuse.support import compression
from addrinuse.support.errors import UserError

LINE = re.compile(rb'\{"observation": ?"([a-z0-9_/\[\]]{3,200})", ?"case": ?"[a-z0-9_/]+", ?'
                  rb'(?:"variant": ?"[a-z0-9_]+", ?)?"status": ?"([a-z-]+)", ?'
                  rb'(?:"observed": ?"([ !#-\[\]-~]{1,80})", ?)?"(?:claimed|why)"')
FOOTER = re.compile(rb'\{"count": ?(\d{1,9}), ?"finished": ?"[^"\\]{0,40}"\}\n?')


class Digest(Protocol):
    """What takes bytes in."""

    def update(self, content: bytes, /) -> None:
        """Takes further bytes in."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A run file in short. `digest` is the SHA-256 of its content, decompressed, and `stored` that of the
    file as it is, in hexadecimal; `size` the bytes of the file. `names` are the ids of the observations,
    sorted, and `words` what was observed, in that order; the word of one that was not observed is empty."""

    path: Path
    size: int
    stored: str
    digest: str
    header: Header
    complete: bool
    names: bytes
    words: bytes

    def by_name(self) -> dict[str, str]:
        """What was observed, by the ids of the observations."""
        pairs = zip(self.names.decode().split("\n"), self.words.decode().split("\n"))
        return {name: word for name, word in pairs if word}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file as it is stored, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path) -> Sketch:
    """The sketch of a run file. Raises UserError, as `runs.read` does, where it is no run; what is between
    the beginning and the end of a line is not checked."""
    total = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            content = compression.reader(file)
            digested = io.BufferedReader(_Digested(content, total), compression.CHUNK)
            lines = runs.raw_lines(path, digested)
            found = _quick(path, lines)
            for _ in lines:  # what the quick look left unread
                pass
            stored = total.hexdigest() if content is file else digest_of(path)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UserError(str(path), error.strerror or str(error), "Give the file of a run, *.jsonl.") from None
    header, complete, observations = found or _whole(path)
    names = sorted(observations)
    return Sketch(path, size, stored, total.hexdigest(), header, complete, b"\n".join(names),
                  b"\n".join(observations[name] for name in names))


class _Digested(io.RawIOBase):
    """A stream whose content goes into a digest as it is read."""

    def __init__(self, content: BinaryIO, total: Digest) -> None:
        self._content = content
        self._total = total

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        found = self._content.read(len(buffer))
        self._total.update(found)
        buffer[:len(found)] = found
        return len(found)


def _quick(path: Path, lines: Iterator[tuple[int, bytes]]
           ) -> tuple[Header, bool, dict[bytes, bytes]] | None:
    """Header, whether there is a footer, words by ids; None where a line has another form."""
    first = records.parsed(next(lines, (1, b""))[1])
    if first is None or first.get("schema") != records.SCHEMA:
        return None
    observations: dict[bytes, bytes] = {}
    match = LINE.match
    for _, line in lines:
        found = match(line)
        if found is None or not line.endswith(b"}\n"):
            footer = FOOTER.fullmatch(line)
            is_end = footer is not None and int(footer[1]) == len(observations) and next(lines, None) is None
            return (runs.header_of(path, first), True, observations) if is_end else None
        if found[1] in observations:
            return None
        observations[found[1]] = found[3] or b""
    return runs.header_of(path, first), False, observations


def _whole(path: Path) -> tuple[Header, bool, dict[bytes, bytes]]:
    run = runs.read_as_stored(path)
    words = {name.encode(): (observation.observed or "").encode()
             for name, observation in run.observations.items()}
    return run.header, not run.truncated, words
