"""Rules: cells of one answer in the grid's own words. A set of rules covers exactly the cells that it is
asked for."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from addrinuse.grid import cover, reduce
from addrinuse.grid._numpy import np, npt
from addrinuse.grid.table import Codes, Column, Grid, Mask
from addrinuse.grid.vocabulary import ABSENT, DEFAULTS, DIMENSIONS, NO_ANSWER, PLAIN_STATES

Where = Mapping[str, tuple[str, ...]]
Scores = npt.NDArray[np.int64]
CONFLICTS = ("bind", "listen", "connect")
GAINS = ("nothing", "shares the port", "receives the first one's traffic", "receives another user's traffic")


@dataclass(frozen=True)
class Rule:
    """A product of value sets, and what is answered in all its cells.

    where: dimension -> the values allowed; a dimension that is missing may have any value.
    answers: column -> the answer; for a comparison the answer of the first grid and that of the second.
    gains: the most that the second socket gets by it (one of GAINS), in `gain_cells` of the `cells`.
    loses: for a comparison, the most that it had in the first grid and does not have in the second.
    """

    where: Where
    answers: Mapping[str, tuple[str, ...]]
    cells: int
    gains: str
    gain_cells: int
    witness: Mapping[str, str]
    loses: str = GAINS[0]

    def holds(self, cell: Mapping[str, str]) -> bool:
        """Whether a cell is one of the rule's."""
        return all(cell[name] in values for name, values in self.where.items())


@dataclass(frozen=True)
class Question:
    """What to find rules for: the cells, a label per cell (0: not to be covered), and each label's answers.

    levels: per cell the index in GAINS of what the second socket gets.
    lost: per cell the index in GAINS of what it had before and lost, for a comparison.
    """

    dimensions: Mapping[str, Column]
    labels: reduce.Labels
    answers: Sequence[Mapping[str, tuple[str, ...]]]
    levels: Codes
    lost: Codes | None = None


def find(question: Question, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Rule]:
    """The rules, most dangerous first, then those with most cells."""
    columns = [question.dimensions[name] for name in DIMENSIONS]
    codes, sizes = [column.codes for column in columns], [len(column.words) for column in columns]
    whole = reduce.problem(codes, sizes, question.labels)
    scores = witness_scores(columns)
    rules = []
    for label, answers in enumerate(question.answers, 1):
        progress(label - 1, len(question.answers))
        for box in cover.boxes_of(reduce.of_class(whole, label)):
            allowed = [_mask(values, size) for values, size in zip(box, sizes)]
            rules.append(_rule(question, columns, allowed, answers, scores))
    return sorted(rules, key=lambda rule: (-_weight(rule), -rule.cells, str(rule.where)))


def _weight(rule: Rule) -> int:
    return max(GAINS.index(rule.gains), GAINS.index(rule.loses))


def _mask(values: list[int] | None, size: int) -> Mask:
    mask = np.full(size, values is None)
    if values is not None:
        mask[values] = True
    return mask


def _rule(question: Question, columns: list[Column], allowed: list[Mask],
          answers: Mapping[str, tuple[str, ...]], scores: Scores) -> Rule:
    cells = reduce.inside([column.codes for column in columns], allowed)
    levels = question.levels[cells]
    lost = levels[:0] if question.lost is None else question.lost[cells]
    loses = GAINS[int(lost.max(initial=0))]
    if not levels.any() and lost.any():
        levels = lost
    strongest = cells[levels == levels.max()]
    witness = strongest[np.argmin(scores[strongest])]
    where = {name: tuple(word for word, on in zip(column.words, mask) if on)
             for name, column, mask in zip(DIMENSIONS, columns, allowed) if not mask.all()}
    return Rule(where, answers, len(cells), GAINS[int(question.levels[cells].max())], len(strongest),
                {name: column.at(witness) for name, column in zip(DIMENSIONS, columns)}, loses)


def witness_scores(columns: Sequence[Column]) -> Scores:
    """How hard a cell is to take in, per cell: few options, the same user and plain states are easy."""
    total = np.zeros(len(columns[0].codes), dtype=np.int64)
    for name, column in zip(DIMENSIONS, columns):
        table = np.array([_hardness(name, word) for word in column.words] or [0], dtype=np.int64)
        total += table[column.codes]
    return total


def _hardness(name: str, word: str) -> int:
    if name in ("opts1", "opts2"):
        return 100 * (0 if word == "none" else 1 + word.count("+"))
    if name == "user":
        return 60 * (word != "same")
    if name == "state":
        return 10 * (PLAIN_STATES.index(word) if word in PLAIN_STATES else len(PLAIN_STATES) +
                     word.count(":"))
    if name == "attempt":
        return 3 * ("bind", "listen", "connect").index(word) if word in ("bind", "listen", "connect") else 9
    if name in ("addr1", "addr2"):
        return ("any4", "lo4").index(word) if word in ("any4", "lo4") else 2
    if name == "count":
        return 20 * (int(word) - 1 if word.isdigit() else 0)
    return 0 if name == "proto" or word in (DEFAULTS.get(name), ABSENT) else 200


def of_grid(grid: Grid, answers: Sequence[str] = CONFLICTS,
            progress: Callable[[int, int], None] = lambda done, total: None) -> list[Rule]:
    """The whole grid as rules, in each of which all cells have the same answers; no cell is left uncovered.

    answers: the columns that count. Who receives (winner) makes several times as many rules.
    """
    names = list(answers)
    labels = np.zeros(len(grid), dtype=np.int64)
    for name in names:
        labels = labels * max(len(grid.columns[name].words), 1) + grid.columns[name].codes
    different, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    told = [{name: (grid.columns[name].at(index),) for name in names
             if _told(name, grid.columns[name].at(index))} for index in first]
    dimensions = {name: grid.columns[name] for name in DIMENSIONS}
    question = Question(dimensions, (numbers + 1).astype(np.int32), told,
                        np.zeros(len(grid), dtype=np.uint16))
    return sorted(find(question, progress),
                  key=lambda rule: (rule.answers["bind"][0] in NO_ANSWER, -rule.cells))


def _told(name: str, word: str) -> bool:
    return name == "bind" or word != ABSENT and word not in NO_ANSWER


def to_json(rule: Rule) -> dict[str, Any]:
    """The rule as the contract has it: one value as a word, several as a list."""
    where = {name: values[0] if len(values) == 1 else list(values) for name, values in rule.where.items()}
    answers = {name: values[0] if len(values) == 1 else list(values) for name, values in rule.answers.items()}
    return {
        "where": where,
        "answers": answers,
        "cells": rule.cells,
        "gains": rule.gains,
        "loses": rule.loses,
        "witness": dict(rule.witness)
    }
