"""The set cover behind the rules: few boxes (products of value sets) that hold all cells of a class and no
other cell.

The smallest cover is NP-hard to find. This one is built from maximal boxes, each grown from one cell; the box
that covers most is taken first (so at most ln n + 1 times as many as the best choice among the boxes grown),
then boxes that are not needed are left out, and pairs whose own cells fit into one box are joined. Exactness
does not depend on any of that: a box never grows over a cell of another class. A class that is one box is
always found as one rule.
"""
from __future__ import annotations

from addrinuse.grid._numpy import np, npt
from addrinuse.grid.reduce import OTHER, Problem
from addrinuse.grid.table import Mask

Bits = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]
Weights = npt.NDArray[np.float64]
FIRST_SEEDS = 12
FURTHER_SEEDS = 2
JOIN_TRIES = 16
MOST_JOINED = 60
LARGE_POOL = 48


class Rows:
    """Cells as rows of bits, one bit for each value of each dimension; which rows have a bit is looked up
    fast."""

    def __init__(self, bits: Bits, total: int) -> None:
        self.bits = bits
        self.columns = [np.ascontiguousarray(column) for column in bits.T]
        self.words = _packed_rows(bits, total)
        self.powers = np.random.default_rng(2).integers(1 << 64, size=total, dtype=np.uint64)
        self.keys = np.sort(self._keys(bits))
        order = np.argsort(bits, axis=0, kind="stable")
        self.rows_of: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)] * total
        for number in range(bits.shape[1]):
            ordered = bits[order[:, number], number]
            values, starts = np.unique(ordered, return_index=True)
            for value, rows in zip(values, np.split(order[:, number], starts[1:])):
                self.rows_of[value] = rows

    def _keys(self, bits: Bits) -> Words:
        """A 64-bit number a row, by which a row is found."""
        total = np.zeros(len(bits), dtype=np.uint64)
        for column in bits.T:
            total += self.powers[column]
        return total

    def beside(self, row: Bits, dimensions: Bits) -> Mask:
        """The bits by which a row here differs from the row given, if it differs by one only. `dimensions`:
        of each bit."""
        keys = self._keys(row[np.newaxis])[0] - self.powers[row[dimensions]] + self.powers
        place = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        there: Mask = self.keys[place] == keys if len(self.keys) else np.zeros(len(keys), dtype=bool)
        there[row] = False
        return there

    def missing(self, box: Mask) -> npt.NDArray[np.int16]:
        """How many of each row's bits the box lacks."""
        lacks, outside = np.zeros(len(self.bits), dtype=np.int16), (~box).astype(np.int16)
        for column in self.columns:
            lacks += outside[column]
        return lacks

    def inside(self, box: Mask) -> Mask:
        """The rows that the box holds."""
        outside = _packed(~box)
        mask = np.ones(len(self.bits), dtype=bool)
        for number, word in enumerate(outside):
            mask &= (self.words[number] & word) == 0
        return mask

    def missing_bits(self, rows: npt.NDArray[np.int64], box: Mask) -> Bits:
        """The one bit that the box lacks, of rows that lack one."""
        bits = self.bits[rows]
        missing: Bits = bits[~box[bits]]
        return missing


