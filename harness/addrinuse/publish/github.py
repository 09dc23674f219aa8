"""News as GitHub shows it: annotations beside the files, and a table in the step's summary."""
from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from addrinuse.support import escape
from addrinuse.model.cases import Case
from addrinuse.model.observations import ObservationId
from addrinuse.support.errors import UserError
from addrinuse.analysis.expectations import News

LOUD = ("changed", "failed")  # what one annotation each is worth; the others are counted
MOST = 200                  # rows of a summary; GitHub takes 1 MB


def workflow_commands(news: Iterable[News], cases: Mapping[str, Case], root: Path) -> Iterator[str]:
    """The workflow commands: an error for each cell that changed or failed, and one notice
    that counts the rest."""
    quiet: Counter[str] = Counter()
    for one in news:
        if one.kind not in LOUD:
            quiet[one.kind] += 1
            continue
        case = cases.get(ObservationId(one.case).case)
        file = f"file={escape.github(_below(root, case.path))},line=1," if case else ""
        yield f"::error {file}title={escape.github(one.case)}::{escape.github(one.line())}"
    if quiet:
        counted = ", ".join(f"{count} {kind}" for kind, count in quiet.items())
        yield f"::notice title=addrinuse::{escape.github(f'besides: {counted}')}"


def _below(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def summary(news: list[News], sentence: str) -> str:
    """The step's summary, as Markdown: a sentence, and nothing but the cells that are news."""
    lines = [f"### addrinuse: {sentence}", ""]
    if news:
        lines += ["| | case | platform | expected | observed |", "|---|---|---|---|---|"]
        lines += ["| " + " | ".join(escape.markdown(text or "–") for text in (
            one.kind, one.case, one.platform, one.expected, one.observed or one.why)) + " |"
            for one in news[:MOST]]
    if len(news) > MOST:
        lines += ["", f"… and {len(news) - MOST} more"]
    return "\n".join(lines) + "\n"


def write_summary(text: str) -> None:
    """Adds to the step's summary where there is one (GITHUB_STEP_SUMMARY)."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UserError(path, f"the step's summary cannot be written: {error.strerror}") from None
