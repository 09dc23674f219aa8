"""The table: rows are cases with their variants folded, columns are platforms, a cell is what was observed
there."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from addrinuse.analysis import dangers, marks
from addrinuse.analysis.answers import Kind, kind_of
from addrinuse.analysis.marks import Marks
from addrinuse.model import contributions, verdicts
from addrinuse.model.cases import Case
from addrinuse.model.observations import Observation, Status, failed_controls
from addrinuse.model.runs import Run


@dataclass(frozen=True)
class Cell:
    """One answer: a case's, or one variant's of it. `answer` is its text; `variants` are the answers where
    they differ; `marks` tell how documents fare here; `warning` why the answer endangers somebody, if it
    does. `predicted` are the words of documents where nobody has run the case (analysis/documented.py)."""

    status: Status
    observed: str | None
    claimed: str | None
    verdict: str
    answer: str
    why: str = ""
    variants: Mapping[str, "Cell"] = field(default_factory=dict)
    marks: Marks = marks.NONE
    warning: str = ""
    predicted: tuple[str, ...] = ()

    def answered(self, variant: str = "") -> str | None:
        """What was observed of a variant ("": of the case as a whole); None if nothing was, and for the case
        as a whole if its variants differ."""
        if self.variants and variant not in self.variants:
            return None
        single = self.variants.get(variant, self)
        return single.answer if single.status is Status.OBSERVED else None

    def kind_to(self, other: "Cell") -> Kind:
        """What became of the answer from this cell to another one of the same case. Variants that only one of
        the two answers do not count if there are others."""
        names = dict.fromkeys((*self.variants, *other.variants)) or [""]
        kinds = {kind_of(self.answered(name), other.answered(name)) for name in names}
        return next(kind for kind in (Kind.CHANGED, Kind.SAME, Kind.LOST, Kind.GAINED, Kind.NONE)
                    if kind in kinds)

    def as_json(self) -> dict[str, Any]:
        """The cell as `table --format json` has it."""
        found: dict[str, Any] = {"status": self.status.value, "observed": self.observed,
                                 "claimed": self.claimed, "verdict": self.verdict}
        if self.why:
            found["why"] = self.why
        if self.warning:
            found["warning"] = self.warning
        if self.predicted:
            found["predicted"] = list(self.predicted)
        if documents := self.marks.as_json():
            found["documents"] = documents
        if self.variants:
            found["variants"] = {name: cell.as_json() for name, cell in self.variants.items()}
        return found


@dataclass(frozen=True)
class Column:
    """One run: its platform's name, unique in the table, and what is to be said of it."""

    name: str
    run: Run
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One case. `case` is missing where only a run knows it."""

    id: str
    case: Case | None
    cells: Mapping[str, Cell]

    @property
    def differs(self) -> bool:
        """Whether two platforms give different answers to the case or to one of its variants. A platform
        without an answer does not differ."""
        cells = list(self.cells.values())
        names = dict.fromkeys(name for one in cells for name in (*one.variants, ""))
        return any(len({one.answered(name) for one in cells} - {None}) > 1 for name in names)

    def answer_groups(self) -> dict[str, int]:
        """For each column with an answer the number of its answer: 0 for the one that most columns give (the
        first of them if several), and so on. Equal answers have equal numbers."""
        answers = [cell.answer for cell in self.cells.values() if cell.observed is not None]
        order = sorted(dict.fromkeys(answers), key=lambda answer: -answers.count(answer))
        return {name: order.index(cell.answer) for name, cell in self.cells.items()
                if cell.observed is not None}

    def by_answer(self) -> list[tuple[Cell, list[str]]]:
        """Each distinct answer with the columns that give it, the most common first, those without an
        observation last. What documents say of it can differ from column to column."""
        found: dict[str, list[str]] = {}
        for name, cell in self.cells.items():
            found.setdefault(cell.answer, []).append(name)
        groups = [(self.cells[names[0]], names) for names in found.values()]
        return sorted(groups, key=lambda group: (group[0].observed is None, -len(group[1])))


@dataclass(frozen=True)
class Table:
    """Columns and rows, ready to be written in any format."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def only_differences(self) -> "Table":
        """The rows in which something differs."""
        return Table(self.columns, tuple(row for row in self.rows if row.differs))


