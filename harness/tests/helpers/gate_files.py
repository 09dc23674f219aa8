"""A grid of one cell and a record of two stories, as files, for the tests of the gate."""
from __future__ import annotations

from pathlib import Path

from addrinuse.explorer import replayed
from addrinuse.explorer.records import Record, digest_of, write
from addrinuse.explorer.story import file_of, parse
from addrinuse.grid import store
from addrinuse.grid.table import from_rows
from addrinuse.grid.vocabulary import COLUMNS, DEFAULTS

STORIES = [parse("s0=open tcp4; s0.bind lo4 P0"), parse("s0=open udp4; s0.bind any4 P0")]


def grid_file(folder: Path, name: str, bind: str) -> Path:
    """A grid of one cell, and the file that it is in."""
    row = {**dict.fromkeys(COLUMNS, "-"), **DEFAULTS, "proto": "tcp", "state": "bound", "addr1": "any4",
           "opts1": "none", "addr2": "lo4", "opts2": "none", "user": "same", "bind": bind, "attempt": "bind"}
    entry = store.add(folder, from_rows(name, [row], {"plan": "core", "plan_version": 1}))
    return folder / str(entry["file"])


def record_file(folder: Path, name: str, bind: str) -> Path:
    """A record of two stories, and the file that it is in."""
    folder.mkdir(exist_ok=True)
    (folder / replayed.STORIES).write_text(file_of(STORIES))
    write(Record(name, {}, digest_of(STORIES), ("ok;" + bind, "ok;ok")), folder / f"{name}.gz")
    return folder / f"{name}.gz"
