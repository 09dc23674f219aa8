"""Runs the program on this machine: as it is, or with a library of mutants before the system's calls."""
from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from addrinuse.support.errors import UserError

TIMEOUT = 1200.0  # seconds for one run; a batch of two thousand stories takes one
PROGRAM = "addrinuse-explorer"
DYNAMIC = "addrinuse-explorer-dynamic"
LIBRARY = "libaddrinuse-mutant.so"


class LocalPrograms:
    """The programs of one build folder. `host` is this machine, `mutant:NAME` this machine with one rule
    changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run_program(self, platform: str, arguments: Sequence[str], given: bytes) -> bytes:
        """Runs the program with this standard input, and gives its standard output, cut off if the program
        died. Raises UserError if there is no such program or platform, or if it refuses its input."""
        mutant = platform.partition(":")[2] if platform.startswith("mutant:") else ""
        if not mutant and platform != "host":
            raise UserError(
    f"platform {platform!r}",
    "the explorer does not reach it",
     "Known: host, mutant:NAME")
        program = self._program(DYNAMIC if mutant else PROGRAM)
        environment = dict(os.environ)
        if mutant:
            environment |= {"LD_PRELOAD": str(self._program(LIBRARY)), "ADDRINUSE_MUTANT": mutant}
        try:
            done = subprocess.run([str(program), *arguments], input=given, capture_output=True,
                                  env=environment, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired as expired:
            return expired.stdout or b""
        except OSError as error:
            raise UserError(f"program {program.name}", f"cannot be started: {error.strerror}") from None
        if done.returncode == 2:
            raise UserError(f"program {program.name}", done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    def _program(self, name: str) -> Path:
        for path in (self._folder / name, self._folder / "harness" / "explorer" / name):
            if path.exists():
                return path
        raise UserError(f"program {name}", "not built", f"Build the target {name}.")