def _packed(box: Mask) -> Words:
    """A box's bits, 64 to a word."""
    padded = np.zeros(-(-len(box) // 64) * 64, dtype=np.uint8)
    padded[:len(box)] = box
    words: Words = np.packbits(padded, bitorder="little").view("<u8")
    return words


def _packed_rows(bits: Bits, total: int) -> list[Words]:
    """The rows' bits, 64 to a word; one array for each word."""
    words = [np.zeros(len(bits), dtype=np.uint64) for _ in range(-(-total // 64))]
    for column in bits.T:
        for number, word in enumerate(words):
            here = column // 64 == number
            word[here] |= np.uint64(1) << (column[here] % 64).astype(np.uint64)
    return words


class Growth:
    """A box that grows from one cell: the bits it has, and how far every row is from it.

    The rows of other classes are counted only when the box first grows: many boxes never do.
    """

    def __init__(self, positives: Rows, negatives: Rows, weights: Weights, row: Bits,
                 dimensions: Bits) -> None:
        self.positives, self.negatives = positives, negatives
        self.box = np.zeros(len(dimensions), dtype=bool)
        self.box[row] = True
        self.lacks = positives.missing(self.box)
        self.negatives_lack: npt.NDArray[np.int16] | None = None
        self.blocked = self.box | negatives.beside(row, dimensions)
        self.weigh(weights)

    def weigh(self, weights: Weights) -> None:
        """From now on cells count so much."""
        self.weights, self.gain = weights, np.zeros(len(self.box))
        self._count(np.flatnonzero(self.lacks == 1))

    def _count(self, rows: npt.NDArray[np.int64]) -> None:
        np.add.at(self.gain, self.positives.missing_bits(rows, self.box), self.weights[rows])

    def add(self, bit: int) -> None:
        """Lets one more value in."""
        if self.negatives_lack is None:
            self.negatives_lack = self.negatives.missing(self.box)
        self.box[bit] = self.blocked[bit] = True
        rows = self.negatives.rows_of[bit]
        self.negatives_lack[rows] -= 1
        near = rows[self.negatives_lack[rows] == 1]
        self.blocked[self.negatives.missing_bits(near, self.box)] = True
        rows = self.positives.rows_of[bit]
        self.lacks[rows] -= 1
        self._count(rows[self.lacks[rows] == 1])

    def add_best(self) -> bool:
        """Lets the value in that brings most; false if none brings anything."""
        gain = np.where(self.blocked, 0.0, self.gain)
        best = int(gain.argmax())
        if gain[best] <= 0:
            return False
        self.add(best)
        return True

    def join(self) -> bool:
        """Lets in what a cell farther away needs, if no other class's cell comes in with it."""
        free = ~self.blocked | self.box
        rows = np.flatnonzero((self.lacks > 1) & (self.weights >= 1) & free[self.positives.bits].all(axis=1))
        rows = rows[np.argsort(self.lacks[rows], kind="stable")][:JOIN_TRIES]
        for row in rows:
            larger = self.box.copy()
            larger[self.positives.bits[row]] = True
            if not self.negatives.inside(larger).any():
                for bit in self.positives.bits[row]:
                    if not self.box[bit]:
                        self.add(int(bit))
                return True
        return False

    def run(self) -> Mask:
        """Grows until nothing more fits, and gives the box."""
        while self.add_best() or self.join():
            pass
        return self.box


class Cover:
    """Covers the cells with label 1 of a problem."""

    def __init__(self, given: Problem, seeds: int = FIRST_SEEDS) -> None:
        self.sizes = [len(group) for group in given.groups]
        self.offsets = np.concatenate([[0], np.cumsum(self.sizes)]).astype(np.int32)
        self.groups = given.groups
        bits = np.stack(
            [column.astype(np.int32) + offset for column, offset in zip(given.codes, self.offsets)], axis=1)
        total = int(self.offsets[-1])
        self.positives = Rows(bits[given.labels == 1], total)
        self.negatives = Rows(bits[given.labels != 1], total)
        sizes = np.array([max(len(one), 1) for group in given.groups for one in group], dtype=np.float64)
        self.weights = sizes[self.positives.bits].prod(axis=1)
        self.dimensions = np.repeat(np.arange(len(self.sizes), dtype=np.int32), self.sizes)
        self.seeds = seeds

    def boxes(self) -> list[list[Mask]]:
        """The cover: for each box, for each dimension, which values are in."""
        chosen = self._joined(self._needed(self._greedy()))
        widest = [self._opened(self._trimmed(box)) for box in chosen]
        return [np.split(box, self.offsets[1:-1]) for box in widest]

    def _holds(self, box: Mask) -> Mask:
        return self.positives.inside(box)

    def _grow(self, row: int, uncovered: Mask) -> Mask:
        """A maximal box around one cell; uncovered cells count, and where none is left, covered ones a
        little."""
        growth = Growth(self.positives, self.negatives, np.where(uncovered, self.weights, 0.0),
                        self.positives.bits[row], self.dimensions)
        growth.run()
        growth.weigh(self.weights / (self.weights.sum() + 1))
        return growth.run()

    def _greedy(self) -> list[Mask]:
        uncovered = np.ones(len(self.weights), dtype=bool)
        pool: list[tuple[Mask, Mask]] = []
        chosen: list[Mask] = []
        count = self.seeds
        while uncovered.any():
            for row in _spread(np.flatnonzero(uncovered), count if len(pool) < LARGE_POOL else 1):
                box = self._grow(int(row), uncovered)
                if not any((box == other).all() for other, _ in pool):
                    pool.append((box, self._holds(box)))
            worth = [float(self.weights[held & uncovered].sum()) for _, held in pool]
            box, held = pool[worth.index(max(worth))]
            chosen.append(box)
            uncovered &= ~held
            pool = [one for one in pool if (one[1] & uncovered).any()]
            count = FURTHER_SEEDS
        return chosen

    def _needed(self, chosen: list[Mask]) -> list[Mask]:
        """Without the boxes whose cells others hold too; those that add least are tried first."""
        held = [self._holds(box) for box in chosen]
        times = np.sum(held, axis=0, dtype=np.int32)
        for number in sorted(range(len(chosen)), key=lambda one: float(self.weights[held[one]].sum())):
            if (times[held[number]] > 1).all():
                times = times - held[number]
                held[number] = np.zeros_like(held[number])
        return [box for box, cells in zip(chosen, held) if cells.any()]

    def _joined(self, chosen: list[Mask]) -> list[Mask]:
        """With each two boxes that can be one made one, and the others then left out that are not needed.
        Many boxes are left as they are: each pair costs time."""
        one = 0
        while one < len(chosen) <= MOST_JOINED:
            joined = self._join_of(chosen, one)
            chosen, one = (chosen, one + 1) if joined is None else (self._needed(joined), 0)
        return chosen

    def _join_of(self, chosen: list[Mask], one: int) -> list[Mask] | None:
        """The boxes with one and a later one made one, grown again: the box around the cells that only they
        hold."""
        held = [self._holds(box) for box in chosen]
        times = np.sum(held, axis=0, dtype=np.int32)
        for other in range(one + 1, len(chosen)):
            own = (held[one] | held[other]) & (times - held[one] - held[other] == 0)
            both = self._around(own)
            if not self.negatives.inside(both).any():
                return [box for number, box in enumerate(chosen) if number not in (one, other)] + [both]
        return None

    def _around(self, rows: Mask) -> Mask:
        box = np.zeros(int(self.offsets[-1]), dtype=bool)
        box[self.positives.bits[rows].ravel()] = True
        return box

    def _trimmed(self, box: Mask) -> Mask:
        """Without values that hold no cell."""
        return self._around(self._holds(box))

    def _opened(self, box: Mask) -> Mask:
        """With every dimension left open that need not be told; the last ones of a grid tell least."""
        row = self.positives.bits[np.flatnonzero(self._holds(box))[0]]
        blocked = self.negatives.beside(row, self.dimensions)
        for number in reversed(range(len(self.sizes))):
            values = slice(self.offsets[number], self.offsets[number + 1])
            larger = box.copy()
            larger[values] = True
            if not blocked[values].any() and not self.negatives.inside(larger).any():
                box = larger
        return box


def _spread(rows: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Some of the rows, evenly spaced."""
    if len(rows) <= count:
        return rows
    return rows[np.linspace(0, len(rows) - 1, count).astype(np.int64)]


def boxes_of(given: Problem) -> list[list[list[int] | None]]:
    """The boxes in original values: for each box and dimension the values, or None if the dimension is
    open."""
    result: list[list[list[int] | None]] = []
    for box in Cover(given).boxes():
        result.append([
            None if allowed.all() else sorted(value for group, on in zip(groups, allowed) if on
                                              for value in group if group != OTHER)
            for allowed, groups in zip(box, given.groups)
        ])
    return result
