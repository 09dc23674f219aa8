"""What the measured cells say about a new socket: for each set of options whether it gets in, and what that
does to the traffic."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from addrinuse.grid import vocabulary
from addrinuse.why import cells as words, evidence
from addrinuse.why.cells import Cell, Question
from addrinuse.why.measured import Cells

OK, REFUSED, DEPENDS, UNKNOWN = "ok", "refused", "depends", "unknown"
RANK = (REFUSED, UNKNOWN, DEPENDS, OK)       # the first one of all sockets decides
SHOWN = 3                 # cells that are named as evidence


@dataclass(frozen=True)
class Verdict:
    """What a new socket with these options gets. `errors`: of the refusing cells. `needs`: the options that
    the sockets there need to have had, if it depends on those; empty if it depends on something else.
    `winners`: who then receives what is sent to the new socket's address. `cells`: short names of cells that
    show it, `cases`: ids of cases that do. `keeps`: the socket that is there still receives something."""

    options: str
    result: str
    errors: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    winners: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    keeps: bool = False

    def as_json(self) -> dict[str, Any]:
        """The verdict for programs."""
        return {"options": vocabulary.options(self.options), "result": self.result,
                "errors": list(self.errors), "needs": [vocabulary.options(word) for word in self.needs],
                "receives": list(self.winners), "cells": list(self.cells), "cases": list(self.cases)}


def of_all(questions: Sequence[Question | None], cells: Cells) -> list[Verdict]:
    """One verdict for each set of options of a new socket that meets all of these sockets. Each pair is
    measured; all of them together are refused if one of them is."""
    return [_joined(options, [_of_one(question, options, cells) for question in questions])
            for options in words.OPTIONS]


def _joined(options: str, verdicts: Sequence[Verdict]) -> Verdict:
    if not verdicts:
        return Verdict(options, OK)
    result = next(word for word in RANK if any(verdict.result == word for verdict in verdicts))
    deciding = [verdict for verdict in verdicts if verdict.result == result]
    needs = [set(verdict.needs) for verdict in deciding]
    common = set.intersection(*needs)
    return Verdict(options, result, _each(error for verdict in deciding for error in verdict.errors),
                   tuple(word for word in words.OPTIONS if word in common),
                   _each(winner for verdict in verdicts for winner in verdict.winners),
                   _each(cell for verdict in deciding for cell in verdict.cells)[:SHOWN],
                   _each(case for verdict in deciding for case in verdict.cases)[:SHOWN],
                   any(verdict.keeps for verdict in verdicts))


def _of_one(question: Question | None, options: str, cells: Cells) -> Verdict:
    """The verdict of one socket."""
    names = [name for name in question.candidates(options) if name in cells] if question else []
    answers = {name: words.outcome(cells[name]) for name in names}
    answers = {name: answer for name, answer in answers.items() if answer}
    if not answers:
        return Verdict(options, UNKNOWN)
    good = [name for name, answer in answers.items() if answer == "ok"]
    bad = [name for name in answers if name not in good]
    result = OK if not bad else DEPENDS if good else REFUSED
    shown = _spread(good, bad)
    return Verdict(options, result, _each(answers[name] for name in bad),
                   _needs(good, bad, cells) if result == DEPENDS else (),
                   _each(cells[name]["winner"] for name in good if cells[name]["winner"] != "-"),
                   shown, _each(filter(None, (evidence.case_of(cells[name]) for name in good + bad))),
                   any("=first" in cells[name]["receivers"] for name in good))


def _spread(good: Sequence[str], bad: Sequence[str]) -> tuple[str, ...]:
    """A cell that lets it in and one that refuses it first."""
    return _each([*good[:1], *bad[:1], *good[1:], *bad[1:]])[:SHOWN]


def _needs(good: Iterable[str], bad: Iterable[str], cells: Cells) -> tuple[str, ...]:
    """The options of the first socket with which every candidate lets the new one in, if they decide it."""
    letting, refusing = ({cells[name]["opts1"] for name in names} for names in (good, bad))
    return tuple(word for word in words.OPTIONS if word in letting - refusing)


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def best(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The verdict with the fewest options that let a new socket in, or that may."""
    for result in (OK, DEPENDS):
        for verdict in verdicts:
            if verdict.result == result:
                return verdict
    return None


__all__ = ["Cell", "Verdict", "best", "of_all"]
