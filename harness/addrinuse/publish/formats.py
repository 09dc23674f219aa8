"""Writes a table as text, Markdown, HTML, JSON or CSV. Whatever came from elsewhere is escaped for the
format."""
from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from addrinuse.model import verdicts
from addrinuse.support import escape
from addrinuse.analysis.tables import Cell, Row, Table

LEGEND = {"holds": "as documented", "contradicted": "otherwise", "undecided": "undecided",
          "silent": "no document speaks of it here"}
COLOURS = {"holds": "#d8f0d8", "contradicted": "#f8d4d0", "undecided": "#f6edc4", "silent": "#eeeeee"}


def symbol(cell: Cell, encoding: str = "utf-8") -> str:
    """The sign of a cell's verdict, as the output can show it."""
    return verdict_symbol(cell.verdict, encoding)


def verdict_symbol(verdict: str, encoding: str = "utf-8") -> str:
    """A verdict's sign, as the output can show it."""
    plain = not (encoding or "").lower().replace("-", "").startswith("utf")
    return (verdicts.PLAIN_SYMBOLS if plain else verdicts.SYMBOLS)[verdict]


def as_text(table: Table, out: TextIO) -> None:
    """For people: colours and the terminal's width on a terminal, one full line a row elsewhere."""
    import rich.box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    tty = out.isatty()
    encoding = getattr(out, "encoding", None) or "utf-8"
    console = Console(file=out, highlight=False, width=None if tty else 100_000)
    box = rich.box.SIMPLE_HEAD if encoding.lower().startswith("utf") else rich.box.ASCII
    grid = Grid(box=box, pad_edge=False)
    grid.add_column("case", overflow="fold")
    for column in table.columns:
        grid.add_column(Text(escape.clean(column.name) + (" (truncated)" if column.run.truncated else "")),
                        overflow="fold")
    for row in table.rows:
        grid.add_row(Text(escape.clean(row.id)), *(
            Text(f"{symbol(row.cells[column.name], encoding)} {escape.clean(row.cells[column.name].answer)}",
                 style=verdicts.STYLES[row.cells[column.name].verdict]) for column in table.columns))
    with console.capture() as captured:
        console.print(grid)
    lines = [line.rstrip() for line in captured.get().split("\n")]
    out.write("\n".join(line for line in lines if line) + "\n\n")
    for line in [_legend(encoding), *notes(table)]:
        console.print(Text(line))


def _legend(encoding: str) -> str:
    signs = {word: verdict_symbol(word, encoding) for word in verdicts.WORDS}
    meanings = [f"{signs[word]} {LEGEND[word]}" for word in verdicts.WORDS]
    return "  ".join(["A cell is what was observed.", *meanings])


def notes(table: Table) -> list[str]:
    """What must be said below a table: of its columns, and why cells have no observation."""
    lines = [f"{column.name}: {note}" for column in table.columns for note in column.notes]
    for column in table.columns:
        whys: dict[str, list[str]] = {}
        for row in table.rows:
            if row.cells[column.name].why:
                whys.setdefault(row.cells[column.name].why, []).append(row.id)
        lines += [f"{column.name}: {', '.join(ids) if len(ids) < 4 else f'{len(ids)} cases'}: {why}"
                  for why, ids in whys.items()]
    return [escape.clean(line) for line in lines]


def as_json(table: Table, out: TextIO) -> None:
    """For programs: the format of docs/running.md."""
    json.dump(json_of(table), out, indent=1, ensure_ascii=True)
    out.write("\n")


def json_of(table: Table) -> dict[str, Any]:
    """The table as a JSON value."""
    return {
        "platforms": [{"name": column.name, "facts": dict(column.run.facts),
                       "started": column.run.header.started,
                       "time": column.run.header.time, "suite": column.run.header.suite.as_json(),
                       "truncated": column.run.truncated, "notes": list(column.notes)}
                      for column in table.columns],
        "cases": [{"id": row.id, "claim": row.case.claim if row.case else None,
                   "says": [said.as_json() for said in row.case.says] if row.case else [],
                   "disputed_by": [said.as_json() for said in row.case.disputed_by] if row.case else []}
                  for row in table.rows],
        "cells": {row.id: {name: cell.as_json() for name, cell in row.cells.items()} for row in table.rows},
    }


def as_markdown(table: Table, out: TextIO) -> None:
    """A Markdown table."""
    rows_as_markdown(table, table.rows, out)
    out.write("\n" + closing_as_markdown(table))


def rows_as_markdown(table: Table, rows: Iterable[Row], out: TextIO) -> None:
    """Some rows of a table, with its head."""
    out.write("| case | " + " | ".join(escape.markdown(column.name) for column in table.columns) + " |\n")
    out.write("|---" * (len(table.columns) + 1) + "|\n")
    for row in rows:
        cells = [row.cells[column.name] for column in table.columns]
        out.write(f"| {escape.markdown(row.id)} | "
                  + " | ".join(f"{symbol(cell)} {escape.markdown(cell.answer)}" for cell in cells) + " |\n")


def closing_as_markdown(table: Table) -> str:
    """What stands below a table: the legend, and its notes."""
    return escape.markdown(_legend("utf-8")) + "\n" + "".join(
        f"- {escape.markdown(line)}\n" for line in notes(table))


def as_html(table: Table, out: TextIO) -> None:
    """One HTML page with nothing from elsewhere."""
    style = "".join(f".{word}{{background:{colour};color:#000}}" for word, colour in COLOURS.items())
    out.write("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>addrinuse</title>\n"
              "<style>table{border-collapse:collapse}"
              "th,td{border:1px solid #999;padding:.2em .5em;text-align:left}"
              f"{style}</style>\n<table><thead><tr><th scope=\"col\">case</th>")
    out.writelines(f"<th scope=\"col\">{escape.html(column.name)}</th>" for column in table.columns)
    out.write("</tr></thead><tbody>\n")
    for row in table.rows:
        claim = escape.html(row.case.claim if row.case else "")
        out.write(f"<tr><th scope=\"row\" title=\"{claim}\">{escape.html(row.id)}</th>")
        for cell in (row.cells[column.name] for column in table.columns):
            title = escape.html(cell.why or LEGEND[cell.verdict])
            out.write(f"<td class=\"{cell.verdict}\" title=\"{title}\">"
                      f"{symbol(cell)} {escape.html(cell.answer)}</td>")
        out.write("</tr>\n")
    out.write(f"</tbody></table>\n<p>{escape.html(_legend('utf-8'))}</p>\n<ul>\n")
    out.writelines(f"<li>{escape.html(line)}</li>\n" for line in notes(table))
    out.write("</ul></html>\n")


def as_csv(table: Table, out: TextIO) -> None:
    """One line a cell, for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["case", "platform", "status", "observed", "claimed", "verdict", "answer", "why"])
    for row in table.rows:
        for name, cell in row.cells.items():
            writer.writerow([escape.csv(value or "") for value in (
                row.id, name, cell.status, cell.observed, cell.claimed, cell.verdict, cell.answer, cell.why)])
    out.write(text.getvalue().replace("\r\n", "\n"))


WRITERS: dict[str, Callable[[Table, TextIO], None]] = {
    "text": as_text, "markdown": as_markdown, "html": as_html, "json": as_json, "csv": as_csv}
