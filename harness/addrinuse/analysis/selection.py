"""Which rows and columns of a table are shown."""
from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass

from addrinuse.analysis.columns import groups
from addrinuse.analysis.tables import Column, Row, Table
from addrinuse.model.verdicts import applies
from addrinuse.support.errors import unknown


@dataclass(frozen=True)
class Selection:
    """What the user asked for; nothing named means all. `contradicted`: only rows in which a document is
    contradicted on a platform shown."""

    cases: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    contradicted: bool = False

    def of(self, table: Table) -> Table:
        """The part of the table that was asked for. Raises UserError for a name that fits nothing."""
        columns = columns_named(table.columns, _without_labels(self.platforms, table))
        names = [column.name for column in columns]
        rows = [Row(row.id, row.case, {name: row.cells[name] for name in names}) for row in table.rows]
        for kind, globs, named in (("case", self.cases, _names_case), ("topic", self.topics, _names_topic)):
            _check(kind, globs, rows, named)
            rows = [row for row in rows if not globs or any(named(glob, row) for glob in globs)]
        if self.contradicted:
            rows = [row for row in rows if any(cell.marks.contradicted for cell in row.cells.values())]
        return Table(tuple(columns), tuple(rows))


def _without_labels(names: Iterable[str], table: Table) -> list[str]:
    """The names, with the platforms of a folded column in place of its label ("Linux 6.19 to 7.2")."""
    names = list(names)
    if not any(" " in name for name in names):
        return names  # no label; to fold a table takes a while
    members = {group.label: group.names for group in groups(table)}
    return [member for name in names for member in members.get(name, (name,))]


def _names_case(glob: str, row: Row) -> bool:
    return fnmatch.fnmatchcase(row.id, glob.partition("[")[0]) or _names_topic(glob.rstrip("/"), row)


def _names_topic(glob: str, row: Row) -> bool:
    return fnmatch.fnmatchcase(row.id.partition("/")[0], glob)


def _check(kind: str, globs: Iterable[str], rows: list[Row], named: object) -> None:
    assert callable(named)
    for glob in globs:
        if not any(named(glob, row) for row in rows):
            known = [row.id for row in rows] + [row.id.partition("/")[0] for row in rows]
            raise unknown(kind, glob, known, "See `addrinuse cases`.")


def columns_named(columns: Iterable[Column], names: Iterable[str]) -> list[Column]:
    """The columns that the names, globs, stacks or engines name; all if there is none. A platform may be
    written as for a survey (`container:debian-sid`). Raises UserError for a name that fits nothing."""
    columns, names = list(columns), list(names)
    for name in names:
        if not any(_names_column(name, column) for column in columns):
            raise unknown("platform", name, [column.name for column in columns],
                          f"The table has: {', '.join(column.name for column in columns)}")
    return [column for column in columns
            if not names or any(_names_column(name, column) for name in names)]


def _names_column(name: str, column: Column) -> bool:
    return any(applies(spelled, column.name, column.run.facts) for spelled in (name, name.replace(":", "-")))
