"""The command `advise`: which options reach a goal, on which platform, and at what cost."""
from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from addrinuse.advice import answers, code, derive, goals, report
from addrinuse.model import runs
from addrinuse.support.errors import unknown


def run(words: Sequence[str], platforms: Sequence[str], languages: Sequence[str], files: Sequence[Path],
        as_json: bool) -> int:
    """Prints the goals, or the advice for one. Raises UserError for an unknown goal, platform or run."""
    known = goals.load()
    if not words:
        _print_goals(known.values(), as_json)
        return 0
    goal = goals.find(" ".join(words), known)
    answered = answers.of_runs(runs.read_all(files)) if files else answers.published()
    for name in platforms:
        if name not in answered:
            raise unknown("platform", name, answered, f"With answers: {', '.join(answered)}")
    chosen = {name: cases for name, cases in answered.items() if not platforms or name in platforms}
    found = derive.advice(goal, chosen, derive.rows_of(goal))
    if as_json:
        print(json.dumps(report.as_json(found), indent=1))
    else:
        print("\n".join(report.lines(found, _languages(languages))))
    return 0


def _languages(names: Sequence[str]) -> list[str]:
    """The languages as they are written; C and Python if none is named. Raises UserError."""
    known = {language.lower(): language for language in code.LANGUAGES}
    for name in names:
        if name.lower() not in (*known, "all"):
            raise unknown("language", name, known.values(), f"Known: {', '.join(known.values())}, all")
    if any(name.lower() == "all" for name in names):
        return list(known.values())
    return [known[name.lower()] for name in names] or ["C", "Python"]


def _print_goals(listed: Iterable[goals.Goal], as_json: bool) -> None:
    if as_json:
        print(json.dumps([{"name": goal.name, "title": goal.title, "question": goal.question}
                          for goal in listed], indent=1))
        return
    for goal in listed:
        print(f"{goal.name:<14} {goal.title}\n{'':<15}{goal.question}")
    print("\nFor one of them: ./addrinuse advise NAME, or words such as: advise nobody may steal my port")
