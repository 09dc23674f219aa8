"""Advice for the pages: which options reach a goal, from the runs of the site. Also the synonyms of the
search.

The page `advice.html` shows what is in `data/advice.json`.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from addrinuse.advice import answers, derive, goals, grids, report
from addrinuse.publish.site.view import View
from addrinuse.search import synonyms
from addrinuse.search.index import Index

NAME = "advice.json"


def files(view: View) -> list[tuple[str, str, bytes]]:
    """The files with the advice and with the synonyms: name in data/, what it holds, content."""
    return [(NAME, "each goal: which options reach it where, what they cost, and code",
             _as_bytes({"schema": 1, "goals": advised(view)})),
            ("synonyms.json", "what people type, and the words and cases for it",
             _as_bytes({**synonyms.as_json(synonyms.load()), "cases": terms(view)}))]


def _as_bytes(value: Any) -> bytes:
    return (json.dumps(value, separators=(",", ":")) + "\n").encode()


def advised(view: View) -> list[dict[str, Any]]:
    """The advice for every goal; nothing for a suite without goals, or if no platform reaches one."""
    if not goals.path().is_file():
        return []
    known = list(goals.load().values())
    wanted = [cells for goal in known for cells in goal.cells]
    rows = {name: grids.rows(path, wanted) for name, path in grids.names().items()}
    answered = answers.of_runs(platform.run for platform in view.platforms)
    found = [derive.advice(goal, answered, rows) for goal in known]
    return [report.as_json(one) for one in found if any(map(one.best, answered))]


def terms(view: View) -> dict[str, list[str]]:
    """What people type for each case, for a search box that compares words."""
    index = Index(view.cases, view.documents, synonyms.load())
    return {name: words for name in view.cases if (words := index.terms(name))}


def goals_of(offered: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The goals that a page shows, from the files that are offered."""
    found: list[dict[str, Any]] = json.loads(offered[NAME])["goals"]
    return found
