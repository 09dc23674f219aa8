"""A case's answer in a sentence: which platforms answer how."""
from __future__ import annotations

from collections.abc import Mapping

from addrinuse.analysis.tables import Cell, Row

WITHOUT = "no answer"


def groups(row: Row) -> list[tuple[str, list[str]]]:
    """Each distinct answer with the columns that give it, the commonest first; those without one last."""
    found: dict[str, list[str]] = {}
    for name, cell in row.cells.items():
        found.setdefault(cell.answer if cell.observed is not None else WITHOUT, []).append(name)
    return sorted(found.items(), key=lambda group: (group[0] == WITHOUT, -len(group[1])))


def holds(cells: Mapping[str, Cell], names: list[str]) -> bool | None:
    """Whether the claim held on all of these columns; None if nobody can say, or not of all alike."""
    outcomes = {_holds(cells[name]) for name in names}
    return outcomes.pop() if len(outcomes) == 1 else None


def _holds(cell: Cell) -> bool | None:
    if cell.variants:
        each = {_holds(one) for one in cell.variants.values() if one.observed is not None}
        return each.pop() if len(each) == 1 else None
    if cell.observed is None or cell.claimed is None:
        return None
    return cell.observed == cell.claimed


def sentence(row: Row) -> str:
    """The answer: "No on X (EADDRINUSE). Yes on Y (ok)." Columns are named as they are in the row."""
    parts = []
    for answer, names in groups(row):
        if answer == WITHOUT:
            continue
        word = {True: "Yes", False: "No", None: ""}[holds(row.cells, names)]
        where = enumerated(names)
        parts.append(f"{word} on {where} ({answer})." if word else f"{where}: {answer}.")
    return " ".join(parts) or "No platform has an answer yet."


def enumerated(names: list[str]) -> str:
    """Names as English lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
