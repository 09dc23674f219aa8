"""Writes a table as text, Markdown, HTML, JSON or CSV. Whatever came from elsewhere is escaped for the
format."""
from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from addrinuse.analysis import marks
from addrinuse.publish import cells, text
from addrinuse.support import escape
from addrinuse.analysis.tables import Row, Table

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
                   **({"question": row.case.question} if row.case and row.case.question else {}),
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
        own = [row.cells[column.name] for column in table.columns]
        out.write(f"| {escape.markdown(row.id)} | "
                  + " | ".join(escape.markdown(cells.cell_text(cell)) for cell in own) + " |\n")


def closing_as_markdown(table: Table) -> str:
    """What stands below a table: the legend, and its notes."""
    return escape.markdown(cells.legend()) + "\n\n" + "".join(
        f"- {escape.markdown(line)}\n" for line in cells.notes(table))


def as_html(table: Table, out: TextIO) -> None:
    """One HTML page with nothing from elsewhere. Equal answers in a row have one tint; a warning has a frame.
    """
    style = "".join(f".g{number}{{background:{tint};color:#000}}" for number, tint in enumerate(cells.TINTS))
    out.write("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>addrinuse</title>\n"
              "<style>table{border-collapse:collapse}"
              "th,td{border:1px solid #999;padding:.2em .5em;text-align:left}.none{color:#555;font-style:italic}"
              f".warning{{outline:2px solid #b00020;outline-offset:-2px}}{style}</style>\n"
              "<table><thead><tr><th scope=\"col\">case</th>")
    out.writelines(f"<th scope=\"col\">{escape.html(column.name)}</th>" for column in table.columns)
    out.write("</tr></thead><tbody>\n")
    for row in table.rows:
        out.writelines(_html_row(row, [column.name for column in table.columns]))
    out.write(f"</tbody></table>\n<p>{escape.html(cells.legend())}</p>\n<ul>\n")
    out.writelines(f"<li>{escape.html(line)}</li>\n" for line in cells.notes(table))
    out.write("</ul></html>\n")


def _html_row(row: Row, names: Iterable[str]) -> Iterator[str]:
    claim = escape.html(row.case.claim if row.case else "")
    yield f"<tr><th scope=\"row\" title=\"{claim}\">{escape.html(row.id)}</th>"
    groups = row.answer_groups()
    for name in names:
        cell = row.cells[name]
        title = escape.html(cell.warning or cell.why)
        yield (f"<td class=\"{cells.cell_class(cell, groups.get(name))}\" title=\"{title}\">"
               f"{escape.html(cells.cell_text(cell))}</td>")
    yield "</tr>\n"


def as_csv(table: Table, out: TextIO) -> None:
    """One line a cell, for spreadsheets."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["case", "platform", "status", "observed", "claimed", "verdict", "answer", "why",
                     "warning", *vars(marks.NONE)])
    for row in table.rows:
        for name, cell in row.cells.items():
            writer.writerow([escape.csv(value or "") for value in (
                row.id, name, cell.status, cell.observed, cell.claimed, cell.verdict, cell.answer, cell.why,
                cell.warning, *map(str, vars(cell.marks).values()))])
    out.write(buffer.getvalue().replace("\r\n", "\n"))


WRITERS: dict[str, Callable[[Table, TextIO], None]] = {
    "text": text.as_text, "markdown": as_markdown, "html": as_html, "json": as_json, "csv": as_csv}
