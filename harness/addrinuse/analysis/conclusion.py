"""What a survey found, in a few lines: how many claims do not hold, whether the platform answers as the
published run of its kernel does, what is most surprising, and what can be done next."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from addrinuse.analysis import answers, columns, surprise, tables
from addrinuse.model import runs, sketches
from addrinuse.model.cases import Case
from addrinuse.model.observations import failed_controls
from addrinuse.model.runs import Run
from addrinuse.model.sketches import Sketch

FAR = 1000  # the distance of a number that a published name leaves out: linux-6.18 and 6.18.44
LINES = 3  # surprising rows that are told


def lines(run: Run, cases: Mapping[str, Case], published: Iterable[Path]) -> Iterator[str]:
    """The conclusion of a run. A run whose controls failed, or that answered nothing, has none. `published`
    are the files of runs; only the nearest one is read."""
    table = tables.make(cases, [run], run.by_case)
    cells = {row.id: next(iter(row.cells.values())) for row in table.rows}
    answered = [cell for cell in cells.values() if cell.observed is not None]
    if failed_controls(run.observations.values()) or not answered:
        return
    wrong = sum(cell.marks.contradicted > 0 for cell in answered)
    own = sum(cell.marks.own_contradicted > 0 for cell in answered)
    yield (f"{run.platform}: in {wrong} of {len(answered)} cases some document is wrong here; in {own} of "
           "them one about this very system")
    nearest = nearest_of(run.platform, published)
    if nearest is not None:
        yield _compared(sketches.read(nearest), run)
    for row in surprise.ordered(table).rows[:LINES]:
        cell = cells[row.id]
        if cell.observed is not None and (cell.warning or cell.marks.contradicted):
            subject = (row.case.question or row.case.claim) if row.case else row.id
            yield f"  {subject} {cell.answer}{f': {cell.warning}' if cell.warning else ''} ({row.id})"


def _compared(published: Sketch, run: Run) -> str:
    theirs = published.by_name()
    own = {name: answers.answer_of(observation) for name, observation in run.observations.items()}
    common = [name for name, answer in own.items() if answer is not None and name in theirs]
    same = sum(own[name] == theirs[name] for name in common)
    return (f"{run.platform} answers as the published {published.header.platform} does in {same} of "
            f"{len(common)} observations")


def nearest_of(platform: str, published: Iterable[Path]) -> Path | None:
    """The published run of the same family with the nearest version, by the names of the files; None if there
    is none."""
    family, _, version = platform.partition("-")
    own = columns.natural(version)[:3]

    def distance(path: Path) -> list[int]:
        theirs = columns.natural(runs.name_of(path).partition("-")[2])
        return [abs(a - b) if b is not None else FAR for a, b in zip_longest(own, theirs[:len(own)])]
    same_family = [path for path in published if runs.name_of(path).partition("-")[0] == family]
    return min(same_family, key=distance) if same_family else None
