"""Folds columns that answer alike: a range of versions of one stack is one column, and so are containers on
one kernel. What a reader wants to see is where behaviour changes, not how often it was confirmed."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from addrinuse.analysis.answers import Kind
from addrinuse.analysis.tables import NO_CELL, Cell, Column, Row, Table
from addrinuse.model.observations import Status

STACKS = {"linux": "Linux", "gvisor": "gVisor", "lwip": "lwIP", "winsock": "Wine", "freebsd": "FreeBSD",
          "netbsd": "NetBSD", "openbsd": "OpenBSD", "darwin": "macOS", "illumos": "illumos"}
NUMBERS = re.compile(r"\d{1,20}")
SERIES = re.compile(r"\d{1,9}(\.\d{1,9})?")
OF_THE_TEST = "needs "  # so begins the reason if the test's means are missing, not the platform's feature


@dataclass(frozen=True)
class Group:
    """Columns of one stack that never contradict each other, the oldest version first, and their label."""

    label: str
    columns: tuple[Column, ...]
    cells: Mapping[str, Cell]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


def natural(text: str) -> tuple[int, ...]:
    """The numbers in a text, to sort versions by."""
    return tuple(map(int, NUMBERS.findall(text)))


def version_of(column: Column) -> str:
    """The version of a column's stack: for Linux the kernel's, whatever carries it."""
    facts, name = column.run.facts, column.name.partition("#")[0]
    if facts.get("stack") == "linux":
        return str(facts.get("release", ""))
    return name.partition("-")[2]


def groups(table: Table) -> list[Group]:
    """The columns of a table, folded, the stack with the most of them first."""
    found = []
    for columns in _stacks(table.columns):
        found += _folded(columns, table.rows)
    return _numbered(found)


def by_stack(columns: Iterable[Column]) -> list[Column]:
    """The columns, the stack with the most of them first, its versions in their order."""
    return [column for stack in _stacks(columns) for column in stack]


def _stacks(columns: Iterable[Column]) -> list[list[Column]]:
    stacks: dict[str, list[Column]] = {}
    for column in columns:
        stacks.setdefault(str(column.run.facts.get("stack", "")), []).append(column)
    return [sorted(stack, key=lambda column: (natural(version_of(column)), column.name))
            for stack in sorted(stacks.values(), key=lambda group: -len(group))]


def _folded(columns: Sequence[Column], rows: Sequence[Row]) -> list[Group]:
    """Neighbours that never contradict each other, together."""
    found: list[tuple[list[Column], dict[str, Cell]]] = []
    for column in columns:
        cells = {row.id: row.cells[column.name] for row in rows}
        if found and _may_be_one(found[-1][0][-1], column) and all(
                _agree(found[-1][1][name], cell) for name, cell in cells.items()):
            found[-1][0].append(column)
            found[-1][1].update({name: _better(found[-1][1][name], cell) for name, cell in cells.items()})
        else:
            found.append(([column], cells))
    return [Group(label(group), tuple(group), cells) for group, cells in found]


def _may_be_one(*columns: Column) -> bool:
    """Whether columns may be folded: what is only documented stays apart from what was observed."""
    return not any(column.run.facts.get("documented") for column in columns)


def _numbered(found: list[Group]) -> list[Group]:
    """The groups with labels that are unique: one that comes again gets a number."""
    counts: dict[str, int] = {}
    unique = []
    for group in found:
        counts[group.label] = counts.get(group.label, 0) + 1
        count = counts[group.label]
        unique.append(replace(group, label=f"{group.label} #{count}") if count > 1 else group)
    return unique


def _agree(one: Cell, other: Cell) -> bool:
    """Whether two cells can be shown as one: they answer alike, or one could not be asked. A feature that
    only one of the two platforms lacks is a difference."""
    kind = one.kind_to(other)
    if kind in (Kind.LOST, Kind.GAINED):
        return not lacks_feature(other if kind is Kind.LOST else one)
    return kind is not Kind.CHANGED


def lacks_feature(cell: Cell) -> bool:
    """Whether a case does not apply since the platform lacks what it asks about."""
    return cell.status is Status.NOT_APPLICABLE and not cell.why.startswith(OF_THE_TEST)


def _better(one: Cell, other: Cell) -> Cell:
    """The cell that says more: an observed one, of those the one with fewer variants missing."""
    return max((one, other), key=lambda cell: (cell.status.severity, -cell.answer.count("not ")))


def label(columns: Sequence[Column]) -> str:
    """The name of some columns of one stack: their own if it is one, else the range of their versions, and
    their machines (uname -m) if they are not all alike."""
    if len(columns) == 1:
        return columns[0].name
    stack = str(columns[0].run.facts.get("stack", ""))
    versions = list(dict.fromkeys(_short(version_of(column)) for column in columns))
    ends = versions[0] if len(versions) == 1 else f"{versions[0]} to {versions[-1]}"
    what = "containers on " if all(column.name.startswith("container-") for column in columns) else ""
    machines = sorted({str(column.run.facts.get("machine", "")) for column in columns})
    where = f" on {', '.join(machines)}" if len(machines) > 1 else ""
    return f"{what}{STACKS.get(stack, stack)} {ends}{where}"


def _short(version: str) -> str:
    found = SERIES.match(version)
    return found[0] if found else version


def fold(table: Table) -> Table:
    """The table with a column for each group; its rows and cells are the groups'."""
    found = groups(table)
    columns = tuple(Column(group.label, group.columns[-1].run, _notes(group)) for group in found)
    rows = tuple(Row(row.id, row.case, {group.label: group.cells.get(row.id, NO_CELL) for group in found})
                 for row in table.rows)
    return Table(columns, rows)


def _notes(group: Group) -> tuple[str, ...]:
    """What must be said of a group: which columns it stands for, and what all of them note."""
    shared = [note for note in group.columns[0].notes if all(note in one.notes for one in group.columns)]
    if len(group.columns) == 1:
        return tuple(shared)
    return (f"{len(group.columns)} platforms that answer alike: {', '.join(group.names)}", *shared)
