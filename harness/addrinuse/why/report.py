"""The whole answer about one port, as text and for programs."""
from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.why import cells, measured, sentences, sockets, system, verdict
from addrinuse.why.sockets import Look, Target
from addrinuse.why.verdict import Verdict

SHOWN = 12                # sockets that are listed
WIDTH = 100               # columns of the sentences


@dataclass(frozen=True)
class Report:
    """A look, and what the measured cells say of it. `platform`: what answered; `reason`: why nothing did."""

    look: Look
    verdicts: tuple[Verdict, ...]
    platform: str = ""
    reason: str = ""


def make(target: Target) -> Report:
    """Looks at the port, and reads or asks the cells. Raises UserError where looking is unavailable."""
    return of_look(system.look(target))


def of_look(look: Look) -> Report:
    """What the measured cells say about what was seen."""
    # Half-open connections are part of their listener.
    entries = [entry for entry in look.entries if entry.state != "SYN_RECV"]
    questions = list(dict.fromkeys(cells.question(entry, look) for entry in entries))
    known = [question for question in questions if question]
    if not known:
        return Report(look, (), reason="the grid has no word for these sockets" if look.entries else "")
    try:
        platform, answers = measured.cells(look, cells.selection(known))
    except UserError as error:
        return Report(look, (), reason=f"{error.subject}: {error.reason}".splitlines()[0])
    return Report(look, tuple(verdict.of_all(questions, answers)), platform)


def texts(report: Report) -> dict[str, str]:
    """The sentences, by what they are about."""
    look, verdicts = report.look, report.verdicts
    return {"in the way": sentences.in_the_way(look, verdicts), "gone by itself": sentences.gone(look),
            "what gets in": sentences.let_in(look, verdicts, report.platform, report.reason),
            "traffic": sentences.traffic(look, verdicts),
            "smallest change": sentences.change(look, verdicts)}


def lines(report: Report) -> Iterator[str]:
    """The answer as a person reads it."""
    look = report.look
    yield clean(f"{look.target} on {look.system} {look.release}")
    yield from (clean(f"  {sentences.line(entry, look)}") for entry in look.entries[:SHOWN])
    if len(look.entries) > SHOWN:
        yield f"  and {len(look.entries) - SHOWN} more sockets (--json lists all)"
    for name, text in texts(report).items():
        if text:
            yield from textwrap.wrap(clean(f"{name[:1].upper()}{name[1:]}: {text}"), WIDTH,
                                     subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    yield from (f"Measured: {text}" for text in _evidence(report))
    yield from (clean(f"Note: {note}") for note in look.notes)


def _evidence(report: Report) -> Iterator[str]:
    """How to see what an answer rests on."""
    shown = verdict.best(report.verdicts) or next(iter(report.verdicts), None)
    if shown is None:
        return
    if shown.cases:
        yield f"./addrinuse explain {shown.cases[0]}"
    if shown.cells and measured.published(report.look):
        yield f"./addrinuse grid show {report.platform} {shown.cells[0]}"
    elif shown.cells:
        yield f"just now, on this kernel: cell {shown.cells[0]}"


def as_json(report: Report) -> dict[str, Any]:
    """The answer for programs."""
    return {"schema": 1, **sockets.as_json(report.look), "platform": report.platform or None,
            "not_measured": report.reason or None,
            "new_socket": [verdict.as_json() for verdict in report.verdicts],
            "answer": {key.replace(" ", "_"): text for key, text in texts(report).items()}}
