"""The measured answers: cells of a published grid of the same kernel series, or cells that are asked now."""
from __future__ import annotations

import functools
import io
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from addrinuse.grid import places, store
from addrinuse.grid.scan import PROGRAM
from addrinuse.grid.vocabulary import COLUMNS, DEFAULTS
from addrinuse.platforms.host import Host
from addrinuse.support import compression
from addrinuse.support.errors import UserError
from addrinuse.why.sockets import Look

Cells = Mapping[str, Mapping[str, str]]
Selection = Mapping[str, tuple[str, ...]]
FIXED = {key: DEFAULTS[key] for key in ("when", "port", "state0", "addr0", "opts0", "count", "spread")}
TIMEOUT = 60              # seconds that asking may take
SERIES = re.compile(r"(\d+)\.(\d+)")


def published(look: Look) -> str:
    """The name of the published grid of this kernel's series; "" if there is none."""
    match = SERIES.match(look.release)
    name = f"{look.system.lower()}-{match[1]}.{match[2]}" if match else ""
    return name if name in store.read_index(places.published_grids()) else ""


def cells(look: Look, selection: Selection) -> tuple[str, Cells]:
    """The name of what answered, and its cells of a selection by their short names. Raises UserError if they
    can neither be read nor asked."""
    name = published(look)
    if name:
        entry = store.read_index(places.published_grids())[name]
        return name, read(_lines(places.published_grids() / str(entry["file"])), selection)
    release = look.release.partition("-")[0]
    return f"{look.system.lower()}-{release}", read(_asked(selection), selection)


def read(lines: Iterable[str], selection: Selection) -> Cells:
    """The cells of a selection, whose further dimensions are at their defaults."""
    found = {}
    for line in lines:
        words = line.split(",")
        if len(words) != len(COLUMNS):
            continue
        cell = dict(zip(COLUMNS, words))
        if all(cell[key] in words for key, words in selection.items()) \
                and all(cell[key] == word for key, word in FIXED.items()):
            found["/".join(cell[key] for key in selection_order())] = cell
    return found


def selection_order() -> tuple[str, ...]:
    """The dimensions of a short name."""
    return ("proto", "state", "addr1", "opts1", "addr2", "opts2", "user", "attempt")


def _lines(path: Path) -> Iterator[str]:
    with compression.ascii_text(path, "Fetch the file again.") as file:
        yield from (line.rstrip("\n") for line in file)


@functools.cache
def _program() -> Path:
    """The scanner, built if need be."""
    return Host().standalone_program(PROGRAM)


def _asked(selection: Selection) -> Iterator[str]:
    """Runs the scanner for the cells, in network namespaces of its own. Raises UserError if it cannot run."""
    program = _program()
    chosen = {**selection, **{key: (word,) for key, word in FIXED.items()}}
    text = ",".join(f"{key}={'|'.join(words)}" for key, words in chosen.items())
    try:
        done = subprocess.run([program, "--plan", "core", "--select", text], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=TIMEOUT)
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError("the scanner of the grid", f"cannot run: {error}") from None
    if done.returncode and "cells=" not in done.stdout:
        raise UserError("the scanner of the grid", f"has no answer here: {done.stderr.strip()[-200:]}")
    return iter(io.StringIO(done.stdout).read().splitlines())
