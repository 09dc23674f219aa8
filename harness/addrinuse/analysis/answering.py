"""A case's answer in a sentence: which platforms answer how.

Whether an answer is a yes or a no depends on its question, not on the claim: "Can two sockets bind one
address?" is a no where the claim is that the second one fails, and where that holds. So it is said only for
questions that ask whether something can be done, and answers that are nothing but success or errors.
"""
from __future__ import annotations

import re

from addrinuse.analysis.tables import Row

WITHOUT = "no answer"
# Whether a call can be made; not what a call brings about ("can it lock its port again by …?").
POSSIBILITY = re.compile(r"Can .*\b(bind|be bound|listen|start|restart|join|share|connect|reconnect|be set|"
                         r"be changed|take|choose)\b(?!\()")
SUCCESS = re.compile(r"ok(, ok)*")
# Refusals. What ends a connection is none: "can a client be cut off?" is a yes where it reads ECONNRESET.
REFUSAL = r"(?:[a-z]+: )?(?!ECONN|EPIPE|ETIMEDOUT|ESTABLISHED)E[A-Z0-9]+"
ERROR = re.compile(rf"{REFUSAL}(?:, {REFUSAL})*")


def groups(row: Row) -> list[tuple[str, list[str]]]:
    """Each distinct answer with the columns that give it, the commonest first; those without one last."""
    found: dict[str, list[str]] = {}
    for name, cell in row.cells.items():
        found.setdefault(cell.answer if cell.observed is not None else WITHOUT, []).append(name)
    return sorted(found.items(), key=lambda group: (group[0] == WITHOUT, -len(group[1])))


def yes_or_no(question: str, answer: str) -> str:
    """"Yes" or "No", or nothing if the question and the answer do not make it certain."""
    if not POSSIBILITY.match(question):
        return ""
    return "Yes" if SUCCESS.fullmatch(answer) else "No" if ERROR.fullmatch(answer) else ""


def sentence(row: Row) -> str:
    """The answer: "No on X (EADDRINUSE). Yes on Y (ok)." Columns are named as they are in the row."""
    question = row.case.question if row.case else ""
    parts = []
    for answer, names in groups(row):
        if answer == WITHOUT:
            continue
        word = yes_or_no(question, answer)
        where = enumerated(names)
        parts.append(f"{word} on {where} ({answer})." if word else f"{where}: {answer}.")
    return " ".join(parts) or "No platform has an answer yet."


def enumerated(names: list[str]) -> str:
    """Names as English lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
