"""Grids on disk: a folder of `NAME.csv.xz` and one `index.json`, in which identical grids are stored once.

index.json: {"schema": 1, "grids": {NAME: {"file", "digest", "count", "complete", "plan", "plan_version",
"facts", …}}}. The digest is SHA-256 of the sorted CSV, so that the order of the scan does not matter.
"""
from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from addrinuse.grid._numpy import np
from addrinuse.support import compression, inputs
from addrinuse.support.errors import UserError, unknown
from addrinuse.support.escape import clean
from addrinuse.grid.parse import BLOCK, parse
from addrinuse.grid.table import Column, Grid, keys, recode, union
from addrinuse.grid.vocabulary import COLUMNS, DIMENSIONS, SCHEMA

INDEX = "index.json"
INDEX_LIMIT = 16 << 20     # bytes
SUFFIX = ".csv.xz"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")
LONGEST_NAME = 240        # bytes of a file's name; file systems take 255
XZ_PRESET = 6


def read(path: Path) -> Grid:
    """The grid of a file: `.csv.xz`, or `.csv`, or what the scanner printed. Its folder's index adds what it
    knows.

    A file that is not there because another grid of its folder is identical is read from that one. Raises
    UserError, which names the file, for what is missing, cut off, damaged, or of another schema.
    """
    name = _grid_name(path)
    if _is_only_named(path):
        return find(name, path.parent)
    try:
        parsed = parse(_blocks(path))
    except UserError as error:
        raise UserError(clean(str(path)),
                        error.reason if error.subject == "the grid" else f"{error.subject}: {error.reason}",
                        error.next_step) from None
    if parsed.header is not None and parsed.footer is None:
        raise UserError(clean(str(path)), "cut off: it has no last line (# end)",
                        "Scan it again, or copy it again.")
    grid = parsed.grid(name)
    entry = _entry_of(path)
    grid = Grid(str(grid.meta.get("platform", name)), grid.columns, {**grid.meta, **entry})
    _require_whole(path, grid)
    return grid


def _grid_name(path: Path) -> str:
    return path.name.removesuffix(".xz").removesuffix(".csv")


def _is_only_named(path: Path) -> bool:
    """Whether the file is not there because its folder stores an identical grid under another name."""
    return path.name.endswith(SUFFIX) and not path.exists() and _grid_name(path) in read_index(path.parent)


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as raw:
            stream = compression.reader(raw)
            while block := stream.read(BLOCK):
                yield block
    except compression.ERRORS as error:
        raise UserError("the grid", f"cut off or damaged: {error}",
                        "Scan it again, or copy it again.") from None
    except OSError as error:
        raise UserError("the grid", f"cannot be read: {error.strerror}") from None


def _require_whole(path: Path, grid: Grid) -> None:
    count = grid.meta.get("count")
    if isinstance(count, int) and count != len(grid):
        raise UserError(clean(str(path)),
                        f"has {len(grid):,} cells and should have {count:,}: cut off or damaged",
                        "Scan it again, or copy it again.")
    if len(grid) == 0:
        raise UserError(clean(str(path)), "has no cells", "Scan it again.")


def _entry_of(path: Path) -> Mapping[str, Any]:
    index = path.parent / INDEX
    if not index.exists():
        return {}
    entries = [entry for entry in read_index(path.parent).values() if entry.get("file") == path.name]
    return {key: value
            for key, value in entries[0].items() if key != "facts" or len(entries) == 1} if entries else {}


def read_index(folder: Path) -> dict[str, dict[str, Any]]:
    """The grids of a folder: name -> what is known of it; none if the folder has no index."""
    path = folder / INDEX
    if not path.exists():
        return {}
    index = inputs.json_value(path, INDEX_LIMIT, "`addrinuse grid` writes it; scan the grids again.")
    grids = index.get("grids") if isinstance(index, dict) else None
    if not isinstance(grids, dict) or not all(isinstance(entry, dict) for entry in grids.values()):
        raise UserError(clean(str(path)), "has no object 'grids' of objects")
    if index.get("schema") != SCHEMA:
        raise UserError(clean(str(path)),
                        f"is of schema {index.get('schema')!r}; this addrinuse reads schema {SCHEMA}")
    for name, entry in grids.items():
        file = entry.get("file")
        if not isinstance(file, str) or not file or Path(file).name != file or _is_too_long(file):
            raise UserError(clean(str(path)), f"the grid {clean(name)!r} has no plain file name")
    return grids


def find(name: str, folder: Path) -> Grid:
    """The grid that a person means: a file, or the name of a platform whose grid lies in `folder`."""
    path = Path(name)
    if not _is_too_long(path.name) and (path.is_file() or _is_only_named(path)):
        return read(path)
    grids = read_index(folder)
    entry = grids.get(name)
    if entry is None:
        if os.sep in name or name.endswith((".csv", ".xz")):
            raise UserError(clean(name), "there is no such file")
        known = ", ".join(sorted(grids)) or "none; `addrinuse grid` scans one"
        raise unknown("grid", clean(name), grids, f"Published grids: {known}.")
    grid = read(folder / str(entry["file"]))
    return Grid(name, grid.columns, {**grid.meta, **entry})


