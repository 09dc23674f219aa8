"""The table as text for people. A terminal gets columns if they fit, and otherwise each case with its answers
below it; a file or a pipe gets one full line a row."""
from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from typing import TextIO

import rich.box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from addrinuse.analysis.tables import Row, Table
from addrinuse.publish import cells
from addrinuse.support import escape

STYLES = ("", "cyan", "magenta", "green", "yellow", "blue")  # of distinct answers in a row, the commonest first
NONE, WARNING = "dim", "bold red"
ANSWER_WIDTH = 24         # columns of a terminal that an answer gets in a list, and at least in a table
UNLIMITED = 100_000


def as_text(table: Table, out: TextIO) -> None:
    """Writes the table."""
    width = shutil.get_terminal_size().columns if out.isatty() else UNLIMITED
    encoding = getattr(out, "encoding", None) or "utf-8"
    console = Console(file=out, highlight=False, width=width, soft_wrap=not out.isatty())
    with console.capture() as captured:
        if _width(table, encoding) <= width:
            console.print(_grid(table, encoding))
        else:
            for row in table.rows:
                console.print(Text("\n").join(_listed(row, width, encoding)))
    lines = [line.rstrip() for line in captured.get().split("\n")]
    out.write("\n".join(line for line in lines if line) + "\n\n")
    for line in [cells.legend(encoding), *cells.notes(table)]:
        console.print(Text(line))


def _width(table: Table, encoding: str) -> int:
    """How wide the table would be if no answer had to be broken more than once."""
    first = max((len(row.id) for row in table.rows), default=0)
    widths = [first]
    for column in table.columns:
        longest = max((len(cells.cell_text(row.cells[column.name], encoding)) for row in table.rows), default=0)
        widths.append(max(len(column.name), min(longest, ANSWER_WIDTH)))
    return sum(width + 2 for width in widths)


def _grid(table: Table, encoding: str) -> Grid:
    grid = Grid(box=rich.box.ASCII if cells.is_plain(encoding) else rich.box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column("case", overflow="fold", no_wrap=True)
    for column in table.columns:
        grid.add_column(Text(escape.clean(column.name) + (" (truncated)" if column.run.truncated else "")),
                        overflow="fold")
    for row in table.rows:
        grid.add_row(Text(escape.clean(row.id)), *(
            Text(cells.cell_text(row.cells[column.name], encoding), style=style)
            for column, style in zip(table.columns, _styles(row))))
    return grid


def _styles(row: Row) -> list[str]:
    """The style of each cell of a row."""
    groups = row.answer_groups()
    return [WARNING if cell.warning else STYLES[min(groups[name], len(STYLES) - 1)] if name in groups else NONE
            for name, cell in row.cells.items()]


def _listed(row: Row, width: int, encoding: str) -> Iterator[Text]:
    """A case, and below it each answer with the platforms that give it."""
    yield Text(escape.clean(row.id), style="bold")
    for line in textwrap.wrap(row.case.question if row.case else "", max(width - 2, 20)):
        yield Text(f"  {escape.clean(line)}", style="italic")
    styles = dict(zip(row.cells, _styles(row)))
    groups: dict[str, list[str]] = {}
    for name, cell in row.cells.items():
        groups.setdefault(cells.cell_text(cell, encoding), []).append(name)
    for answer, names in sorted(groups.items(), key=lambda group: row.cells[group[1][0]].observed is None):
        yield from _answer(answer, names, styles[names[0]], width)


def _answer(answer: str, names: list[str], style: str, width: int) -> Iterator[Text]:
    """An answer and its platforms, side by side if the answer is short."""
    where = escape.clean(", ".join(names))
    indent = " " * (ANSWER_WIDTH + 4)
    if len(answer) > ANSWER_WIDTH:
        yield from (Text(f"  {line}", style=style) for line in textwrap.wrap(answer, max(width - 2, 20)))
        yield from (Text(indent + line) for line in _wrapped(where, width - len(indent)))
        return
    first, *others = _wrapped(where, width - len(indent))
    yield Text.assemble((f"  {answer:{ANSWER_WIDTH}}  ", style), first)
    yield from (Text(indent + line) for line in others)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20)) or [""]
