"""Shows what is longer than the terminal through the user's pager, as git and man do."""
from __future__ import annotations

import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable
from typing import TextIO

DEFAULT = "less"
LESS = "FRX"  # less: end at once if it fits, keep colours, leave the text on the screen


class _Terminal(io.StringIO):
    """A text that is made for a terminal."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.terminal_encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.terminal_encoding

    def isatty(self) -> bool:
        return True


def show(write: Callable[[TextIO], None]) -> None:
    """Lets `write` write to standard output; on a terminal that the text does not fit into, to the pager. The
    environment variable PAGER names it (empty, or `cat`: none)."""
    pager = _pager()
    if not sys.stdout.isatty() or not pager:
        write(sys.stdout)
        return
    text = _Terminal(sys.stdout.encoding)
    write(text)
    if text.getvalue().count("\n") < shutil.get_terminal_size().lines or not _page(pager, text.getvalue()):
        sys.stdout.write(text.getvalue())


def write_lines(lines: Iterable[str], out: TextIO) -> None:
    """Writes lines; on a terminal those that are too wide are broken between words."""
    width = shutil.get_terminal_size().columns if out.isatty() else 0
    for line in lines:
        if width and len(line) > width:
            indent = line[:len(line) - len(line.lstrip())]
            line = "\n".join(textwrap.wrap(line, width, subsequent_indent=indent + "  ",
                                           initial_indent="", drop_whitespace=True,
                                           break_on_hyphens=False) or [line])
        out.write(f"{line}\n")


def _pager() -> list[str]:
    """The pager's command; nothing if there is none."""
    try:
        words = shlex.split(os.environ.get("PAGER", DEFAULT))
    except ValueError:
        return []
    return words if words and words[0] != "cat" and shutil.which(words[0]) else []


def _page(pager: list[str], text: str) -> bool:
    """Whether the pager showed the text. Ctrl-C is the pager's meanwhile."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        environment = {**os.environ, "LESS": os.environ.get("LESS", LESS)}
        with subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment) as child:
            child.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
        return child.returncode == 0
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
