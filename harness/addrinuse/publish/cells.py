"""How a cell is shown in every format: its answer, a sign where the answer endangers somebody, and signs for
the documents. Colour repeats what the text says: equal answers in a row have one tint."""
from __future__ import annotations

from addrinuse.analysis import answers, marks
from addrinuse.analysis.tables import Cell, Table
from addrinuse.support import escape

TINTS = ("#f3f4f6", "#cfe3f8", "#e6d8f5", "#d5eedd", "#f6e6c8", "#dfe0e6")  # of distinct answers in a row
WARNING = "⚠"
PLAIN_WARNING = "!"


def is_plain(encoding: str) -> bool:
    """Whether an output can show ASCII only."""
    return not (encoding or "").lower().replace("-", "").startswith("utf")


def signs(cell: Cell, encoding: str = "utf-8") -> str:
    """The signs after an answer: a warning if it endangers somebody, and how documents fare here."""
    plain = is_plain(encoding)
    warning = (PLAIN_WARNING if plain else WARNING) if cell.warning else ""
    return " ".join(filter(None, (warning, cell.marks.sign(plain))))


def cell_text(cell: Cell, encoding: str = "utf-8") -> str:
    """An answer with its signs."""
    return " ".join(filter(None, (escape.clean(cell.answer), signs(cell, encoding))))


def legend(encoding: str = "utf-8") -> str:
    """What the signs mean."""
    plain = is_plain(encoding)
    warning = f"{PLAIN_WARNING if plain else WARNING} the answer endangers somebody"
    return "  ".join(["A cell is what was observed.", warning, *marks.legend(plain)])


def notes(table: Table) -> list[str]:
    """What must be said below a table: of its columns, why answers are warnings, and why cells have no
    observation."""
    lines = [f"{column.name}: {note}" for column in table.columns for note in column.notes]
    warnings: dict[str, list[str]] = {}
    for row in table.rows:
        for reason in dict.fromkeys(cell.warning for cell in row.cells.values() if cell.warning):
            warnings.setdefault(reason, []).append(row.id)
    lines += [f"{WARNING} {reason}: {answers.counted(ids)}" for reason, ids in warnings.items()]
    for column in table.columns:
        whys: dict[str, list[str]] = {}
        for row in table.rows:
            if row.cells[column.name].why:
                whys.setdefault(row.cells[column.name].why, []).append(row.id)
        lines += [f"{column.name}: {', '.join(ids) if len(ids) < 4 else f'{len(ids)} cases'}: {why}"
                  for why, ids in whys.items()]
    return [escape.clean(line) for line in lines]


def cell_class(cell: Cell, group: int | None) -> str:
    """The class of a cell in a page: the tint of its answer, or none; and whether it is a warning."""
    kind = "none" if group is None else f"g{min(group, len(TINTS) - 1)}"
    return kind + (" warning" if cell.warning else "")
