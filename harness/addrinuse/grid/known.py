"""Differences that are explained (results/grids/known-rules.toml), and the gate over grids.

    [[rule]]
    a = "linux-6.1"            # the two platforms, in this order; globs
    b = "linux-6.*"
    where = { state = "listening", addr1 = ["mapped-any"] }
    answers = { bind = ["EADDRINUSE", "ok"] }   # the first platform's and the second's; globs
    class = "regression"       # intended, regression or unknown
    explanation = "…"

A cell that a known rule covers, with these answers, is counted and not told again.
"""
from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.grid import diff
from addrinuse.grid._numpy import np
from addrinuse.support import inputs
from addrinuse.support.errors import UserError, unknown
from addrinuse.support.escape import clean
from addrinuse.grid.rules import Rule
from addrinuse.grid.table import Column, Grid, Mask
from addrinuse.grid.vocabulary import ANSWERS, DIMENSIONS

FILE = "known-rules.toml"
LIMIT = 16 << 20          # bytes
CLASSES = ("intended", "regression", "unknown")
KEYS = ("a", "b", "where", "answers", "class", "explanation")


@dataclass(frozen=True)
class KnownRule:
    """A difference between two platforms that somebody has explained."""

    a: str
    b: str
    where: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, str]]
    kind: str
    explanation: str

    def names(self, a: str, b: str) -> bool:
        """Whether it is about these two platforms."""
        return fnmatch.fnmatchcase(a, self.a) and fnmatch.fnmatchcase(b, self.b)


def load(path: Path) -> list[KnownRule]:
    """The rules of a file; none if there is no file. Raises UserError for what is no rule."""
    if not path.exists():
        return []
    entries = inputs.tables(path, "rule", LIMIT, "Known differences are tables [[rule]].")
    return [_entry(entry, f"{clean(str(path))}, rule {number}") for number, entry in enumerate(entries, 1)]


def _entry(entry: Mapping[str, Any], place: str) -> KnownRule:
    for key in entry:
        if key not in KEYS:
            raise unknown(f"{place}: key", clean(key), KEYS, f"Keys: {', '.join(KEYS)}.")
    if entry.get("class") not in CLASSES:
        raise unknown(f"{place}: class", clean(str(entry.get("class"))), CLASSES,
                      f"Classes: {', '.join(CLASSES)}.")
    for key in ("a", "b", "explanation"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise UserError(place, f"has no text {key!r}")
    where = words_of(entry.get("where", {}), DIMENSIONS, f"{place}: where")
    answers = words_of(entry.get("answers", {}), ANSWERS, f"{place}: answers")
    pairs = {name: (words[0], words[1]) for name, words in answers.items() if len(words) == 2}
    if len(pairs) < len(answers) or not pairs:
        raise UserError(f"{place}: answers",
                        "needs two words for each answer: the first platform's, the second's")
    return KnownRule(entry["a"], entry["b"], where, pairs, entry["class"], entry["explanation"])


def words_of(table: Any, names: Sequence[str], place: str) -> dict[str, tuple[str, ...]]:
    """A table of words or lists of words, by dimension or answer; raises UserError for anything else."""
    if not isinstance(table, dict):
        raise UserError(place, "is no table")
    result = {}
    for name, words in table.items():
        if name not in names:
            raise unknown(place, clean(name), names, f"Known: {', '.join(names)}.")
        listed = [words] if isinstance(words, str) else words
        if not isinstance(listed, list) or not listed or not all(isinstance(word, str) for word in listed):
            raise UserError(f"{place}.{name}", "must be a word or a list of words")
        result[name] = tuple(listed)
    return result


def explained(matched: diff.Matched, known: Sequence[KnownRule]) -> Mask:
    """The cells whose change one of the rules explains."""
    total = np.zeros(len(matched.a), dtype=bool)
    for rule in known:
        if rule.names(matched.a.name, matched.b.name):
            cells = np.ones(len(matched.a), dtype=bool)
            for name, words in rule.where.items():
                cells &= matched.a.columns[name].is_any(frozenset(words))
            for name, (before, after) in rule.answers.items():
                cells &= _fit(matched.a.columns[name], before) & _fit(matched.b.columns[name], after)
            total |= cells
    return total


def _fit(column: Column, pattern: str) -> Mask:
    """The cells whose word a glob fits: `*peer=first` is a word about several receivers."""
    return column.is_any(frozenset(fnmatch.filter(column.words, pattern)))


def compare(a: Grid, b: Grid, known: Sequence[KnownRule], common: bool = False) -> diff.Difference:
    """The comparison of two grids without what is explained."""
    return diff.compare(a, b, common, lambda matched: explained(matched, known))


def check_grid(new: Grid, accepted: Grid, known: Sequence[KnownRule] = ()) -> list[Rule]:
    """The gate: the rules by which a new grid differs from the accepted one, without those that are
    explained."""
    return compare(accepted, new, known).rules
