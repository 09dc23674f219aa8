"""A grid in memory: one small integer per cell and column, and the words the integers stand for."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from addrinuse.grid._numpy import np, npt
from addrinuse.grid.vocabulary import ANSWERS, COLUMNS, DIMENSIONS, NO_ANSWER, ORDER

Codes = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.int64]
MOST_WORDS = 1 << 16


@dataclass(frozen=True)
class Column:
    """One column: `words[codes[i]]` is its word in cell i."""

    words: tuple[str, ...]
    codes: Codes

    def at(self, index: int) -> str:
        """The word in one cell."""
        return self.words[int(self.codes[index])]

    def is_any(self, words: frozenset[str]) -> Mask:
        """The cells whose word is one of these."""
        wanted = np.array([word in words for word in self.words] or [False])
        return wanted[self.codes] if len(self.codes) else np.zeros(0, dtype=bool)

    def code_of(self, word: str) -> int:
        """The code of a word; -1 if no cell of the column has it."""
        return self.words.index(word) if word in self.words else -1


@dataclass(frozen=True)
class Grid:
    """The cells of one platform. `meta` holds plan, platform, facts, count …, as far as the file tells."""

    name: str
    columns: Mapping[str, Column]
    meta: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns[DIMENSIONS[0]].codes)

    @property
    def plan(self) -> str:
        """Name, version and digest of the plan, or "" if the file does not tell."""
        plan = str(self.meta.get("plan", ""))
        names = (("version", "plan_version"), ("digest", "plan_digest"))
        parts = [f"{key} {self.meta[name]}" for key, name in names
                 if name in self.meta]
        return f"{plan} ({', '.join(parts)})" if plan and parts else plan

    @property
    def complete(self) -> bool:
        """False if a scan was interrupted before the plan's end."""
        return self.meta.get("complete", True) is not False

    def cell(self, index: int) -> dict[str, str]:
        """The question of one cell: dimension -> word."""
        return {name: self.columns[name].at(index) for name in DIMENSIONS}

    def answers(self, index: int) -> dict[str, str]:
        """The answers of one cell: column -> word."""
        return {name: self.columns[name].at(index) for name in ANSWERS}

    def take(self, which: Mask) -> Grid:
        """The grid of these cells only."""
        columns = {name: Column(column.words, column.codes[which]) for name, column in self.columns.items()}
        return Grid(self.name, columns, self.meta)

    def unanswered(self) -> Mask:
        """The cells whose first socket did not reach its state."""
        return self.columns["bind"].is_any(NO_ANSWER)


def from_rows(name: str, rows: list[dict[str, str]], meta: Mapping[str, Any] | None = None) -> Grid:
    """A grid of a few cells, each with a word for every column."""
    columns = {}
    for column in COLUMNS:
        words = tuple(dict.fromkeys(row[column] for row in rows))
        place = {word: code for code, word in enumerate(words)}
        columns[column] = Column(words, np.array([place[row[column]] for row in rows], dtype=np.uint16))
    return Grid(name, columns, meta or {})


def union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """The words of both, each once, sorted."""
    return tuple(sorted({*first, *second}, key=natural))


def natural(word: str) -> tuple[int, int, str]:
    """Sorts by the vocabulary's order, then numbers as numbers, then words."""
    if word in ORDER:
        return (0, ORDER[word], word)
    return (1, int(word), word) if word.isascii() and word.isdigit() and len(word) < 10 else (2, 0, word)


def recode(column: Column, words: tuple[str, ...]) -> Codes:
    """The column's codes in another list of words, which has all of the column's."""
    place = {word: code for code, word in enumerate(words)}
    table = np.array([place[word] for word in column.words] or [0], dtype=np.uint16)
    return table[column.codes]


def keys(codes: list[Codes], sizes: list[int]) -> Keys:
    """One number a cell, different for different cells: the codes as digits of a mixed radix."""
    total = np.zeros(len(codes[0]), dtype=np.int64)
    for digits, size in zip(codes, sizes):
        total *= size
        total += digits
    return total
