"""`grid show`: one cell with all its answers, or a slice as a matrix in 80 columns; two platforms side by
side."""
from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from addrinuse.grid import matrix
from addrinuse.grid.cells import Slice, name_of, narrowed
from addrinuse.grid.matrix import Matrix
from addrinuse.grid.table import Grid
from addrinuse.grid.vocabulary import ANSWERS, DEFAULTS, address

WIDTH = 80
LABEL = 13
LETTERS = "UADEFGHJKLMNPQRSTVWXYZ"
KNOWN_SIGNS = {
    "ok": ".",
    "EADDRINUSE": "U",
    "EACCES": "A",
    "-": "-",
    "unverified": "?",
    "first": "1",
    "second": "2",
    "both": "B",
    "none": "N",
    "refused": "R",
    "dropped": "D",
    "unavailable": "/"
}
MIXED = "~"


def show(grids: Sequence[Grid], slices: Sequence[Slice], answer: str, form: str) -> str:
    """What `grid show` prints for one or two grids; `slices` has one slice a grid. Ends with a line end."""
    parts = [narrowed(grid, chosen) for grid, chosen in zip(grids, slices)]
    if form == "json":
        return json.dumps(_json(grids, slices, parts, answer), indent=1) + "\n"
    if all(len(part) == 1 for part in parts) and len({name_of(part.cell(0)) for part in parts}) == 1:
        return "\n".join(_cell(parts)) + "\n"
    matrices = [matrix.make(grids[0], slices[0], answer)] if len(grids) == 1 else list(
        matrix.differing(grids[0], grids[1], slices[0], answer))
    lines = _markdown(grids, matrices) if form == "markdown" else _matrix(grids, matrices, slices[0], answer)
    return "\n".join(lines) + "\n"


def _json(grids: Sequence[Grid], slices: Sequence[Slice], parts: Sequence[Grid],
          answer: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "slice": {name: list(words)
                  for name, words in slices[0].items()},
        "answer": answer
    }
    result["platforms"] = [grid.name for grid in grids]
    if all(len(part) == 1 for part in parts):
        result["cell"] = parts[0].cell(0)
        result["answers"] = {grid.name: part.answers(0) for grid, part in zip(grids, parts)}
    for grid, chosen in zip(grids, slices):
        made = matrix.make(grid, chosen, answer)
        fields = {row: {column: list(field) for column, field in zip(made.columns, line)}
                  for row, line in zip(made.rows, made.fields)}
        result.setdefault("matrix", {})[grid.name] = fields
    return result


def _cell(parts: Sequence[Grid]) -> list[str]:
    cell = parts[0].cell(0)
    first = f"first: {cell['proto']} {cell['state']} on {address(cell['addr1'])}, options {cell['opts1']}"
    second = (f"second: {cell['user']} user, on {address(cell['addr2'])}, options {cell['opts2']}, "
              f"attempt {cell['attempt']}")
    lines = [
        name_of(cell), f"  {first}", f"  {second}", "",
        f"{'':<10}" + "".join(f" {part.name:<20}" for part in parts)
    ]
    for name in ANSWERS:
        words = [part.answers(0)[name] for part in parts]
        mark = "  *" if len(set(words)) > 1 else ""
        lines.append(f"{name:<10}" + "".join(f" {word:<20}" for word in words) + mark)
    return [line.rstrip() for line in lines]


def _signs(matrices: Sequence[Matrix]) -> dict[str, str]:
    """A sign for each answer: the usual one, else a letter that is free."""
    words = sorted({word for one in matrices for line in one.fields for field in line for word in field})
    signs = {word: KNOWN_SIGNS[word] for word in words if word in KNOWN_SIGNS}
    for word in words:
        if word not in signs:
            bare = word.rpartition(" ")[2].removeprefix("E")
            wishes = bare.lower() + bare.upper() + LETTERS + LETTERS.lower()
            signs[word] = next((sign for sign in wishes if sign.isalpha() and sign not in signs.values()),
                               "#")
    return signs


def _matrix(grids: Sequence[Grid], matrices: Sequence[Matrix], chosen: Slice, answer: str) -> list[str]:
    signs = _signs(matrices)
    cells = " and ".join(f"{grid.name} ({one.cells:,} cells)" for grid, one in zip(grids, matrices))
    lines = [f"{cells}: {answer}, by the first's address (down) and the second's (across)"]
    lines += [f"  {name}: {' or '.join(words)}" for name, words in chosen.items()
              if name not in ("addr1", "addr2") and words != (DEFAULTS.get(name),)]
    numbers = "".join(f"{number:>2} " for number in range(1, len(matrices[0].columns) + 1))
    lines += ["", " " * LABEL + " |".join(f"{grid.name[:len(numbers)]:<{len(numbers)}}" for grid in grids),
              " " * LABEL + " |".join([numbers] * len(grids))]
    for number, row in enumerate(matrices[0].rows):
        fields = [one.fields[number] for one in matrices]
        differ = [len(set(column)) > 1 for column in zip(*fields)]
        drawn = [_drawn(line, differ, signs) for line in fields]
        lines.append(f"{_number(row, matrices[0].columns):<2} {row:<{LABEL - 3}}" + " |".join(drawn))
    return [line.rstrip() for line in lines + [""] + _legend(matrices[0], signs, len(grids) > 1)]


def _drawn(line: tuple[tuple[str, ...], ...], differ: list[bool], signs: dict[str, str]) -> str:
    return "".join(f" {_sign(field, signs)}{'*' if mark else ' '}" for field, mark in zip(line, differ))


def _number(row: str, columns: tuple[str, ...]) -> str:
    return str(columns.index(row) + 1) if row in columns else ""


def _sign(field: tuple[str, ...], signs: dict[str, str]) -> str:
    return " " if not field else signs[field[0]] if len(field) == 1 else MIXED


def _legend(one: Matrix, signs: dict[str, str], two: bool) -> list[str]:
    parts = [f"{number} {column}" for number, column in enumerate(one.columns, 1)]
    meanings = [f"{sign} {word}"
                for word, sign in signs.items()] + [f"{MIXED} several answers"] + ["* differs"] * two
    return _wrapped(parts) + _wrapped(meanings)


def _wrapped(parts: list[str]) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) + 3 > WIDTH:
            lines.append("")
        lines[-1] += ("   " if lines[-1] else "") + part
    return lines


def _markdown(grids: Sequence[Grid], matrices: Sequence[Matrix]) -> list[str]:
    lines = []
    for grid, one in zip(grids, matrices):
        lines += [f"**{grid.name}**", "", "| first \\ second | " + " | ".join(one.columns) + " |",
                  "|---" * (len(one.columns) + 1) + "|"]
        for number, (row, line) in enumerate(zip(one.rows, one.fields)):
            others = [other.fields[number] for other in matrices]
            marks = [" *" if len(set(column)) > 1 else "" for column in zip(*others)]
            lines.append(f"| {row} | " + " | ".join(", ".join(field) + mark
                                                    for field, mark in zip(line, marks)) + " |")
        lines.append("")
    return lines[:-1]
