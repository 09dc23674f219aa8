"""The cells in which two grids differ, and the rules that explain them.

A cell counts as different by the first of its answers that differs (bind, listen, connect, winner,
receivers): what comes later follows from it. A cell that only one grid has, or whose state one platform did
not reach, is not comparable.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from addrinuse.grid import gains, rules
from addrinuse.grid._numpy import np, npt
from addrinuse.support.errors import UserError
from addrinuse.grid.reduce import Labels
from addrinuse.grid.store import cell_keys
from addrinuse.grid.table import Column, Grid, Mask, recode, union
from addrinuse.grid.vocabulary import ABSENT, ANSWERS, DIMENSIONS, NO_ANSWER

Pair = tuple[str, str]
Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Matched:
    """Two grids over the same cells: row i of `a` and row i of `b` ask the same. `only_*`: cells the other
    lacks."""

    a: Grid
    b: Grid
    only_a: Grid
    only_b: Grid


@dataclass(frozen=True)
class Difference:
    """What two grids differ in. `answers` that one of the grids never gives are not compared."""

    a: str
    b: str
    cells_compared: int
    cells_different: int
    not_comparable: Mapping[str, int]
    not_compared: tuple[str, ...]
    rules: list[rules.Rule]
    words: Mapping[str, tuple[str, ...]]
    cells_explained: int = 0  # that differ, and were left out because somebody explained them


def match(a: Grid, b: Grid) -> Matched:
    """Puts the cells of two grids side by side."""
    both_words = {name: union(a.columns[name].words, b.columns[name].words) for name in a.columns}
    a, b = (Grid(grid.name, {name: Column(words, recode(grid.columns[name], words))
                             for name, words in both_words.items()}, grid.meta) for grid in (a, b))
    key_a, key_b = cell_keys(a), cell_keys(b)
    if len(key_a) == len(key_b) and (key_a == key_b).all():
        nothing = np.zeros(len(a), dtype=bool)
        return Matched(a, b, a.take(nothing), b.take(nothing))
    _, at_a, at_b = np.intersect1d(key_a, key_b, assume_unique=True, return_indices=True)
    alone_a, alone_b = np.ones(len(a), dtype=bool), np.ones(len(b), dtype=bool)
    alone_a[at_a] = alone_b[at_b] = False
    return Matched(_rows(a, at_a), _rows(b, at_b), a.take(alone_a), b.take(alone_b))


def _rows(grid: Grid, index: Index) -> Grid:
    return Grid(grid.name, {name: Column(one.words, one.codes[index])
                            for name, one in grid.columns.items()}, grid.meta)


def require_same_plan(a: Grid, b: Grid, matched: Matched) -> None:
    """Refuses grids that were not asked the same: from different plans, or from an interrupted scan."""
    next_step = "Scan both with the same plan, or give --common to compare the cells that both have."
    for grid in (a, b):
        if not grid.complete:
            raise UserError(grid.name, f"its scan was interrupted after {len(grid):,} cells", next_step)
    if a.plan and b.plan and a.plan != b.plan:
        raise UserError(f"{a.name} and {b.name}", f"are from different plans: {a.plan} and {b.plan}",
                        next_step)
    if not (a.plan and b.plan) and (len(matched.only_a) or len(matched.only_b)):
        raise UserError(
            f"{a.name} and {b.name}", f"do not ask the same: {len(matched.only_a):,} cells are only in the "
            f"first, {len(matched.only_b):,} only in the second; one is cut off or from another plan",
            next_step)


def compare(a: Grid, b: Grid, common: bool = False, known: Callable[[Matched], Mask] | None = None,
            progress: Callable[[int, int], None] = lambda done, total: None) -> Difference:
    """Compares two grids. `common`: only the cells that both have, whatever the plans; `known`: differing
    cells to leave out, because they are explained already."""
    matched = match(a, b)
    if not common:
        require_same_plan(a, b, matched)
    names = tuple(name for name in ANSWERS if not _silent(matched.a, name) and not _silent(matched.b, name))
    comparable = ~(matched.a.unanswered() | matched.b.unanswered())
    labels, answers = label(matched, names, comparable)
    explained = 0
    if known is not None:
        cells = known(matched)
        explained = int((labels[cells] > 0).sum())
        labels[cells] = 0
    question = rules.Question(*_with_the_rest(matched, labels), answers, *_levels(matched))
    found = rules.find(question, progress) if labels.any() else []
    apart = {"state not reached": int((~comparable).sum()), f"only in {a.name}": len(matched.only_a),
             f"only in {b.name}": len(matched.only_b)}
    return Difference(a.name, b.name, int(comparable.sum()), int((labels > 0).sum()),
                      {why: count for why, count in apart.items() if count},
                      tuple(name for name in ANSWERS if name not in names), found,
                      {name: matched.a.columns[name].words for name in DIMENSIONS}, explained)


def _silent(grid: Grid, name: str) -> bool:
    column = grid.columns[name]
    return bool(column.is_any(frozenset({ABSENT, *NO_ANSWER})).all())


def label(matched: Matched, names: tuple[str, ...],
          comparable: Mask) -> tuple[Labels, list[Mapping[str, Pair]]]:
    """Per cell the number of its change of answer (0: none), and the changes from number 1 on."""
    labels = np.zeros(len(matched.a), dtype=np.int32)
    changes: list[Mapping[str, Pair]] = []
    for name in names:
        one, other = matched.a.columns[name], matched.b.columns[name]
        different = comparable & (labels == 0) & (one.codes != other.codes)
        pairs = one.codes.astype(np.int64) * len(one.words) + other.codes
        numbers: dict[Pair, int] = {}
        for pair in np.unique(pairs[different]):
            change = _change(name, one.words[pair // len(one.words)], one.words[pair % len(one.words)])
            if change not in numbers:
                changes.append({name: change})
                numbers[change] = len(changes)
            labels[different & (pairs == pair)] = numbers[change]
    return labels, changes


def _change(name: str, before: str, after: str) -> Pair:
    """The two answers; of receivers only the addresses at which they differ."""
    if name != "receivers":
        return before, after
    old, new = before.split(";"), after.split(";")
    return (";".join(part for part in old if part not in new) or ABSENT,
            ";".join(part for part in new if part not in old) or ABSENT)


def _with_the_rest(matched: Matched, labels: Labels) -> tuple[dict[str, Column], Labels]:
    """The cells that both have and then those that only one has, which no rule may cover either."""
    grids = (matched.a, matched.only_a, matched.only_b)
    columns = {
        name: Column(matched.a.columns[name].words,
                     np.concatenate([grid.columns[name].codes for grid in grids]))
        for name in DIMENSIONS
    }
    rest = len(matched.only_a) + len(matched.only_b)
    return columns, np.concatenate([labels, np.zeros(rest, dtype=np.int32)])


def _levels(matched: Matched) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """Per cell what the second socket gets in the second grid, if that is more than in the first; and what it
    got in the first, if that is more than in the second."""
    before, after = gains.levels(matched.a), gains.levels(matched.b)
    rest = np.zeros(len(matched.only_a) + len(matched.only_b), dtype=np.uint16)
    more = np.where(after > before, after, gains.NOTHING).astype(np.uint16)
    less = np.where(before > after, before, gains.NOTHING).astype(np.uint16)
    return np.concatenate([more, rest]), np.concatenate([less, rest])


__all__ = ["Difference", "Matched", "compare", "match", "require_same_plan"]
