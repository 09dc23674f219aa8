"""The command `explain`: one case: its question, the answer per group of platforms, the documents for and
against it, and one transcript for each distinct outcome."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from addrinuse.analysis import answering, columns, exchange, profiles, scorecard, tables
from addrinuse.analysis.selection import columns_named
from addrinuse.analysis.tables import Row
from addrinuse.model import verdicts
from addrinuse.model import cases as known
from addrinuse.model import documents as registry
from addrinuse.model import runs as files
from addrinuse.model.cases import Case, Statement
from addrinuse.model.documents import Document
from addrinuse.model.observations import Observation, ObservationId
from addrinuse.model.runs import Run
from addrinuse.publish import cells
from addrinuse.publish import exchange as pictures
from addrinuse.support import pager, paths
from addrinuse.support.errors import unknown
from addrinuse.support.escape import clean
from addrinuse.support.paths import show


@dataclass(frozen=True)
class Options:
    """What the user asked for: the case or a variant of it, run files (none: the published ones and those of
    the last survey here), platforms (none: all), every transcript or one per outcome, and the form."""

    case: str
    files: tuple[Path, ...] = ()
    platforms: tuple[str, ...] = ()
    everything: bool = False
    as_json: bool = False


def run(options: Options) -> int:
    """The exit code, which is 0. Raises UserError for an unknown case or platform."""
    own = files.in_folder(paths.own_runs())
    read = files.read_all(options.files or [*files.published(), *files.contributed(), *own])
    listed = registry.load(paths.documents())
    cases = known.load(known=listed)
    read = chosen(read, options.platforms)
    if options.as_json:
        print(json.dumps(as_json(options.case, cases, read), indent=1))
        return 0
    told = list(lines(options.case, cases, listed, read, options.everything or bool(options.platforms)))
    pager.show(lambda out: pager.write_lines(told, out))
    return 0


def chosen(runs: list[Run], platforms: Iterable[str]) -> list[Run]:
    """The runs of these platforms, all if there is none. Raises UserError for a name that fits no run."""
    asked = list(platforms)
    return [column.run for column in columns_named(tables.columns_of(runs), asked)] if asked else runs


def lines(name: str, cases: Mapping[str, Case], documents: Mapping[str, Document], runs: Iterable[Run],
          everything: bool = False) -> Iterator[str]:
    """The explanation, line by line. `name` is a case or one variant of it; raises UserError for an unknown
    one. `everything`: the transcript of every platform, and not one for each distinct outcome."""
    case, variant = _case(name, cases)
    runs = list(runs)
    yield from _about(case)
    yield from _summary(columns.fold(_table(case, variant, runs)).rows)
    yield from _documents(case, documents, runs)
    answers = [(observation, run) for run in runs for observation in run.by_case.get(case.id, ())
               if not variant or observation.id.variant == variant]
    yield from _evidence(case, answers, everything)
    yield from _styles(case, runs)
    if not answers:
        yield ""
        yield "No run has an answer yet: ./addrinuse survey"


def _case(name: str, cases: Mapping[str, Case]) -> tuple[Case, str]:
    variant = ObservationId(name).variant
    case = cases.get(ObservationId(name).case)
    if case is None or (variant and variant not in case.variants):
        raise unknown("case", name,
                      [*cases, *(known for other in cases.values() for known in other.observations())],
                      "See `addrinuse cases`.")
    return case, variant


def _table(case: Case, variant: str, runs: list[Run]) -> tables.Table:
    """The table of the case, or of one variant of it, in these runs."""
    asked = replace(case, variants=(variant,)) if variant else case
    found = tables.columns_of(runs)
    cells_of = {column.name: tables.cell(asked, [
        observation for observation in column.run.by_case.get(case.id, [])
        if not variant or observation.id.variant == variant], column.run) for column in found}
    return tables.Table(found, (Row(case.id, asked, cells_of),))


def _about(case: Case) -> Iterator[str]:
    yield f"{case.id}  ({show(case.path)})"
    if case.question:
        yield f"  {clean(case.question)}"
    yield f"  Claim: {clean(case.claim)}"
    facts = [f"{word}: {', '.join(values)}" for word, values in (
        ("catalogue", case.catalogue), ("needs", case.needs), ("tags", case.tags)) if values]
    if case.slow:
        facts.append(f"waits {case.slow:g} s")
    if facts:
        yield clean(f"  {'; '.join(facts)}")


def _summary(rows: Iterable[Row]) -> Iterator[str]:
    """Each distinct answer with the platforms that give it."""
    for row in rows:
        if not any(cell.observed is not None for cell in row.cells.values()):
            continue
        yield from ("", f"Answer: {clean(answering.sentence(row))}")
        for cell, names in row.by_answer():
            marks = cells.signs(cell)
            yield clean(f"  {cell.answer}{f' {marks}' if marks else ''}: {', '.join(names)}")
            reasons = dict.fromkeys(row.cells[name].warning or row.cells[name].why for name in names)
            yield from (clean(f"    {reason}") for reason in reasons if reason)


def _documents(case: Case, documents: Mapping[str, Document], runs: list[Run]) -> Iterator[str]:
    """What documents say, and on how many platforms that holds."""
    for heading, statements in (("Documents that say so:", case.says),
                                ("Documents that say otherwise:", case.disputed_by)):
        if statements:
            yield from ("", heading)
            for statement in statements:
                yield f"  {_statement(statement, documents)}{_score(statement, case, runs)}"


def _score(statement: Statement, case: Case, runs: list[Run]) -> str:
    found = [scorecard.across_variants(statement, run.by_case.get(case.id, []), run)[0] for run in runs]
    counts = [(found.count(word), word) for word in ("holds", "contradicted")]
    told = ", ".join(f"{word} on {count}" for count, word in counts if count)
    return f": {told}" if told else ""


def _evidence(case: Case, answers: list[tuple[Observation, Run]], everything: bool) -> Iterator[str]:
    """The answers with their transcripts: all of them, or one for each distinct outcome."""
    shown: dict[str, int] = {}
    for observation, run in answers if everything else _representative_first(case, answers):
        shown[observation.answer] = shown.get(observation.answer, 0) + 1
        if everything or shown[observation.answer] == 1:
            yield from _answer(case, observation, run)
    left_out = sum(shown.values()) - len(shown)
    if left_out and not everything:
        yield from ("", f"One transcript for each distinct outcome; {left_out} others: --all, or "
                        "--platform NAME")


def _representative_first(case: Case, answers: list[tuple[Observation, Run]]
                          ) -> list[tuple[Observation, Run]]:
    """The answers in the order in which they stand for others: the commonest stack before others, its newest
    version before older ones, containers last; the case's first variant before others."""
    stacks = Counter(run.facts.get("stack") for _, run in answers)

    def key(answer: tuple[Observation, Run]) -> tuple[int, bool, list[int], int]:
        observation, run = answer
        variants = (*case.variants, observation.id.variant)
        return (-stacks[run.facts.get("stack")], run.platform.startswith("container-"),
                [-number for number in columns.natural(run.platform)],
                variants.index(observation.id.variant))
    return sorted(answers, key=key)


