"""A comparison, or a grid's rules, as text, Markdown or JSON."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from addrinuse.grid import describe, rules
from addrinuse.grid.cells import name_of
from addrinuse.grid.diff import Difference
from addrinuse.grid.predictions import Score
from addrinuse.grid.table import Grid

FORMATS = ("text", "json", "markdown")


def difference(given: Difference, form: str) -> str:
    """A comparison in one of FORMATS; ends with a line end."""
    if form == "json":
        return json.dumps(difference_json(given), indent=1) + "\n"
    lines = _difference_text(given) if form == "text" else _difference_markdown(given)
    return "\n".join(lines) + "\n"


def difference_json(given: Difference) -> dict[str, Any]:
    """A comparison as the contract has it."""
    return {
        "a": given.a,
        "b": given.b,
        "cells_compared": given.cells_compared,
        "cells_different": given.cells_different,
        "rules": [rules.to_json(rule) for rule in given.rules]
    }


def _heading(given: Difference) -> str:
    if not given.cells_different:
        return f"{given.a} and {given.b}: {given.cells_compared:,} cells compared, " + (
            "no other cell differs" if given.cells_explained else "none differs")
    return (f"{given.a} -> {given.b}: {given.cells_different:,} of {given.cells_compared:,} cells differ, "
            f"by {len(given.rules)} rule{'' if len(given.rules) == 1 else 's'}")


def _notes(given: Difference) -> list[str]:
    notes = [f"Explained in known-rules.toml, and left out: {given.cells_explained:,} cells."
             ] if given.cells_explained else []
    notes += [f"Not comparable: {count:,} cells ({why})." for why, count in given.not_comparable.items()]
    if given.not_compared:
        notes.append(
            f"Not compared, because one of the grids has no answer: {', '.join(given.not_compared)}.")
    return notes


def _difference_text(given: Difference) -> list[str]:
    lines = [_heading(given)]
    for number, rule in enumerate(given.rules, 1):
        lines += ["", f"{number}. {describe.sentence(rule, given.words)}", f"   {describe.gains(rule)}",
                  f"   witness: {name_of(rule.witness)}"]
    notes = _notes(given)
    return lines + ([""] + notes if notes else [])


def _difference_markdown(given: Difference) -> list[str]:
    lines = [f"**{_heading(given)}**", ""]
    if given.rules:
        lines += ["| rule | gains | cells | witness |", "|---|---|---:|---|"]
    for rule in given.rules:
        text = describe.sentence(rule, given.words).rpartition(": ")[0]
        lines.append(
            f"| {_cell(text)} | {describe.gains(rule).removeprefix('the second socket ')} | {rule.cells:,} "
            f"| `{name_of(rule.witness)}` |")
    return lines + ([""] + _notes(given) if _notes(given) else [])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("[", "\\[")


def conflict_rules(grid: Grid, found: list[rules.Rule], form: str) -> str:
    """The rules of a whole grid in one of FORMATS; ends with a line end."""
    if form == "json":
        return json.dumps(
            {
                "platform": grid.name,
                "cells": len(grid),
                "rules": [_without_gain(rule) for rule in found]
            },
            indent=1) + "\n"
    words = {name: column.words for name, column in grid.columns.items()}
    lines = [f"{grid.name}: {len(grid):,} cells, {len(found):,} rules"]
    if form == "markdown":
        lines = [f"**{lines[0]}**", "", "| rule | cells | example |", "|---|---:|---|"]
    for number, rule in enumerate(found, 1):
        lines += _one(number, rule, words, form)
    return "\n".join(lines) + "\n"


def _without_gain(rule: rules.Rule) -> dict[str, Any]:
    return {key: value for key, value in rules.to_json(rule).items() if key not in ("gains", "loses")}


def _one(number: int, rule: rules.Rule, words: Mapping[str, tuple[str, ...]], form: str) -> list[str]:
    text = describe.sentence(rule, words)
    if form == "markdown":
        return [f"| {_cell(text.rpartition(': ')[0])} | {rule.cells:,} | `{name_of(rule.witness)}` |"]
    return [f"{number}. {text}", f"   example: {name_of(rule.witness)}"]


def documents(scores: Sequence[tuple[str, Sequence[Score]]], form: str) -> str:
    """Platforms by documents: cells spoken of and cells that contradict; ends with a line end."""
    if form == "json":
        return json.dumps({name: [vars(score) for score in own] for name, own in scores}, indent=1) + "\n"
    lines = ["| platform | document | cells | contradicted | example |", "|---|---|---:|---:|---|"]
    if form == "text":
        lines = []
    for name, own in scores:
        lines += [_score(name, score, form) for score in own]
    return "\n".join(lines or ["No document speaks of a published grid."]) + "\n"


def _score(name: str, score: Score, form: str) -> str:
    doc = score.doc + ("" if score.checked else " (text not seen)")
    if form == "markdown":
        example = f"`{score.example}`, {_cell(score.at)}" if score.example else ""
        return f"| {name} | {doc} | {score.cells:,} | {score.contradicted:,} | {example} |"
    example = f", such as {score.example} ({score.at})" if score.example else ""
    return f"{name}: {doc}: {score.contradicted:,} of {score.cells:,} cells contradict it{example}"
