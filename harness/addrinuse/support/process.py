"""One program that runs somewhere: its lines as they come, and the certainty that it is gone afterwards."""
from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence

LINE_LIMIT = 8 << 20      # bytes; a longer line is given in pieces
WORDS_LIMIT = 4 << 10     # bytes of standard error that are kept
CHUNK = 1 << 16
GRACE = 2.0               # seconds between asking a program to end and making it
LINGER = 1.0              # seconds for which an ended program's output is still waited for
# Ends a program when the one who started it is gone, however it went: standard input then ends.
GUARD = """exec 3<&0
"$@" 3<&- </dev/null & it=$!
{ read -r _ <&3; kill -9 $it; } 2>/dev/null & guard=$!
wait $it; code=$?
kill $guard 2>/dev/null
exit $code"""


def guarded() -> tuple[str, ...]:
    """What goes before the command of a program that does not see by itself that we are gone. It reads
    nothing."""
    return "/bin/sh", "-c", GUARD, "sh"


class OutputStalled(Exception):
    """A program wrote nothing for longer than it may."""


class _Lines:
    """Cuts what comes in pieces into lines; what is longer than LINE_LIMIT is given in pieces."""

    def __init__(self) -> None:
        self.rest = b""

    def take(self, chunk: bytes) -> list[bytes]:
        """The lines that this piece completes."""
        *whole, self.rest = (self.rest + chunk).split(b"\n")
        if len(self.rest) > LINE_LIMIT:
            whole.append(self.rest)
            self.rest = b""
        return whole


class Program:
    """A program in a session of its own, with a pipe as its standard input that closes when we are gone."""

    def __init__(self, argv: Sequence[str]) -> None:
        self.child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, start_new_session=True, bufsize=0)
        assert self.child.stdin and self.child.stdout and self.child.stderr  # they are pipes
        self.stdin, self._stdout, self._stderr = self.child.stdin, self.child.stdout, self.child.stderr
        self._words = b""

    def lines(self, stall_timeout: float) -> Iterator[bytes]:
        """Each line of standard output. Raises OutputStalled when none comes for `stall_timeout` seconds."""
        assert self.child.stdout is not None and self.child.stderr is not None
        cut, heard, ended = _Lines(), time.monotonic(), 0.0
        with selectors.DefaultSelector() as ready:
            ready.register(self.child.stdout, selectors.EVENT_READ)
            ready.register(self.child.stderr, selectors.EVENT_READ)
            while ready.get_map():
                chunk = self._chunk(ready, min(0.5, stall_timeout))
                if chunk:
                    heard, ended = time.monotonic(), 0.0
                    yield from cut.take(chunk)
                ended = ended or (time.monotonic() if self.child.poll() is not None else 0.0)
                if ended and time.monotonic() - ended > LINGER:
                    break
                if not ended and time.monotonic() - heard > stall_timeout:
                    raise OutputStalled
        if cut.rest:
            yield cut.rest

    def _chunk(self, ready: selectors.BaseSelector, timeout: float) -> bytes:
        """What came on standard output within so many seconds; what came on the other one is kept as its last
        words."""
        output = b""
        for key, _ in ready.select(timeout):
            chunk = os.read(key.fd, CHUNK)
            if not chunk:
                ready.unregister(key.fileobj)
            elif key.fileobj is self.child.stderr:
                self._words = (self._words + chunk)[-WORDS_LIMIT:]
            else:
                output = chunk
        return output

    def end(self) -> str:
        """Waits a moment for the program to end, makes it where it does not, and says how it ended: nothing
        when it ended well."""
        try:
            self.child.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.stop()
        code = self.child.returncode
        if code >= 0:
            return f"ended with exit status {code}" if code else ""
        return f"was ended by {signal_name(-code)}"

    def stderr_tail(self) -> str:
        """The end of what it printed on standard error."""
        return self._words.decode("utf-8", "replace").strip()

    def stop(self) -> None:
        """Ends the program and all that is in its process group."""
        if self.child.poll() is None:
            self._signal(signal.SIGTERM)
            try:
                self.child.wait(GRACE)
            except subprocess.TimeoutExpired:
                pass
        self._signal(signal.SIGKILL)
        self.child.wait()

    def close(self) -> None:
        """Leaves nothing behind: neither processes nor pipes."""
        self.stop()
        for pipe in (self.child.stdin, self.child.stdout, self.child.stderr):
            if pipe:
                pipe.close()

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.child.pid, number)
        except (ProcessLookupError, PermissionError):
            pass


def signal_name(number: int) -> str:
    """SIGSEGV for 11, and so on."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