NO_CELL = Cell(Status.NOT_RUN, None, None, "undecided", "not in this run", "the run has no line for it")


def make(cases: Mapping[str, Case], runs: Iterable[Run], only: Iterable[str] | None = None) -> Table:
    """The table of these runs over every case, those included that only a run knows; `only` these rows if
    given."""
    columns = columns_of(list(runs))
    ids = dict.fromkeys(cases)
    ids.update(dict.fromkeys(name for column in columns for name in column.run.by_case))
    wanted = ids if only is None else ids.keys() & set(only)
    rows = []
    for name in sorted(wanted):
        cells = {column.name: cell(cases.get(name), column.run.by_case.get(name, []), column.run)
                 for column in columns}
        rows.append(Row(name, cases.get(name), cells))
    return Table(columns, tuple(rows))


def columns_of(runs: list[Run]) -> tuple[Column, ...]:
    """Columns named by their platforms; a name that comes again gets a number."""
    found: list[Column] = []
    for run in runs:
        taken = {column.name for column in found}
        names = [run.platform] + [f"{run.platform}#{count}" for count in range(2, len(runs) + 1)]
        found.append(Column(next(name for name in names if name not in taken), run, notes_on(run)))
    return tuple(found)


def notes_on(run: Run) -> tuple[str, ...]:
    """What a reader of the column must know."""
    notes = contributions.remarks(run.facts)
    if run.simulated:
        notes.append(f"simulated: {run.facts.get('rule', 'no system that anybody has')}")
    if run.truncated:
        notes.append("truncated: the run was interrupted")
    notes += [f"control failed: {control}; nothing else here is a finding"
              for control in failed_controls(run.observations.values())]
    if run.header.selection:
        notes.append(f"not all cases were asked for: {run.header.selection}")
    # lwIP is a library: each case has a stack of its own in its process.
    if run.facts.get("isolation") == "none" and run.facts.get("engine") != "lwip":
        notes.append("cases shared the machine's own stack")
    return tuple(notes)


def cell(case: Case | None, observations: Iterable[Observation], run: Run) -> Cell:
    """The cell of a case in a run, its variants folded into one."""
    observations = list(observations)
    single = {observation.id.variant: _single(case, observation, run) for observation in observations}
    if case:
        single.update({name: NO_CELL for name in case.variants if name not in single and single})
        order = [name for name in case.variants if name in single]
        single = {name: single[name] for name in [*order, *(name for name in single if name not in order)]}
    return replace(fold(single), marks=marks.of(case, observations, run))


def _single(case: Case | None, observation: Observation, run: Run) -> Cell:
    verdict = verdicts.of_case(case, observation, run.platform, run.facts)
    return Cell(observation.status, observation.observed, observation.claimed, verdict, observation.answer,
                observation.why, warning=dangers.of(observation.id, observation.observed))


def fold(variants: Mapping[str, Cell]) -> Cell:
    """One cell for the variants of a case: one answer where they agree; where not, who says what."""
    if not variants:
        return NO_CELL
    cells = list(variants.values())
    if len({cell.answer for cell in cells}) == 1 and len({cell.verdict for cell in cells}) == 1:
        reasons = dict.fromkeys(cell.why for cell in cells if cell.why)
        return Cell(cells[0].status, cells[0].observed, _same([cell.claimed for cell in cells]),
                    cells[0].verdict, cells[0].answer, "; ".join(reasons), warning=cells[0].warning)
    names_by_answer: dict[str, list[str]] = {}
    for name, cell in variants.items():
        names_by_answer.setdefault(cell.answer, []).append(name)
    answer = "; ".join(f"{'+'.join(names)}: {word}" for word, names in names_by_answer.items())
    counted = [cell for cell in cells if cell.status is not Status.NOT_APPLICABLE] or cells
    status = min((cell.status for cell in counted), key=lambda status: status.severity)
    whys = [f"{name}: {cell.why}" for name, cell in variants.items() if cell.why]
    return Cell(status, answer if status is Status.OBSERVED else None,
                _same([cell.claimed for cell in counted]), verdicts.combine(cell.verdict for cell in counted),
                answer, "; ".join(whys), dict(variants),
                warning=next((cell.warning for cell in counted if cell.warning), ""))


def _same(values: list[str | None]) -> str | None:
    return values[0] if len(set(values)) == 1 else None
