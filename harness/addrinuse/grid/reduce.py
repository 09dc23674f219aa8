"""Makes a covering problem small without changing its answer: values that behave alike become one value.

Two values of a dimension are twins if every cell of the one has a counterpart (the same cell with the other
value) with the same label, and the reverse. A box that holds one of them can hold the other too, so the
smallest number of boxes is the same after twins are merged. What is compared are 64-bit sums of random
numbers, one sum a value.
"""
from __future__ import annotations

from dataclasses import dataclass

from addrinuse.grid._numpy import np, npt
from addrinuse.grid.table import Codes, Mask, keys

Labels = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.uint64]
Group = tuple[int, ...]
MULTIPLIER = np.uint64(0xBF58476D1CE4E5B9)
SHIFT = np.uint64(31)
OTHER: Group = ()
"""Stands for the values that no cell of the class has: cells with them are never covered."""


@dataclass(frozen=True)
class Problem:
    """Cells with labels. `codes[d][i]` is cell i's value of dimension d, `groups[d][value]` the original
    values that it stands for; a label of 0 marks a cell that no box may hold."""

    codes: list[Codes]
    groups: list[list[Group]]
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)


def problem(codes: list[Codes], sizes: list[int], labels: Labels) -> Problem:
    """The problem as it is asked, twins merged."""
    return merged(Problem(codes, [[(value,) for value in range(size)] for size in sizes], labels))


def merged(given: Problem) -> Problem:
    """The problem with twins merged in every dimension, until there are none."""
    random = np.random.default_rng(1)
    codes, groups, labels = list(given.codes), list(given.groups), given.labels
    changed = True
    while changed:
        changed = False
        for number in range(len(codes)):
            if len(groups[number]) < 2:
                continue
            twins = _twins(codes, groups, labels, number, random)
            if len(twins) < len(groups[number]):
                codes, labels = _without(codes, labels, number, twins, len(groups[number]))
                groups[number] = [_together(groups[number], values) for values in twins]
                changed = True
    return Problem(codes, groups, labels)


def _together(groups: list[Group], values: list[int]) -> Group:
    members = [groups[value] for value in values]
    return OTHER if OTHER in members else tuple(sorted(one for group in members for one in group))


def _twins(codes: list[Codes], groups: list[list[Group]], labels: Labels, number: int,
           random: np.random.Generator) -> list[list[int]]:
    """The values of one dimension, those that behave alike together; a value without cells goes with the
    first."""
    sums = np.zeros(len(labels), dtype=np.uint64)
    for other, column in enumerate(codes):
        if other != number:
            sums += random.integers(1 << 64, size=len(groups[other]), dtype=np.uint64)[column]
    sums = _mixed(_mixed(sums) + labels.astype(np.uint64) * MULTIPLIER)
    alike: dict[int, list[int]] = {}
    for value, group in enumerate(groups[number]):
        total = int(sums[codes[number] == value].sum())
        key = -1 if group == OTHER else total
        alike.setdefault(key, []).append(value)
    return list(alike.values())


def _mixed(numbers: Numbers) -> Numbers:
    numbers = (numbers ^ (numbers >> SHIFT)) * MULTIPLIER
    return numbers ^ (numbers >> SHIFT)


def _without(codes: list[Codes], labels: Labels, number: int, twins: list[list[int]],
             size: int) -> tuple[list[Codes], Labels]:
    """The cells of the first of each group of twins, which stand for those of the others."""
    place = np.full(size, len(twins), dtype=np.uint16)
    for code, values in enumerate(twins):
        place[values[0]] = code
    renamed = place[codes[number]]
    kept = renamed < len(twins)
    short = [column[kept] for column in codes]
    short[number] = renamed[kept]
    return short, labels[kept]


def of_class(given: Problem, label: int) -> Problem:
    """One class against all else: label 1 for its cells, 0 for the others. Values that none of its cells has
    are one value (OTHER), which only tells whether a dimension may be left open."""
    positive = given.labels == label
    codes, groups = [], []
    for column, old in zip(given.codes, given.groups):
        seen = np.zeros(len(old), dtype=bool)
        seen[np.unique(column[positive])] = True
        values = np.flatnonzero(seen)
        place = np.full(len(old), len(values), dtype=np.uint16)
        place[values] = np.arange(len(values))
        codes.append(place[column])
        groups.append([old[value] for value in values] + ([OTHER] if len(values) < len(old) else []))
    once = _once(codes, [len(group) for group in groups])
    return merged(Problem([column[once] for column in codes], groups, positive[once].astype(np.int32)))


def _once(codes: list[Codes], sizes: list[int]) -> npt.NDArray[np.int64]:
    """One cell of each that are the same."""
    _, first = np.unique(keys(codes, sizes), return_index=True)
    return np.sort(first)


def inside(codes: list[Codes], allowed: list[Mask]) -> npt.NDArray[np.int64]:
    """The cells in a box, as row numbers; the narrowest dimensions are looked at first."""
    rows: npt.NDArray[np.int64] | None = None
    for column, values in sorted(zip(codes, allowed), key=lambda pair: float(pair[1].mean())):
        if not values.all():
            kept = values[column if rows is None else column[rows]]
            rows = np.flatnonzero(kept) if rows is None else rows[kept]
    return np.arange(len(codes[0])) if rows is None else rows
