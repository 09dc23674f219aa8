"""What documents say, as predicates over cells (docs/grid-predictions.toml), and how many cells contradict
them.

    [[prediction]]
    doc = "linux-socket-7"              # a key of docs/documents.toml
    at = "SO_REUSEPORT"                 # where in it
    on = ["linux"]                      # stacks or globs of platforms; left out: every platform
    checked = true                      # whether the text was seen
    where = { proto = ["tcp"], state = ["time-wait*"], opts1 = ["none"] }   # words, * and ? allowed
    addresses = "same"                  # how addr1 and addr2 lie: same, overlapping, apart, one-family
    predicts = { bind = ["EADDRINUSE"] }    # answer -> the words that agree; `-` never disagrees

Dimensions that `where` leaves out may have any word, except when, port, count and the socket before the
first, which are at their defaults: documents speak of two sockets.
"""
from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.grid._numpy import np
from addrinuse.support import inputs
from addrinuse.support.errors import UserError, unknown
from addrinuse.support.escape import clean
from addrinuse.grid.cells import FURTHER, name_of
from addrinuse.grid.known import words_of
from addrinuse.grid.rules import witness_scores
from addrinuse.grid.table import Column, Grid, Mask
from addrinuse.grid.vocabulary import ABSENT, ANSWERS, DEFAULTS, DIMENSIONS, NO_ANSWER, SAME_AS, covers

LIMIT = 16 << 20          # bytes
KEYS = ("doc", "at", "on", "checked", "where", "addresses", "predicts")
FAMILIES = ({"any4", "lo4", "alias4"}, {"any6", "any6only", "lo6"}, {"mapped-any", "mapped-lo"})
RELATIONS: Mapping[str, Callable[[str, str], bool]] = {
    "same": lambda one, other: SAME_AS.get(one, one) == SAME_AS.get(other, other),
    "overlapping": lambda one, other: covers(one, other) or covers(other, one),
    "apart": lambda one, other: not covers(one, other) and not covers(other, one),
    "one-family": lambda one, other: any(one in family and other in family for family in FAMILIES),
}


@dataclass(frozen=True)
class Prediction:
    """One statement of a document about cells."""

    doc: str
    at: str
    on: tuple[str, ...]
    checked: bool
    where: Mapping[str, tuple[str, ...]]
    addresses: str
    predicts: Mapping[str, tuple[str, ...]]

    def applies(self, grid: Grid) -> bool:
        """Whether it speaks of the grid's platform."""
        facts = grid.meta.get("facts") or {}
        names = (facts.get("stack"), facts.get("engine"), grid.name.partition("-")[0])
        return not self.on or any(pattern in names or fnmatch.fnmatchcase(grid.name, pattern)
                                  for pattern in self.on)


@dataclass(frozen=True)
class Score:
    """How a platform's grid agrees with a document: cells it speaks of, cells that contradict it, one of
    these."""

    doc: str
    cells: int
    contradicted: int
    example: str
    at: str
    checked: bool


def load(path: Path, documents: Iterable[str] | None = None) -> list[Prediction]:
    """The predictions of a file. `documents`: the keys there are, if they are to be checked."""
    entries = inputs.tables(path, "prediction", LIMIT, "Predictions are tables [[prediction]].")
    known = None if documents is None else list(documents)
    return [
        _entry(entry, f"{clean(str(path))}, prediction {number}", known)
        for number, entry in enumerate(entries, 1)
    ]


def _entry(entry: Mapping[str, Any], place: str, documents: Sequence[str] | None) -> Prediction:
    for key in entry:
        if key not in KEYS:
            raise unknown(f"{place}: key", clean(key), KEYS, f"Keys: {', '.join(KEYS)}.")
    for key in ("doc", "at"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise UserError(place, f"has no text {key!r}")
    if documents is not None and entry["doc"] not in documents:
        raise unknown(f"{place}: document", clean(entry["doc"]), documents, "docs/documents.toml lists them.")
    relation = entry.get("addresses", "")
    if relation not in ("", *RELATIONS):
        raise unknown(f"{place}: addresses", clean(str(relation)), RELATIONS,
                      f"Known: {', '.join(RELATIONS)}.")
    predicts = words_of(entry.get("predicts"), ANSWERS, f"{place}: predicts")
    if not predicts:
        raise UserError(place, "predicts nothing")
    on = words_of({"on": entry["on"]}, ("on",), place)["on"] if "on" in entry else ()
    where = words_of(entry.get("where", {}), DIMENSIONS, f"{place}: where")
    return Prediction(entry["doc"], entry["at"], on, entry.get("checked") is True, where, relation, predicts)


def scores(grid: Grid, predictions: Sequence[Prediction]) -> list[Score]:
    """How the grid agrees with each document that speaks of its platform, in the order of the predictions."""
    speaking = [one for one in predictions if one.applies(grid)]
    hardness = witness_scores([grid.columns[name] for name in DIMENSIONS])
    result = []
    for doc in dict.fromkeys(one.doc for one in speaking):
        own = [one for one in speaking if one.doc == doc]
        spoken, wrong = np.zeros(len(grid), dtype=bool), np.zeros(len(grid), dtype=bool)
        first: dict[str, str] = {"example": "", "at": ""}
        for one in own:
            cells = of_prediction(grid, one)
            against = cells & contradicted(grid, one)
            if against.any() and not wrong.any():
                index = np.flatnonzero(against)
                first = {"example": name_of(grid.cell(int(index[np.argmin(hardness[index])]))), "at": one.at}
            spoken |= cells
            wrong |= against
        result.append(Score(doc, int(spoken.sum()), int(wrong.sum()), first["example"], first["at"],
                            all(one.checked for one in own)))
    return result


def of_prediction(grid: Grid, one: Prediction) -> Mask:
    """The cells that a prediction speaks of and whose state was reached."""
    mask = ~grid.unanswered()
    for name in DIMENSIONS:
        patterns = one.where.get(name) or ((DEFAULTS[name],) if name in FURTHER else ("*",))
        mask &= _matching(grid.columns[name], patterns)
    if one.addresses:
        first, second = grid.columns["addr1"], grid.columns["addr2"]
        relation = RELATIONS[one.addresses]
        table = np.array([[relation(left, right) for right in second.words] for left in first.words])
        mask &= table[first.codes, second.codes]
    return mask


def _matching(column: Column, patterns: Sequence[str]) -> Mask:
    return column.is_any(frozenset(word for word in column.words
                                   if any(fnmatch.fnmatchcase(word, pattern) for pattern in patterns)))


def contradicted(grid: Grid, one: Prediction) -> Mask:
    """The cells in which an answer is given that the prediction does not allow."""
    wrong = np.zeros(len(grid), dtype=bool)
    for name, words in one.predicts.items():
        wrong |= ~grid.columns[name].is_any(frozenset({*words, ABSENT, *NO_ANSWER}))
    return wrong
