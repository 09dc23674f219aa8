"""Other programs, run to their end. Whatever goes wrong is a UserError with the program's last words; a
program that is still at work when we are killed is ended, too."""
from __future__ import annotations

import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from addrinuse.support.errors import UserError
from addrinuse.support.process import guarded

KEPT_LINES = 40           # of what a program printed, for its last words
SHORT = 60                # seconds that a question may take
LINE_LIMIT = 1 << 16      # characters; a longer line is handled in pieces


class TimedOut(Exception):
    """The program did not end in time; it has been ended."""


@dataclass(frozen=True)
class Finished:
    """How a program ended, and all that it printed on both outputs."""

    status: int
    text: str

    def last_lines(self, lines: int = KEPT_LINES) -> str:
        """The end of what it printed, as further lines of an error."""
        return "\n  ".join(self.text.strip().splitlines()[-lines:]) or "(it printed nothing)"


def finished(argv: Sequence[str], timeout: float | None = None, env: Mapping[str, str] | None = None,
             cwd: Path | None = None, show: Callable[[str], None] | None = None) -> Finished:
    """Runs a program, for `timeout` seconds at most, and gives what it printed. `show` gets every line as it
    comes. Raises OSError where it cannot be started, and TimedOut."""
    theirs, ours = os.pipe()
    is_late = threading.Event()
    lines: deque[str] = deque(maxlen=None if show is None else KEPT_LINES)
    # The guard ends the program as soon as `alive` is closed: by us, by the timer, or by our end.
    with os.fdopen(ours, "wb") as alive, subprocess.Popen(
            [*guarded(), *argv], env=env, cwd=cwd, stdin=theirs, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace") as child, _timer(timeout, is_late, alive):
        os.close(theirs)
        try:
            _read(child, lines, show)
        finally:
            alive.close()
    if is_late.is_set():
        raise TimedOut
    return Finished(child.returncode, "".join(lines))


@contextmanager
def _timer(timeout: float | None, is_late: threading.Event, alive: BinaryIO) -> Iterator[None]:
    """Closes `alive` after so many seconds, unless the block has ended before."""
    def end() -> None:
        is_late.set()
        alive.close()

    timer = threading.Timer(timeout, end) if timeout is not None else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()


def _read(child: subprocess.Popen[str], lines: deque[str], show: Callable[[str], None] | None) -> None:
    assert child.stdout is not None
    read = child.stdout.readline if show else child.stdout.read
    while text := read(LINE_LIMIT):
        lines.append(text)
        if show:
            show(text)
    child.wait()


def run(argv: Sequence[str], timeout: float | None, subject: str, next_step: str = "", missing: str = "",
        env: Mapping[str, str] | None = None, cwd: Path | None = None,
        show: Callable[[str], None] | None = None) -> str:
    """Runs a program that has to succeed, and gives what it printed. Raises UserError about the `subject`:
    with the program's last words, or with `missing` as the next step where there is no such program."""
    try:
        done = finished(argv, timeout, env, cwd, show)
    except TimedOut:
        raise UserError(subject, f"{argv[0]} did not end within {timeout:g} s", next_step) from None
    except OSError as error:
        raise UserError(subject, f"{argv[0]} cannot be started: {error.strerror}",
                        missing or next_step) from None
    if done.status in (126, 127):  # the shell's words for a program that cannot be run, or is not there
        raise UserError(subject, f"{argv[0]} cannot be started: {done.last_lines(1)}", missing or next_step)
    if done.status:
        raise UserError(subject, f"{' '.join(argv[:2])} failed; its last lines:\n  {done.last_lines()}",
                        next_step)
    return done.text


def output(argv: Sequence[str], timeout: float = SHORT) -> str:
    """What a program prints on its standard output, however it ends; nothing where it cannot be had in
    time."""
    try:
        return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              errors="replace", timeout=timeout).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def succeeds(argv: Sequence[str], timeout: float = SHORT) -> bool:
    """Whether a program can be had and ends well in time."""
    try:
        return subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=timeout).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False
