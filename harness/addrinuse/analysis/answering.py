"""A case's answer in a sentence: which platforms answer how."""
from __future__ import annotations

import re
from collections.abc import Mapping

from addrinuse.analysis.tables import Cell, Row

WITHOUT = "no answer"
# Whether the claim holds does not answer a question: a claim is often that something fails. An error answers
# only a question about whether something can be done; in the others an error can mean yes ("Does close()
# reset the connection?", "Is the port still taken?").
ABILITY = re.compile(r"(?!.*\b(lock|cut off|still|read|avoid|keep|refuse|hide|lose|fail)\b)"
                     r"(Can |Is .*\benough\b|Does .* (let|allow) )")
SUCCESS = ("ok", "stolen", "serves")
REFUSAL = re.compile(r"((bind|listen|connect): )?E(?!STABLISHED)[A-Z0-9]{4,}")
AS_CLAIMED = {True: "As claimed", False: "Not as claimed", None: ""}


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
    """The answer: "No on X (EADDRINUSE). Yes on Y (ok)." if the words of all platforms say yes or no to the
    question, or else whether they are as claimed. Columns are named as they are in the row."""
    found = [(answer, names) for answer, names in groups(row) if answer != WITHOUT]
    question = row.case.question if row.case else ""
    is_direct = bool(ABILITY.match(question)) and all(
        yes_or_no(word) for cell in row.cells.values() for word in _words(cell))
    parts = []
    for answer, names in found:
        word = yes_or_no(answer) if is_direct else AS_CLAIMED[holds(row.cells, names)]
        where = enumerated(names)
        parts.append(f"{word} on {where} ({answer})." if word else f"{where}: {answer}.")
    return " ".join(parts) or "No platform has an answer yet."


def yes_or_no(answer: str) -> str:
    """What a word says to somebody who asks whether something can be done; empty if it does not say it by
    itself (`60 s`, `owner's listen: EADDRINUSE`)."""
    if answer in SUCCESS:
        return "Yes"
    return "No" if REFUSAL.fullmatch(answer) else ""


def _words(cell: Cell) -> list[str]:
    return [one.observed for one in (*cell.variants.values(), cell) if one.observed is not None
            and not one.variants]


def enumerated(names: list[str]) -> str:
    """Names as English lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