def _styles(case: Case, runs: Iterable[Run]) -> Iterator[str]:
    """Where the case tells styles apart: what each of them answers."""
    told = [f"{style} answers {' or '.join(one.words)} ({one.variant})"
            for style, one in profiles.of_case(case.id)]
    if told:
        yield from ("", f"Styles: {'; '.join(told)}")


def _statement(said: Statement, documents: Mapping[str, Document]) -> str:
    document = documents[said.doc]
    text = f"{document.title} ({document.edition}), {said.at}"
    text += f" [{document.kind}]" if document.kind == "source" else ""
    text += f"; of {', '.join(said.on)}" if said.on else ""
    text += f"; predicts {' or '.join(said.predicts)}" if said.predicts else ""
    return clean(text)


def _answer(case: Case, observation: Observation, run: Run) -> Iterator[str]:
    """One platform's answer with its evidence."""
    variant = observation.id.variant
    claimed = f", claimed {observation.claimed}" if observation.claimed is not None else ""
    yield ""
    name = f"{run.platform} [{variant}]" if variant else run.platform
    truncated = "  (truncated run)" if run.truncated else ""
    known = (paths.published_runs(), paths.contributed_runs())
    own = "" if run.path.parent in known else f"  ({show(run.path)})"
    yield clean(f"{name}: {observation.answer}{claimed}{truncated}{own}")
    yield clean(f"  {run.header.started}, {observation.seconds:.3f} s, time {run.header.time}")
    if observation.why:
        yield f"  why: {clean(observation.why)}"
    for name, value in observation.details.items():
        yield f"  - {clean(name)}: {clean(str(value))}"
    for microseconds, call, result in observation.transcript:
        yield f"  {microseconds / 1e6:12.6f} s  {clean(call)} -> {clean(result)}"
    for line in observation.output.splitlines():
        yield f"  | {clean(line)}"
    for line in pictures.text(exchange.events(observation.transcript)):
        yield f"  {line}"


def as_json(name: str, cases: Mapping[str, Case], runs: Iterable[Run]) -> dict[str, Any]:
    """The explanation for programs: the case, its cell on each platform, and every observation."""
    case, variant = _case(name, cases)
    runs = list(runs)
    table = _table(case, variant, runs)
    return {
        "case": case.id, "question": case.question or None, "claim": case.claim,
        "answer": answering.sentence(columns.fold(table).rows[0]) if runs else None,
        "says": [said.as_json() for said in case.says],
        "disputed_by": [said.as_json() for said in case.disputed_by],
        "cells": {column: cell.as_json() for column, cell in table.rows[0].cells.items()} if runs else {},
        "observations": [_observation(case, observation, column.name, column.run)
                         for column in table.columns for observation in column.run.by_case.get(case.id, ())
                         if not variant or observation.id.variant == variant],
    }


def _observation(case: Case, observation: Observation, platform: str, run: Run) -> dict[str, Any]:
    return {"observation": observation.id, "platform": platform, "status": observation.status.value,
            "observed": observation.observed, "claimed": observation.claimed, "why": observation.why,
            "verdict": verdicts.of_case(case, observation, run.platform, run.facts),
            "details": dict(observation.details), "seconds": observation.seconds,
            "transcript": [list(step) for step in observation.transcript]}
