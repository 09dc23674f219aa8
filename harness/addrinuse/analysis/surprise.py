"""The order in which rows are worth reading: first what endangers somebody, then what a platform's own manual
gets wrong, then what stacks disagree about; what nobody wrote about comes last."""
from __future__ import annotations

from addrinuse.analysis.tables import Row, Table
from addrinuse.model.cases import Case

DANGER, OWN_WRONG, DISAGREEMENT, GENERAL_WRONG, DOCUMENTED = 40, 12, 8, 4, 2


def weight(row: Row) -> int:
    """How surprising a row is; more is more. Columns that answer alike count once."""
    cells = {cell.answer: cell for cell in row.cells.values()}.values()
    answers = {cell.answer for cell in cells if cell.observed is not None}
    warned = [cell for cell in cells if cell.warning]
    total = DANGER * bool(warned) + DISAGREEMENT * (len(answers) - 1 if answers else 0)
    total += OWN_WRONG * any(cell.marks.own_contradicted for cell in cells)
    total += GENERAL_WRONG * any(cell.marks.general_contradicted for cell in cells)
    return total + DOCUMENTED * _sources(row.case)


def _sources(case: Case | None) -> int:
    return min(3, len({said.doc for said in case.statements})) if case else 0


def ordered(table: Table) -> Table:
    """The table with the most surprising rows first; rows of the same weight stay in their order."""
    return Table(table.columns, tuple(sorted(table.rows, key=lambda row: -weight(row))))
