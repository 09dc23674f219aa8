"""The command `bisect-step`."""
from __future__ import annotations

import sys
from pathlib import Path

import click

from addrinuse.bisect.questions import Answer, Cases, Cell, Question, Stories
from addrinuse.platforms import registry
from addrinuse.support.errors import UserError
from addrinuse.support.process import OutputStalled

# What `git bisect run` understands (git-bisect(1)): good, bad, cannot be tested; 128 ends the bisection.
GOOD, BAD, SKIP, MISTAKE = 0, 1, 125, 128


@click.command("bisect-step")
@click.option("--platform", "name", required=True, metavar="NAME", help="The build to ask, such as uml:.")
@click.option("--case", "case", metavar="GLOB", help="Ask these cases.")
@click.option("--cell", metavar="CELL", help="Ask these cells of the grid: a name, in which * is any word.")
@click.option("--story", type=click.Path(path_type=Path), metavar="FILE", help="Run these stories.")
@click.option("--good", metavar="WORD",
              help="The answer that counts as good (default, for cases: what their documents claim).")
def bisect_step(name: str, case: str | None, cell: str | None, story: Path | None, good: str | None) -> int:
    """Ask one build one thing, with the exit status that `git bisect run` wants.

    Exit status: 0 every answer is good; 1 some answer is not; 125 the build could not be asked, because it is
    missing, does not boot or does not answer; 128 a mistake in the options, at which git stops.
    """
    try:
        question = _question(case, cell, story)
        if good is None and not question.knows_good:
            raise UserError("bisect-step", "cells and stories have no good answer by themselves",
                            "Name it with --good WORD.")
        platform = registry.find(name)
        question.check(platform)
    except UserError as error:
        return _fail(error, MISTAKE)
    try:
        registry.require(platform)
        platform.prepare()
        with platform.open() as session:
            answers = list(question.answers(platform, session))
            if not answers:
                raise UserError(f"platform {name}", f"gave no answer: {session.exit_reason() or 'it ended'}")
    except UserError as error:
        return _fail(error, SKIP)
    except OutputStalled:
        return _fail(UserError(f"platform {name}", "printed nothing for too long"), SKIP)
    return _judged(answers, good)


def _fail(error: UserError, status: int) -> int:
    print(f"addrinuse: {error}", file=sys.stderr)
    return status


def _question(case: str | None, cell: str | None, story: Path | None) -> Question:
    chosen = [option for option in (case, cell, story) if option is not None]
    if len(chosen) != 1:
        raise UserError("bisect-step", f"asks one thing, and {len(chosen)} are named",
                        "Name one of --case, --cell and --story.")
    if case is not None:
        return Cases(case)
    return Cell(cell) if cell is not None else Stories(story or Path())


def _judged(answers: list[Answer], good: str | None) -> int:
    """Prints each answer, and gives the exit status. What is not applicable on this build is no answer."""
    asked = [answer for answer in answers if answer.word != "not-applicable"]
    bad = 0
    for answer in asked:
        wanted = (good,) if good is not None else answer.expected
        is_good = answer.word in wanted
        bad += not is_good
        print(f"{'good' if is_good else 'bad'}: {answer.name}: {answer.word}"
              + ("" if is_good else f" (good: {' or '.join(wanted) or 'unknown'})"))
    if not asked:
        return _fail(UserError("bisect-step", "nothing that was asked is applicable on this build"), SKIP)
    return BAD if bad else GOOD
