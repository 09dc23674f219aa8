"""Two platforms side by side: the cases they answer differently, by topic and by document."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from addrinuse.analysis.diff import documents_on
from addrinuse.model.observations import Status
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
    one_sided: int

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

    def by_document(self) -> Counter[str]:
        """How many of the differences each document speaks of."""
        return Counter(key for one in self.differences
                       for key in documents_on(one.row.case, self.left.run, self.right.run))


def every(view: View) -> list[Comparison]:
    """Each pair of platforms once."""
    return [_between(view, left, right) for left, right in combinations(view.platforms, 2)]


def _between(view: View, left: Platform, right: Platform) -> Comparison:
    found, compared, one_sided = [], 0, 0
    for row in view.table.rows:
        before, after = row.cells[left.name], row.cells[right.name]
        absent = sum(cell.status is Status.NOT_RUN for cell in (before, after))
        if absent == 1:
            one_sided += 1
        elif not absent:
            compared += 1
            if before.answer != after.answer:
                found.append(Difference(row, before, after))
    return Comparison(left, right, tuple(found), compared, one_sided)
