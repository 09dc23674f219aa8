"""The two outputs of a command. Whatever they are (closed, full, a pipe without a reader), nobody sees a
traceback: standard output that cannot be written ends the command with plain words; standard error is written
as far as it can be.
"""
from __future__ import annotations

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

STDOUT, STDERR = 1, 2


class OutputError(Exception):
    """Standard output cannot be written; the message says why. `is_unread`: nobody reads it any more."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"standard output cannot be written: {error.strerror}")
        self.is_unread = error.errno == errno.EPIPE


class _Descriptor(io.RawIOBase):
    """An open file of the process. Closing this object leaves the file open."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self.error: OSError | None = None

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Writes all of it. What comes after a failure is dropped, so that a buffer's rest fails only
        once."""
        content = memoryview(data).cast("B")
        written = 0
        while written < len(content) and self.error is None:
            try:
                written += os.write(self._descriptor, content[written:])
            except BlockingIOError:
                select.select([], [self._descriptor], [])
            except OSError as error:
                self.error = error
                self.failed(error)
        return len(content)

    def failed(self, error: OSError) -> None:
        """What is done about the first failure: nothing."""


class _Strict(_Descriptor):
    """Standard output: a failure ends the command."""

    def failed(self, error: OSError) -> None:
        raise OutputError(error)


class _Closed(_Strict):
    """Standard output that was closed before we began."""

    def write(self, data: Any) -> int:
        if len(data) and self.error is None:
            self.error = OSError(errno.EBADF, "it is closed")
            self.failed(self.error)
        return len(data)


class Streams:
    """Both outputs while a command runs."""

    def __init__(self) -> None:
        is_closed = [_occupy(descriptor) for descriptor in (0, STDOUT, STDERR)][STDOUT]
        self._output: _Descriptor = (_Closed if is_closed else _Strict)(STDOUT)
        self.stdout = _text(self._output, sys.stdout)
        self.stderr = _text(_Descriptor(STDERR), sys.stderr, is_unbuffered=True)

    @property
    def has_failed(self) -> bool:
        """Whether standard output could not be written, whoever passed that over."""
        return self._output.error is not None


def _occupy(descriptor: int) -> bool:
    """Whether the descriptor was closed. Then it leads to nowhere from now on: otherwise the next file that
    is opened gets its number, and what is printed."""
    try:
        os.fstat(descriptor)
        return False
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != descriptor:
            os.dup2(nowhere, descriptor)
            os.close(nowhere)
        return True


def _text(descriptor: _Descriptor, like: TextIO | None, is_unbuffered: bool = False) -> TextIO:
    """A text stream with the encoding of another one. What that encoding lacks is written out, and never an
    error."""
    encoding = getattr(like, "encoding", None) or "utf-8"
    return io.TextIOWrapper(io.BufferedWriter(descriptor), encoding=encoding, errors="backslashreplace",
                            line_buffering=is_unbuffered or descriptor.isatty(), write_through=is_unbuffered)


@contextmanager
def guarded() -> Iterator[Streams | None]:
    """Puts such streams in the place of the process's own for the time of the block; those that somebody else
    has put there stay, and None is given."""
    if sys.stdout is not sys.__stdout__ or sys.stderr is not sys.__stderr__:
        yield None
        return
    before = sys.stdout, sys.stderr
    if before[0] is not None:
        before[0].flush()
    streams = Streams()
    sys.stdout, sys.stderr = streams.stdout, streams.stderr
    try:
        yield streams
    finally:
        sys.stdout, sys.stderr = before
