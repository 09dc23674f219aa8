"""Two platforms side by side: the cases they answer differently, by topic and by document; and those that
only one of them answers, which is no difference."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from addrinuse.analysis.answers import QUICK, Kind
from addrinuse.analysis.diff import documents_on
from addrinuse.model.observations import LEFT_OUT, Status
from addrinuse.publish.site.view import Platform, View
from addrinuse.analysis.tables import Cell, Row


@dataclass(frozen=True)
class Difference:
    """One case that the two answer differently."""

    row: Row
    left: Cell
    right: Cell


@dataclass(frozen=True)
class Comparison:
    """Two platforms, the first in the table's order being on the left."""

    left: Platform
    right: Platform
    differences: tuple[Difference, ...]
    compared: int
    lost: tuple[Difference, ...] = ()
    gained: tuple[Difference, ...] = ()

    @property
    def slug(self) -> str:
        """The name of its page."""
        return f"{self.left.slug}..{self.right.slug}"

    @property
    def by_topic(self) -> dict[str, list[Difference]]:
        """The differences by their topics."""
        found: dict[str, list[Difference]] = {}
        for one in self.differences:
            found.setdefault(one.row.id.partition("/")[0], []).append(one)
        return found

    def apart(self) -> Iterator[tuple[Platform, dict[str, list[Row]]]]:
        """The platform without an answer, and the cases that only the other one answers, by the reason."""
        for without, found, side in ((self.right, self.lost, "right"), (self.left, self.gained, "left")):
            rows: dict[str, list[Row]] = {}
            for one in found:
                cell: Cell = getattr(one, side)
                rows.setdefault(reason(cell), []).append(one.row)
            if rows:
                yield without, dict(sorted(rows.items(), key=lambda group: -len(group[1])))

    def by_document(self) -> Counter[str]:
        """How many of the differences each document speaks of, the most first."""
        return documents_on((one.row.case for one in self.differences), self.left.run, self.right.run)


def every(view: View) -> list[Comparison]:
    """Each pair of platforms once."""
    return [_between(view, left, right) for left, right in combinations(
        sorted(view.platforms, key=lambda platform: platform.rank), 2)]


def _between(view: View, left: Platform, right: Platform) -> Comparison:
    found: dict[Kind, list[Difference]] = {kind: [] for kind in Kind}
    for row in view.table.rows:
        before, after = row.cells[left.name], row.cells[right.name]
        found[before.kind_to(after)].append(Difference(row, before, after))
    compared = len(found[Kind.SAME]) + len(found[Kind.CHANGED])
    return Comparison(left, right, tuple(found[Kind.CHANGED]), compared, tuple(found[Kind.LOST]),
                      tuple(found[Kind.GAINED]))


def reason(cell: Cell) -> str:
    """Why a cell has no answer."""
    if cell.why.startswith(LEFT_OUT):
        return QUICK
    return f"{cell.answer}: {cell.why}" if cell.why and cell.status is not Status.NOT_RUN else cell.answer
