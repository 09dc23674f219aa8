"""Verdicts: does a document hold here? Computed whenever shown, never stored.

holds: what was observed is what is predicted; contradicted: it is something else; undecided: there is no one
observation to compare; silent: nothing is said about this platform.
"""
from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from typing import Any

from addrinuse.model.cases import Case, Statement
from addrinuse.model.observations import Observation, Status

WORDS = ("holds", "contradicted", "undecided", "silent")
SYMBOLS = {"holds": "✓", "contradicted": "✗", "undecided": "?", "silent": "·"}
PLAIN_SYMBOLS = {"holds": "+", "contradicted": "x", "undecided": "?", "silent": "."}
STYLES = {"holds": "green", "contradicted": "bold red", "undecided": "yellow", "silent": "dim"}


def applies(pattern: str, platform: str, facts: Mapping[str, Any]) -> bool:
    """Whether a pattern of `on` or of an expectation names this platform: its stack, its engine, or a glob of
    its name."""
    return pattern in (facts.get("stack"), facts.get("engine")) or fnmatch.fnmatchcase(platform, pattern)


def speaks_of(statement: Statement, platform: str, facts: Mapping[str, Any]) -> bool:
    """Whether a statement is about this platform; one that names none is about all."""
    return not statement.on or any(applies(pattern, platform, facts) for pattern in statement.on)


def of_statement(statement: Statement, observation: Observation, platform: str, facts: Mapping[str, Any]
                 ) -> str:
    """The verdict on one document's statement, given one observation."""
    if not speaks_of(statement, platform, facts):
        return "silent"
    if observation.status is not Status.OBSERVED:
        return "undecided"
    predicted = statement.predicted(observation.claimed)
    if not predicted:
        return "silent"
    if not observation.is_steady:
        return "undecided"
    return "holds" if observation.observed in predicted else "contradicted"


def of_case(case: Case | None, observation: Observation, platform: str, facts: Mapping[str, Any]) -> str:
    """The verdict of a cell: over the statements of `says`. A case that is no longer there says nothing."""
    if case is None:
        return "silent"
    return combine(of_statement(statement, observation, platform, facts) for statement in case.says)


def combine(verdicts: Iterable[str]) -> str:
    """One verdict for several: contradicted outweighs undecided, undecided outweighs holds; silent counts
    last."""
    found = set(verdicts)
    return next((word for word in ("contradicted", "undecided", "holds") if word in found), "silent")
