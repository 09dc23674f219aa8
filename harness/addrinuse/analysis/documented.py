"""What the documents of a system predict for it: documented, not measured.

A prediction is the word in `predicts` of a statement that names the system. A statement without one makes the
claim of its case; the word of that claim is the one that every run states for it (`claimed`), whatever was
observed there. If runs state none, or several, there is no prediction: nothing is made up."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from addrinuse.analysis import tables
from addrinuse.analysis.tables import Cell, Column, Row, Table
from addrinuse.model import verdicts
from addrinuse.model.cases import Case, Statement
from addrinuse.model.observations import Footer, Header, Status, Suite
from addrinuse.model.runs import Run

SYSTEM = re.compile(r"[a-z]+")       # a stack; other patterns of `on` name engines and versions
NOTE = "documented, not measured: what its own documents predict; no run is shown"
NONE = Cell(Status.NOT_RUN, None, None, "silent", "not documented")
Claims = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Prediction:
    """What one statement predicts for a system, by the variants of the case; those without a word are left
    out."""

    statement: Statement
    words: Mapping[str, tuple[str, ...]]


def claims(runs: Iterable[Run]) -> Claims:
    """The word of the claim, by case and variant, if all runs that state one state the same."""
    found: dict[tuple[str, str], set[str]] = {}
    for run in runs:
        for name, observation in run.observations.items():
            if observation.claimed is not None:
                found.setdefault((name.case, name.variant), set()).add(observation.claimed)
    return {key: words.pop() for key, words in found.items() if len(words) == 1}


def systems(cases: Mapping[str, Case]) -> list[str]:
    """Every system of which a document speaks, in the order of their names."""
    return sorted({name for case in cases.values() for statement in case.statements
                   for name in statement.on if SYSTEM.fullmatch(name)})


def measured(runs: Iterable[Run]) -> set[str]:
    """The systems that a run shows. Wine answers as Windows would and is not Windows."""
    return {str(run.facts.get("stack")) for run in runs if run.facts.get("engine") != "wine"}


def predictions(case: Case, system: str, known: Claims) -> list[Prediction]:
    """What the system's own documents predict for a case."""
    found = []
    for statement in case.statements:
        if statement.on and verdicts.speaks_of(statement, system, {"stack": system}):
            words = {name: statement.predicted(known.get((case.id, name))) for name in case.variants or ("",)}
            if any(words.values()):
                found.append(Prediction(statement, {name: each for name, each in words.items() if each}))
    return found


def cell(case: Case | None, system: str, known: Claims) -> Cell:
    """The cell of a case in the system's column. Nothing is observed in it."""
    found = predictions(case, system, known) if case else []
    words: dict[str, dict[str, None]] = {}
    for prediction in found:
        for variant, each in prediction.words.items():
            words.setdefault(variant, {}).update(dict.fromkeys(each))
    if not words:
        return NONE
    single = {variant: _predicted(tuple(each)) for variant, each in words.items()}
    return replace(tables.fold(single), predicted=tuple(dict.fromkeys(
        word for each in words.values() for word in each)))


def _predicted(words: tuple[str, ...]) -> Cell:
    return Cell(Status.NOT_RUN, None, None, "undecided", f"documented: {' or '.join(words)}", predicted=words)


def column(system: str) -> Column:
    """The column of a system. Its run holds no observation."""
    name = f"{system} (documented)"
    header = Header(name, {"stack": system, "sysname": system, "release": "", "machine": "",
                           "documented": True}, Suite("unknown", ""), "", "real")
    return Column(name, Run(Path(name), header, {}, Footer(0, "")), (NOTE,))


def added(table: Table, runs: Iterable[Run], known: Claims, cases: Mapping[str, Case]) -> Table:
    """The table with a column for each system that documents describe and none of these runs shows."""
    shown = measured(runs)
    names = [name for name in systems(cases) if name not in shown]
    columns = [column(name) for name in names]
    rows = tuple(Row(row.id, row.case, {**row.cells, **{
        each.name: cell(row.case, name, known) for name, each in zip(names, columns)}}) for row in table.rows)
    return Table((*table.columns, *columns), rows)


def of_system(table: Table, system: str, known: Claims) -> Iterator[tuple[Row, list[Prediction]]]:
    """The rows for which the system's documents predict something."""
    for row in table.rows:
        if row.case and (found := predictions(row.case, system, known)):
            yield row, found
