"""A slice of a grid as a matrix: first addresses by second addresses, in each field the answers there."""
from __future__ import annotations

from dataclasses import dataclass

from addrinuse.grid._numpy import np
from addrinuse.support.errors import UserError, unknown
from addrinuse.grid.cells import Slice, narrowed
from addrinuse.grid.table import Column, Grid, natural
from addrinuse.grid.vocabulary import ANSWERS

OUTCOME = "outcome"
SHOWN = (OUTCOME, *ANSWERS)
STEPS = {"listen": "listen", "connect": "connect"}
MIXED = "mixed"


@dataclass(frozen=True)
class Matrix:
    """`fields[row][column]`: the different answers, sorted; empty where the slice has no cell."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    fields: tuple[tuple[tuple[str, ...], ...], ...]
    cells: int


def make(grid: Grid, chosen: Slice, answer: str = OUTCOME) -> Matrix:
    """The matrix of a slice. `answer`: which answer the fields show, one of SHOWN."""
    if answer not in SHOWN:
        raise unknown("answer", answer, SHOWN, f"Answers: {', '.join(SHOWN)}.")
    part = narrowed(grid, chosen)
    shown = outcome(part) if answer == OUTCOME else part.columns[answer]
    first, second = part.columns["addr1"], part.columns["addr2"]
    found: dict[tuple[str, str], set[str]] = {}
    packed = (first.codes.astype(np.int64) * len(second.words) + second.codes) * len(
        shown.words) + shown.codes
    for number in np.unique(packed).tolist():
        pair, word = divmod(number, len(shown.words))
        one, other = divmod(pair, len(second.words))
        found.setdefault((first.words[one], second.words[other]), set()).add(shown.words[word])
    rows = tuple(sorted({row for row, _ in found}, key=natural))
    columns = tuple(sorted({column for _, column in found}, key=natural))
    fields = tuple(tuple(tuple(sorted(found.get((row, column), ()))) for column in columns) for row in rows)
    return Matrix(rows, columns, fields, len(part))


def outcome(grid: Grid) -> Column:
    """Per cell what became of the attempt: `ok`, or what the first failing call answered (`listen
    EADDRINUSE`)."""
    names = ("attempt", "bind", "listen", "connect")
    packed = np.zeros(len(grid), dtype=np.int64)
    for name in names:
        packed = packed * len(grid.columns[name].words) + grid.columns[name].codes
    _, first, codes = np.unique(packed, return_index=True, return_inverse=True)
    words = [_outcome(*(grid.columns[name].at(index) for name in names)) for index in first]
    different = tuple(dict.fromkeys(words))
    table = np.array([different.index(word) for word in words] or [0], dtype=np.uint16)
    return Column(different, table[codes])


def _outcome(attempt: str, bind: str, listen: str, connect: str) -> str:
    step = {"listen": listen, "connect": connect}.get(attempt, "ok")
    if bind not in ("ok", "-"):
        return bind
    return step if step in ("ok", "-") else f"{STEPS[attempt]} {step}"


def differing(first: Grid, second: Grid, chosen: Slice, answer: str) -> tuple[Matrix, Matrix]:
    """The same slice of two grids, with the same rows and columns."""
    one, other = make(first, chosen, answer), make(second, chosen, answer)
    if (one.rows, one.columns) == (other.rows, other.columns):
        return one, other
    rows = tuple(sorted({*one.rows, *other.rows}, key=natural))
    columns = tuple(sorted({*one.columns, *other.columns}, key=natural))
    if not rows or not columns:
        raise UserError("the slice", "has no cells")
    return _widened(one, rows, columns), _widened(other, rows, columns)


def _widened(given: Matrix, rows: tuple[str, ...], columns: tuple[str, ...]) -> Matrix:
    def field(row: str, column: str) -> tuple[str, ...]:
        there = row in given.rows and column in given.columns
        return given.fields[given.rows.index(row)][given.columns.index(column)] if there else ()

    return Matrix(rows, columns, tuple(tuple(field(row, column) for column in columns) for row in rows),
                  given.cells)