def _is_too_long(name: str) -> bool:
    return len(os.fsencode(name)) > LONGEST_NAME


def sort(grid: Grid) -> Grid:
    """The same grid with its words and its cells in a fixed order."""
    columns = {}
    for name, column in grid.columns.items():
        used = np.unique(column.codes)
        words = union(tuple(column.words[code] for code in used), ())
        place = {word: code for code, word in enumerate(words)}
        table = np.array([place.get(word, 0) for word in column.words] or [0], dtype=np.uint16)
        columns[name] = Column(words, table[column.codes])
    order = np.argsort(cell_keys(Grid(grid.name, columns)), kind="stable")
    return Grid(grid.name,
                {name: Column(column.words, column.codes[order])
                 for name, column in columns.items()}, grid.meta)


def cell_keys(grid: Grid) -> Any:
    """One number per cell, from its question. Raises UserError if two cells ask the same."""
    sizes = [max(len(grid.columns[name].words), 1) for name in DIMENSIONS]
    if np.prod(np.array(sizes, dtype=np.float64)) > 2.0 ** 62:
        raise UserError(grid.name, "has too many different words to be a grid")
    numbers = keys([grid.columns[name].codes for name in DIMENSIONS], sizes)
    ordered = np.sort(numbers)
    if (ordered[1:] == ordered[:-1]).any():
        twice = ordered[1:][ordered[1:] == ordered[:-1]][0]
        cell = grid.cell(int(np.flatnonzero(numbers == twice)[0]))
        raise UserError(grid.name, f"asks one cell twice: {'/'.join(cell.values())}", "It is damaged.")
    return numbers


def text(grid: Grid) -> Iterator[str]:
    """The CSV in pieces."""
    yield ",".join(COLUMNS) + "\n"
    step = 50_000
    for begin in range(0, len(grid), step):
        parts = []
        for name in COLUMNS:
            column = grid.columns[name]
            words = column.words
            parts.append([words[code] for code in column.codes[begin:begin + step].tolist()])
        yield "\n".join(map(",".join, zip(*parts))) + "\n"


def digest(grid: Grid) -> str:
    """SHA-256 of the sorted grid's CSV."""
    total = hashlib.sha256()
    for piece in text(grid):
        total.update(piece.encode("ascii"))
    return total.hexdigest()


def add(folder: Path, grid: Grid) -> dict[str, Any]:
    """Stores a grid under its name; a grid that is there already under another name is only named again.

    Returns its entry in the index. Both files are replaced whole, so that an interruption leaves the old
    ones.
    """
    if not NAME.fullmatch(grid.name):
        raise UserError(f"grid {clean(grid.name)!r}", "cannot be a file's name",
                        "Letters, digits, '.', '_', '+' and '-'.")
    ordered = sort(grid)
    folder.mkdir(parents=True, exist_ok=True)
    grids = read_index(folder)
    old = grids.pop(grid.name, None)
    number = digest(ordered)
    same = next((entry for entry in grids.values() if entry.get("digest") == number), None)
    file = str(same["file"]) if same else _free_file(grid.name, grids)
    if same is None:
        _replace(folder / file, _packed(ordered))
    entry = {**grid.meta, "platform": grid.name, "file": file, "digest": number, "count": len(grid),
             "complete": grid.complete}
    grids[grid.name] = entry
    index = {"schema": SCHEMA, "grids": dict(sorted(grids.items()))}
    _replace(folder / INDEX, (json.dumps(index, indent=1) + "\n").encode())
    if old and all(other.get("file") != old.get("file") for other in grids.values()):
        (folder / str(old["file"])).unlink(missing_ok=True)
    return entry


def _free_file(name: str, grids: Mapping[str, Mapping[str, Any]]) -> str:
    """`NAME.csv.xz`, unless another grid's cells are in that file."""
    taken = {entry.get("file") for entry in grids.values()}
    numbers = ("" if number == 1 else f".{number}" for number in range(1, len(taken) + 2))
    return next(f"{name}{number}{SUFFIX}" for number in numbers if f"{name}{number}{SUFFIX}" not in taken)


def _packed(grid: Grid) -> bytes:
    packer = lzma.LZMACompressor(preset=XZ_PRESET)
    pieces = [packer.compress(piece.encode("ascii")) for piece in text(grid)]
    return b"".join([*pieces, packer.flush()])


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UserError(clean(str(path)), f"cannot be written: {error.strerror}") from None


__all__ = ["add", "cell_keys", "digest", "find", "read", "read_index", "recode", "sort", "text"]
