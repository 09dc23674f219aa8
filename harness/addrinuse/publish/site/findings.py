"""What the pages for readers without a case in mind show: false claims, who can take a port, what changed.
All of it is computed from the table."""
from __future__ import annotations

import re
from dataclasses import dataclass

from addrinuse.analysis import columns
from addrinuse.analysis.answers import Kind
from addrinuse.analysis.tables import Cell, Column, Row
from addrinuse.publish.site.view import Said, View

TAKEOVER = re.compile(r"(wildcard|udp|reuseport|bind|exclusive)/.*(another_user|other_user).*")
MYTHS = 40       # at most so many on their page
POPULAR = ("article", "mail", "document")  # the kinds of documents that people quote


@dataclass(frozen=True)
class Myth:
    """A claim that is false somewhere, who makes it, and the row that shows it."""

    row: Row
    said: tuple[Said, ...]
    wrong_on: int


def myths(view: View) -> list[Myth]:
    """Claims of popular texts that are contradicted, those that are wrong on the most platforms first."""
    found = []
    for row in view.table.rows:
        said = tuple(one for one in view.said[row.id] if not one.disputes
                     and one.document.kind in POPULAR and "contradicted" in one.verdicts)
        if said:
            found.append(Myth(row, said, max(one.verdicts.count("contradicted") for one in said)))
    return sorted(found, key=lambda myth: -myth.wrong_on)[:MYTHS]


def takeovers(view: View) -> list[tuple[str, list[Row]]]:
    """The rows in which another user reaches for a port, by topic; columns are folded."""
    found: dict[str, list[Row]] = {}
    for row in view.folded.rows:
        if TAKEOVER.fullmatch(row.id) and any(cell.observed is not None for cell in row.cells.values()):
            found.setdefault(row.id.partition("/")[0], []).append(row)
    return list(found.items())


@dataclass(frozen=True)
class Step:
    """From one range of versions of a stack to the next: which cases changed, and which became possible."""

    before: columns.Group
    after: columns.Group
    changed: tuple[tuple[str, Cell, Cell], ...]
    gained: tuple[tuple[str, Cell, Cell], ...]


def timeline(view: View) -> list[Step]:
    """What changed between neighbouring groups of a stack, the oldest first. Containers are left out: what
    they answer is the kernel's answer, too; and so are two settings of one release."""
    groups = [group for group in view.groups if not group.names[0].startswith("container-")]
    return [_step(one, other) for one, other in zip(groups, groups[1:])
            if one.columns[0].run.facts.get("stack") == other.columns[0].run.facts.get("stack")
            and _version(one.columns[-1]) != _version(other.columns[0])]


def _version(column: Column) -> tuple[object, ...]:
    """What tells two versions of a stack apart: a kernel's release, or that of what answers in its place."""
    return tuple(column.run.facts.get(name) for name in ("release", "engine_version", "package_version"))


def _step(before: columns.Group, after: columns.Group) -> Step:
    found: dict[Kind, list[tuple[str, Cell, Cell]]] = {kind: [] for kind in Kind}
    for name, cell in before.cells.items():
        kind = cell.kind_to(after.cells[name])
        if kind is not Kind.GAINED or columns.lacks_feature(cell):
            found[kind].append((name, cell, after.cells[name]))
    return Step(before, after, tuple(found[Kind.CHANGED]), tuple(found[Kind.GAINED]))
